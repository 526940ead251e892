"""The layer of links: painted in small portions into a picture, which the scene draws in a fraction of the time."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from ui.canvas.appearance import Look
from ui.canvas.link_batches import batched, batches, paint_batches
from ui.canvas.link_paint import paint_ribbon, paint_strokes, strokes_of
from ui.canvas.locks import frozen_wires, paint_link_locks
from ui.canvas.showing import Showing
from ui.canvas.wires import Wiring

MARGIN = 160.0
PORTION = 8


class LinkLayer(QGraphicsItem):
    """All links of the scene as one item. What is shown stays until the next picture is complete."""

    def __init__(self) -> None:
        super().__init__()
        self.setAcceptedMouseButtons(Qt.MouseButton.NoButton)
        self._picture: QPixmap | None = None
        self._area = QRectF()
        self._bounds = QRectF()

    def cover(self, bounds: QRectF) -> None:
        """Say where links can be."""
        if bounds != self._bounds:
            self.prepareGeometryChange()
            self._bounds = bounds

    def clear(self) -> None:
        """Show no links."""
        self._picture = None
        self.update()

    def painting(
        self, wiring: Wiring, look: Look, showing: Showing, visible: QRectF, dim: bool, smooth: bool = True
    ) -> Iterator[None]:
        """Paint the links that can be seen, a portion at each turn; the picture is put up at the end."""
        area = _aligned(visible.adjusted(-MARGIN, -MARGIN, MARGIN, MARGIN), look.ratio, visible.topLeft())
        area = (
            area.intersected(_aligned(self._bounds, look.ratio, visible.topLeft())) if self._bounds.isValid() else area
        )
        if area.isEmpty():
            self.clear()
            return
        size = QSizeF(area.width() * look.ratio, area.height() * look.ratio).toSize()
        picture = QPixmap(max(1, size.width()), max(1, size.height()))
        picture.fill(Qt.GlobalColor.transparent)
        yield from _paint_on(picture, area, look, wiring, showing, dim, smooth)
        self._put_up(picture, area)

    def _put_up(self, picture: QPixmap, area: QRectF) -> None:
        self._picture, self._area = picture, area
        self.update()

    def boundingRect(self) -> QRectF:
        return self._bounds

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        if self._picture is None:
            return
        transform = painter.worldTransform()
        ratio = painter.device().devicePixelRatioF() if widget is not None else 1.0
        # At the zoom it was painted for, the picture is put pixel on pixel, which is many times faster than scaling it.
        same = (
            abs(transform.m11() * ratio * self._area.width() - self._picture.width()) < 0.51
            and not transform.isRotating()
        )
        if same:
            corner = transform.map(self._area.topLeft())
            painter.save()
            painter.resetTransform()
            self._picture.setDevicePixelRatio(ratio)
            painter.drawPixmap(
                QPointF(round(corner.x() * ratio) / ratio, round(corner.y() * ratio) / ratio), self._picture
            )
            self._picture.setDevicePixelRatio(1.0)
            painter.restore()
        else:
            painter.drawPixmap(self._area, self._picture, QRectF(self._picture.rect()))


def _paint_on(
    picture: QPixmap, area: QRectF, look: Look, wiring: Wiring, showing: Showing, dim: bool, smooth: bool
) -> Iterator[None]:
    """Paint ribbons, single links, batches of links and locks onto a picture of an area of the scene."""
    chosen, weights = batched(wiring, look, showing)
    single = np.ones(len(wiring.wires), bool)
    single[chosen] = False
    strokes = strokes_of([wiring.wires[index] for index in np.flatnonzero(single)], look, showing, dim)
    yield
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, smooth)
    painter.scale(look.ratio, look.ratio)
    painter.translate(-area.topLeft())
    try:
        for ribbon in wiring.ribbons:
            paint_ribbon(painter, ribbon, look, dim)
            yield
        for number, _ in enumerate(paint_strokes(painter, strokes, look)):
            if number % PORTION == PORTION - 1:
                yield
        yield from paint_batches(painter, batches(wiring, chosen, weights, look, showing.scale, dim), look)
        paint_link_locks(painter, frozen_wires(wiring, look, showing), look, dim)
    finally:
        painter.end()


def _aligned(area: QRectF, ratio: float, origin: QPointF) -> QRectF:
    """The area grown to whole device pixels, counted from a point that lies on one."""
    left = math.floor((area.left() - origin.x()) * ratio) / ratio + origin.x()
    top = math.floor((area.top() - origin.y()) * ratio) / ratio + origin.y()
    width = math.ceil((area.right() - left) * ratio) / ratio
    height = math.ceil((area.bottom() - top) * ratio) / ratio
    return QRectF(left, top, width, height)
