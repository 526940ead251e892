"""Pictures of samples for the welcome page: the network drawn small, or the plane of its inputs with the points."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QBuffer, QIODevice, QPointF, QRectF, QSizeF
from PySide6.QtGui import QImage, QPainter

from nnsim.document import Document
from ui.look import Tokens, class_shape, diverging_image, paint_point
from ui.panels.gallery.dots import paint_dots
from ui.panels.gallery.network_sketch import paint_sketch

Bounds = tuple[tuple[float, float], tuple[float, float]]
WIDTH, HEIGHT = 296.5, 134.0
_RATIO = 2.0


def network_picture(document: Document, maps: Mapping[str, NDArray[Any]], tokens: Tokens) -> QImage:
    """The network drawn small. `maps` holds float [units, rows, columns] by node, row 0 on top; it may be empty."""
    image, painter = _canvas()
    with painter:
        paint_dots(painter, QSizeF(WIDTH, HEIGHT), tokens)
        paint_sketch(painter, QSizeF(WIDTH, HEIGHT), document, maps, tokens)
    return image


def plane_picture(
    answers: NDArray[Any],
    low: float,
    high: float,
    bounds: Bounds,
    points: NDArray[np.float64],
    labels: NDArray[np.integer[Any]],
    tokens: Tokens,
) -> QImage:
    """The answers of one output over the plane, with the samples on top.

    Args:
        answers: [rows, columns], row 0 at the highest y; `low` is the answer for class 0, `high` for class 1.
        bounds: ((x0, x1), (y0, y1)) of the picture.
        points: (samples, 2); `labels` is the class of each.
    """
    image, painter = _canvas()
    (x0, x1), (y0, y1) = bounds
    with painter:
        frame = QRectF(0, 0, WIDTH, HEIGHT)
        painter.fillRect(frame, tokens.canvas)
        painter.setOpacity(0.82)  # so that points stand out from their own side
        painter.drawImage(frame, diverging_image(answers, low, high, tokens))
        painter.setOpacity(1.0)
        paper = tokens.canvas if tokens.dark else tokens.surface
        radius = 3.2 if len(points) <= 120 else 2.1
        for (x, y), label in zip(points, labels, strict=True):
            at = QPointF((x - x0) / (x1 - x0) * WIDTH, (y1 - y) / (y1 - y0) * HEIGHT)
            paint_point(painter, class_shape(int(label)), at, radius, tokens.class_color(int(label)), paper, radius / 3)
    return image


def image_picture(pixels: NDArray[Any], maps: NDArray[Any], tokens: Tokens) -> QImage:
    """An image (rows, columns) from 0 to 1, and beside it its maps (kernels, rows, columns), in twos."""
    image, painter = _canvas()
    reach = float(np.abs(maps).max(initial=1e-9))
    side, gap = HEIGHT - 28.0, 14.0
    small = (side - 6.0) / 2
    left = (WIDTH - side - gap - 2 * small - 6.0) / 2
    with painter:
        paint_dots(painter, QSizeF(WIDTH, HEIGHT), tokens)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)
        painter.drawImage(QRectF(left, gap, side, side), diverging_image(pixels, -1.0, 1.0, tokens))
        for number, values in enumerate(maps[:4]):
            x, y = left + side + gap + number % 2 * (small + 6.0), gap + number // 2 * (small + 6.0)
            painter.drawImage(QRectF(x, y, small, small), diverging_image(values, -reach, reach, tokens))
    return image


def wide_bounds(bounds: Bounds) -> Bounds:
    """The range of a picture's shape around a range of two inputs, with one scale for both where they are alike."""
    (x0, x1), (y0, y1) = bounds
    width = max(x1 - x0, (y1 - y0) * WIDTH / HEIGHT)
    height = max(y1 - y0, (x1 - x0) * HEIGHT / WIDTH)
    x, y = (x0 + x1) / 2, (y0 + y1) / 2
    return (x - width / 2, x + width / 2), (y - height / 2, y + height / 2)


def png(image: QImage) -> bytes:
    """A picture as PNG."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]  # the stub says bytes, the call wants text
    return bytes(buffer.data().data())


def _canvas() -> tuple[QImage, QPainter]:
    image = QImage(round(WIDTH * _RATIO), round(HEIGHT * _RATIO), QImage.Format.Format_RGB32)
    painter = QPainter(image)
    painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
    painter.scale(_RATIO, _RATIO)
    return image, painter
