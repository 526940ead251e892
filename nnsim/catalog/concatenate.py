"""Several values side by side: vectors, sequences or images joined along an axis."""

from typing import ClassVar

from nnsim.catalog.along import ALONG, axis_of, no_axis
from nnsim.catalog.field import Field
from nnsim.catalog.kind import Kind, Lowered, Lowering
from nnsim.catalog.port import ANY, Port, Shape, Shapes, shape_words
from nnsim.document import Node, Settings
from nnsim.ops.arranging import Concatenate as Joining
from nnsim.text.messages import Message, message


class ConcatenateSettings(Settings, frozen=True):
    """The axis along which the inputs are joined."""

    along: str = "units"


class Concatenate(Kind):
    """h = [a, b, …]"""

    id = "concatenate"
    title = message("Concatenate")
    meaning = message("Puts what links into it side by side along an axis; nothing is computed.")
    category = "combine"
    Settings = ConcatenateSettings
    ports = (Port(ranks=ANY, links="each"),)
    fields: ClassVar[tuple[Field, ...]] = (ALONG,)

    def refuses(self, settings: ConcatenateSettings, inputs: Shapes) -> Message | None:
        first, *others = inputs["in"]
        axis = axis_of(settings.along, first)
        if axis is None:
            return no_axis(settings.along, first)
        for other in others:
            if _without(other, axis) != _without(first, axis) or len(other) != len(first):
                return message(
                    "The inputs may differ along the joined axis only, but {first} and {other} came. Choose another "
                    "axis, or make them alike.", first=shape_words(first), other=shape_words(other))
        return None

    def shape(self, settings: ConcatenateSettings, inputs: Shapes) -> Shape | None:
        first = inputs["in"][0]
        axis = axis_of(settings.along, first)
        if axis is None:
            return None
        return (*first[:axis], sum(shape[axis] for shape in inputs["in"]), *first[axis + 1:])

    def lower(self, lowering: Lowering, node: Node, inputs: Lowered) -> Lowered:
        assert isinstance(node.settings, ConcatenateSettings)
        slots = inputs.ports["in"]
        axis = axis_of(node.settings.along, lowering.shape(slots[0]))
        assert axis is not None
        return Lowered(lowering.emit(Joining(axis + 1), *slots) if len(slots) > 1 else slots[0])


def _without(shape: Shape, axis: int) -> Shape:
    return (*shape[:axis], *shape[axis + 1:])
