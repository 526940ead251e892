"""A part of a value: some of its units, features, channels, steps, rows or columns."""

from typing import ClassVar

from nnsim.catalog.along import ALONG, axis_of, no_axis
from nnsim.catalog.field import Field
from nnsim.catalog.kind import Kind, Lowered, Lowering
from nnsim.catalog.port import ANY, Port, Shape, Shapes, shape_words
from nnsim.document import Node, Settings
from nnsim.ops.arranging import Part
from nnsim.text.messages import Message, message


class SplitSettings(Settings, frozen=True):
    """The places `first` to `last` along an axis, both counted from 1 and both taken."""

    along: str = "units"
    first: int = 1
    last: int = 1
    drop: bool = False


class Split(Kind):
    """h = x[first … last]"""

    id = "split"
    title = message("Split")
    meaning = message("Takes a part of what links into it; a second Split takes the rest.")
    category = "combine"
    Settings = SplitSettings
    ports = (Port(ranks=ANY),)
    fields: ClassVar[tuple[Field, ...]] = (
        ALONG,
        Field("first", message("From"), message("The first place that is taken, counted from 1."),
              "int", 1, 1, 100_000),
        Field("last", message("To"), message("The last place that is taken, counted from 1."), "int", 1, 1, 100_000),
        Field("drop", message("Drop the axis"),
              message("One place alone loses its axis: one step of a sequence becomes a vector."), "bool", False),
    )

    def refuses(self, settings: SplitSettings, inputs: Shapes) -> Message | None:
        shape = inputs["in"][0]
        axis = axis_of(settings.along, shape)
        if axis is None:
            return no_axis(settings.along, shape)
        if settings.last < settings.first:
            return message("The part goes from {first} to {last}. Let 'To' be {first} or more.",
                           first=settings.first, last=settings.last)
        if settings.last > shape[axis]:
            return message(
                "The part goes from {first} to {last}, but {got} came. Let 'To' be {most} or less.",
                first=settings.first, last=settings.last, got=shape_words(shape), most=shape[axis])
        if settings.drop and (settings.first != settings.last or len(shape) == 1):
            return message(
                "Only one place of a sequence or an image can drop its axis, but {count} of {got} are taken. Take one, "
                "or keep the axis.", count=settings.last - settings.first + 1, got=shape_words(shape))
        return None

    def shape(self, settings: SplitSettings, inputs: Shapes) -> Shape | None:
        shape = inputs["in"][0]
        axis = axis_of(settings.along, shape)
        return None if axis is None else _part(settings, axis).shape((0, *shape))[1:]

    def lower(self, lowering: Lowering, node: Node, inputs: Lowered) -> Lowered:
        assert isinstance(node.settings, SplitSettings)
        axis = axis_of(node.settings.along, lowering.shape(inputs.output))
        assert axis is not None
        return Lowered(lowering.emit(_part(node.settings, axis), inputs.output))

    def facts(self, settings: SplitSettings, units: int | None) -> Message | None:
        if settings.first == settings.last:
            return message("place {first}", first=settings.first)
        return message("places {first} to {last}", first=settings.first, last=settings.last)


def _part(settings: SplitSettings, axis: int) -> Part:
    return Part(axis + 1, settings.first - 1, settings.last, settings.drop)
