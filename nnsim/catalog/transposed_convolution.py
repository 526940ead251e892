"""The transposed convolution: every pixel stamps a kernel on a larger image, and the stamps add up."""

from typing import ClassVar

from nnsim.catalog.activations import activation
from nnsim.catalog.convolution import ACTIVATION, KERNEL_BIAS, KERNELS_BEGIN, height_field, ungrouped, width_field
from nnsim.catalog.dense import BIASES_BEGIN
from nnsim.catalog.field import Field
from nnsim.catalog.initializers import He, Initializer, Zero
from nnsim.catalog.kind import Kind, Lowered, Lowering, ParameterSpec
from nnsim.catalog.port import Port, Shape, Shapes, shape_words
from nnsim.catalog.windows import DILATION, LARGEST, times
from nnsim.document import Node, Settings
from nnsim.ops.sliding import Sliding
from nnsim.ops.transposed_convolution import TransposedConvolution as Stamping
from nnsim.text.messages import Message, message


class TransposedConvolutionSettings(Settings, frozen=True):
    """Maps and the kernel's size, how far apart the stamps lie, what is cut off or added at the edges, activation."""

    kernels: int = 8
    height: int = 2
    width: int = 2
    stride: int = 2
    margin: int = 0
    extra: int = 0
    dilation: int = 1
    groups: int = 1
    activation: str = "relu"
    bias: bool = True
    initializer: Initializer = He()
    bias_initializer: Initializer = Zero()


class TransposedConvolution(Kind):
    """h = f(Σ x · w + b), every x spread over the kernel's cells, the stamps a stride apart (Zeiler et al. 2010)."""

    id = "transposed_convolution"
    title = message("Transposed convolution")
    meaning = message("Every pixel stamps a kernel on a larger image, and the stamps add up: it learns to enlarge.")
    category = "convolution"
    Settings = TransposedConvolutionSettings
    ports = (Port(ranks=(3,)),)
    fields: ClassVar[tuple[Field, ...]] = (
        Field("kernels", message("Maps"), message("How many feature maps are made."), "int", 8, 1, 4096, 1, 64),
        height_field(2), width_field(2),
        Field("stride", message("Stride"), message("How many cells apart the stamps of neighboring pixels lie."),
              "int", 2, 1, LARGEST, 1, 4),
        Field("margin", message("Cut off"), message("Cells that are cut off the result on every side."), "int",
              0, 0, LARGEST, 0, 4),
        Field("extra", message("Extra lines"), message("Rows and columns that are added behind the result."), "int",
              0, 0, LARGEST, 0, 4),
        DILATION,
        Field("groups", message("Groups"),
              message("Into how many groups the channels are shared out; a map is made from its group's alone."), "int",
              1, 1, 4096, 1, 16),
        ACTIVATION, KERNEL_BIAS, KERNELS_BEGIN, BIASES_BEGIN,
    )

    def refuses(self, settings: TransposedConvolutionSettings, inputs: Shapes) -> Message | None:
        image = inputs["in"][0]
        if settings.extra >= settings.stride:
            return message(
                "Extra lines make up for what the stride leaves open: expected fewer than {stride}, got {extra}. "
                "Choose fewer, or a larger stride.", stride=settings.stride, extra=settings.extra)
        if min(self._stamped(settings, image)) < 1:
            return message(
                "Of {image}, nothing remains when {margin} cells are cut off on every side. Cut off fewer.",
                image=shape_words(image), margin=settings.margin)
        return ungrouped(settings.groups, image[0], settings.kernels)

    def shape(self, settings: TransposedConvolutionSettings, inputs: Shapes) -> Shape:
        return self._stamped(settings, inputs["in"][0])

    def parameters(self, settings: TransposedConvolutionSettings, inputs: Shapes) -> tuple[ParameterSpec, ...]:
        channels, each = inputs["in"][0][0], settings.kernels // settings.groups
        cells = settings.height * settings.width
        ins, outs = max(channels // settings.groups, 1) * cells, each * cells
        shape = (channels, each, settings.height, settings.width)
        weight = ParameterSpec("weight", shape, settings.initializer, ins, outs, inputs_axis=0)
        bias = ParameterSpec("bias", (settings.kernels,), settings.bias_initializer, ins, outs, means="bias")
        return (weight, bias) if settings.bias else (weight,)

    def lower(self, lowering: Lowering, node: Node, inputs: Lowered) -> Lowered:
        settings = node.settings
        assert isinstance(settings, TransposedConvolutionSettings)
        weight = lowering.parameter("weight")
        biases = (lowering.parameter("bias"),) if settings.bias else ()
        total = lowering.emit(self._op(settings), inputs.output, weight, *biases, quantity="sum")
        function = activation(settings.activation).op
        output = total if function is None else lowering.emit(function(), total)
        return Lowered(output, total, settings.activation)

    def facts(self, settings: TransposedConvolutionSettings, units: int | None) -> Message | None:
        return message(
            "{count} × {size} · {activation}", count=settings.kernels, size=times((settings.height, settings.width)),
            activation=activation(settings.activation).title)

    def _op(self, settings: TransposedConvolutionSettings) -> Stamping:
        window = Sliding((settings.height, settings.width), (settings.stride,) * 2,
                         ((settings.margin, settings.margin),) * 2, (settings.dilation,) * 2)
        return Stamping(window, settings.groups, (settings.extra,) * 2)

    def _stamped(self, settings: TransposedConvolutionSettings, image: Shape) -> Shape:
        each = (image[0], max(settings.kernels // settings.groups, 1), settings.height, settings.width)
        return (settings.kernels, *self._op(settings).shape((1, *image), each)[2:])
