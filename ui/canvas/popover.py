"""A small card beside a link or a unit, in which its numbers are changed where they stand."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from nnsim import edits
from nnsim.document import Document
from nnsim.text import Message, NnsimError
from ui.canvas.refusal import tell_why
from ui.look import theme
from ui.look.widgets import Card, IconButton, Label, LabeledSlider, Themed

if TYPE_CHECKING:
    from ui.canvas.view import CanvasView

WIDTH, RADIUS, PADDING, GAP, EDGE = 276, 14, 12, 12, 8
REACH = 3.0
"""The slider's ends at least, on either side of 0."""
HARD = 1e6


class Popover(Card):
    """The base: a heading with buttons beside it, and rows below.

    A popover shows anew what it edits in `take`, and says with `around` where that stands. `dismissed`: Escape.
    """

    dismissed = Signal()

    def __init__(self, view: CanvasView) -> None:
        super().__init__(padding=PADDING, radius=RADIUS, raised=True, parent=view)
        self.view = view
        self.heading = Label("", "small", "text2")
        self._head = Head(self.heading)
        self.body.addWidget(self._head)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setCursor(Qt.CursorShape.ArrowCursor)
        self.setFixedWidth(theme().px(WIDTH))

    def take(self) -> bool:
        """Show the numbers of the moment; False when there is no longer what it edits."""
        raise NotImplementedError

    def around(self) -> QRectF | None:
        """The box in the scene that it stands beside; None when that is not drawn."""
        raise NotImplementedError

    def add_button(self, button: IconButton, do: Callable[[], object]) -> IconButton:
        """One more button in the heading."""
        button.clicked.connect(lambda _on=False: do())
        self._head.row.addWidget(button)
        return button

    def add_slider(self, label: str, value: float, cell: edits.Cell, text: Callable[[float], Message]) -> LabeledSlider:
        """A row in which a weight or a bias is moved or typed."""
        reach = reach_of(value)
        row = LabeledSlider(label, -reach, reach, value, signed=True, hard_low=-HARD, hard_high=HARD, label_width=40)
        row.previewed.connect(lambda number: self._preview(cell, number))
        row.committed.connect(
            lambda number: self.commit(lambda document: edits.set_weights(document, [cell], [number]), text(number)))
        row.dropped.connect(self.view.store.drop_preview)
        self.body.addWidget(row)
        return row

    def commit(self, edit: Callable[[Document], Document], text: Message) -> None:
        """Make an edit, as one step of undo, or say why it cannot be."""
        try:
            document = edit(self.view.document)
        except NnsimError as error:
            self.view.store.drop_preview()
            tell_why(self.view, error.message)
        else:
            self.view.store.commit(document, text)

    def edit(self) -> None:
        """Give the keyboard to the first number."""
        for row in self.findChildren(LabeledSlider):
            if row.isEnabled():
                row.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
                row.field.selectAll()
                return
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def place(self, room: QRectF) -> None:
        """Stand beside what is edited, inside of `room` (px of the viewport), or hide while that is out of sight."""
        box = self.around()
        seen = None if box is None else QRectF(self.view.mapFromScene(box).boundingRect())
        if seen is None or not seen.intersects(QRectF(self.view.viewport().rect())):
            self.hide()
            return
        self.adjustSize()
        size, gap = self.size(), theme().px(GAP)
        self.move(_beside(seen, size, gap, room))
        self.show()
        self.raise_()

    def _preview(self, cell: edits.Cell, number: float) -> None:
        try:
            self.view.store.preview(edits.set_weights(self.view.document, [cell], [number]))
        except NnsimError:
            self.view.store.drop_preview()

    def restyle(self) -> None:
        """Take sizes from the theme."""
        super().restyle()
        self.setFixedWidth(theme().px(WIDTH))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape goes back to the canvas; other keys that no row takes are the canvas'."""
        if event.key() == Qt.Key.Key_Escape:
            event.accept()
            self.dismissed.emit()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A press beside the rows is none on the canvas."""
        event.accept()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """As is its end."""
        event.accept()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """And the second of two."""
        event.accept()


class Head(Themed, QWidget):
    """What is edited, and buttons at the right."""

    def __init__(self, heading: Label) -> None:
        super().__init__()
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(0, 0, 0, 0)
        self.row.addWidget(heading, 1)
        self.follow_theme()

    def restyle(self) -> None:
        """Take spacing from the theme."""
        self.row.setSpacing(theme().px(4))


def reach_of(value: float) -> float:
    """The slider's end: 3, or the next of 10, 30, 100 … that the value does not pass."""
    reach, factor = REACH, 10.0 / 3.0
    while reach < min(abs(value), HARD):
        reach, factor = round(reach * factor, 6), 10.0 / factor
    return reach


def _beside(seen: QRectF, size: QSize, gap: int, room: QRectF) -> QPoint:
    """The corner below, above, right or left of a box, whichever first lies in the room; else moved into it."""
    middle = seen.center()
    left, top = middle.x() - size.width() / 2, middle.y() - size.height() / 2
    corners = ((left, seen.bottom() + gap), (left, seen.top() - gap - size.height()),
               (seen.right() + gap, top), (seen.left() - gap - size.width(), top))
    for x, y in corners:
        if room.contains(QRectF(x, y, size.width(), size.height())):
            return QPoint(round(x), round(y))
    x, y = corners[0] if seen.bottom() + gap + size.height() <= room.bottom() else corners[1]
    within = QRect(room.toRect()).adjusted(0, 0, -size.width(), -size.height())
    return QPoint(min(max(round(x), within.left()), max(within.left(), within.right())),
                  min(max(round(y), within.top()), max(within.top(), within.bottom())))
