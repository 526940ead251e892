"""Flatten: the cells of an image or a sequence as one vector."""

from math import prod

from nnsim.catalog.kind import Kind, Lowered, Lowering
from nnsim.catalog.port import ANY, Port, Shape, Shapes
from nnsim.document import Node, Settings
from nnsim.ops.arranging import Reshape
from nnsim.text.messages import message


class FlattenSettings(Settings, frozen=True):
    """There is nothing to set."""


class Flatten(Kind):
    """h = the cells of x, channel by channel and row by row."""

    id = "flatten"
    title = message("Flatten")
    meaning = message("Puts all cells of an image or a sequence in a row, so that a dense layer can take them.")
    category = "convolution"
    Settings = FlattenSettings
    ports = (Port(ranks=ANY),)

    def shape(self, settings: FlattenSettings, inputs: Shapes) -> Shape:
        return (prod(inputs["in"][0]),)

    def lower(self, lowering: Lowering, node: Node, inputs: Lowered) -> Lowered:
        shape = lowering.shape(inputs.output)
        return inputs if len(shape) == 1 else Lowered(lowering.emit(Reshape((prod(shape),)), inputs.output))
