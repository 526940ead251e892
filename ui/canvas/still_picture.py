"""The canvas as it was painted, carried along while the view is panned: only what comes into view is painted."""

from __future__ import annotations

from collections.abc import Iterable
from time import perf_counter
from typing import cast

from PySide6.QtCore import QPoint, QRect, QRectF, QTimer
from PySide6.QtGui import QPainter, QPaintEvent, QPixmap, QRegion
from PySide6.QtWidgets import QGraphicsView

PAUSE = 0.3
"""Seconds between two moves of one pan at most."""


class StillPicture:
    """What the viewport shows, kept from the second move of a pan to its end.

    Qt shifts what stands on the screen by itself only where nothing lies over it, and over the canvas lie its buttons.
    """

    def __init__(self, view: QGraphicsView) -> None:
        self._view = view
        self._picture: QPixmap | None = None
        self._moved = QPoint()
        self._last = 0.0
        self._painting = False
        self._end = QTimer(view, interval=round(1000 * PAUSE), singleShot=True)
        self._end.timeout.connect(self.drop)

    def scroll(self, across: int, down: int) -> None:
        """The view was scrolled by so many pixels."""
        self._moved += QPoint(across, down)

    def settle(self) -> None:
        """A move of a pan is over, and all is ready to be painted."""
        moved, self._moved = self._moved, QPoint()
        now, before = perf_counter(), self._last
        self._last = now
        if moved.isNull():
            return
        if self._picture is not None:
            self._follow(moved)
        elif now - before < PAUSE:
            self._begin()

    def drop(self) -> None:
        """Paint as usual from now on."""
        if self._picture is not None:
            self._picture = None
            self._view.scene().changed.disconnect(self._mend)

    def paint(self, event: QPaintEvent) -> bool:
        """Paint what an event asks for; tells whether it could."""
        if self._painting or self._picture is None:
            self._moved = QPoint() if self._picture is None else self._moved
            return False
        if not self._moved.isNull() or self._view.viewport().size() != self._picture.deviceIndependentSize().toSize():
            self.drop()
            return False
        with QPainter(self._view.viewport()) as painter:
            painter.setClipRegion(event.region())
            painter.drawPixmap(0, 0, self._picture)
        return True

    def _begin(self) -> None:
        self._painting = True
        self._picture = self._view.viewport().grab()
        self._painting = False
        self._view.scene().changed.connect(self._mend)
        self._end.start()

    def _follow(self, moved: QPoint) -> None:
        picture = self._picture
        assert picture is not None
        ratio, rect = picture.devicePixelRatio(), self._view.viewport().rect()
        by = moved.x() * ratio, moved.y() * ratio
        if any(value != int(value) for value in by):
            self.drop()
            return
        self._end.start()
        picture.scroll(int(by[0]), int(by[1]), picture.rect())
        self._paint(QRegion(rect) - QRegion(rect.translated(moved)))

    def _mend(self, areas: Iterable[QRectF]) -> None:
        """Paint anew what has changed meanwhile."""
        rect, region = self._view.viewport().rect(), QRegion()
        for area in areas:
            box = self._view.mapFromScene(area).boundingRect().adjusted(-2, -2, 2, 2)
            region += QRegion(box.intersected(rect))
        self._paint(region)

    def _paint(self, region: QRegion) -> None:
        if self._picture is None or region.isEmpty():
            return
        self._painting = True
        # Each piece by itself, since everything within the box around a region would be asked whether it is in it.
        for piece in cast(Iterable[QRect], region):
            self._view.viewport().render(self._picture, piece.topLeft(), QRegion(QRect(piece)))
        self._painting = False
