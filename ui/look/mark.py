"""The ∇ mark: three neurons and their links, as logo and as application icon."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QIcon, QPainter, QPen

from nnsim.assets import asset_path
from ui.look.tokens import Tokens

_LEFT, _RIGHT, _BOTTOM = QPointF(3.0, 3.5), QPointF(19.0, 3.5), QPointF(11.0, 17.58)
_SIZE, _STROKE, _RADIUS = 22.0, 2.24, 3.04
ICON_SIZES = (16, 24, 32, 48, 64, 128, 256, 512)


def paint_mark(painter: QPainter, rect: QRectF, tokens: Tokens) -> None:
    """Draw the mark as large as fits into `rect`."""
    factor = min(rect.width(), rect.height()) / _SIZE
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(rect.x() + (rect.width() - _SIZE * factor) / 2, rect.y() + (rect.height() - _SIZE * factor) / 2)
    painter.scale(factor, factor)
    painter.translate(0.0, 0.46)
    for start, end, color in (
        (_LEFT, _RIGHT, tokens.text),
        (_LEFT, _BOTTOM, tokens.pos),
        (_RIGHT, _BOTTOM, tokens.neg),
    ):
        painter.setPen(QPen(color, _STROKE, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        painter.drawLine(start, end)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(tokens.text)
    for center in (_LEFT, _RIGHT, _BOTTOM):
        painter.drawEllipse(center, _RADIUS, _RADIUS)
    painter.restore()


def app_icon() -> QIcon:
    """The icon of the application, in every shipped size."""
    icon = QIcon()
    for size in ICON_SIZES:
        icon.addFile(str(asset_path("icons", f"nnsim-{size}.png")))
    return icon
