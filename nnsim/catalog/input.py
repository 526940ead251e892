"""The input node: columns of the data enter the network here, one unit each."""

from math import prod
from typing import ClassVar

from nnsim.catalog.field import Field
from nnsim.catalog.kind import Kind, Lowered, Lowering
from nnsim.catalog.port import Shape, Shapes
from nnsim.catalog.windows import times
from nnsim.document import Node
from nnsim.document import Settings as AnySettings
from nnsim.text.messages import Message, message

MOST_COLUMNS = 4096


class InputSettings(AnySettings, frozen=True):
    """Which input columns of the data (encoded, counted from 0) are this node's values, and how they are arranged.

    `shape` is () for a vector, (steps, features) for a sequence, (channels, height, width) for an image; the columns
    fill it row by row.
    """

    columns: tuple[int, ...] = (0, 1)
    shape: tuple[int, ...] = ()


class Input(Kind):
    """x: the values of the sample."""

    id = "input"
    title = message("Input")
    meaning = message("Takes the values of a sample into the network, one unit for each column.")
    category = "neuron"
    key = "I"
    Settings = InputSettings
    ports = ()
    fields: ClassVar[tuple[Field, ...]] = (
        Field("columns", message("Columns"), message("The input columns of the data that enter here, counted from 0."),
              "columns", (0, 1)),
        Field("shape", message("Arranged as"),
              message("Empty for a vector; steps × features for a sequence; channels × height × width for an image."),
              "shape", ()),
    )

    def check(self, settings: AnySettings) -> Message | None:
        assert isinstance(settings, InputSettings)
        if not settings.columns:
            return message("An input needs at least one column, and none is chosen. Choose one or more.")
        if len(settings.columns) > MOST_COLUMNS:
            return message("An input has at most {most} columns, got {count}. Choose fewer.", most=MOST_COLUMNS,
                           count=len(settings.columns))
        wrong = [column for column in settings.columns if not 0 <= column < MOST_COLUMNS]
        if wrong:
            return message("Columns are counted from 0 to {most}, got {column}. Choose a column that the data has.",
                           most=MOST_COLUMNS - 1, column=wrong[0])
        if len(settings.shape) > 3 or min(settings.shape, default=1) < 1:
            return message("An input is arranged along one to three axes of one place or more, got {shape}. Choose "
                           "other sizes, or none for a vector.", shape=times(settings.shape))
        if settings.shape and prod(settings.shape) != len(settings.columns):
            return message(
                "{shape} has room for {room} values, but the input has {count} columns. Choose as many columns, or "
                "another arrangement.", shape=times(settings.shape), room=prod(settings.shape),
                count=len(settings.columns))
        return None

    def shape(self, settings: InputSettings, inputs: Shapes) -> Shape | None:
        if settings.shape and prod(settings.shape) != len(settings.columns):
            return None
        return settings.shape or (len(settings.columns),)

    def lower(self, lowering: Lowering, node: Node, inputs: Lowered) -> Lowered:
        return Lowered(inputs.output)

    def facts(self, settings: InputSettings, units: int | None) -> Message | None:
        count = len(settings.columns)
        return message("1 feature") if count == 1 else message("{count} features", count=count)
