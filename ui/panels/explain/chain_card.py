"""Where a gradient comes from: a button that asks, and the card that answers with the factors of its strongest path."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from nnsim.text import message, render
from nnsim.trace import Chain, is_small
from ui.bridge import StepClock
from ui.look import font, theme
from ui.look.widgets import Button, Card, Label, Themed
from ui.panels.explain.factor_rows import FactorRows
from ui.teaching import rich_sentence

_SMALL, _COMES = message("Why is it so small?"), message("Where does it come from?")


class ChainCard(Themed, QWidget):
    """The question, and the answer once it was asked: it stays open from gradient to gradient.

    Signals:
        place_hovered(Place | None): a factor is pointed at, or none is.
    """

    place_hovered = Signal(object)

    def __init__(self, clock: StepClock, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._clock = clock
        self._gradient: float | None = None
        self._chain: Chain | None = None
        self.ask = Button(_COMES, "git-branch", kind="bare", size="small", trailing="caret-down")
        self.ask.setCheckable(True)
        self.ask.toggled.connect(self._show)
        self.rows = FactorRows()
        self.rows.place_hovered.connect(self.place_hovered)
        self.rows.place_clicked.connect(clock.follow)
        self.rows.set_names(lambda place: render(clock.name_of(place)))
        self._card = Card(padding=14, radius=12)
        self._hint = Label(message("factors from the loss, bars on a logarithmic scale"), "tick", "text3")
        self._words = QLabel()
        self._words.setWordWrap(True)
        self._card.body.addWidget(self._words)
        self._card.body.addWidget(self._hint)
        self._card.body.addWidget(self.rows)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        head = QHBoxLayout()
        head.addWidget(self.ask)
        head.addStretch(1)
        self._column.addLayout(head)
        self._column.addWidget(self._card)
        self.follow_theme()

    @property
    def chain(self) -> Chain | None:
        """What is answered; None while nothing is asked, or the outcome is no gradient."""
        return self._chain

    @property
    def can_ask(self) -> bool:
        """Whether the outcome is a gradient."""
        return self._gradient is not None

    def follow(self) -> None:
        """Take what the clock stands at: the question is there where the outcome is a gradient."""
        self._gradient, self._chain = self._clock.gradient(), None
        self.setVisible(self.can_ask)
        if self._gradient is not None:
            self.ask.set_text(_SMALL if is_small(self._gradient) else _COMES)
            self._show()

    def toggle(self) -> None:
        """Ask, or close the answer."""
        if self.can_ask:
            self.ask.toggle()

    def restyle(self) -> None:
        """Take sizes and colors from the theme."""
        self._column.setSpacing(theme().px(4))
        self._column.setContentsMargins(0, theme().px(6), 0, 0)
        self._words.setFont(font("body"))
        palette = self._words.palette()
        palette.setColor(palette.ColorRole.WindowText, theme().tokens.text2)
        self._words.setPalette(palette)
        self.retranslate()

    def retranslate(self) -> None:
        """Take the sentences from the language."""
        if self._chain is not None:
            told = [rich_sentence(each, theme().tokens) for each in self._clock.about(self._chain)]
            # letters of a formula must not push the lines apart
            high = f"line-height:{theme().px(20)}px; -qt-line-height-type:fixed"
            self._words.setText(f'<p style="{high}">{" ".join(told)}</p>')

    def _show(self) -> None:
        self._chain = self._clock.chain() if self.ask.isChecked() and self.can_ask else None
        self._card.setVisible(self._chain is not None)
        if self._chain is not None:
            self.retranslate()
            self.rows.set_chain(self._chain)
