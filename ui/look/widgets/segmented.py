"""A segmented control: one choice of a few, side by side in a sunken track."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QRadioButton, QSizePolicy, QWidget

from ui.look.fonts import sized_font
from ui.look.theme import theme
from ui.look.widgets.painting import draw_box, draw_focus_ring, faded
from ui.look.widgets.themed import KeyboardFocus, Text, Themed, shown


class Segmented(Themed, QWidget):
    """One choice of a few; arrow keys move it, `chosen` tells the key of what the user picked.

    Args:
        options: (key, text) from left to right.
        current: the key that is on at first; the first one by default.
        padding: left and right of a text; `height` of the track; pixels at 100 %.
    """

    chosen = Signal(str)

    def __init__(
        self,
        options: Sequence[tuple[str, Text]],
        current: str = "",
        name: Text = "",
        padding: int = 12,
        height: int = 32,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._name, self._height = name, height
        self._row = QHBoxLayout(self)
        self._row.setSpacing(0)
        self._segments: dict[str, _Segment] = {}
        for key, text in options:
            segment = _Segment(text, padding, self)
            segment.clicked.connect(lambda _=False, key=key: self.chosen.emit(key))
            segment.stepped.connect(self._step)
            self._segments[key] = segment
            self._row.addWidget(segment)
        self.set_current(current or options[0][0])
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.follow_theme()

    @property
    def current(self) -> str:
        """The key of the choice."""
        return next(key for key, segment in self._segments.items() if segment.isChecked())

    def set_current(self, key: str) -> None:
        """Show a choice; does not emit `chosen`. Raises KeyError for a key that is not an option."""
        self._segments[key].setChecked(True)

    def set_texts(self, texts: dict[str, Text]) -> None:
        """Change the texts of some options."""
        for key, text in texts.items():
            self._segments[key].set_text(text)
        self.updateGeometry()

    def _step(self, by: int) -> None:
        """Choose the neighbour of the choice, if there is one."""
        segments = list(self._segments.values())
        at = next(index for index, segment in enumerate(segments) if segment.isChecked()) + by
        if 0 <= at < len(segments):
            segments[at].setFocus(Qt.FocusReason.TabFocusReason)
            segments[at].click()

    def restyle(self) -> None:
        """Take sizes from the theme."""
        inset = theme().px(2)
        self._row.setContentsMargins(inset, inset, inset, inset)
        self.setFixedHeight(theme().px(self._height))
        self.update()

    def retranslate(self) -> None:
        """Take the accessible name from the language."""
        self.setAccessibleName(shown(self._name))

    def paintEvent(self, event: QPaintEvent) -> None:
        """The sunken track."""
        painter = QPainter(self)
        draw_box(painter, QRectF(self.rect()), theme().px(8), theme().tokens.sunken)


class _Segment(KeyboardFocus, Themed, QRadioButton):
    """One choice; a radio button, so that screen readers know it."""

    stepped = Signal(int)

    def __init__(self, text: Text, padding: int, parent: QWidget) -> None:
        super().__init__(parent)
        self._text, self._padding = text, padding
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Expanding)
        self.follow_theme()

    def set_text(self, text: Text) -> None:
        """Change what the segment says."""
        self._text = text
        self.retranslate()

    def restyle(self) -> None:
        """Ask for new room."""
        self.updateGeometry()
        self.update()

    def retranslate(self) -> None:
        """Take the text from the language."""
        self.setText(shown(self._text))
        self.updateGeometry()

    def _font(self, on: bool) -> QFont:
        return sized_font(12.5, QFont.Weight.DemiBold if on else QFont.Weight.Medium)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrow keys go to the neighbour."""
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1}
        if event.key() in steps:
            self.stepped.emit(steps[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)

    def hitButton(self, position: QPoint) -> bool:
        """The whole segment answers a click, not only where a radio button has its dot."""
        return self.rect().contains(position)

    def sizeHint(self) -> QSize:
        """Room for the text at its boldest."""
        width = QFontMetrics(self._font(True)).horizontalAdvance(self.text()) + 2 * theme().px(self._padding)
        return QSize(width, theme().px(28))

    def minimumSizeHint(self) -> QSize:
        """A segment never cuts its text."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The raised plate of the choice, the text, the focus ring."""
        tokens, on = theme().tokens, self.isChecked()
        painter = QPainter(self)
        rect, radius = QRectF(self.rect()), theme().px(6)
        if on and not tokens.dark:
            draw_box(painter, rect.translated(0, theme().scale), radius, faded(tokens.shadow, 0.1))
        if on:
            draw_box(painter, rect.adjusted(0, 0, 0, -0.5), radius, tokens.segment)
        painter.setFont(self._font(on))
        lit = on or (self.underMouse() and self.isEnabled())
        painter.setPen(tokens.ghost if not self.isEnabled() else tokens.text if lit else tokens.text2)
        painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, self.text())
        if self.ring:
            draw_focus_ring(painter, rect, radius)
