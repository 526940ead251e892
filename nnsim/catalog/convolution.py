"""The convolution of images: small kernels of shared weights slide over the image, each makes a map of its own."""

from typing import Any, ClassVar

from nnsim.catalog.activations import activation, activation_choices
from nnsim.catalog.dense import ACTIVATION_MEANING, BIASES_BEGIN
from nnsim.catalog.field import PIXELS, Field
from nnsim.catalog.initializers import He, Initializer, Zero
from nnsim.catalog.kind import Kind, Lowered, Lowering, ParameterSpec
from nnsim.catalog.port import Port, Shape, Shapes
from nnsim.catalog.windows import DILATION, LARGEST, MARGIN, PADDING, sliding, stride_field, times, too_large
from nnsim.document import Node, Settings
from nnsim.ops.convolution import Convolution as KernelSum
from nnsim.ops.convolution import FlippedKernel
from nnsim.ops.sliding import Sliding
from nnsim.text.messages import Message, message

KERNELS = Field(
    "kernels", message("Kernels"), message("How many kernels there are; each makes one feature map."), "int", 8, 1,
    4096, 1, 64)
GROUPS = Field(
    "groups", message("Groups"),
    message("Into how many groups the channels are shared out; a kernel sees the channels of its group alone."),
    "int", 1, 1, 4096, 1, 16)
FLIPPED = Field(
    "flipped", message("Flipped kernel"),
    message("Runs through the kernel backwards, as convolution in mathematics does; networks commonly do not."),
    "bool", False)
KERNEL_BIAS = Field("bias", message("Bias"), message("Whether each kernel adds a number of its own to all its sums."),
                    "bool", True)
KERNELS_BEGIN = Field("initializer", message("Weights begin as"), message("How the weights are drawn before training."),
                      "initializer", He())
ACTIVATION = Field("activation", message("Activation"), ACTIVATION_MEANING, "choice", "relu",
                   choices=activation_choices(of_layer=False))


def height_field(default: int) -> Field:
    """The field of a kernel's height."""
    return Field("height", message("Kernel height"), message("Rows of the image that a kernel sees at a time."), "int",
                 default, 1, LARGEST, 1, 11, unit=PIXELS)


def width_field(default: int) -> Field:
    """The field of a kernel's width."""
    return Field("width", message("Kernel width"), message("Columns of the image that a kernel sees at a time."), "int",
                 default, 1, LARGEST, 1, 11, unit=PIXELS)


class ConvolutionSettings(Settings, frozen=True):
    """Kernels and their size, how they slide, the activation behind them, and how weights and biases begin."""

    kernels: int = 8
    height: int = 3
    width: int = 3
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


class Convolution(Kind):
    """h = f(Σ w · x + b), x under the kernel at each of its places (LeCun et al. 1989)."""

    id = "convolution"
    title = message("Convolution")
    meaning = message("Small kernels slide over an image; each makes a map of where the image looks like it.")
    category = "convolution"
    key = "V"
    Settings = ConvolutionSettings
    ports = (Port(ranks=(3,)),)
    fields: ClassVar[tuple[Field, ...]] = (
        KERNELS, height_field(3), width_field(3), stride_field(1), PADDING, MARGIN, DILATION, GROUPS, FLIPPED,
        ACTIVATION, KERNEL_BIAS, KERNELS_BEGIN, BIASES_BEGIN,
    )

    def window(self, settings: ConvolutionSettings, image: Shape) -> Sliding:
        """How the kernels slide over an image (channels, height, width)."""
        size = (settings.height, settings.width)
        return sliding(image[1:], size, settings.stride, settings.padding, settings.margin, settings.dilation)

    def refuses(self, settings: ConvolutionSettings, inputs: Shapes) -> Message | None:
        image = inputs["in"][0]
        return ungrouped(settings.groups, image[0], settings.kernels) or too_large(
            self.window(settings, image), image[1:])

    def shape(self, settings: ConvolutionSettings, inputs: Shapes) -> Shape:
        image = inputs["in"][0]
        return (settings.kernels, *self.window(settings, image).places(image[1:]))

    def parameters(self, settings: ConvolutionSettings, inputs: Shapes) -> tuple[ParameterSpec, ...]:
        size = (settings.height, settings.width)
        return kernel_parameters(settings, settings.kernels, inputs["in"][0][0] // settings.groups, size)

    def lower(self, lowering: Lowering, node: Node, inputs: Lowered) -> Lowered:
        settings = node.settings
        assert isinstance(settings, ConvolutionSettings)
        op = KernelSum(self.window(settings, lowering.shape(inputs.output)), settings.groups)
        return lower_kernels(lowering, op, inputs.output, settings)

    def facts(self, settings: ConvolutionSettings, units: int | None) -> Message | None:
        return message(
            "{count} × {size} · {activation}", count=settings.kernels, size=times((settings.height, settings.width)),
            activation=activation(settings.activation).title)


def kernel_parameters(
    settings: Any, kernels: int, channels: int, size: tuple[int, ...],
) -> tuple[ParameterSpec, ...]:
    """Weight (kernels, channels, *size) and, if the settings ask for it, bias (kernels,)."""
    cells = 1
    for each in size:
        cells *= each
    ins, outs = channels * cells, max(kernels // settings.groups, 1) * cells
    axis = 1 if settings.groups == 1 else None
    weight = ParameterSpec("weight", (kernels, channels, *size), settings.initializer, ins, outs, inputs_axis=axis)
    bias = ParameterSpec("bias", (kernels,), settings.bias_initializer, ins, outs, means="bias")
    return (weight, bias) if settings.bias else (weight,)


def lower_kernels(lowering: Lowering, op: KernelSum, x: int, settings: Any) -> Lowered:
    """The sums of the kernels, then the activation."""
    weight = lowering.parameter("weight")
    if settings.flipped:
        weight = lowering.emit(FlippedKernel(), weight, quantity="weight")
    biases = (lowering.parameter("bias"),) if settings.bias else ()
    total = lowering.emit(op, x, weight, *biases, quantity="sum")
    function = activation(settings.activation).op
    output = total if function is None else lowering.emit(function(), total)
    return Lowered(output, total, settings.activation)


def ungrouped(groups: int, channels: int, kernels: int) -> Message | None:
    """Why channels and kernels cannot be shared out among so many groups, or None: expected, got, remedy."""
    if channels % groups == 0 and kernels % groups == 0:
        return None
    return message(
        "{groups} groups must share {channels} channels and {kernels} kernels without a rest. Choose a number of "
        "groups that divides both.", groups=groups, channels=channels, kernels=kernels)
