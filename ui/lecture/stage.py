"""The stage: what the audience sees of a slide, at a size that the last row can read."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFont, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QWidget

from nnsim.document import Drawing, Pointing
from nnsim.document.lesson import Words
from nnsim.text import render, tr
from nnsim.trace import Explanation
from ui.lecture.band import Band
from ui.lecture.curve import CurveBoard
from ui.lecture.deck import Deck
from ui.lecture.edges import FOOT, LABEL, MARGIN, TITLE, Edges, paint_foot, paint_head
from ui.lecture.formula_lines import OUTCOME, formula_lines
from ui.lecture.network import StageNetwork
from ui.lecture.plot import StagePlot
from ui.lecture.sandbox import Sandbox
from ui.lecture.words import rich, spoken
from ui.look import load_tokens, theme
from ui.look.typeface import make_font
from ui.look.widgets import Themed
from ui.teaching import FormulaView

DESIGN = (1600.0, 1000.0)
TOP, GAP = 118.0, 24.0
CAPTION, LEFT_SHARE, MOST_BAND = 38.0, 0.56, 0.36
FITS, FEW_FITS = (1.0, 0.9, 0.8, 0.7, 0.6, 0.5, 0.4), (0.7, 0.45)
LARGE_FITS = (*FITS, 0.33, 0.28, 0.22, 0.17, 0.13)  # type that is made larger gives way


class Stage(Themed, QWidget):
    """The slides of a deck as one picture. On a `still` one no camera flies, and type is set in fewer sizes."""

    def __init__(self, deck: Deck, parent: QWidget | None = None, still: bool = False) -> None:
        super().__init__(parent)
        self._still = still
        self.deck = deck
        self.asked_number = ""
        """The number of a slide that is being typed after G"""
        self.sandbox = Sandbox(deck, self)
        self.network = StageNetwork(deck, self)
        self.formula = FormulaView(self)
        self.formula.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.caption = QLabel(self)
        self.caption.setWordWrap(True)
        self.caption.setTextFormat(Qt.TextFormat.RichText)
        self.caption.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
        self.plot = StagePlot(self)
        self.curve = CurveBoard(self)
        self.curve.drawn.connect(deck.draw)
        self.band = Band(deck, self)
        self._told: Explanation | None = None
        self._fits: dict[object, int] = {}
        """How large the type of a slide was, so that it need not be tried again"""
        self.network.unit_pressed.connect(deck.point)
        self.band.go_on_pressed.connect(deck.next)
        deck.turned.connect(self._turn)
        deck.shown.connect(self._show)
        deck.polled.connect(self._show_anew)
        deck.scale_changed.connect(lambda _: self.arrange())
        deck.blanked_changed.connect(self._blank)
        self.sandbox.changed.connect(self._follow_sandbox)
        deck.clock.moved.connect(lambda _: None if deck.settling else self._show_moment())
        self.follow_theme()
        self._show()

    @property
    def unit(self) -> float:
        """Pixels of the screen for one of the design, without the lecture's own scale."""
        return max(0.3, min(self.width() / DESIGN[0], self.height() / DESIGN[1]))

    @property
    def text_unit(self) -> float:
        """The same for type."""
        return self.unit * self.deck.scale

    def show_asked_number(self, text: str) -> None:
        """Show which slide is being asked for."""
        self.asked_number = text
        self.update()

    def answer_by_key(self, step: int, across: bool = False) -> None:
        """Answer without the mouse: the curve ends lower or higher, or another neuron is pointed at."""
        poll = self.deck.poll
        if poll is not None and isinstance(poll.question.way, Pointing) and poll.stage == "open":
            there = self.network.neighbor(poll.pointed, step, across)
            if there is not None:
                self.deck.point(*there)
        elif not across:
            self.curve.bend(-step)

    def restyle(self) -> None:
        """Take colors and sizes from the theme."""
        if hasattr(self, "band"):
            self._fits.clear()
            self._show_anew()

    def retranslate(self) -> None:
        """Take words from the language."""
        self.restyle()

    def _turn(self) -> None:
        """Another slide is on: its words at once; what is made already is shown in one go, right after."""
        if self.deck.busy:
            self._show_anew()

    def _show(self) -> None:
        """What the slide shows is there."""
        slide = self.deck.slide
        self._show_plot()
        self.network.set_spotlight(slide.spotlight)
        self.network.held = True
        self._show_moment()
        self.network.held = False
        self.network.frame(slide.camera, travel=not self._still)

    def _show_moment(self) -> None:
        hidden = self.deck.hides_numbers or not (self.deck.slide.formula or self.sandbox.on)
        self._told = None if hidden else self.deck.clock.explanation()
        self.arrange()

    def _follow_sandbox(self) -> None:
        """All of the network is at hand where one plays with it."""
        slide, on = self.deck.slide, self.sandbox.on
        self._show_plot()
        self.network.set_spotlight(() if on else slide.spotlight)
        self._show_moment()
        self.network.frame(() if on else slide.camera, travel=not self._still)

    def _show_anew(self) -> None:
        self._show_plot()
        self.arrange()

    def _show_plot(self) -> None:
        deck, poll = self.deck, self.deck.poll
        way = None if poll is None else poll.question.way
        self.curve.setVisible(isinstance(way, Drawing))
        if poll is not None and isinstance(way, Drawing):
            later = deck.later if poll.stage == "answered" else None
            self.curve.show_question(
                deck.document, deck.figures, way.epochs, poll.drawn, later, poll.stage == "open" and not deck.busy)
            self.plot.show_plot("", deck.document, None)
        else:
            self.plot.show_plot(deck.slide.plot, deck.document, deck.figures)

    def _blank(self, blanked: bool) -> None:
        for each in (self.network, self.formula, self.caption, self.plot, self.curve, self.band):
            each.setVisible(not blanked)
        if not blanked:
            self._show_anew()
        self.update()

    def arrange(self) -> None:
        """Give each part its place and size."""
        if self.deck.blanked:
            return
        u = self.unit
        width, height = float(self.width()), float(self.height())
        side, poll = MARGIN * u, self.deck.poll
        asks = poll is not None
        draws = not self.curve.isHidden()
        has_plot = self.plot.chart is not None or draws
        inset = asks and has_plot and not draws
        self.network.set_unit(u)
        self.network.cover_outcome(self.deck.covered)
        self.network.show_poll(poll)
        wide = width - 2 * side
        self.band.inset = 0.26 * wide if inset else 0.0
        high = self._fit_band(wide, height)
        foot = height - FOOT * u
        self.band.setVisible(asks)
        self.band.setGeometry(QRectF(side, foot - high, wide, high).toRect())
        top = self._head_height()
        bottom = foot - (high + GAP * u if asks else 0.0)
        plain = self._told is None and not self._has_caption() and not (has_plot and not inset)
        left = wide if plain else wide * LEFT_SHARE - GAP * u
        self.network.setGeometry(QRectF(side - 12 * u, top, left + 12 * u, bottom - top).toRect())
        right = QRectF(side + wide * LEFT_SHARE, top, wide * (1 - LEFT_SHARE), bottom - top)
        self._arrange_right(right, has_plot and not inset)
        if inset:
            edge = 24 * u
            self.plot.set_size(LABEL * u)
            self.plot.setGeometry(QRectF(side + edge, foot - high + edge, self.band.inset, high - 2 * edge).toRect())
        self.plot.raise_()
        self.band.update()
        self.update()

    def _fit_band(self, wide: float, height: float) -> float:
        """Set the type of the question so large that the rest has room; its height."""
        size = self.text_unit
        while True:
            self.band.set_scale(size)
            high = self.band.height_for(wide)
            if high <= MOST_BAND * height or size <= self.unit:
                return min(high, 0.5 * height)
            size = max(self.unit, size - 0.25 * self.unit)

    def _arrange_right(self, room: QRectF, plotted: bool) -> None:
        """Formula, caption and plot below each other, the type smaller until all of it has room."""
        gap = 36 * self.unit
        free = room.height() * (0.58 if plotted else 1.0)
        formula, caption, needed = self._fitted(room.width(), free, gap, plotted)
        y = room.top() + (0.0 if plotted else max(0.0, (room.height() - needed) * 0.4))
        self.formula.move(round(room.left()), round(y))
        self.formula.setVisible(formula > 0)
        y += formula + (gap if formula else 0.0)
        self.caption.setGeometry(QRectF(room.left(), y, room.width(), min(caption, room.bottom() - y)).toRect())
        self.caption.setVisible(caption > 0)
        if plotted:
            y += caption + (gap if caption else 0.0)
            board = self.plot if self.curve.isHidden() else self.curve
            board.set_size(LABEL * self.unit)
            high = min(max(40.0, room.bottom() - y), 0.8 * room.width())
            y += 0.4 * max(0.0, room.bottom() - y - high)
            board.setGeometry(QRectF(room.left(), y, room.width(), high).toRect())

    def _fitted(self, width: float, free: float, gap: float, plotted: bool) -> tuple[float, float, float]:
        """Set formula and caption as large as they have room, beside a plot without the formula where they have none;
        the heights of both, and of all."""
        deck, sight = self.deck, (self.size().toTuple(), self.sandbox.on)
        known = (deck.index, deck.covered, self._told is None, sight, deck.scale, plotted)
        fits = FEW_FITS if self._still else FITS if deck.scale == 1.0 else LARGE_FITS
        ways = [(fit, True) for fit in fits] + [(fit, False) for fit in fits if plotted]
        for fit, tells in ways[self._fits.get(known, 0) if deck.count else 0:]:
            formula = self._set_formula(width, fit) if tells else 0.0
            caption = self._set_caption(width, fit)
            needed = formula + caption + (gap if formula and caption else 0.0)
            if needed <= free and not (formula and self.formula.overflows):
                break
        self._fits[known] = ways.index((fit, tells))
        return formula, caption, needed

    def _set_formula(self, width: float, fit: float) -> float:
        """Set the formula at a share of its size; its height, 0 where there is none."""
        told, covered = self._told, self.deck.covered
        if told is None:
            return 0.0
        self.formula.small = max(LABEL * self.unit, LABEL * self.text_unit * fit) / theme().scale
        self.formula.setFixedWidth(round(width))
        lines = formula_lines(told, covered, self.text_unit * fit / theme().scale)
        self.formula.set_lines(lines, told.phase, OUTCOME if told.current is None or covered else told.current)
        return float(self.formula.height())

    def _words(self) -> Words:
        """What stands beside the network; in the sandbox what the step that is walked to does."""
        if self.deck.refusal is not None:
            return {"": render(self.deck.refusal)}
        if self.sandbox.on:
            return {} if self._told is None else {"": render(self._told.sentence)}
        return self.deck.slide.caption

    def _has_caption(self) -> bool:
        return bool(spoken(self._words()).strip())

    def _set_caption(self, width: float, fit: float) -> float:
        """Set the caption at a share of its size; its height, 0 where there is none."""
        if not self._has_caption():
            return 0.0
        size = max(CAPTION * fit * self.text_unit, LABEL * self.unit)
        font = make_font(size, QFont.Weight.Medium, 1.0)
        text = rich(self._words(), font)
        self.caption.setFont(font)
        self.caption.setStyleSheet(f"color: {theme().tokens.text.name()}; background: transparent")
        self.caption.setText(text)
        return float(self.caption.heightForWidth(round(width)))

    def _title(self) -> str:
        return spoken(self.deck.slide.title if self.deck.count else self.deck.document.title)

    def _head_height(self) -> float:
        return max(TOP * self.unit, 44 * self.unit + 1.5 * TITLE * self.text_unit)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Arrange anew."""
        super().resizeEvent(event)
        self.arrange()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """The arrows at the foot."""
        if event.position().y() > self.height() - FOOT * self.unit:
            if event.position().x() > self.width() - 2 * MARGIN * self.unit:
                self.deck.next()
            elif event.position().x() < 2 * MARGIN * self.unit:
                self.deck.back()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Ground, title, phase, number, dots and arrows."""
        painter, tokens = QPainter(self), theme().tokens
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.deck.blanked:
            painter.fillRect(self.rect(), load_tokens("dark").bg)
            return
        painter.fillRect(self.rect(), tokens.surface)
        note = f"→ {self.asked_number}" if self.asked_number else tr("Sandbox · R resets") if self.sandbox.on else ""
        edges = Edges(self.deck, self.size().toTuple(), (self.unit, self.text_unit))
        paint_head(painter, edges, self._title(), None if self._told is None else self._told.phase, note)
        paint_foot(painter, edges, None if self._told is None else self._told.phase)
