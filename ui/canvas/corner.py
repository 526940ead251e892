"""What floats in the corners of the canvas: the zoom pill, the legend, and the buttons at the upper right."""

from __future__ import annotations

from PySide6.QtCore import QLineF, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QWidget

from nnsim.text import format_percent, message, tr
from ui.look import paint_icon, sized_font, theme
from ui.look.widgets import IconButton, KeyboardFocus, Text, Themed, draw_box, draw_focus_ring, faded, key_text, shown

INSET = 8


class ZoomPill(Themed, QWidget):
    """− 100 % + and fit."""

    zoom_in = Signal()
    zoom_out = Signal()
    fit = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._smaller = IconButton("minus", message("Zoom out"), "-", 28, 15)
        self._larger = IconButton("plus", message("Zoom in"), "+", 28, 15)
        self._fit = IconButton("corners-out", message("Fit the network"), "F", 28, 15)
        self._figure = QLabel(alignment=Qt.AlignmentFlag.AlignCenter)
        self._row = QHBoxLayout(self)
        for widget in (self._smaller, self._figure, self._larger, self._fit):
            self._row.addWidget(widget, 1 if widget is self._figure else 0)
        for button, signal in ((self._smaller, self.zoom_out), (self._larger, self.zoom_in), (self._fit, self.fit)):
            button.clicked.connect(signal)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.set_zoom(1.0)
        self.follow_theme()

    def set_zoom(self, zoom: float) -> None:
        """Show this zoom."""
        self._figure.setText(format_percent(zoom).replace(" ", ""))

    def restyle(self) -> None:
        """Take sizes from the theme."""
        px = theme().px
        self.setFixedSize(px(156), px(34))
        self._row.setContentsMargins(px(3), px(3), px(3), px(3))
        self._row.setSpacing(0)
        self._fit.setContentsMargins(px(6), 0, 0, 0)
        self._figure.setFont(sized_font(12, QFont.Weight.Medium))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Surface, outline, divider."""
        tokens, px, painter = theme().tokens, theme().px, QPainter(self)
        draw_box(painter, QRectF(self.rect()), px(10), tokens.surface, tokens.border, max(1.0, theme().scale))
        painter.setPen(QPen(tokens.border, max(1.0, theme().scale)))
        x = self._fit.x() - 1.0
        painter.drawLine(QLineF(x, (self.height() - px(18)) / 2, x, (self.height() + px(18)) / 2))


class CornerButton(KeyboardFocus, Themed, QPushButton):
    """A button on the canvas; when it is on, it wears the color of the forward phase."""

    def __init__(self, icon: str, text: Text, shortcut: str = "", checkable: bool = False,
                 parent: QWidget | None = None) -> None:  # fmt: skip
        super().__init__(parent)
        self._icon, self._text, self._shortcut = icon, text, shortcut
        self.setCheckable(checkable)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.follow_theme()

    def restyle(self) -> None:
        """Take the size from the theme."""
        self.setFixedSize(self.sizeHint())
        self.update()

    def retranslate(self) -> None:
        """Take the text from the language."""
        self.setText(shown(self._text))
        self.setAccessibleName(self.text())
        self.setToolTip(f"{self.text()}   {key_text(self._shortcut)}" if self._shortcut else "")
        self.restyle()

    def sizeHint(self) -> QSize:
        px = theme().px
        return QSize(px(43) + QFontMetrics(sized_font(12)).horizontalAdvance(shown(self._text)), px(30))

    def paintEvent(self, event: QPaintEvent) -> None:
        tokens, px, painter, rect = theme().tokens, theme().px, QPainter(self), QRectF(self.rect())
        on = self.isChecked()
        fill = tokens.fwdbg if on else tokens.hover if self.underMouse() or self.isDown() else tokens.surface
        draw_box(painter, rect, px(8), fill, tokens.fwd if on else tokens.border, max(1.0, theme().scale))
        ink, side = tokens.fwd if on else tokens.text2, px(15)
        icon = "eye" if on and self._icon == "eye-closed" else self._icon
        paint_icon(painter, icon, QRectF(px(11), rect.center().y() - side / 2, side, side), ink)
        painter.setFont(sized_font(12))
        painter.setPen(ink)
        painter.drawText(rect.adjusted(px(32), 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, self.text())
        if self.ring:
            draw_focus_ring(painter, rect, px(8))


class Legend(Themed, QWidget):
    """How weights and biases are drawn, and gradients while there are some."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._gradients = False
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._picture = QPixmap()
        self.follow_theme()

    def set_gradients(self, on: bool) -> bool:
        """Whether the arcs of gradients are explained, too; tells whether they were not, or were, before."""
        changed, self._gradients = on != self._gradients, on
        if changed:
            self.retranslate()
        return changed

    def restyle(self) -> None:
        """Take the size from the theme and the texts."""
        self.setFixedSize(self._layout(None) + 2 * theme().px(INSET), theme().px(20))
        ratio = self.devicePixelRatioF()
        self._picture = QPixmap(self.size() * ratio)
        self._picture.setDevicePixelRatio(ratio)
        self._picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(self._picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        draw_box(painter, QRectF(self.rect()), theme().px(8), faded(theme().tokens.canvas, 0.85))
        painter.translate(theme().px(INSET), 0)
        self._layout(painter)
        painter.end()
        self.update()

    def retranslate(self) -> None:
        """Take the texts from the language."""
        texts = (tr("Weight"), tr("positive"), tr("negative"), tr("bias"), tr("thicker = larger"))
        self.setAccessibleName(", ".join((*texts, tr("gradient")) if self._gradients else texts))
        self.restyle()

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).drawPixmap(0, 0, self._picture)

    def _layout(self, painter: QPainter | None) -> int:
        """Paint from left to right, or only measure; returns the width."""
        tokens, px, middle = theme().tokens, theme().px, theme().px(20) / 2
        label, text = sized_font(11, QFont.Weight.DemiBold), sized_font(11.5)
        x = self._word(painter, 0.0, tr("Weight"), label, tokens.text3) + px(12)
        for positive, word in ((True, tr("positive")), (False, tr("negative"))):
            if painter is not None:
                self._sample(painter, x, middle, positive)
            x = self._word(painter, x + px(54), word, text, tokens.text2) + px(14)
        if painter is not None:
            painter.setPen(QPen(tokens.pos, px(3.5), Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
            painter.drawLine(QPointF(x + px(10), middle - px(5)), QPointF(x + px(3), middle + px(4)))
        x = self._word(painter, x + px(18), tr("bias"), text, tokens.text2) + px(22)
        if self._gradients:
            if painter is not None:
                painter.setPen(QPen(tokens.grad, px(3.2), Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
                painter.drawArc(QRectF(x - px(8), middle - px(6), px(14), px(14)), 80 * 16, -100 * 16)
            x = self._word(painter, x + px(14), tr("gradient"), text, tokens.text2) + px(22)
        return round(self._word(painter, x, tr("thicker = larger"), text, tokens.text3)) + 2

    @staticmethod
    def _sample(painter: QPainter, x: float, y: float, positive: bool) -> None:
        tokens, px = theme().tokens, theme().px
        color = tokens.pos if positive else tokens.neg
        painter.setPen(QPen(color, px(3.2), Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap))
        painter.drawLine(QPointF(x, y), QPointF(x + px(44), y))
        if positive:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(color)
            painter.drawEllipse(QPointF(x + px(46), y), px(3.5), px(3.5))
        else:
            painter.setPen(QPen(color, px(2.9), Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
            painter.drawLine(QPointF(x + px(46), y - px(5.5)), QPointF(x + px(46), y + px(5.5)))

    def _word(self, painter: QPainter | None, x: float, word: str, font: QFont, color: QColor) -> float:
        if painter is not None:
            painter.setFont(font)
            painter.setPen(color)
            painter.drawText(QRectF(x, 0, 1000, self.height()), Qt.AlignmentFlag.AlignVCenter, word)
        return x + QFontMetrics(font).horizontalAdvance(word)
