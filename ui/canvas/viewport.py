"""The view on the board: camera, grid, corners, and painting that is spread over frames."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QGraphicsView, QWidget

from nnsim.edits import ChangeSet
from ui.canvas.appearance import Look
from ui.canvas.board import Board
from ui.canvas.camera import LARGEST_FIT, STEP, Camera
from ui.canvas.corners import Corners
from ui.canvas.curtain import Curtain
from ui.canvas.frames import Frames
from ui.canvas.free_spot import Boxes
from ui.canvas.grid import paint_grid
from ui.canvas.still_picture import StillPicture
from ui.look import theme

AT_ONCE = 0.008
FRAME = 14.0
TINY = 0.5
FULL = 0.75  # of the zoom that a card needs by itself: then the rest is better seen, too


class Viewport(QGraphicsView):
    """A view that zooms, pans and fits, and follows the theme.

    Signals:
        zoom_changed(float): 1.0 is 100 %.
        view_moved(): the scene stands elsewhere on the screen.
    """

    zoom_changed = Signal(float)
    view_moved = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.board = Board(self)
        self.setScene(self.board)
        self.frames = Frames(self)
        self.camera = Camera(self, self.frames)
        self.corners = Corners(self)
        self._again = False
        self._placed = False
        self._prepare()
        self.camera.moved.connect(self._moved)
        self.still = StillPicture(self)
        self.curtain: Curtain | None = None
        self.camera.settled.connect(self._settled)
        self.camera.panned.connect(self.still.settle)
        theme().changed.connect(self._restyle)

    @property
    def zoom(self) -> float:
        """Zoom of the camera, 1.0 at 100 %."""
        return self.camera.zoom

    def refresh(self, at_once: bool = False, numbers: bool = True) -> None:
        """Paint links and discs anew, spread over the next frames; `at_once` does as much as a frame allows now.

        Without `numbers` only what a document brought, or another part of the scene, is painted anew.
        """
        if not at_once and self.frames.working:
            self._again = True
            return
        self._again = False
        self.board.visible = self.mapToScene(self.viewport().rect()).boundingRect()
        self.frames.do(self.board.work(numbers), AT_ONCE if at_once else 0.0, self._worked)

    def finish(self) -> None:
        """Finish all painting now, for pictures and tests."""
        self.frames.finish()

    def fit(self, travel: bool = True) -> None:
        """Show the whole network; where nothing is, stand where the first card is dropped at 100 %."""
        self.camera.fit(self.board.extent, self.corners.room(), travel)
        if self.board.extent.isEmpty():
            self.camera.place(1.0, QPointF(self.viewport().width() / 2, self.viewport().height() / 2))

    def zoom_in(self) -> None:
        """One step closer."""
        self.camera.zoom_by(STEP)

    def zoom_out(self) -> None:
        """One step away."""
        self.camera.zoom_by(1 / STEP)

    def sees_all(self) -> bool:
        """Whether the whole network is in view."""
        return self.shows_all(self.corners.seen())

    def cover(self, width: int) -> None:
        """Something lies over so many pixels at the right: the network is shown beside it."""
        if width != self.corners.covered:
            whole, self.corners.covered = self.sees_all(), width
            self.corners.place()
            self.view_moved.emit()
            if not self.keep_fitted(travel=False) and whole and not self.sees_all():
                self.fit(travel=False)

    def keep_fitted(self, travel: bool = True) -> bool:
        """Fit a network that was fitted and is so no more; tells whether it had to."""
        tight = self.camera.zoom < LARGEST_FIT or not self.shows_all(self.corners.room().toRect())
        if not self.camera.fitted or not tight or not self.board.diagram.cards:
            return False
        self.fit(travel)
        return True

    def make_room(self, added: Iterable[str], grown: Iterable[str], whole: bool) -> None:
        """Bring added nodes into view, each seen in full; `whole` says that all of the network was seen before.

        Then it stays so, unless the cards would become tiny for it: smaller than `TINY`, and smaller than what the
        added and the `grown` nodes need by themselves.
        """
        room, added = self.corners.room(), tuple(added)
        concerned = self.bounds_of(*added, *grown)
        need = self.camera.zoom_to_fit(concerned, room) if not concerned.isEmpty() else TINY
        if whole and not self.sees_all() and self.camera.zoom_to_fit(self.board.extent, room) > min(
            TINY, FULL * need
        ):
            self.fit()
            return
        self.bring(*added)

    def bring(self, *nodes: str) -> None:
        """Bring nodes into view, each in full: the shortest way, or from as far away as they need."""
        bounds, room = self.bounds_of(*nodes), self.corners.room()
        if not bounds.isEmpty() and self.camera.zoom_to_fit(bounds, room) < self.zoom:
            if not self.mapToScene(self.corners.seen()).boundingRect().contains(bounds):
                self.camera.fit(bounds, room)
                self.camera.fitted = False
        else:
            self.reveal(*nodes)

    def bring_back(self, change: ChangeSet, whole: bool) -> None:
        """Bring what undo or redo has put somewhere into view; where it only took away, what is left if none is seen.

        Args:
            whole: whether all of the network was seen before.
        """
        seen, room = self.mapToScene(self.corners.seen()).boundingRect(), self.corners.room()
        nodes = change.added_nodes | change.moved_nodes
        if not nodes and change.removed_nodes and not any(
            seen.contains(card.rect) for card in self.board.diagram.seen.values()
        ):
            nodes = frozenset(self.board.diagram.cards)
        bounds = self.bounds_of(*nodes)
        if bounds.isEmpty() or seen.contains(bounds):
            return
        zoom = self.camera.zoom_to_fit(bounds, room)
        if whole and self.camera.zoom_to_fit(self.board.extent, room) > TINY:
            self.fit()
        elif zoom >= self.zoom:
            self.reveal(*nodes)
        elif zoom > TINY or not seen.intersects(bounds):
            self.camera.fit(bounds, room)
            self.camera.fitted = nodes == self.board.diagram.cards.keys()

    def bounds_of(self, *nodes: str) -> QRectF:
        """The box around the cards of these nodes, empty for none."""
        bounds = QRectF()
        for node in nodes:
            if node in self.board.diagram.cards:
                bounds = bounds.united(self.board.diagram.rect_of(node))
        return bounds

    def on_screen(self, boxes: Boxes) -> Boxes:
        """Where boxes of the scene are in the viewport, px; left, top, right and bottom, [boxes, 4]."""
        origin = self.mapFromScene(QPointF())
        return boxes * self.transform().m11() + (origin.x(), origin.y()) * 2

    def reveal(self, *nodes: str) -> None:
        """Bring nodes into view if they are not, by the shortest way, so that as much as possible stays in sight."""
        bounds = self.bounds_of(*nodes)
        if bounds.isEmpty() or self.mapToScene(self.corners.seen()).boundingRect().contains(bounds):
            return
        seen = self.mapToScene(self.corners.room().toRect()).boundingRect()
        shift = QPointF(
            _shift(seen.left(), seen.right(), bounds.left() - FRAME, bounds.right() + FRAME),
            _shift(seen.top(), seen.bottom(), bounds.top() - FRAME, bounds.bottom() + FRAME),
        )
        self.camera.fitted = False
        self.camera.go(self.zoom, self.camera.center + shift)

    def shows_all(self, part: QRect) -> bool:
        """Whether this part of the viewport, in pixels, shows the whole network."""
        return self.mapToScene(part).boundingRect().contains(self.board.extent)

    def _prepare(self) -> None:
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        self.setTransformationAnchor(QGraphicsView.ViewportAnchor.NoAnchor)
        self.setResizeAnchor(QGraphicsView.ViewportAnchor.NoAnchor)
        self.setViewportUpdateMode(QGraphicsView.ViewportUpdateMode.BoundingRectViewportUpdate)
        self.setCacheMode(QGraphicsView.CacheModeFlag.CacheBackground)
        self.viewport().setMouseTracking(True)
        self.viewport().grabGesture(Qt.GestureType.PinchGesture)

    def _look(self) -> Look:
        return Look(theme().tokens, self.zoom, self.zoom * theme().scale * self.devicePixelRatioF())

    def _worked(self) -> None:
        if self._again:
            self.refresh()
        elif self.frames.hurried:
            self.viewport().update()  # all of it is behind the curtain

    def _moved(self) -> None:
        look = self._look()
        if look != self.board.look:
            self.still.drop()
            self.board.set_look(look)
            self.corners.pill.set_zoom(self.zoom)
            self.zoom_changed.emit(self.zoom)
        self.view_moved.emit()

    def _settled(self) -> None:
        seen = self.mapToScene(self.viewport().rect()).boundingRect()
        if not self.frames.working or not self.board.links.holds(seen):  # else what is being painted goes on
            self.refresh(at_once=True, numbers=False)
        elif self.board.behind:
            self._again = True

    def _restyle(self) -> None:
        self.still.drop()
        self.board.set_look(self._look())
        self.camera.place(self.zoom, self.camera.center)
        self.keep_fitted(travel=False)
        self.resetCachedContent()
        self.corners.place()
        self.viewport().update()

    def _first_look(self) -> None:
        """Fit the network when there is one; else stand where the first card is dropped at 100 %."""
        self.fit(travel=False)

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        super().scrollContentsBy(dx, dy)
        self.still.scroll(dx, dy)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.curtain is not None and self.curtain.paint():
            return
        if not self.still.paint(event):
            super().paintEvent(event)
        if self.curtain is not None:
            self.curtain.painted()

    def drawBackground(self, painter: QPainter, rect: QRectF | Any) -> None:
        paint_grid(painter, QRectF(rect), theme().tokens, self.zoom)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.DevicePixelRatioChange:
            self._restyle()
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        old = event.oldSize()
        center, whole = self.mapToScene(old.width() // 2, old.height() // 2), self.shows_all(QRect(QPoint(), old))
        super().resizeEvent(event)
        self.corners.place()
        if self._placed and old.isValid():
            self.camera.place(self.zoom, center)
            if not self.keep_fitted(travel=False) and whole and not self.sees_all():
                self.fit(travel=False)
        self.view_moved.emit()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not self._placed:
            self._placed = True
            self._first_look()


def _shift(low: float, high: float, start: float, end: float) -> float:
    """How far [low, high] moves to hold [start, end]; to its middle when that is longer."""
    if end - start > high - low:
        return (start + end - low - high) / 2
    return min(0.0, start - low) + max(0.0, end - high)
