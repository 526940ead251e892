"""The popover at a unit of an Input while a step is walked: what if the sample had another value there?"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF

from nnsim import edits
from nnsim.text import NnsimError, format_number, message
from ui.canvas.popover import HARD, Popover, reach_of
from ui.canvas.refusal import tell_why
from ui.canvas.trial import Trial
from ui.canvas.unit_heading import unit_pieces
from ui.canvas.unit_popover import CAPTION
from ui.canvas.unit_title import unit_title
from ui.look.widgets import Label, LabeledSlider

if TYPE_CHECKING:
    from ui.canvas.view import CanvasView


def can_try(view: CanvasView, node: str, unit: int) -> bool:
    """Whether the input of a unit can be tried out: one that is a number of the data, in a step."""
    known = view.clock is not None and view.clock.view is not None and view.overlays[Trial].what_if is not None
    return known and edits.input_column(view.document, node, unit) is not None


class InputPopover(Popover):
    """Of a unit of an Input, in the units of the data; whatever is changed in it is tried out."""

    def __init__(self, view: CanvasView, node: str, unit: int) -> None:
        super().__init__(view)
        self.node, self.unit = node, unit
        value = self._value()
        reach = reach_of(value)
        self.row = LabeledSlider(message("What if"), -reach, reach, value, signed=True, hard_low=-HARD, hard_high=HARD)
        self.row.previewed.connect(self._try)
        self.row.committed.connect(self._try)
        self.row.dropped.connect(view.store.drop_preview)
        self.body.addWidget(self.row)
        self.told = Label("", "small", "text2", wrap=True)
        self.body.addWidget(self.told)
        self.take()

    def take(self) -> bool:
        view = self.view
        if view.selection.unit != (self.node, self.unit) or not can_try(view, self.node, self.unit):
            return False
        card = view.board.diagram.cards[self.node]
        self.entitle(unit_title(card, self.unit), unit_pieces(card, self.unit))
        if not self.row.slider.isSliderDown() and not self.row.field.isModified():
            self.row.set_value(self._value())
        seen = self._seen()
        self.told.setVisible(not math.isclose(seen, self._value(), abs_tol=1e-12))
        self.told.set_text(message(
            "The column is standardized over all samples: the network sees {value}.", value=format_number(seen)))
        return True

    def around(self) -> QRectF | None:
        card = self.view.board.diagram.cards.get(self.node)
        if card is None or self.unit not in card.center_of:
            return None
        center, radius = card.center_of[self.unit], card.shape.radius
        return QRectF(center.x() - radius, center.y() - radius, 2 * radius, 2 * radius + CAPTION)

    def _value(self) -> float:
        """In the units of the data."""
        view, shown = self.view, self.view.store.shown
        column = edits.input_column(shown, self.node, self.unit)
        step = None if view.clock is None else view.clock.view
        return 0.0 if column is None or step is None else edits.sample_cell(shown, step.row, column)

    def _seen(self) -> float:
        """As the network sees it."""
        found = None if self.view.clock is None else self.view.clock.view.values.get(self.node)
        return self._value() if found is None or found[self.unit] != found[self.unit] else float(found[self.unit])

    def _try(self, value: float) -> None:
        trial = self.view.overlays[Trial].what_if
        try:
            if trial is not None:
                trial.set_input(self.node, self.unit, value)
        except NnsimError as error:
            tell_why(self.view, error.message)
