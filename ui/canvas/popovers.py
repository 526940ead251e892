"""Which popover is open: it comes with a click on a link or a unit, or with Enter, and goes with the selection."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtWidgets import QApplication, QWidget

from ui.canvas.hit import Hit
from ui.canvas.input_popover import InputPopover, can_try
from ui.canvas.link_popover import LinkPopover
from ui.canvas.overlay import Overlay
from ui.canvas.popover import EDGE
from ui.canvas.unit_popover import UnitPopover
from ui.canvas.wires import wires_of_cell
from ui.look import theme

if TYPE_CHECKING:
    from ui.canvas.view import CanvasView


class Popovers(Overlay):
    """At most one at a time."""

    def __init__(self, view: CanvasView) -> None:
        super().__init__(view)
        self.open: LinkPopover | UnitPopover | InputPopover | None = None
        view.live.due.connect(self._follow)
        if view.clock is not None:
            view.clock.moved.connect(self._give_way)

    def can_edit(self) -> bool:
        """Whether a single weight, or a unit with weights of its own, is selected."""
        selection, document = self.view.selection, self.view.document
        if selection.cell is not None:
            return bool(wires_of_cell(self.view.board.wiring, selection.cell))
        unit = selection.unit
        if unit is not None and can_try(self.view, *unit):
            return unit[1] in self.view.board.diagram.cards[unit[0]].center_of
        if unit is None or document.network.node(unit[0]).kind not in ("dense", "neuron"):
            return False
        card = self.view.board.diagram.cards.get(unit[0])
        return card is not None and unit[1] in card.center_of and f"{unit[0]}/weight" in document.state.parameters

    def edit(self) -> None:
        """Open the one of what is selected, and give it the keyboard."""
        if self.open is None or self.open.isHidden():
            self._show(None)
        if self.open is not None:
            self.open.edit()

    def close(self) -> None:
        """Close the one that is open; the keyboard goes back to the canvas."""
        if self.open is not None:
            gone, self.open = self.open, None
            focused = QApplication.focusWidget()
            if focused is not None and (focused is gone or gone.isAncestorOf(focused)):
                self.view.setFocus(Qt.FocusReason.OtherFocusReason)
            gone.hide()
            gone.deleteLater()

    def click(self, found: Hit) -> None:
        if found.sort in ("wire", "unit") and self.can_edit() and not self._answers():
            self._show(self.view.pointer.at)
        else:
            self.close()

    def show_selection(self) -> None:
        walking = QApplication.mouseButtons() == Qt.MouseButton.NoButton
        if self.open is not None and walking and self.can_edit() and not self.open.take():
            self._show(None)  # by keyboard, from one unit or link to the next
        else:
            self._follow()

    def show_document(self) -> None:
        self._follow()

    def number_field(self) -> QWidget | None:
        return None if self.open is None or self.open.isHidden() else self.open.number_field()

    def show_training(self, running: bool) -> None:
        self._follow()

    def place(self) -> None:
        if self.open is not None:
            edge = theme().px(EDGE)
            self.open.place(QRectF(self.view.corners.seen()).adjusted(edge, edge, -edge, -edge))

    def restyle(self) -> None:
        self.place()

    def _show(self, at: QPointF | None) -> None:
        self.close()
        if not self.can_edit():
            return
        cell, unit = self.view.selection.cell, self.view.selection.unit
        if cell is not None:
            self.open = LinkPopover(self.view, wires_of_cell(self.view.board.wiring, cell)[0], at)
        elif unit is not None:
            make = InputPopover if can_try(self.view, *unit) else UnitPopover
            self.open = make(self.view, *unit)
        if self.open is not None:
            self.open.dismissed.connect(self.close)
        self.place()

    def _answers(self) -> bool:
        """Whether what is clicked answers a question."""
        quiz = getattr(self.view.clock, "quiz", None)
        return quiz is not None and quiz.open and quiz.question.kind in ("unit", "weight")

    def _give_way(self, step: object) -> None:
        """A step shows what happens below the card, which goes unless one types in it."""
        focused = QApplication.focusWidget()
        if self.view.store.trying:  # what is tried is moved on and on
            self._follow()
        elif self.open is not None and step is not None and (focused is None or not self.open.isAncestorOf(focused)):
            self.close()

    def _follow(self) -> None:
        """Show the numbers of the moment, or close when what they belong to is gone or no longer selected."""
        if self.open is None:
            return
        if self.can_edit() and self.open.take():
            self.place()
        else:
            self.close()
