"""One recent file: its picture, its title, and when it was saved."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFont, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from ui.look import font, paint_icon, sized_font, theme
from ui.look.widgets.painting import draw_box, draw_focus_ring
from ui.look.widgets.themed import KeyboardFocus, Themed
from ui.panels.gallery.entries import Entry
from ui.panels.gallery.moment import when

_HEIGHT, _PICTURE, _MARGIN, _GAP = 56, 40, 10, 12


class EntryRow(KeyboardFocus, Themed, QPushButton):
    """A row that opens its file when clicked."""

    def __init__(self, entry: Entry, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.entry = entry
        self.setAutoDefault(False)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.follow_theme()

    def restyle(self) -> None:
        """Take the height from the theme."""
        self.setFixedHeight(theme().px(_HEIGHT))
        self.update()

    def retranslate(self) -> None:
        """Say title and time."""
        self._when = when(self.entry.saved, date.today())
        self.setAccessibleName(self.entry.title)
        self.setAccessibleDescription(self._when)
        self.setToolTip(f"{self.entry.title}\n{self.entry.path}")
        self.update()

    def sizeHint(self) -> QSize:
        """As wide as its column."""
        return QSize(theme().px(240), theme().px(_HEIGHT))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Plate, picture, title, time."""
        painter, look, tokens = QPainter(self), theme(), theme().tokens
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        if self.underMouse() or self.isDown():
            draw_box(painter, QRectF(self.rect()), look.px(10), tokens.hover)
        side, x = look.px(_PICTURE), look.px(_MARGIN)
        frame = QRectF(x, (self.height() - side) / 2, side, side)
        self._paint_picture(painter, frame)
        x += side + look.px(_GAP)
        width = self.width() - x - look.px(_MARGIN)
        top = (self.height() - look.px(36)) / 2
        for text, face, color, height, y in (
            (self.entry.title, font("control"), tokens.text, 20, top),
            (self._when, sized_font(12, QFont.Weight.Normal), tokens.text3, 16, top + look.px(20)),
        ):
            painter.setFont(face)
            painter.setPen(color)
            shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, width)
            painter.drawText(QRectF(x, y, width, look.px(height)), Qt.AlignmentFlag.AlignVCenter, shown)
        if self.ring:
            draw_focus_ring(painter, QRectF(self.rect()), look.px(10))

    def _paint_picture(self, painter: QPainter, frame: QRectF) -> None:
        """The middle square of the picture, or an icon where the file has none."""
        look, tokens, picture = theme(), theme().tokens, self.entry.picture
        shape = QPainterPath()
        shape.addRoundedRect(frame, look.px(9), look.px(9))
        if picture is None:
            painter.fillPath(shape, tokens.sunken)
            inset = look.px(10)
            paint_icon(painter, "tree-structure", frame.adjusted(inset, inset, -inset, -inset), tokens.text2)
        else:
            side = min(picture.width(), picture.height())
            middle = QRectF((picture.width() - side) / 2, (picture.height() - side) / 2, side, side)
            painter.save()
            painter.setClipPath(shape)
            painter.drawImage(frame, picture, middle)
            painter.restore()
        draw_box(painter, frame, look.px(9), None, tokens.border, max(1.0, look.scale))
