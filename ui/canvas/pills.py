"""Pills with a number that travel over the canvas: painted once, and put there as small pictures in every frame."""

from __future__ import annotations

import math
from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap

from ui.canvas.appearance import Align, Look, Weight, draw_text, round_rect, text_width

HEIGHT, RIM = 26.0, 2.0


def paint_pill(painter: QPainter, at: QPointF, text: str, color: QColor, scale: float, look: Look) -> None:
    """A pill around a point of the scene, `scale` times as large as at 100 %; on whole pixels, so that its number
    stays sharp and does not tremble in it."""
    ink = look.tokens.canvas if look.tokens.dark else look.tokens.surface
    transform, ratio = painter.worldTransform(), painter.device().devicePixelRatioF()
    size = scale * transform.m11() * ratio
    picture = _picture(text, color.rgba(), look.tokens.surface.rgba(), ink.rgba(), size)
    place = transform.map(at) * ratio
    left, top = place.x() - picture.width() / 2, place.y() - picture.height() / 2
    painter.save()
    painter.resetTransform()
    painter.scale(1 / ratio, 1 / ratio)
    painter.drawPixmap(round(left), round(top), picture)
    painter.restore()


@lru_cache(maxsize=256)
def _picture(text: str, color: int, rim: int, ink: int, size: float) -> QPixmap:
    """A pill in pixels of the device, `size` of them to one of its own."""
    width = text_width(text, 13, Weight.Bold) + 20
    picture = QPixmap(math.ceil((width + 2 * RIM) * size), math.ceil((HEIGHT + 2 * RIM) * size))
    picture.fill(Qt.GlobalColor.transparent)
    with QPainter(picture) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(picture.width() / 2, picture.height() / 2)
        painter.scale(size, size)
        painter.setPen(QPen(QColor.fromRgba(rim), RIM))
        painter.setBrush(QColor.fromRgba(color))
        round_rect(painter, QRectF(-width / 2, -HEIGHT / 2, width, HEIGHT), HEIGHT / 2)
        draw_text(painter, QPointF(0, 4.6), text, 13, Weight.Bold, QColor.fromRgba(ink), Align.AlignHCenter)
    return picture

