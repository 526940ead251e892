"""The dashed box that says that files may be dropped; it wears ink while one is over the page."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QWidget

from nnsim.text import message
from ui.look import paint_icon, theme
from ui.look.widgets import Label
from ui.look.widgets.themed import Themed


class DropHint(Themed, QWidget):
    """One sentence and an icon."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._awaiting = False
        self._label = Label(message("Drop a network file anywhere to open it"), "body", "text2", wrap=True)
        self._row = QHBoxLayout(self)
        self._row.addWidget(self._label, 1)
        self.follow_theme()

    def set_awaiting(self, on: bool) -> None:
        """Whether a file is over the page at this moment."""
        self._awaiting = on
        self.update()

    def restyle(self) -> None:
        """Take margins from the theme."""
        look = theme()
        self._row.setContentsMargins(look.px(14 + 22 + 12), look.px(13), look.px(14), look.px(13))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Dashes and icon."""
        painter, look, tokens = QPainter(self), theme(), theme().tokens
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        width = look.px(1) * (1.75 if self._awaiting else 1.0)
        pen = QPen(tokens.sel if self._awaiting else tokens.border2, width, Qt.PenStyle.CustomDashLine)
        pen.setDashPattern([3.0, 2.5])
        painter.setPen(pen)
        painter.setBrush(tokens.hover if self._awaiting else Qt.BrushStyle.NoBrush)
        inset = width / 2
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(inset, inset, -inset, -inset), look.px(12), look.px(12))
        side = look.px(22)
        box = QRectF(look.px(14), (self.height() - side) / 2, side, side)
        paint_icon(painter, "download-simple", box, tokens.text if self._awaiting else tokens.text2)
