"""What can be made of the selected note at the press of a button: its color, a title, nothing."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from nnsim import edits
from nnsim.document import NOTE_COLORS, Note
from nnsim.text import Message, message, render
from ui.canvas.note_paint import note_colors, note_rect
from ui.canvas.notes import Notes
from ui.canvas.overlay import Overlay
from ui.look import theme
from ui.look.widgets import IconButton, KeyboardFocus, Themed, draw_box, draw_focus_ring

if TYPE_CHECKING:
    from ui.canvas.view import CanvasView

COLOR_WORDS = {
    "plain": message("White note"), "blue": message("Blue note"), "green": message("Green note"),
    "yellow": message("Yellow note"), "red": message("Red note"), "violet": message("Violet note"),
}  # fmt: skip
_GAP, _EDGE = 8, 8


class NoteBar(Overlay):
    """Floats over the only selected note, while nothing is dragged or written."""

    def __init__(self, view: CanvasView) -> None:
        super().__init__(view)
        self.bar = Bar(self)
        self.bar.hide()

    @property
    def note(self) -> Note | None:
        """The note that it is for."""
        selection = self.view.selection
        chosen = selection.notes if not selection.nodes and len(selection.notes) == 1 else frozenset()
        return next((note for note in self.view.store.shown.views.notes if note.id in chosen), None)

    def show_document(self) -> None:
        self.place()

    def show_selection(self) -> None:
        self.place()

    def restyle(self) -> None:
        self.place()

    def place(self) -> None:
        note, view, bar = self.note, self.view, self.bar
        written = view.overlays[Notes].field is not None
        if note is None or written or view.pointer_busy:
            bar.hide()
            return
        bar.adjustSize()
        px, box = theme().px, view.mapFromScene(note_rect(note)).boundingRect()
        x = min(max(box.left(), px(_EDGE)), view.corners.seen().right() - bar.width() - px(_EDGE))
        above = box.top() - bar.height() - px(_GAP)
        bar.move(x, above if above >= px(_EDGE) else box.bottom() + px(_GAP))
        bar.setVisible(box.intersects(view.viewport().rect()))
        bar.update()

    def change(self, text: Message, **values: str) -> None:
        """Change the note, as one edit."""
        if self.note is not None:
            document = edits.change_note(self.view.document, self.note.id, **values)
            self.view.store.commit(document, text)

    def turn(self) -> None:
        """Make a title of a note, and a note of a title."""
        if self.note is not None and self.note.style == "note":
            self.change(message("Turn into a title"), style="title")
        else:
            self.change(message("Turn into a note"), style="note")

    def delete(self) -> None:
        """Take the note away."""
        if self.note is not None:
            document = edits.delete_notes(self.view.document, {self.note.id})
            self.view.setFocus(Qt.FocusReason.OtherFocusReason)
            self.view.store.commit(document, message("Delete a note"))


class Bar(Themed, QWidget):
    """The buttons themselves."""

    def __init__(self, owner: NoteBar) -> None:
        super().__init__(owner.view)
        self._row = QHBoxLayout(self)
        self.dots = {color: Dot(owner, color) for color in NOTE_COLORS}
        self.turn = IconButton("text-aa", message("Title or note"), "", 28, 16)
        self.delete = IconButton("trash", message("Delete a note"), "Del", 28, 16)
        for button in (*self.dots.values(), self.turn, self.delete):
            self._row.addWidget(button)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        for color, dot in self.dots.items():
            dot.clicked.connect(partial(self._color, owner, color))
        self.turn.clicked.connect(owner.turn)
        self.delete.clicked.connect(owner.delete)
        self.setCursor(Qt.CursorShape.ArrowCursor)
        self.follow_theme()

    @staticmethod
    def _color(owner: NoteBar, color: str, _checked: bool = False) -> None:
        owner.change(COLOR_WORDS[color], color=color)

    def restyle(self) -> None:
        """Take sizes from the theme."""
        px = theme().px
        self._row.setContentsMargins(px(6), px(3), px(3), px(3))
        self._row.setSpacing(px(2))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """A pill."""
        tokens = theme().tokens
        draw_box(QPainter(self), QRectF(self.rect()), theme().px(10), tokens.surface, tokens.border2,
                 max(1.0, theme().scale))  # fmt: skip


class Dot(KeyboardFocus, Themed, QPushButton):
    """A color to choose."""

    def __init__(self, owner: NoteBar, color: str) -> None:
        super().__init__()
        self._owner, self._color = owner, color
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAutoDefault(False)
        self.follow_theme()

    def restyle(self) -> None:
        """Take the size from the theme."""
        self.setFixedSize(QSize(theme().px(24), theme().px(28)))
        self.update()

    def retranslate(self) -> None:
        """Take the words from the language."""
        self.setToolTip(render(COLOR_WORDS[self._color]))
        self.setAccessibleName(self.toolTip())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, tokens, px, note = QPainter(self), theme().tokens, theme().px, self._owner.note
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        fill, edge = note_colors(Note("", "", (0.0, 0.0), (0.0, 0.0), self._color), tokens)
        center, radius = QPointF(QRectF(self.rect()).center()), px(8.0)
        chosen = note is not None and note.color == self._color
        painter.setPen(QPen(tokens.sel if chosen else edge, 2.0 * theme().scale if chosen else theme().scale))
        painter.setBrush(edge if self.underMouse() and not chosen else fill)
        painter.drawEllipse(center, radius, radius)
        if self.ring:
            draw_focus_ring(painter, QRectF(self.rect()), px(8))
