"""What is tried out, on the canvas: a banner that says so and ends it, and the numbers that were there before."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QLineF, QPointF, QRectF
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QHBoxLayout, QWidget

from nnsim.text import Message, message
from ui.bridge import WhatIf
from ui.canvas.appearance import Align, Weight, draw_text, text_width
from ui.canvas.captions import names_fit
from ui.canvas.items import TOP_LAYER, Painted
from ui.canvas.overlay import Overlay
from ui.look import theme
from ui.look.widgets import Button, Card, Label

if TYPE_CHECKING:
    from ui.canvas.card import Card as NodeCard
    from ui.canvas.view import CanvasView

_BELOW, _SIZE, _EDGE = 35.0, 11.0, 12
_HOW = message("What if: change a weight, a bias or an input.")
Was = tuple[QPointF, str]


class Trial(Overlay):
    """There while something is tried out; `join` says what knows about that."""

    def __init__(self, view: CanvasView) -> None:
        super().__init__(view)
        self.what_if: WhatIf | None = None
        self.banner = TrialBanner(view)
        self.banner.hide()
        self.banner.keep.clicked.connect(self.keep)
        self.banner.back.clicked.connect(self.put_back)
        self._marks = Painted(TOP_LAYER + 0.5, self._paint)
        view.board.addItem(self._marks)

    def join(self, what_if: WhatIf) -> None:
        """Follow what is tried out."""
        self.what_if = what_if
        what_if.changed.connect(self._follow)
        if self.view.clock is not None:
            self.view.clock.moved.connect(lambda _: self._mark())

    def keep(self) -> None:
        """Make what is tried one edit."""
        if self.what_if is not None:
            self.what_if.keep()
            self.view.setFocus()

    def put_back(self) -> None:
        """Everything is again as it was."""
        if self.what_if is not None:
            self.what_if.put_back()
            self.view.setFocus()

    def show_document(self) -> None:
        self._mark()

    def place(self) -> None:
        if not self.banner.isHidden():
            edge = theme().px(_EDGE)
            self.banner.adjustSize()
            self.banner.move(self.view.corners.seen().topLeft().x() + edge, edge)
            self.banner.raise_()

    def restyle(self) -> None:
        self.place()

    def _follow(self) -> None:
        trial = self.what_if
        if trial is not None:
            self.banner.setVisible(trial.on)
            self.banner.tell(trial.text if trial.tried else _HOW, bool(trial.tried))
            self.place()
        self._mark()

    def _mark(self) -> None:
        shown = self.what_if is not None and bool(self.what_if.tried)
        self._marks.cover(self.view.board.diagram.bounds.adjusted(-40, -40, 40, 60) if shown else QRectF())

    def _paint(self, painter: QPainter) -> None:
        """Below each unit that gives another number now: what it gave before, struck out."""
        told = None if self.what_if is None else self.what_if.earlier()
        if told is None:
            return
        look, ink = self.view.board.look, self.view.board.look.tokens.text3
        for card in self.view.board.diagram.seen.values():
            for at, text in self._were(card, told[0]) if names_fit(card, look) else ():
                draw_text(painter, at, text, _SIZE, Weight.Medium, ink, Align.AlignHCenter)
                half = text_width(text, _SIZE, Weight.Medium) / 2 + 2
                painter.setPen(QPen(ink, 1.0))
                painter.drawLine(QLineF(at.x() - half, at.y() - 4, at.x() + half, at.y() - 4))

    def _were(self, card: NodeCard, before: Any) -> Iterator[Was]:
        """Where numbers stood before, and how they are written: values of units, else their sums, and the loss."""
        showing = self.view.board.showing
        for unit, center in card.center_of.items():
            for numbers, now in ((before.values, showing.at_hand(card.id, unit)),
                                 (before.sums, showing.total(card.id, unit))):
                found = numbers.get(card.id)
                if found is None or unit >= len(found) or now is None or math.isnan(now) or math.isnan(found[unit]):
                    continue
                old, new = (showing.written(card.id, float(each)) for each in (found[unit], now))
                if old != new:
                    yield QPointF(center.x(), center.y() + card.shape.radius + _BELOW), old
                break


class TrialBanner(Card):
    """What is tried, and the two ways out."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(padding=6, radius=14, raised=True, parent=parent)
        self._row = QHBoxLayout()
        self.text = Label(_HOW, "control_strong")
        self.keep = Button(message("Keep"), size="small", hint="Return")
        self.back = Button(message("Put back"), size="small", hint="Esc")
        self._row.addWidget(self.text)
        self._row.addWidget(self.keep)
        self._row.addWidget(self.back)
        self.body.addLayout(self._row)

    def tell(self, text: Message, tried: bool) -> None:
        """Say what is tried; while nothing is, there is nothing to keep."""
        self.text.set_text(text)
        self.setAccessibleName(self.text.text())
        self.keep.setVisible(tried)
        self.back.set_text(message("Put back") if tried else message("Done"))
        self._row.setSpacing(theme().px(8))
        self._row.setContentsMargins(theme().px(8), 0, 0, 0)
        self.adjustSize()
