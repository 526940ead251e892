"""Average pooling: what a window covers is replaced by its mean."""

from typing import ClassVar

from nnsim.catalog.field import Field
from nnsim.catalog.kind import Lowered, Lowering
from nnsim.catalog.pooling import MaxPoolingSettings, Pooling
from nnsim.document import Node
from nnsim.ops.average_pooling import AveragePool
from nnsim.text.messages import message


class AveragePoolingSettings(MaxPoolingSettings, frozen=True):
    """The window, how it slides, and whether padding counts as zeros (as PyTorch has it)."""

    counts_padding: bool = True


class AveragePooling(Pooling):
    """h = mean x over the window, channel by channel."""

    id = "average_pooling"
    title = message("Average pooling")
    meaning = message("Replaces each window by its mean: a smaller, smoother image.")
    Settings = AveragePoolingSettings
    fields: ClassVar[tuple[Field, ...]] = (
        *Pooling.fields,
        Field("counts_padding", message("Padding counts"),
              message("Whether padded cells count as zeros in the mean, or not at all."), "bool", True),
    )

    def lower(self, lowering: Lowering, node: Node, inputs: Lowered) -> Lowered:
        settings, shape = node.settings, lowering.shape(inputs.output)
        assert isinstance(settings, AveragePoolingSettings)
        op = AveragePool(self.window(settings, shape), settings.counts_padding, channels_last=len(shape) == 2)
        return Lowered(lowering.emit(op, inputs.output))
