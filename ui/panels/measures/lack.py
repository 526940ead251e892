"""What is missing before there is anything to measure, and the button that brings it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from nnsim.text import Message, message
from ui.bridge import DocumentStore
from ui.bridge.problems import ProblemWatch
from ui.look import theme
from ui.look.widgets import Button, Label, Themed


class Lack(Themed, QWidget):
    """One line and one action. `data_wanted` asks for the data dialog."""

    data_wanted = Signal()

    def __init__(self, store: DocumentStore, problems: ProblemWatch, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._store, self._problems = store, problems
        self._act: Callable[[], None] = self.data_wanted.emit
        self.sentence = Label("", "body", "text3", wrap=True)
        self.sentence.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.action = Button(message("Choose data"), size="small")
        self.action.clicked.connect(lambda: self._act())
        self._column = QVBoxLayout(self)
        self._column.addStretch(1)
        self._column.addWidget(self.sentence)
        self._column.addWidget(self.action, 0, Qt.AlignmentFlag.AlignHCenter)
        self._column.addStretch(1)
        self.follow_theme()

    def tell(self, measured: bool) -> None:
        """Say what is missing; `measured` where the network runs and yet there is nothing to measure."""
        learns = any(node.kind == "loss" for node in self._store.shown.network.nodes)
        problem = next((each for each in self._problems.all
                        if each.severity == "error" or (each.place == "plan" and not learns)), None)
        if problem is None and self._store.shown.data is not None:
            self._show(_NOTHING if measured else _SOON)
        elif problem is None or self._store.shown.data is None or problem.place == "data":
            told = problem.message if problem is not None and problem.place == "data" else _NO_DATA
            self._show(told, message("Choose data"), self.data_wanted.emit)
        elif problem.fixes:
            self._show(problem.message, problem.fixes[0].label, self._mend)
        else:
            self._show(problem.message)

    def restyle(self) -> None:
        """Take spacing from the theme."""
        self._column.setContentsMargins(theme().px(24), theme().px(24), theme().px(24), theme().px(24))
        self._column.setSpacing(theme().px(12))

    def _show(self, told: Message, label: Message | None = None, act: Callable[[], None] | None = None) -> None:
        self.sentence.set_text(told)
        self.action.setVisible(label is not None)
        if label is not None and act is not None:
            self.action.set_text(label)
            self._act = act

    def _mend(self) -> None:
        """Apply the fix that stands there now; the one that was told may belong to an older document."""
        problem = next((each for each in self._problems.all if each.severity == "error" and each.fixes), None)
        if problem is not None:
            fix = problem.fixes[0]
            self._store.commit(fix.apply(self._store.document), fix.label)


_NO_DATA = message("No samples to learn from yet.")
_SOON = message("Metrics appear when the network has run.")
_NOTHING = message("The loss compares the prediction with a part of the network, so the data has no answers to hold "
                   "it against.")
