"""What is wrong at the place that the inspector shows, each with the buttons that mend it."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QVBoxLayout, QWidget

from nnsim.document import Link
from nnsim.text import Message
from ui.bridge.problems import Hint, Problem, ProblemWatch
from ui.look import theme
from ui.look.widgets import Banner, Themed, tab_through
from ui.look.widgets.banner import Tone
from ui.panels.inspector.edit_desk import EditDesk

_TONES: dict[str, Tone] = {"error": "error", "warning": "warning", "hint": "info"}


class ProblemsPart(Themed, QWidget):
    """The problems of some places (node ids, links, `data`, `plan`); hidden when there are none."""

    def __init__(
        self, places: tuple[str | Link, ...], watch: ProblemWatch, desk: EditDesk, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._places, self._watch, self._desk = places, watch, desk
        self._shown: list[tuple[str | Message, ...]] = []
        self._banners: list[Banner] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        watch.changed.connect(self.take)
        self.follow_theme()
        self.take()

    def restyle(self) -> None:
        """Take spacing from the theme."""
        self._column.setSpacing(theme().px(8))

    def take(self) -> None:
        """Show the problems of the moment."""
        found = self._found()
        self.setVisible(bool(found))
        words = [(problem.severity, problem.message, *(fix.label for fix in problem.fixes)) for problem in found]
        if words == self._shown:
            return
        self._shown = words
        for banner in self._banners:
            self._column.removeWidget(banner)
            banner.deleteLater()
        self._banners = []
        for row, problem in enumerate(found):
            actions = [(fix.label, partial(self._mend, row, place)) for place, fix in enumerate(problem.fixes)]
            self._banners.append(Banner(_TONES[problem.severity], problem.message, actions))
            self._column.addWidget(self._banners[-1])
        tab_through(self, self)

    def _found(self) -> list[Problem | Hint]:
        return [problem for place in self._places for problem in self._watch.at(place)]

    def _mend(self, row: int, place: int) -> None:
        """Apply the fix that stands there now; the one that the button was made for may belong to an older document."""
        fix = self._found()[row].fixes[place]
        self._desk.commit(fix.apply, fix.label)
