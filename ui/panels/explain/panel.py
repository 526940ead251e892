"""The explain panel: what happens at this moment, in a sentence, a formula, a running sum and the values."""

from __future__ import annotations

from collections.abc import Iterator
from time import perf_counter

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from nnsim.text import Message, message, render
from nnsim.trace import SHOWN, Explanation, Place
from nnsim.trace.tensors import Grid
from ui.bridge import StepClock, WhatIf
from ui.bridge.walk_settings import TOO_FAST
from ui.look import theme
from ui.look.widgets import Card, Divider, Label, Themed
from ui.panels.explain.blank_sheet import BlankSheet
from ui.panels.explain.chain_card import ChainCard
from ui.panels.explain.decimals_button import DecimalsButton
from ui.panels.explain.formula_lines import lines_of, pill_of
from ui.panels.explain.gate_card import GateCard
from ui.panels.explain.heading import Heading
from ui.panels.explain.practice_row import PracticeRow
from ui.panels.explain.predict_card import PredictCard
from ui.panels.explain.running_sum import RunningSum
from ui.panels.explain.step_footer import StepFooter
from ui.panels.explain.titled_part import titled_part
from ui.panels.explain.value_rows import ValueRows
from ui.panels.explain.way_card import WayCard
from ui.panels.explain.what_if_card import WhatIfCard
from ui.panels.turns import Turns
from ui.teaching import FormulaView, warm_up

_WARM_UP_AFTER = 400  # milliseconds: the window comes first
_NOW_AND_THEN = 250
_PATIENCE = 0.4  # seconds for which what is explained may stand still while the moments go on
_FIRST = message("Press → to run the first step.")
MORE_TERMS = 64
"""Terms of a long sum that are written out once the student asks for more; twice as many when asked again."""


class ExplainPanel(Themed, QWidget):
    """Follows the step clock.

    Signals:
        place_hovered(Place | None): a number is pointed at; its place can be lit on the canvas.
    """

    place_hovered = Signal(object)

    def __init__(self, clock: StepClock, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._clock = clock
        self._told: Explanation | None = None
        self.trial: WhatIfCard | None = None
        self._what_if: WhatIf | None = None
        self._shown_terms = SHOWN
        self._stale = True
        self._turns, self._covered = Turns(self), 0.0
        self._now_and_then = QTimer(self, interval=_NOW_AND_THEN, singleShot=True)
        self._now_and_then.timeout.connect(self._follow_in_turns)
        self._build_body()
        self._footer = StepFooter()
        self._step = self._footer.step
        self._step.clicked.connect(clock.next)
        self._pages = QStackedWidget()
        self._pages.addWidget(self._empty)
        self._pages.addWidget(self._scroll)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._pages, 1)
        column.addWidget(self._footer)
        clock.moved.connect(self._follow)
        clock.detail_changed.connect(self._follow)
        clock.playing_changed.connect(self._catch_up)
        clock.foresight.told.connect(self._foresee)
        self.follow_theme()

    @property
    def told(self) -> Explanation | None:
        """What is explained, None before the first step."""
        return self._told

    def set_lack(self, lack: Message | None) -> None:
        """Say what is missing to step at all, in place of the key that steps."""
        self._empty.set_text(_FIRST if lack is None else lack)
        self._footer.set_ready(lack is None)

    def light(self, node: str, unit: int | None = None) -> None:
        """Light the numbers of a node, or of one of its units, in the formula; an empty node lights none."""
        if not node:
            self.formula.light(None)
            return
        self.formula.light(lambda place: place.node == node and unit in (None, place.unit))

    def compare(self, what_if: WhatIf) -> None:
        """Tell beside each number that is tried out what it was."""
        self._what_if, self.trial = what_if, WhatIfCard(what_if, self._clock)
        self._column.insertWidget(1, self.trial)
        what_if.changed.connect(self._compare_anew)

    def _compare_anew(self) -> None:
        """Something else is tried; while the step is run anew, what is told stays."""
        if self._clock.cursor >= 0:
            self._refresh()

    def foretell(self) -> None:
        """Ask about the stop at hand, or take the question back; before the first stop, ask about that."""
        quiz = self._clock.quiz
        if self._clock.cursor < 0:
            quiz.ask_at_next()
            self._clock.next()
        else:
            quiz.toggle()
        self.predict.enter()

    def work_by_hand(self) -> None:
        """Leave the numbers of the formula blank, or write them again; before the first stop, those of that."""
        if self._clock.cursor < 0:
            self._clock.next()
        self._clock.quiz.toggle_blanks()
        if self._clock.quiz.sheet is not None:
            self.blank_sheet.enter()

    def _build_body(self) -> None:
        self._empty = Label(_FIRST, "body", "text3", even=True)
        self._empty.setMargin(24)
        self.heading = Heading(self._clock.trail)
        self._card = Card(padding=14, radius=12)
        self.formula = FormulaView()
        self.formula.set_names(self._name_of)
        self._card.body.addWidget(self.formula)
        self.sum = RunningSum()
        self._sum_title = Label(message("Running sum"), "label", "text3")
        self._sum_hint = Label(message("bars add from left to right"), "tick", "text3")
        self._values_title = Label(message("Values now"), "label", "text3")
        self._decimals = DecimalsButton()
        self.values = ValueRows()
        self._sum_part, self._sum_column = titled_part(self._sum_title, self._sum_hint, self.sum)
        self._values_part, self._values_column = titled_part(self._values_title, self._decimals, self.values)
        self._values_column.insertWidget(0, Divider())
        self._body = QWidget()
        self._column = QVBoxLayout(self._body)
        self._column.setSpacing(0)
        self.chain, self.gates, self.way = ChainCard(self._clock), GateCard(self._clock), WayCard(self._clock)
        self.predict, self.blank_sheet = PredictCard(self._clock.quiz), BlankSheet(self._clock.quiz)
        self.practice = PracticeRow(self._clock.quiz)
        self.practice.asked.connect(self.foretell)
        self.practice.blanked.connect(self.work_by_hand)
        for part in (self.heading, self.predict, self._card, self.blank_sheet, self.practice, self.chain,
                     self.gates, self.way, self._sum_part, self._values_part):
            self._column.addWidget(part)
        self._column.addStretch(1)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setWidget(self._body)
        for source in (self.formula.operand_hovered, self.values.place_hovered, self.chain.place_hovered,
                       self.gates.place_hovered, self.way.place_hovered):
            source.connect(self.place_hovered)
        for source in (self.formula.operand_clicked, self.values.place_clicked):
            source.connect(self._clock.follow)
        self.formula.more_clicked.connect(self._open_sum)

    def restyle(self) -> None:
        """Take sizes from the theme."""
        px = theme().px
        self._column.setContentsMargins(px(20), px(16), px(20), px(16))
        self._card.body.setContentsMargins(px(14), px(14), px(14), px(10))
        self._footer.space()
        self._sum_column.setContentsMargins(0, px(16), 0, 0)
        self._sum_column.setSpacing(px(4))
        self._values_column.setContentsMargins(0, px(14), 0, 0)
        self._values_column.setSpacing(px(6))
        self._column.setSpacing(0)
        self._show()

    def retranslate(self) -> None:
        """Take texts and numbers anew: the language or the decimals have changed."""
        self._decimals.show_count()
        self._refresh()

    def _follow(self, _: object = None) -> None:
        """Follow the clock, while playing in turns; what plays faster than anybody reads is explained now and then, and
        where it rests."""
        self._shown_terms = SHOWN
        if not self._clock.playing:
            self._refresh()
        elif self._clock.speed < TOO_FAST or self._turns.working:
            self._follow_in_turns()
        elif not self._now_and_then.isActive():
            self._now_and_then.start()

    def _follow_in_turns(self) -> None:
        """Explain the moment portion by portion, and paint it when all of it is there; at once where one moment after
        the other leaves no time for that."""
        self._stale = not self.isVisible()
        if self._stale:
            return
        if self._turns.working and perf_counter() > self._covered + _PATIENCE:
            if self._clock.speed < TOO_FAST:
                self._refresh()
            else:  # nobody reads it, and the canvas would wait
                self._uncover()
                self._now_and_then.start()
            return
        if not self._turns.working:
            self._covered = perf_counter()
            self._body.setUpdatesEnabled(False)
        self._turns.begin(self._portions(), self._uncover)

    def _uncover(self) -> None:
        self._turns.drop()
        self._body.setUpdatesEnabled(True)

    def _catch_up(self, playing: bool) -> None:
        if not playing and (self._now_and_then.isActive() or self._turns.working):
            self._now_and_then.stop()
            self._refresh()

    def _refresh(self) -> None:
        """Explain the moment anew; while nobody looks, only remember that it is due."""
        self._stale = not self.isVisible()
        if not self._stale:
            for _ in self._portions():
                pass
        if self._turns.working:
            self._uncover()

    def _portions(self) -> Iterator[None]:
        """Explain the moment anew, in portions of a few milliseconds."""
        self._told = self._clock.explanation(self._shown_terms)
        yield
        yield from self._showing()
        yield  # the layout finds its places before anything is painted

    def _foresee(self, told: Explanation) -> None:
        """Set the formula of a stop beside the one at hand."""
        if self.isVisible() and not self._clock.quiz.covers:
            self.formula.prepare(lines_of(told), told.current)

    def _open_sum(self) -> None:
        self._shown_terms = MORE_TERMS if self._shown_terms < MORE_TERMS else 2 * self._shown_terms
        self._refresh()

    def _show(self) -> None:
        for _ in self._showing():
            pass

    def _showing(self) -> Iterator[None]:
        """Show what is told, in portions of a few milliseconds."""
        told = self._told
        self._pages.setCurrentWidget(self._empty if told is None else self._scroll)
        self._footer.set_next(None if told is None else told.next)
        if told is None:
            return
        self.heading.set_told(told)
        self._card.setVisible(self._clock.quiz.sheet is None)
        self.blank_sheet.show_told(told)
        self.practice.follow()
        yield
        before = None if self._what_if is None else self._what_if.earlier()
        was = "" if before is None or before[1] is None else before[1].outcome_text
        was = "" if was == told.outcome_text else was
        self.formula.set_lines(lines_of(told), told.phase, told.current, pill_of(told), solid=True, before=was)
        if self.trial is not None:
            self.trial.follow()
        for card in (self.chain, self.gates, self.way):
            yield
            card.follow()
        yield
        self._order_parts(told)
        self._sum_part.setVisible(bool(told.terms))
        self.sum.set_terms(told.terms, told.phase)
        self._values_part.setVisible(bool(told.tensors))
        self.values.set_rows(told.tensors, told.phase)

    def _order_parts(self, told: Explanation) -> None:
        """A kernel on its window says more than the running sum, and stands above it; other values below."""
        on_window = any(isinstance(each, Grid) and not each.numbered for each in told.tensors)
        upper, lower = (self._values_part, self._sum_part) if on_window else (self._sum_part, self._values_part)
        if self._column.indexOf(upper) > self._column.indexOf(lower):
            self._column.insertWidget(self._column.indexOf(lower), upper)

    def _name_of(self, place: Place) -> str:
        return render(self._clock.name_of(place))

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up with what happened unseen."""
        super().showEvent(event)
        QTimer.singleShot(_WARM_UP_AFTER, warm_up)
        if self._stale:
            self._refresh()
