"""A metric in full: what it says, its formula in symbols, and the same with the numbers of the moment."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QWidget

from nnsim.text import Message, message
from nnsim.trace import MetricFormula
from ui.look import theme
from ui.look.widgets import Card, Label, Text
from ui.teaching import FormulaView, Line

_LEAST_HEIGHT = 148
_LETTERS: dict[str, Message] = {
    "top_k": message("[…] is 1 where it is so, else 0 · n answers"),
    "precision": message("TP: named rightly · FP: named wrongly"),
    "recall": message("TP: named rightly · FN: missed"),
    "f1": message("TP: named rightly · FP: named wrongly · FN: missed"),
    "accuracy": message("TP: named rightly, class by class · n answers"),
    "perplexity": message("p: the share that the true class is given · n answers"),
    "r_squared": message("y: target · ŷ: prediction · ȳ: mean of the targets"),
    "mse": message("y: target · ŷ: prediction · n values"),
    "rmse": message("y: target · ŷ: prediction · n values"),
    "mae": message("y: target · ŷ: prediction · n values"),
}


class FormulaCard(Card):
    """Title and place in one line, a sentence, the formula, and what its letters mean."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(padding=14, radius=12, parent=parent)
        self._title, self._place = Label("", "control_strong"), Label("", "small", "text3")
        self._sentence = Label("", "small", "text2", wrap=True)
        self.formula = FormulaView()
        self._letters = Label("", "tick", "text3", wrap=True)
        head = QHBoxLayout()
        head.addWidget(self._title, 1)
        head.addWidget(self._place)
        self.body.addLayout(head)
        for widget in (self._sentence, self.formula, self._letters):
            self.body.addWidget(widget)
        self.body.addStretch(1)
        self.restyle()

    def show_metric(
        self, metric: str, title: Text, place: Text, sentence: Text, formula: MetricFormula, value: str
    ) -> None:
        """Show a metric by its id; `place` says of what the numbers are."""
        self._title.set_text(title)
        self._place.set_text(place)
        self._sentence.set_text(sentence)
        self._letters.set_text(_LETTERS[metric])
        lines = [Line(formula.symbols, size=17, height=34)]
        if formula.numbers:
            lines.append(Line(formula.numbers, "=", rule=True))
        self.formula.set_lines(lines, "forward", pill=value, solid=False)

    def restyle(self) -> None:
        """Take sizes from the theme; the height is the same for most metrics, so that nothing jumps below."""
        super().restyle()
        self.setMinimumHeight(theme().px(_LEAST_HEIGHT))
        self.body.setSpacing(theme().px(4))
