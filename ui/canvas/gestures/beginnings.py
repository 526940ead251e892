"""What a press begins, by what it hits: a drag begins a gesture, a double click opens something."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF

from ui.canvas.block_field import BlockNameField
from ui.canvas.block_paint import title_rect
from ui.canvas.blocks import Blocks
from ui.canvas.gestures.band import BandGesture
from ui.canvas.gestures.base import Gesture
from ui.canvas.gestures.items import MoveItems, ResizeNote
from ui.canvas.gestures.join import JoinGesture
from ui.canvas.gestures.move import MoveGesture
from ui.canvas.gestures.offer import OfferGesture
from ui.canvas.hit import Hit
from ui.canvas.notes import Notes

if TYPE_CHECKING:
    from ui.canvas.view import CanvasView

Beginning = Callable[["CanvasView", Hit], Gesture | None]
"""The gesture that a drag from what was hit begins; None leaves it to the next of the table."""
Opening = Callable[["CanvasView", Hit], bool]
"""Does what a double click asks for; tells whether it was meant."""


def _connect(view: CanvasView, found: Hit) -> Gesture | None:
    return OfferGesture(view, found.node, found.unit) if found.sort == "port" and found.node is not None else None


def _move(view: CanvasView, found: Hit) -> Gesture | None:
    return MoveGesture(view, found.node) if found.node is not None else None


def _join(view: CanvasView, found: Hit) -> Gesture | None:
    cards, chosen = view.board.diagram.cards, view.selection.nodes
    dragged = chosen if found.node in chosen else {found.node or ""}
    free = not view.selection.notes and all(node in cards and cards[node].free for node in dragged)
    return JoinGesture(view, found.node) if free and found.node is not None else None


def _move_item(view: CanvasView, found: Hit) -> Gesture | None:
    if found.sort == "note" and found.item is not None:
        return MoveItems(view, QPointF(*view.document.views.note(found.item).position))
    block = view.overlays[Blocks].block(found.item or "") if found.sort in ("block", "fold") else None
    if block is not None:
        return MoveItems(view, block.rect.topLeft())
    return ResizeNote(view, found.item) if found.sort == "corner" and found.item is not None else None


def _write(view: CanvasView, found: Hit) -> bool:
    if found.sort == "nothing":
        view.overlays[Notes].write_new(view.pointer.at)
    elif found.sort in ("note", "corner") and found.item is not None:
        view.overlays[Notes].write(found.item)
    return found.sort in ("nothing", "note", "corner")


def _open_block(view: CanvasView, found: Hit) -> bool:
    block = view.overlays[Blocks].block(found.item or "") if found.sort == "block" else None
    if block is not None and block.folded and not title_rect(block).contains(view.pointer.at):
        view.overlays[Blocks].fold([block], False)
    elif block is not None:
        BlockNameField(view, block)
    return block is not None


def _rename(view: CanvasView, found: Hit) -> bool:
    if found.node is None or found.sort == "port":
        return False
    if found.sort in ("title", "card") or view.board.diagram.cards[found.node].free:
        view.rename(found.node)
        return True
    return False


DRAGS: tuple[Beginning, ...] = (
    _move_item,
    _connect,
    _join,
    _move,
)  # fmt: skip
DOUBLE_CLICKS: tuple[Opening, ...] = (
    _write,
    _open_block,
    _rename,
)


def gesture_of(view: CanvasView, found: Hit) -> Gesture:
    """The gesture that a drag from here begins; from empty ground the rubber band."""
    made = (begin(view, found) for begin in DRAGS)
    return next((gesture for gesture in made if gesture is not None), None) or BandGesture(view)


def open_at(view: CanvasView, found: Hit) -> None:
    """Do what a double click here asks for."""
    any(opens(view, found) for opens in DOUBLE_CLICKS)
