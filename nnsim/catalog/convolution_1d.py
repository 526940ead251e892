"""The convolution of sequences: small kernels slide along the steps and see a few of them at a time."""

from typing import ClassVar

from nnsim.catalog.activations import activation
from nnsim.catalog.convolution import (
    ACTIVATION,
    FLIPPED,
    GROUPS,
    KERNEL_BIAS,
    KERNELS,
    KERNELS_BEGIN,
    kernel_parameters,
    lower_kernels,
    ungrouped,
)
from nnsim.catalog.dense import BIASES_BEGIN
from nnsim.catalog.field import STEPS, Field
from nnsim.catalog.initializers import He, Initializer, Zero
from nnsim.catalog.kind import Kind, Lowered, Lowering, ParameterSpec
from nnsim.catalog.port import Port, Shape, Shapes
from nnsim.catalog.windows import DILATION, LARGEST, MARGIN, PADDING, sliding, stride_field, too_large
from nnsim.document import Node, Settings
from nnsim.ops.convolution import Convolution as KernelSum
from nnsim.ops.sliding import Sliding
from nnsim.text.messages import Message, message


class Convolution1DSettings(Settings, frozen=True):
    """Kernels and their length, how they slide, the activation behind them, and how weights and biases begin."""

    kernels: int = 8
    size: int = 3
    stride: int = 1
    padding: str = "same"
    margin: int = 1
    dilation: int = 1
    groups: int = 1
    flipped: bool = False
    activation: str = "relu"
    bias: bool = True
    initializer: Initializer = He()
    bias_initializer: Initializer = Zero()


class Convolution1D(Kind):
    """h = f(Σ w · x + b), x the steps under the kernel at each of its places."""

    id = "convolution_1d"
    title = message("Convolution 1D")
    meaning = message("Small kernels slide along the steps of a sequence; each tells where the steps look like it.")
    category = "convolution"
    Settings = Convolution1DSettings
    ports = (Port(ranks=(2,)),)
    fields: ClassVar[tuple[Field, ...]] = (
        KERNELS,
        Field("size", message("Kernel length"), message("Steps of the sequence that a kernel sees at a time."), "int",
              3, 1, LARGEST, 1, 11, unit=STEPS),
        stride_field(1),
        Field("padding", PADDING.title,
              message("What is added around the sequence: nothing; so much that a stride of 1 keeps the length; only "
                      "before it, so that no step sees a later one; or so many steps."),
              "choice", "same", choices=(*PADDING.choices, ("causal", message("before it (causal)")))),
        MARGIN, DILATION, GROUPS, FLIPPED, ACTIVATION, KERNEL_BIAS, KERNELS_BEGIN, BIASES_BEGIN,
    )

    def window(self, settings: Convolution1DSettings, sequence: Shape) -> Sliding:
        """How the kernels slide along a sequence (steps, features)."""
        return sliding(sequence[:1], (settings.size,), settings.stride, settings.padding, settings.margin,
                       settings.dilation)

    def refuses(self, settings: Convolution1DSettings, inputs: Shapes) -> Message | None:
        sequence = inputs["in"][0]
        return ungrouped(settings.groups, sequence[1], settings.kernels) or too_large(
            self.window(settings, sequence), sequence[:1])

    def shape(self, settings: Convolution1DSettings, inputs: Shapes) -> Shape:
        sequence = inputs["in"][0]
        return (*self.window(settings, sequence).places(sequence[:1]), settings.kernels)

    def parameters(self, settings: Convolution1DSettings, inputs: Shapes) -> tuple[ParameterSpec, ...]:
        channels = inputs["in"][0][1] // settings.groups
        return kernel_parameters(settings, settings.kernels, channels, (settings.size,))

    def lower(self, lowering: Lowering, node: Node, inputs: Lowered) -> Lowered:
        settings = node.settings
        assert isinstance(settings, Convolution1DSettings)
        window = self.window(settings, lowering.shape(inputs.output))
        return lower_kernels(lowering, KernelSum(window, settings.groups, channels_last=True), inputs.output, settings)

    def facts(self, settings: Convolution1DSettings, units: int | None) -> Message | None:
        return message(
            "{count} × {size} · {activation}", count=settings.kernels, size=settings.size,
            activation=activation(settings.activation).title)
