"""What an item paints, kept in square pictures: where nothing has changed, these are put on the screen again."""

from __future__ import annotations

import math
from collections.abc import Callable

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, Qt
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
        seen = [
            (across, down)
            for across in range(math.floor(exposed.left() / unit), math.floor(exposed.right() / unit) + 1)
            for down in range(math.floor(exposed.top() / unit), math.floor(exposed.bottom() / unit) + 1)
        ]
        self._mend_together(seen, look)
        for across, down in seen:
            picture = self._fresh(across, down, look)
            if picture is not None:
                picture.setDevicePixelRatio(ratio)
                corner = QPointF((across * SIDE + round(at[0])) / ratio, (down * SIDE + round(at[1])) / ratio)
                painter.drawPixmap(corner, picture)
        painter.restore()
        while len(self._tiles) > MOST:
            del self._tiles[next(iter(self._tiles))]
        return True

    def _mend_together(self, seen: list[tuple[int, int]], look: Look) -> None:
        """Paint small places where squares meet once for all of these."""
        stale: list[tuple[Tile, QPoint]] = []
        for across, down in seen:
            tile = self._tiles.get((across, down))
            if tile is not None and tile.picture is not None and not tile.stale.isEmpty():
                stale.append((tile, QPoint(across * SIDE, down * SIDE)))
        groups: list[tuple[QRect, list[tuple[Tile, QPoint]]]] = []
        for tile, corner in stale:
            box = tile.stale.boundingRect().translated(corner)
            near = [group for group in groups if group[0].adjusted(-1, -1, 1, 1).intersects(box)]
            groups = [group for group in groups if group not in near]
            tiles = [(tile, corner), *(each for _, each_tiles in near for each in each_tiles)]
            for other, _ in near:
                box = box.united(other)
            groups.append((box, tiles))
        for box, tiles in groups:
            if len(tiles) > 1 and box.width() * box.height() <= SIDE * SIDE // 4:
                self._mend(box, tiles, look)

    def _mend(self, box: QRect, tiles: list[tuple[Tile, QPoint]], look: Look) -> None:
        """Paint a box of pixels, and put it into the squares that it reaches into."""
        place = QPixmap(box.size())
        place.fill(Qt.GlobalColor.transparent)
        with QPainter(place) as painter:
            self._paint_at(painter, box, look)
        for tile, corner in tiles:
            assert tile.picture is not None
            tile.picture.setDevicePixelRatio(1.0)
            with QPainter(tile.picture) as painter:
                painter.setClipRegion(tile.stale)
                painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Source)
                painter.drawPixmap(box.topLeft() - corner, place)
            tile.stale = QRegion()

    def _paint_at(self, painter: QPainter, box: QRect, look: Look) -> bool:
        """Paint a box of pixels of the scene so that its corner comes first; tells whether anything is there."""
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        painter.translate(-box.topLeft())
        painter.scale(look.ratio, look.ratio)
        return self._paint(painter, QRectF(box.x() / look.ratio, box.y() / look.ratio,
                                           box.width() / look.ratio, box.height() / look.ratio))  # fmt: skip

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
        with QPainter(picture) as painter:
            painter.setClipRegion(tile.stale)
            if not empty:
                painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Clear)
                painter.fillRect(box, Qt.GlobalColor.transparent)
                painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)
            painter.translate(box.topLeft())
            painted = self._paint_at(painter, box.translated(across * SIDE, down * SIDE), look)
        tile.picture = picture if painted or not empty else None
        tile.stale = QRegion()
        return tile.picture
