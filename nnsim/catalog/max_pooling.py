"""Max pooling: of what a window covers, the largest value remains."""

from nnsim.catalog.kind import Lowered, Lowering
from nnsim.catalog.pooling import MaxPoolingSettings, Pooling
from nnsim.document import Node
from nnsim.ops.max_pooling import MaxPool
from nnsim.text.messages import message


class MaxPooling(Pooling):
    """h = max x over the window, channel by channel."""

    id = "max_pooling"
    title = message("Max pooling")
    meaning = message("Keeps the largest value of each window: that a feature is there counts, not exactly where.")
    Settings = MaxPoolingSettings

    def lower(self, lowering: Lowering, node: Node, inputs: Lowered) -> Lowered:
        shape = lowering.shape(inputs.output)
        op = MaxPool(self.window(node.settings, shape), channels_last=len(shape) == 2)
        return Lowered(lowering.emit(op, inputs.output))
