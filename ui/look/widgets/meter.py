"""A thin bar that shows a share, with or without its label and value above."""

from __future__ import annotations

import math

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.look.fonts import font
from ui.look.theme import theme
from ui.look.widgets.painting import draw_box
from ui.look.widgets.themed import Text, Themed, shown


class Meter(Themed, QWidget):
    """A share from 0 to 1 as a bar 4 px high; NaN leaves it empty.

    Args:
        label: what it is; empty draws the bar alone.
        token: colour of the bar.
    """

    def __init__(self, label: Text = "", token: str = "fwd", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._label, self._token, self._share, self._value = label, token, math.nan, ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.follow_theme()

    def set_share(self, share: float, value: str = "") -> None:
        """Show a share, and its value as text, written by nnsim.text."""
        self._share, self._value = share, value
        self.setAccessibleDescription(value)
        self.update()

    def restyle(self) -> None:
        """Take the height from the theme."""
        self.setFixedHeight(theme().px(29 if shown(self._label) else 4))
        self.update()

    def retranslate(self) -> None:
        """Take the label from the language."""
        self.setAccessibleName(shown(self._label))
        self.update()

    def sizeHint(self) -> QSize:
        """As wide as its place."""
        return QSize(theme().px(120), self.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Label, value, bar."""
        tokens, painter, thick = theme().tokens, QPainter(self), theme().px(4)
        rect = QRectF(self.rect())
        if shown(self._label):
            words = rect.adjusted(0, 0, 0, -thick - theme().px(5))
            painter.setFont(font("small"))
            painter.setPen(tokens.text2)
            painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, shown(self._label))
            painter.setFont(font("card_title"))
            painter.setPen(tokens.text)
            painter.drawText(words, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, self._value)
        track = QRectF(0, rect.bottom() - thick, rect.width(), thick)
        draw_box(painter, track, thick / 2, tokens.sunken if not tokens.high_contrast else tokens.border)
        if self._share > 0:
            track.setWidth(max(float(thick), track.width() * min(1.0, self._share)))
            draw_box(painter, track, thick / 2, tokens.color(self._token))
