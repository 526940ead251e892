"""The head of an explanation: phase, place, progress, title and sentence."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from nnsim.trace import Explanation
from ui.bridge import StepTrail
from ui.look import font, theme
from ui.look.widgets import Label, Pill, Themed
from ui.panels.explain.trail_buttons import TrailButtons
from ui.panels.phases import COLORS, ICONS, TITLES
from ui.teaching import rich_sentence

_PART, _MOST_LINES = " · ", 3  # what stands between the parts of a place


class PlaceLabel(Label):
    """Where it happens, in up to three lines; where they have no room for it, with dots in the middle.

    The whole of it is the tooltip then.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", "small", "text3", parent=parent)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def retranslate(self) -> None:
        """Take the place from the language, as much of it as fits."""
        super().retranslate()
        whole = self.text()
        fitting = self._fitting(whole)
        self.setText(fitting)
        self.setToolTip("" if fitting == whole else whole)

    def _fitting(self, whole: str) -> str:
        metrics, width = self.fontMetrics(), self.width()
        if metrics.horizontalAdvance(whole) <= width:
            return whole
        lines: list[str] = []
        for part in whole.split(_PART):
            longer = f"{lines[-1]}{_PART}{part}" if lines else part
            if lines and metrics.horizontalAdvance(longer) <= width:
                lines[-1] = longer
            else:
                lines.append(part)
        if len(lines) <= _MOST_LINES and all(metrics.horizontalAdvance(line) <= width for line in lines):
            return "\n".join(lines)
        return metrics.elidedText(whole, Qt.TextElideMode.ElideMiddle, width)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """More or less fits now."""
        super().resizeEvent(event)
        self.retranslate()


class Heading(Themed, QWidget):
    """Phase pill, place, the way back and progress in one line; below them the title and the sentence."""

    def __init__(self, trail: StepTrail, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.trail = TrailButtons(trail)
        self._told: Explanation | None = None
        self._phase = Pill(TITLES["forward"], *COLORS["forward"], icon=ICONS["forward"])
        self._place = PlaceLabel()
        self._progress = Label("", "small_strong", "fwd")
        self._title = Label("", "panel_title")
        self._sentence = QLabel()
        self._sentence.setWordWrap(True)
        self._sentence.setTextFormat(Qt.TextFormat.RichText)
        self._top = QHBoxLayout()
        self._top.addWidget(self._phase)
        self._top.addWidget(self._place, 1)
        self._top.addWidget(self.trail)
        self._top.addWidget(self._progress)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addLayout(self._top)
        self._column.addWidget(self._title)
        self._column.addWidget(self._sentence)
        self.follow_theme()

    def set_told(self, told: Explanation) -> None:
        """Show what is told."""
        self._told = told
        solid, tint = COLORS[told.phase]
        self._phase.set_state(TITLES[told.phase], solid, tint, ICONS[told.phase])
        self._place.set_text(told.place)
        self._progress.set_text(told.progress, solid)
        self._title.set_text(told.title)
        self.retranslate()

    def restyle(self) -> None:
        """Take sizes and colors from the theme."""
        px = theme().px
        self._top.setSpacing(px(8))
        self._title.setContentsMargins(0, px(8), 0, px(4))
        self._column.setContentsMargins(0, 0, 0, px(14))
        self._sentence.setFont(font("body"))
        self._sentence.setMinimumHeight(px(40))
        self._sentence.setAlignment(Qt.AlignmentFlag.AlignTop)
        palette = self._sentence.palette()
        palette.setColor(palette.ColorRole.WindowText, theme().tokens.text2)
        self._sentence.setPalette(palette)
        self.retranslate()

    def retranslate(self) -> None:
        """Take the sentence from the language."""
        if self._told is not None:
            text = rich_sentence(self._told.sentence, theme().tokens)
            self._sentence.setText(f'<p style="line-height:{theme().px(20)}px; -qt-line-height-type:fixed">{text}</p>')
