"""Cards and hairlines, the boxes that panels are laid out in."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QSizePolicy, QVBoxLayout, QWidget

from ui.look.theme import theme
from ui.look.widgets.painting import draw_box, faded
from ui.look.widgets.themed import Themed


class Card(Themed, QFrame):
    """A surface with a hairline and round corners; put widgets into `body`.

    Args:
        padding: pixels at 100 % on every side.
        radius: of the corners.
        raised: with the two offset shadows of canvas cards and popovers (light theme only).
        tone: name of the colour it is filled with.
    """

    def __init__(
        self,
        padding: int = 16,
        radius: int = 12,
        raised: bool = False,
        tone: str = "surface",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._padding, self._radius, self._raised, self._tone = padding, radius, raised, tone
        self._border = "border"
        self.body = QVBoxLayout(self)
        self.follow_theme()

    def set_border(self, token: str) -> None:
        """Change the colour of the hairline: `sel` for a chosen card, a phase, `err`."""
        self._border = token
        self.update()

    def restyle(self) -> None:
        """Take sizes from the theme."""
        padding = theme().px(self._padding)
        self.body.setContentsMargins(padding, padding, padding, padding + (theme().px(4) if self._raised else 0))
        self.body.setSpacing(theme().px(8))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Shadow, surface, hairline."""
        tokens, painter = theme().tokens, QPainter(self)
        rect, radius, scale = QRectF(self.rect()), theme().px(self._radius), theme().scale
        if self._raised:
            rect = rect.adjusted(1, 0, -1, -4 * scale)
            if not tokens.dark:
                draw_box(painter, rect.translated(0, 2 * scale), radius, faded(tokens.shadow, 0.035))
                draw_box(painter, rect.adjusted(1, 4 * scale, -1, 4 * scale), radius, faded(tokens.shadow, 0.025))
        width = max(1.0, scale) if self._border == "border" else 1.75 * scale
        draw_box(painter, rect, radius, tokens.color(self._tone), tokens.color(self._border), width)


class Divider(Themed, QWidget):
    """A hairline between two parts, lying or standing.

    Args:
        length: of a standing line, pixels at 100 %; 0 fills the height.
    """

    def __init__(self, vertical: bool = False, length: int = 0, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._vertical, self._length = vertical, length
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.follow_theme()

    def restyle(self) -> None:
        """Take thickness and length from the theme."""
        stretch, fixed = QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed
        self.setSizePolicy(fixed if self._vertical else stretch, stretch if self._vertical else fixed)
        if self._vertical:
            self.setFixedWidth(theme().px(1))
            if self._length:
                self.setFixedHeight(theme().px(self._length))
        else:
            self.setFixedHeight(theme().px(1))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The line."""
        QPainter(self).fillRect(self.rect(), theme().tokens.border)
