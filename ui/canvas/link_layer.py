"""The layer of links: painted in small portions into a picture, which the scene draws in a fraction of the time."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QPainter, QPixmap, QRegion
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from ui.canvas.appearance import Look
from ui.canvas.carried_links import CarriedLinks, can_be_carried, wires_into
from ui.canvas.link_batches import WireWeights, batched, batches, paint_batches
from ui.canvas.link_changes import STRETCHES, Painted, changed_areas, changed_nodes
from ui.canvas.link_paint import line_reach, paint_ribbon, paint_strokes, sign_reach, strokes_of
from ui.canvas.link_places import Floats, Places, box_of, boxes_at, boxes_of
from ui.canvas.locks import frozen_wires, paint_link_locks
from ui.canvas.runs import lines_of
from ui.canvas.showing import Showing
from ui.canvas.wires import Wiring

MARGIN = 160.0
LEAD, FAR = 0.05, 0.4
"""The picture is taken along when what is seen comes so near to its edge, and reaches so far beyond then."""
PORTION = 8
WORLD = QRectF(-40_000.0, -40_000.0, 80_000.0, 80_000.0)
MOST_FOLLOWED = 800
"""Links that are followed along their way to see whether they reach a place; of more of them the box of each tells."""


class LinkLayer(QGraphicsItem):
    """All links of the scene as one item. What is shown stays until the next picture is complete.

    Where the picture at hand is right but for a few links, or but for a strip that has come into view, only these
    places of it are painted anew.
    """

    def __init__(self) -> None:
        super().__init__()
        self.setAcceptedMouseButtons(Qt.MouseButton.NoButton)
        self._picture: QPixmap | None = None
        self._area = QRectF()
        self._bounds = QRectF()
        self._painted: Painted | None = None
        self._weights = WireWeights()
        self.carried = CarriedLinks()
        """What is painted over this picture while cards are dragged."""
        self._carrying = False

    def carry(self, on: bool) -> None:
        """Whether cards are being dragged: then the links that change from now on are painted over all others."""
        self._carrying = on

    def cover(self, bounds: QRectF) -> None:
        """Say where links can be."""
        self._bounds = bounds

    def clear(self) -> None:
        """Show no links."""
        self._picture = self._painted = None
        self.update()

    def painting(
        self, wiring: Wiring, look: Look, showing: Showing, visible: QRectF, dim: bool, smooth: bool = True,
        quick: bool = False,
    ) -> Iterator[bool | None]:
        """Paint the links that can be seen, a portion at each turn; the picture is put up at the end.

        It yields True where what is left can wait for the next frame.

        Args:
            quick: whether the weight of full width may stay as it is painted, where only that would ask for all to be
                painted anew: `behind` says so then.
        """
        area = self._area_of(visible, look, MARGIN)
        if area.isEmpty():
            self.clear()
            return
        before = self._painted
        kept = before.scale if quick and before is not None and self._picture is not None else None
        now = Painted(wiring, look, showing, dim, smooth, kept)
        if before is not None and self._carrying:
            nodes = before.carried | changed_nodes(before, now)
            now = now.carrying(nodes) if can_be_carried(wiring, nodes, showing) else now
        boxes = None if before is None else changed_areas(before, now)
        if before is not None and before.scale != now.scale:
            boxes = None
        if self._picture is None or boxes is None:
            now = now if kept is None else now.with_scale(showing.scale)
            yield from self._paint_all(now, area, showing)
        elif self.holds(visible, LEAD):
            self._mend(self._picture, self._area, now, boxes, showing)
        else:
            if len(boxes):  # what changed in the part that is painted is seen before the rest of it
                self._mend(self._picture, self._area, now, boxes, showing)
                yield True
            far = max(MARGIN, FAR * max(visible.width(), visible.height()))
            yield from self._move(self._area_of(visible, look, far), now, showing)

    def behind(self, showing: Showing) -> bool:
        """Whether the links were painted with another weight of full width than there is."""
        return self._painted is not None and self._painted.scale != showing.scale

    def _area_of(self, visible: QRectF, look: Look, margin: float) -> QRectF:
        area = _aligned(visible.adjusted(-margin, -margin, margin, margin), look.ratio, visible.topLeft())
        if not self._bounds.isValid():
            return area
        return area.intersected(_aligned(self._bounds, look.ratio, visible.topLeft()))

    def holds(self, visible: QRectF, lead: float = 0.0) -> bool:
        """Whether the picture reaches over all links that can be seen, and by a share `lead` of that beyond."""
        across, down = lead * visible.width() + 0.01, lead * visible.height() + 0.01
        wanted = visible.adjusted(-across, -down, across, down)
        wanted = wanted.intersected(self._bounds) if self._bounds.isValid() else wanted
        return self._area.adjusted(-0.02, -0.02, 0.02, 0.02).contains(wanted)

    def _paint_all(self, now: Painted, area: QRectF, showing: Showing) -> Iterator[None]:
        picture = _empty_picture(area, now.look)
        yield from self._paint_on(picture, area, now, showing, None)
        self._put_up(picture, area, now, None, showing)

    def _mend(self, picture: QPixmap, area: QRectF, now: Painted, boxes: Floats, showing: Showing) -> None:
        """Paint the picture at hand anew at these places, in one turn: half a picture is never seen."""
        places = Places(area, now.look.ratio, boxes)
        if places:
            for _ in self._paint_on(picture, area, now, showing, places):
                pass
        self._put_up(picture, area, now, places, showing)

    def _move(self, area: QRectF, now: Painted, showing: Showing) -> Iterator[None]:
        """Take the picture along to another part of the scene, and paint what is new there."""
        old, at = self._picture, (self._area.topLeft() - area.topLeft()) * now.look.ratio
        assert old is not None
        picture = _empty_picture(area, now.look)
        with QPainter(picture) as painter:
            painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Source)
            painter.drawPixmap(round(at.x()), round(at.y()), old)
        fresh = [box_of(place) for place in _without(area, self._area) if not place.isEmpty()]
        places = Places(area, now.look.ratio, np.array(fresh, float).reshape(-1, 4))
        yield from self._paint_on(picture, area, now, showing, places)
        self._put_up(picture, area, now, None, showing)

    def _paint_on(
        self, picture: QPixmap, area: QRectF, now: Painted, showing: Showing, places: Places | None
    ) -> Iterator[None]:
        """Paint ribbons, single links, batches of links and locks onto a picture of an area of the scene."""
        wiring, look, dim = now.wiring, now.look, now.dim
        near = _reaching(wiring, area, places, look)
        if now.carried:
            near = np.setdiff1d(near, wires_into(wiring, now.carried), assume_unique=True)
        chosen, weights = (near[:0], np.empty(0)) if now.curved else batched(
            wiring, look, self._weights.of(wiring, showing, near), near)
        single = near if not len(chosen) else np.setdiff1d(near, chosen, assume_unique=True)
        single = _followed(wiring, single, places, look)
        strokes = strokes_of([wiring.wires[index] for index in single.tolist()], look, showing, dim)
        yield
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, now.smooth)
        if places is not None:
            _clear(painter, places.region)
        painter.scale(look.ratio, look.ratio)
        painter.translate(-area.topLeft())
        try:
            for ribbon in wiring.ribbons:
                paint_ribbon(painter, ribbon, look, dim)
                yield
            for number, _ in enumerate(paint_strokes(painter, strokes, look)):
                if number % PORTION == PORTION - 1:
                    yield
            yield from paint_batches(painter, batches(wiring, chosen, weights, look, now.scale, dim, places), look)
            locked = frozen_wires(wiring, look, showing)
            if locked:
                paint_link_locks(painter, locked, look, dim)
        finally:
            painter.end()

    def _put_up(
        self, picture: QPixmap, area: QRectF, now: Painted, places: Places | None, showing: Showing
    ) -> None:
        self._picture, self._area, self._painted = picture, area, now
        self.carried.show_links(now, showing)
        if places is None:
            self.update()
        elif places:
            self.update(places.bounds)

    def boundingRect(self) -> QRectF:
        return WORLD

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


def _empty_picture(area: QRectF, look: Look) -> QPixmap:
    size = QSizeF(area.width() * look.ratio, area.height() * look.ratio).toSize()
    picture = QPixmap(max(1, size.width()), max(1, size.height()))
    picture.fill(Qt.GlobalColor.transparent)
    return picture


def _reaching(wiring: Wiring, area: QRectF, places: Places | None, look: Look) -> NDArray[np.intp]:
    """The numbers of the wires whose box comes to these places, or else anywhere into the area."""
    sign = sign_reach(look)
    near = wiring.near(area if places is None else places.bounds, sign)
    return near if places is None else near[places.touch(wiring.boxes[near] + sign * np.array([-1, -1, 1, 1]))]


def _followed(
    wiring: Wiring, near: NDArray[np.intp], places: Places | None, look: Look
) -> NDArray[np.intp]:
    """Those of these wires of which something is seen at these places, found by following each along its way."""
    if places is None or not 0 < len(near) <= MOST_FOLLOWED:
        return near
    runs = wiring.runs[near]
    lines = places.touch(boxes_of(lines_of(runs, STRETCHES), line_reach(look))).any(axis=1)
    return near[lines | places.touch(boxes_at(runs[:, 2:4], sign_reach(look)))]


def _clear(painter: QPainter, region: QRegion) -> None:
    """Take out what stands in this region of the picture, and paint nowhere else from now on."""
    painter.setClipRegion(region)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Clear)
    painter.fillRect(region.boundingRect(), Qt.GlobalColor.transparent)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)


def _without(area: QRectF, hole: QRectF) -> list[QRectF]:
    """The parts of an area outside another: strips above, below, left and right of it."""
    inner = area.intersected(hole)
    if inner.isEmpty():
        return [area]
    return [
        QRectF(area.left(), area.top(), area.width(), inner.top() - area.top()),
        QRectF(area.left(), inner.bottom(), area.width(), area.bottom() - inner.bottom()),
        QRectF(area.left(), inner.top(), inner.left() - area.left(), inner.height()),
        QRectF(inner.right(), inner.top(), area.right() - inner.right(), inner.height()),
    ]


def _aligned(area: QRectF, ratio: float, origin: QPointF) -> QRectF:
    """The area grown to whole device pixels, counted from a point that lies on one."""
    left = math.floor((area.left() - origin.x()) * ratio) / ratio + origin.x()
    top = math.floor((area.top() - origin.y()) * ratio) / ratio + origin.y()
    width = math.ceil((area.right() - left) * ratio) / ratio
    height = math.ceil((area.bottom() - top) * ratio) / ratio
    return QRectF(left, top, width, height)
