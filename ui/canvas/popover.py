"""A small card beside a link or a unit, in which its numbers are changed where they stand."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from nnsim import edits
from nnsim.document import Document
from nnsim.text import Message, NnsimError, message
from ui.canvas.free_spot import Boxes, boxes_of, free_spot
from ui.canvas.hit import HEADER
from ui.canvas.math_text import math_name
from ui.canvas.refusal import tell_why
from ui.canvas.unit_heading import LETTER, Piece, UnitHeading
from ui.canvas.unit_title import subscript
from ui.look import theme
from ui.look.widgets import Card, IconButton, LabeledSlider, Themed

if TYPE_CHECKING:
    from ui.canvas.view import CanvasView

WIDTH, RADIUS, PADDING, GAP, EDGE = 264, 14, 12, 12, 8
CAPTION, DOTS = 26.0, 24
"""How far the name of a unit reaches below its disc, and the points of a wire that are spared"""
MOST_CARDS, MOST_WIRES = 200, 300
_DOT = np.array([-4.0, -4.0, 4.0, 4.0])  # around a point of a wire, px
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
        self.heading = UnitHeading()
        self._head = Head(self.heading)
        self.body.addWidget(self._head)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setCursor(Qt.CursorShape.ArrowCursor)
        self.setFixedWidth(theme().px(WIDTH))

    def entitle(self, title: str, *parts: tuple[Piece, ...]) -> None:
        """Say what is edited: in plain words to screen readers, in parts to the eye."""
        self.heading.set_parts(*parts)
        self.setAccessibleName(title)

    def take(self) -> bool:
        """Show the numbers of the moment; False when there is no longer what it edits."""
        raise NotImplementedError

    def around(self) -> QRectF | None:
        """The box in the scene that it stands beside; None when that is not drawn."""
        raise NotImplementedError

    def spared(self) -> tuple[QPointF, ...]:
        """Points of the scene that it had better not cover; one that stands in it twice counts twice."""
        return ()

    def add_button(self, button: IconButton, do: Callable[[], object]) -> IconButton:
        """One more button in the heading."""
        button.clicked.connect(lambda _on=False: do())
        self._head.row.addWidget(button)
        return button

    def add_what_if(self) -> None:
        """A button in the heading, while a step is walked: what is changed here is tried out and not kept."""
        clock, store = self.view.clock, self.view.store
        if clock is None or clock.view is None:
            return
        button = IconButton("flask", message("What if: try numbers out"), "Shift+W", 28, 16)
        button.setCheckable(True)
        button.setChecked(store.trying)
        store.trying_changed.connect(button.setChecked)
        self.add_button(button, lambda: store.put_back() if store.trying else store.try_out())

    def add_slider(
        self, letter: str, index: str, value: float, cell: edits.Cell, text: Callable[[float], Message],
    ) -> LabeledSlider:
        """A row in which a weight or a bias, named by a letter and its index, is moved or typed."""
        reach = reach_of(value)
        row = LabeledSlider(
            f"{letter}{subscript(index)}", -reach, reach, value, signed=True, hard_low=-HARD, hard_high=HARD)
        name = UnitHeading()
        name.set_parts(((letter, index),))
        name.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        name.setFixedWidth(round(math_name(letter, index)[1] * LETTER * theme().scale) + 1)
        row.layout().replaceWidget(row.label, name)
        row.label.hide()
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
        (self.number_field() or self).setFocus(Qt.FocusReason.ShortcutFocusReason)

    def number_field(self) -> QWidget | None:
        """That of the first number that can be changed."""
        return next((row.field for row in self.findChildren(LabeledSlider) if row.isEnabled()), None)

    def place(self, room: QRectF) -> None:
        """Stand beside what is edited, inside of `room` (px of the viewport), or hide while that is out of sight."""
        box = self.around()
        seen = None if box is None else QRectF(self.view.mapFromScene(box).boundingRect())
        if seen is None or not seen.intersects(QRectF(self.view.viewport().rect())):
            self.hide()
            return
        self.adjustSize()
        view, kept = self.view, boxes_of(self.view.corners.floating(self))
        units, wires = view.on_screen(self._units()), view.on_screen(self._wires())
        own = boxes_of(QRectF(view.mapFromScene(point), QSizeF()) for point in self.spared()) + _DOT
        thin = np.concatenate([own, wires + _DOT])
        self.move(free_spot(QSizeF(self.size()), seen, room, units, kept, theme().px(GAP), thin).toPoint())
        self.show()
        self.raise_()

    def _units(self) -> Boxes:
        """The discs that are seen, with the names below them, and the heads of cards; [boxes, 4] of the scene."""
        cards = [card for card in self.view.board.diagram.seen.values()
                 if card.rect.intersects(self.view.board.visible)]
        cards = cards if len(cards) <= MOST_CARDS else []
        heads = (QRectF(card.x, card.y, card.shape.width, HEADER) for card in cards if not card.free)
        discs = (QRectF(center.x() - r, center.y() - r, 2 * r, 2 * r + CAPTION)
                 for card in cards for r in [card.shape.radius] for center in card.center_of.values())
        return boxes_of((*heads, *discs))

    def _wires(self) -> Boxes:
        """Points of the wires that are seen; [points, 4] of the scene."""
        wiring = self.view.board.wiring
        seen = wiring.near(self.view.board.visible)
        points = wiring.points(seen[:MOST_WIRES], np.linspace(0.0, 1.0, DOTS)).reshape(-1, 2)
        return np.tile(points, 2)

    def _preview(self, cell: edits.Cell, number: float) -> None:
        try:
            self.view.store.preview(edits.set_weights(self.view.document, [cell], [number]))
        except NnsimError:
            self.view.store.drop_preview()

    def restyle(self) -> None:
        """Take sizes from the theme."""
        super().restyle()
        self.setFixedWidth(theme().px(WIDTH))

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab goes round inside; Escape leads out."""
        chain = [each for each in self.findChildren(QWidget)
                 if each.focusPolicy() & Qt.FocusPolicy.TabFocus and each.isEnabled() and each.isVisibleTo(self)]
        focused = self.focusWidget()
        if not chain:
            return False
        place = chain.index(focused) if focused in chain else -1 if forward else 0
        reason = Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason
        chain[(place + (1 if forward else -1)) % len(chain)].setFocus(reason)
        return True

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

    def __init__(self, heading: UnitHeading) -> None:
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
