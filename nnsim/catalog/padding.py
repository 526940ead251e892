"""Padding: a border around an image."""

from typing import ClassVar, cast

from nnsim.catalog.field import PIXELS, Field
from nnsim.catalog.kind import Kind, Lowered, Lowering
from nnsim.catalog.port import Port, Shape, Shapes
from nnsim.catalog.windows import LARGEST
from nnsim.document import Node, Settings
from nnsim.ops.padding import Border, Pad
from nnsim.text.messages import Message, message


class PaddingSettings(Settings, frozen=True):
    """Cells added on each side, and what they show."""

    top: int = 1
    bottom: int = 1
    left: int = 1
    right: int = 1
    border: str = "value"


class Padding(Kind):
    """h = x with a border."""

    id = "padding"
    title = message("Padding")
    meaning = message("Puts a border around an image, so that kernels can stand at its edge too.")
    category = "convolution"
    Settings = PaddingSettings
    ports = (Port(ranks=(3,)),)
    fields: ClassVar[tuple[Field, ...]] = (
        Field("top", message("Above"), message("Rows that are added above the image."), "int", 1, 0, LARGEST, 0, 8,
              unit=PIXELS),
        Field("bottom", message("Below"), message("Rows that are added below the image."), "int", 1, 0, LARGEST, 0, 8,
              unit=PIXELS),
        Field("left", message("Left"), message("Columns that are added left of the image."), "int", 1, 0, LARGEST,
              0, 8, unit=PIXELS),
        Field("right", message("Right"), message("Columns that are added right of the image."), "int", 1, 0, LARGEST,
              0, 8, unit=PIXELS),
        Field("border", message("Border"), message("What the added cells show."), "choice", "value",
              choices=(("value", message("zeros")), ("reflect", message("the image mirrored at its edge")),
                       ("edge", message("the edge repeated")), ("wrap", message("the opposite side")))),
    )

    def refuses(self, settings: PaddingSettings, inputs: Shapes) -> Message | None:
        widest = tuple(max(margin) for margin in _margins(settings))
        room = tuple(size - (settings.border == "reflect") for size in inputs["in"][0][1:])
        if settings.border not in ("reflect", "wrap") or all(a <= b for a, b in zip(widest, room, strict=True)):
            return None
        return message(
            "A border of the image's own cells is at most {rows} rows and {columns} columns wide here; got {got_rows} "
            "and {got_columns}. Make it narrower, or repeat the edge.", rows=room[0], columns=room[1],
            got_rows=widest[0], got_columns=widest[1])

    def shape(self, settings: PaddingSettings, inputs: Shapes) -> Shape:
        channels, *sizes = inputs["in"][0]
        return (channels, *(size + sum(margin) for size, margin in zip(sizes, _margins(settings), strict=True)))

    def lower(self, lowering: Lowering, node: Node, inputs: Lowered) -> Lowered:
        settings = node.settings
        assert isinstance(settings, PaddingSettings)
        return Lowered(lowering.emit(Pad(_margins(settings), cast(Border, settings.border)), inputs.output))


def _margins(settings: PaddingSettings) -> tuple[tuple[int, int], tuple[int, int]]:
    return (settings.top, settings.bottom), (settings.left, settings.right)
