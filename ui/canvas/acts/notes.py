"""Notes and titles on the canvas."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSizeF

from nnsim import edits
from nnsim.document import Document
from nnsim.document.views import NoteStyle
from nnsim.text import Message, message
from ui.canvas.acts.act import CanvasAct
from ui.canvas.note_bar import COLOR_WORDS
from ui.canvas.notes import WIDTHS, Notes

if TYPE_CHECKING:
    from ui.canvas.view import CanvasView

_ABOVE, _BELOW = 64.0, 28.0


def write_note(view: CanvasView, style: NoteStyle = "note") -> None:
    """Write a new note where the pointer is, unless it would cover a card; else above the network when it is a title,
    and below when it is not."""
    seen, at = view.mapToScene(view.corners.room().toRect()).boundingRect(), view.pointer.at
    box = QRectF(at, QSizeF(WIDTHS[style], _ABOVE))
    covers = any(card.rect.intersects(box) for card in view.board.diagram.cards.values())
    if covers or not view.pointer.over or not seen.contains(at):
        extent = view.board.extent
        at = extent.topLeft() - QPointF(0, _ABOVE) if style == "title" else extent.bottomLeft() + QPointF(0, _BELOW)
        if extent.isEmpty():
            at = seen.center() - QPointF(WIDTHS[style] / 2, 0)
        elif not seen.contains(box := QRectF(at, QSizeF(WIDTHS[style], _ABOVE))):
            view.camera.place(view.zoom, view.camera.center + _into(box, seen))
    view.overlays[Notes].write_new(at, style)


def _into(box: QRectF, seen: QRectF) -> QPointF:
    """How far the camera has to go, and no farther, until a box is seen whole."""
    right, down = max(0.0, box.right() - seen.right()), max(0.0, box.bottom() - seen.bottom())
    left, up = min(0.0, box.left() - seen.left()), min(0.0, box.top() - seen.top())
    return QPointF(left or right, up or down)


def write_selected(view: CanvasView) -> None:
    """Change the text of the selected note."""
    view.overlays[Notes].write(next(iter(view.selection.notes)))


def _only_note(view: CanvasView) -> bool:
    return len(view.selection.notes) == 1 and not view.selection.nodes


def _notes(view: CanvasView) -> bool:
    return bool(view.selection.notes)


def _change(view: CanvasView, text: Message, change: Callable[[Document, str], Document]) -> None:
    document = view.document
    for note in sorted(view.selection.notes):
        document = change(document, note)
    view.store.commit(document, text)


def _styles(view: CanvasView) -> set[NoteStyle]:
    return {note.style for note in view.document.views.notes if note.id in view.selection.notes}


def _other_style(view: CanvasView) -> None:
    style: NoteStyle = "title" if "note" in _styles(view) else "note"
    _change(view, _styling(view), lambda document, note: edits.change_note(document, note, style=style))


def _styling(view: CanvasView) -> Message:
    return message("Turn into a title") if "note" in _styles(view) else message("Turn into a note")


def _coloring(color: str, text: Message) -> CanvasAct:
    return CanvasAct(
        f"note_{color}", text,
        lambda view: _change(view, text, lambda document, note: edits.change_note(document, note, color=color)),
        group="blocks", possible=_notes,
    )  # fmt: skip


ACTS = (
    CanvasAct("note", message("Write a note"), write_note, ("Shift+N",), "note", group="blocks",
              offered=lambda view: view.selection.empty),
    CanvasAct("title", message("Write a title"), lambda view: write_note(view, "title"), ("Shift+Y",), "text-t",
              group="blocks", offered=lambda view: view.selection.empty),
    CanvasAct("write_note", message("Change the text"), write_selected, ("Return", "F2"), "note-pencil",
              group="blocks", possible=_only_note),
    CanvasAct("note_style", message("Turn into a title"), _other_style, (), "text-aa", group="blocks",
              possible=_notes, named=_styling),
    *(_coloring(color, text) for color, text in COLOR_WORDS.items()),
)  # fmt: skip
