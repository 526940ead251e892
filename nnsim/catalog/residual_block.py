"""The residual block: two layers with a skip connection past them, so that a deep network starts out near identity."""

from collections.abc import Mapping
from typing import ClassVar

from nnsim.catalog.activation_node import ActivationSettings
from nnsim.catalog.activations import activation, activation_choices
from nnsim.catalog.batch_normalization import BatchNormalizationSettings
from nnsim.catalog.cell_by_cell import CombiningSettings
from nnsim.catalog.convolution import ConvolutionSettings
from nnsim.catalog.dense import DenseSettings
from nnsim.catalog.field import Field
from nnsim.catalog.kind import Composite, PartName, Parts
from nnsim.catalog.parts import PartsDrawing
from nnsim.catalog.port import ANY, Port, Shape, Shapes
from nnsim.document import Settings
from nnsim.text.messages import Message, message

FIRST, SECOND = message("First layer"), message("Second layer")


class ResidualBlockSettings(Settings, frozen=True):
    """Activation, whether layers are normalized over the batch, the size of kernels on images, whether it skips."""

    activation: str = "relu"
    normalized: bool = False
    kernel: int = 3
    skip: bool = True


class ResidualBlock(Composite):
    """h = f(x + W₂ f(W₁ x + b₁) + b₂); on images both layers are convolutions (He et al. 2016)"""

    id = "residual_block"
    title = message("Residual block")
    meaning = message("Two layers and a skip past them: what links in is added to what they make of it.")
    category = "combine"
    Settings = ResidualBlockSettings
    ports = (Port(ranks=ANY, links="one"),)
    fields: ClassVar[tuple[Field, ...]] = (
        Field("activation", message("Activation"), message("The activation after the first layer and after the sum."),
              "choice", "relu", choices=activation_choices(of_layer=False)),
        Field("normalized", message("Batch normalization"), message("Whether each layer is normalized over the batch."),
              "bool", False),
        Field("kernel", message("Kernel size"), message("Rows and columns of the kernels, where images come in."),
              "int", 3, 1, 31, 1, 7),
        Field("skip", message("Skip connection"),
              message("Whether what links in is added at the end; without it, the same layers stand alone."), "bool",
              True),
    )
    part_names: ClassVar[Mapping[str, PartName]] = {
        "first": PartName(FIRST, ("dense", "convolution")),
        "first_norm": PartName(message("{part}: normalization", part=FIRST), ("batch_normalization",)),
        "activation": PartName(message("Activation"), ("activation",)),
        "second": PartName(SECOND, ("dense", "convolution")),
        "second_norm": PartName(message("{part}: normalization", part=SECOND), ("batch_normalization",)),
        "skip": PartName(message("Skip"), ("add",)),
        "output": PartName(message("Activation of the sum"), ("activation",)),
    }

    def parts(self, settings: ResidualBlockSettings, inputs: Shapes) -> Parts:
        shape, drawing = inputs["in"][0], PartsDrawing(self.part_names)
        function = ActivationSettings(settings.activation)
        inside = _layer(drawing, settings, shape, "first", ":in")
        inside = drawing.add("activation", "activation", function, inside)
        inside = _layer(drawing, settings, shape, "second", inside)
        if settings.skip:
            inside = drawing.add("skip", "add", CombiningSettings(), ":in", inside)
        return drawing.ending_in(drawing.add("output", "activation", function, inside))

    def facts(self, settings: ResidualBlockSettings, units: int | None) -> Message | None:
        title = activation(settings.activation).title
        return title if settings.skip else message("{activation} · no skip", activation=title)


def _layer(drawing: PartsDrawing, settings: ResidualBlockSettings, shape: Shape, part: str, source: str) -> str:
    """A layer that keeps the shape, without activation; its bias is the normalization's where there is one."""
    bias = not settings.normalized
    if len(shape) == 3:
        layer: Settings = ConvolutionSettings(
            shape[0], settings.kernel, settings.kernel, activation="linear", bias=bias)
        made = drawing.add(part, "convolution", layer, source)
    else:
        made = drawing.add(part, "dense", DenseSettings(shape[-1], "linear", bias), source)
    if not settings.normalized:
        return made
    return drawing.add(f"{part}_norm", "batch_normalization", BatchNormalizationSettings(), made)
