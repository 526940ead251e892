"""The notes and titles of the document on the canvas: what is hovered, selected and being written."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter

from nnsim import edits
from nnsim.document import Note
from nnsim.document.views import NoteStyle
from nnsim.text import message
from ui.canvas.hit import Hit
from ui.canvas.items import UNIT_LAYER, Painted
from ui.canvas.minimap import GAP, Minimap
from ui.canvas.note_field import NoteField, field_rect, within
from ui.canvas.note_paint import HANDLE, note_rect, paint_note
from ui.canvas.overlay import Overlay

if TYPE_CHECKING:
    from ui.canvas.view import CanvasView

WIDTHS: dict[NoteStyle, float] = {"note": 220.0, "title": 420.0}
"""Width of a new one, px."""
NOTE_LAYER = UNIT_LAYER + 0.5


class Notes(Overlay):
    """Paints the notes above the network, and opens the field in which one is written."""

    def __init__(self, view: CanvasView) -> None:
        super().__init__(view)
        self.field: NoteField | None = None
        self._hovered: str | None = None
        self._item = Painted(NOTE_LAYER, self._paint)
        view.board.addItem(self._item)

    @property
    def all(self) -> tuple[Note, ...]:
        """The notes as they are shown, also while one is dragged."""
        return self.view.store.shown.views.notes

    def show_document(self) -> None:
        self._cover()

    def show_selection(self) -> None:
        self._item.update()

    def hover(self, found: Hit) -> None:
        hovered = found.item if found.sort in ("note", "corner") else None
        if hovered != self._hovered:
            self._hovered = hovered
            self._item.update()

    def hit(self, point: QPointF, found: Hit) -> Hit:
        reach = max(1.0, 0.7 / self.view.zoom)
        for note in reversed(self.all):
            rect = note_rect(note)
            corner = QRectF(0, 0, HANDLE * reach, HANDLE * reach)
            corner.moveBottomRight(rect.bottomRight() + QPointF(3, 3))
            if note.id in self.view.selection.notes and corner.contains(point):
                return Hit("corner", item=note.id)
            if rect.contains(point):
                return Hit("note", item=note.id)
        return found

    def press(self, found: Hit, adding: bool) -> None:
        if found.sort == "note" and found.item is not None:
            if adding:
                self.view.selection.toggle_note(found.item)
            elif found.item not in self.view.selection.notes:
                self.view.selection.select((), [found.item])

    def click(self, found: Hit) -> None:
        if found.sort == "note" and found.item is not None:
            self.view.selection.select((), [found.item])

    def restyle(self) -> None:
        self._item.update()
        if self.field is not None:
            self.field.place()

    def write(self, note_id: str) -> None:
        """Change the text of a note where it stands."""
        note = self.view.document.views.note(note_id)

        def done(text: str) -> None:
            self._close()
            if text == note.text:
                return
            if all(each.id != note_id for each in self.all):  # undone meanwhile: what was written stays
                self._add(note, text)
            elif text.strip():
                document = edits.change_note(self.view.document, note_id, text=text.rstrip())
                self.view.store.commit(document, message("Write a note"))
            else:
                self.view.store.commit(edits.delete_notes(self.view.document, {note_id}), message("Delete a note"))

        self._open(note, done)

    def write_new(self, at: QPointF, style: NoteStyle = "note") -> None:
        """Write a new note whose upper left corner is at a point of the scene; without text there is none.

        Where it would not be wholly in view there, it stands as near to the point as it is.
        """
        size = (WIDTHS[style], 0.0)
        at = self._in_view(Note("", " ", (at.x(), at.y()), size, style=style))
        note = Note("", "", (round(at.x()), round(at.y())), size, style=style)

        def done(text: str) -> None:
            self._close()
            self._add(note, text)

        self._open(note, done)

    def _in_view(self, note: Note) -> QPointF:
        """The place of a note that is clear of the edges, the buttons and the overview."""
        view, box = self.view, field_rect(self.view, note)
        place = QRectF(within(box, view.corners.room()), box.size())
        overview = QRectF(view.overlays[Minimap].map.geometry())
        if view.overlays[Minimap].map.isVisibleTo(view) and place.intersects(overview):
            left = QRectF(view.corners.room())
            left.setRight(overview.left() - GAP)
            place.moveTopLeft(within(place, left))
        if place.topLeft() == box.topLeft():
            return QPointF(*note.position)
        return QPointF(*note.position) + (place.topLeft() - box.topLeft()) / view.transform().m11()

    def _add(self, note: Note, text: str) -> None:
        if not text.strip():
            return
        document, made = edits.add_note(
            self.view.document, text.rstrip(), note.position, note.size, note.color, note.style)
        self.view.store.commit(document, message("Add a note"))
        self.view.selection.select((), [made])

    def _open(self, note: Note, done: Callable[[str], None]) -> None:
        if self.field is not None:
            self.field.finish()
        self.field = NoteField(self.view, note, done)
        self._item.update()
        self.view.overlays.place()

    def _close(self) -> None:
        self.field = None
        self._item.update()
        self.view.overlays.place()

    def _cover(self) -> None:
        box = QRectF()
        for note in self.all:
            box = box.united(note_rect(note))
        self.view.board.beside[Notes] = box
        self._item.cover(box.adjusted(-8, -8, 8, 8) if self.all else QRectF())

    def _paint(self, painter: QPainter) -> None:
        written = None if self.field is None else self.field.note.id
        selected, look = self.view.selection.notes, self.view.board.look
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for note in self.all:
            if self.view.board.visible.isEmpty() or note_rect(note).intersects(self.view.board.visible):
                paint_note(painter, note, look, note.id in selected, note.id == self._hovered, note.id != written)

