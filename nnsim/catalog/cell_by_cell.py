"""What kinds share that combine several inputs of one shape, cell by cell."""

from typing import ClassVar

from nnsim.catalog.kind import Kind, Lowered, Lowering
from nnsim.catalog.port import ANY, Port, Shape, Shapes, shape_words
from nnsim.document import Node, Settings
from nnsim.ops.base import Op
from nnsim.text.messages import Message, message


class CombiningSettings(Settings, frozen=True):
    """Nothing to set."""


class CellByCell(Kind):
    """The base: every link brings an input of its own, and all of them have one shape."""

    category = "combine"
    Settings = CombiningSettings
    ports = (Port(ranks=ANY, links="each"),)
    operation: ClassVar[type[Op]]

    def refuses(self, settings: CombiningSettings, inputs: Shapes) -> Message | None:
        first, *others = inputs["in"]
        for other in others:
            if other != first:
                return message(
                    "The inputs must have one shape, but {first} and {other} came. Give them equally many units, or "
                    "put a Dense before one of them.", first=shape_words(first), other=shape_words(other))
        return None

    def shape(self, settings: CombiningSettings, inputs: Shapes) -> Shape:
        return inputs["in"][0]

    def lower(self, lowering: Lowering, node: Node, inputs: Lowered) -> Lowered:
        slots = inputs.ports["in"]
        return Lowered(lowering.emit(self.operation(), *slots) if len(slots) > 1 else slots[0])
