"""Global pooling: one number for each whole feature map."""

from typing import ClassVar

from nnsim.catalog.field import Field
from nnsim.catalog.kind import Kind, Lowered, Lowering
from nnsim.catalog.port import Port, Shape, Shapes
from nnsim.document import Node, Settings
from nnsim.ops.global_pooling import GlobalAverage, GlobalMax
from nnsim.text.messages import Message, message


class GlobalPoolingSettings(Settings, frozen=True):
    """Whether the mean or the largest value stands for a map."""

    function: str = "average"


class GlobalPooling(Kind):
    """h = mean x, or max x, over all of a channel (Lin et al. 2014)."""

    id = "global_pooling"
    title = message("Global pooling")
    meaning = message("Leaves one number of each channel, its mean or its largest value, whatever the image's size.")
    category = "convolution"
    Settings = GlobalPoolingSettings
    ports = (Port(ranks=(2, 3)),)
    fields: ClassVar[tuple[Field, ...]] = (
        Field("function", message("What remains"), message("What stands for a whole channel."), "choice", "average",
              choices=(("average", message("mean")), ("max", message("largest value")))),
    )

    def shape(self, settings: GlobalPoolingSettings, inputs: Shapes) -> Shape:
        shape = inputs["in"][0]
        return (shape[0],) if len(shape) == 3 else (shape[1],)

    def lower(self, lowering: Lowering, node: Node, inputs: Lowered) -> Lowered:
        assert isinstance(node.settings, GlobalPoolingSettings)
        op = GlobalAverage if node.settings.function == "average" else GlobalMax
        last = len(lowering.shape(inputs.output)) == 2
        return Lowered(lowering.emit(op(channels_last=last), inputs.output))

    def facts(self, settings: GlobalPoolingSettings, units: int | None) -> Message | None:
        return message("mean of each channel") if settings.function == "average" else message("largest of each channel")
