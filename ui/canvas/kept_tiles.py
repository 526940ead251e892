"""What an item paints, kept in square pictures: where nothing has changed, these are put on the screen again."""

from __future__ import annotations

import math
from collections.abc import Callable

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPixmap, QRegion

from ui.canvas.appearance import Look

SIDE = 512  # pixels
MOST = 40
"""Pictures that are kept, of 1 MB each; those that were not seen for the longest time go first."""


class Tile:
    """A picture of one square, none where nothing is painted in it, and the part of it that is to be painted anew."""

    def __init__(self) -> None:
        self.picture: QPixmap | None = None
        self.stale = QRegion(0, 0, SIDE, SIDE)


class KeptTiles:
    """Squares of a grid over the scene, in pixels of the screen at one zoom, each painted when it is first seen.

    Args:
        paint: paints what is seen in an area of the scene; tells whether that is anything.
    """

    def __init__(self, paint: Callable[[QPainter, QRectF], bool]) -> None:
        self._paint = paint
        self._tiles: dict[tuple[int, int], Tile] = {}
        self._look: Look | None = None

    def forget(self) -> None:
        """Paint everything anew."""
        self._tiles.clear()

    def touch(self, area: QRectF) -> None:
        """What is painted in this area of the scene is another."""
        if self._look is None or not self._tiles:
            return
        ratio = self._look.ratio
        left, top = math.floor(area.left() * ratio) - 1, math.floor(area.top() * ratio) - 1
        right, bottom = math.ceil(area.right() * ratio) + 1, math.ceil(area.bottom() * ratio) + 1
        for across in range(left // SIDE, right // SIDE + 1):
            for down in range(top // SIDE, bottom // SIDE + 1):
                tile = self._tiles.get((across, down))
                if tile is not None:
                    box = QRect(left - across * SIDE, top - down * SIDE, right - left, bottom - top)
                    tile.stale += box.intersected(QRect(0, 0, SIDE, SIDE))

    def draw(self, painter: QPainter, exposed: QRectF, look: Look) -> bool:
        """Put what is seen of an area of the scene on the screen; tells whether it could.

        It cannot at another zoom than the scene is shown at, or when a zoom is seen for the first time: while it
        changes from frame to frame, nothing is worth to be kept.
        """
        transform, ratio = painter.worldTransform(), painter.device().devicePixelRatioF()
        at = transform.dx() * ratio, transform.dy() * ratio
        odd = transform.isRotating() or any(abs(scale * ratio - look.ratio) > 1e-6 * look.ratio
                                            for scale in (transform.m11(), transform.m22()))
        if odd or any(abs(shift - round(shift)) > 0.01 for shift in at):
            return False
        if look is not self._look:
            self._look = look
            self._tiles.clear()
            return False
        painter.save()
        painter.resetTransform()
        unit = SIDE / look.ratio
        device = painter.device()
        exposed = exposed.intersected(transform.inverted()[0].mapRect(QRectF(0, 0, device.width(), device.height())))
        for across in range(math.floor(exposed.left() / unit), math.floor(exposed.right() / unit) + 1):
            for down in range(math.floor(exposed.top() / unit), math.floor(exposed.bottom() / unit) + 1):
                picture = self._fresh(across, down, look)
                if picture is not None:
                    picture.setDevicePixelRatio(ratio)
                    corner = QPointF((across * SIDE + round(at[0])) / ratio, (down * SIDE + round(at[1])) / ratio)
                    painter.drawPixmap(corner, picture)
        painter.restore()
        while len(self._tiles) > MOST:
            del self._tiles[next(iter(self._tiles))]
        return True

    def _fresh(self, across: int, down: int, look: Look) -> QPixmap | None:
        """The picture of a square as it should be now."""
        tile = self._tiles.pop((across, down), None) or Tile()
        self._tiles[across, down] = tile  # the last one now
        if tile.stale.isEmpty():
            return tile.picture
        picture, empty = tile.picture, tile.picture is None
        if picture is None:
            picture = QPixmap(SIDE, SIDE)
            picture.fill(Qt.GlobalColor.transparent)
        picture.setDevicePixelRatio(1.0)
        box = tile.stale.boundingRect()
        area = QRectF((across * SIDE + box.x()) / look.ratio, (down * SIDE + box.y()) / look.ratio,
                      box.width() / look.ratio, box.height() / look.ratio)  # fmt: skip
        with QPainter(picture) as painter:
            painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
            painter.setClipRegion(tile.stale)
            if not empty:
                painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Clear)
                painter.fillRect(box, Qt.GlobalColor.transparent)
                painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)
            painter.translate(-across * SIDE, -down * SIDE)
            painter.scale(look.ratio, look.ratio)
            painted = self._paint(painter, area)
        tile.picture = picture if painted or not empty else None
        tile.stale = QRegion()
        return tile.picture
