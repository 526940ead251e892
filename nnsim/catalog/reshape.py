"""Reshape: the same values in another arrangement."""

from math import prod
from typing import ClassVar

from nnsim.catalog.field import Field
from nnsim.catalog.kind import Kind, Lowered, Lowering
from nnsim.catalog.port import ANY, Port, Shape, Shapes, shape_words
from nnsim.catalog.windows import times
from nnsim.document import Node
from nnsim.document import Settings as AnySettings
from nnsim.ops.arranging import Reshape as Rearranged
from nnsim.text.messages import Message, message

LARGEST_AXIS = 65_536


class ReshapeSettings(AnySettings, frozen=True):
    """The new arrangement: (units,), (steps, features) or (channels, height, width)."""

    shape: tuple[int, ...] = (1, 2, 2)


class Reshape(Kind):
    """h = the cells of x in the same order, arranged anew."""

    id = "reshape"
    title = message("Reshape")
    meaning = message("Arranges the same values anew, row by row: as a vector, a sequence or an image.")
    category = "convolution"
    Settings = ReshapeSettings
    ports = (Port(ranks=ANY),)
    fields: ClassVar[tuple[Field, ...]] = (
        Field("shape", message("Arranged as"),
              message("One number for a vector; steps × features for a sequence; channels × height × width for an "
                      "image."), "shape", (1, 2, 2)),
    )

    def check(self, settings: AnySettings) -> Message | None:
        assert isinstance(settings, ReshapeSettings)
        if not settings.shape:
            return message("Values are arranged along one to three axes, and none is given. Give each axis a size.")
        if len(settings.shape) > 3 or not all(1 <= size <= LARGEST_AXIS for size in settings.shape):
            return message(
                "Values are arranged along one to three axes of 1 to {most} places, got {shape}. Choose other sizes.",
                most=LARGEST_AXIS, shape=times(settings.shape))
        return None

    def refuses(self, settings: ReshapeSettings, inputs: Shapes) -> Message | None:
        got = inputs["in"][0]
        if prod(got) == prod(settings.shape):
            return None
        if len(got) == 1:
            return message("{shape} has room for {room} values, but {got} came. Choose another arrangement.",
                           shape=times(settings.shape), room=prod(settings.shape), got=shape_words(got))
        return message(
            "{shape} has room for {room} values, but {got} came: {count} values. Choose another arrangement.",
            shape=times(settings.shape), room=prod(settings.shape), got=shape_words(got), count=prod(got))

    def shape(self, settings: ReshapeSettings, inputs: Shapes) -> Shape:
        return settings.shape

    def open_shape(self, settings: ReshapeSettings) -> Shape:
        return settings.shape

    def lower(self, lowering: Lowering, node: Node, inputs: Lowered) -> Lowered:
        assert isinstance(node.settings, ReshapeSettings)
        if lowering.shape(inputs.output) == node.settings.shape:
            return inputs
        return Lowered(lowering.emit(Rearranged(node.settings.shape), inputs.output))

    def facts(self, settings: ReshapeSettings, units: int | None) -> Message | None:
        return message("{shape}", shape=times(settings.shape))
