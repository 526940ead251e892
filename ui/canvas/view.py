"""The canvas widget: it joins the board with gestures, keys, stepping and training, and follows the document store."""

from __future__ import annotations

from time import perf_counter
from typing import Any

from PySide6.QtCore import QEvent, QPoint, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QFocusEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from nnsim.document import Document
from nnsim.trace import Place
from ui.bridge import DocumentStore, Selection
from ui.canvas import readers
from ui.canvas.carried import Carried
from ui.canvas.curtain import Curtain
from ui.canvas.feedback import Feedback
from ui.canvas.gestures.drop import place_beside
from ui.canvas.gestures.pointer import Pointer
from ui.canvas.hover import HoverWires, SelectedLink
from ui.canvas.keyboard import Keyboard
from ui.canvas.live import Live
from ui.canvas.menu import context_menu
from ui.canvas.overlays import Overlays
from ui.canvas.picture import render_picture
from ui.canvas.pointed import PointedPlace
from ui.canvas.problem_marks import ProblemMarks
from ui.canvas.rename import rename_inline
from ui.canvas.stepping import Stepping
from ui.canvas.viewport import Viewport
from ui.canvas.way_back import WayBack
from ui.look import theme

_PASSING = (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.MenuBarFocusReason)

MANY, AFTERWARDS = 200, 24
"""Cards from which on the pointer and screen readers follow when an edit is seen, and milliseconds until then"""


class CanvasView(Viewport):
    """The network on its canvas.

    Args:
        store: the document to show and edit.
        trainer: emits `snapshot`, `cleared` and `running_changed`; None where nothing can be trained.
        clock: emits `moved` with the view of a step; None where nothing can be stepped.
        selection: shared with the panels.

    Signals:
        pointed(str, int | None): the pointer rests on a unit of this node; an empty node when on none.
        show_ahead_toggled(bool): the button was pressed.
        view_menu_requested(QPoint): the View button was pressed; where a menu should open, in global coordinates.
        samples_requested(): the button of the empty canvas was pressed.
        figure_requested(): the canvas is to be saved as a figure.
        data_requested(): data is to be chosen.
        table_requested(path): the numbers of this parameter are to be edited as a table.
    """

    pointed = Signal(str, object)
    show_ahead_toggled = Signal(bool)
    view_menu_requested = Signal(QPoint)
    samples_requested = Signal()
    figure_requested = Signal()
    data_requested = Signal()
    table_requested = Signal(str)

    def __init__(
        self, store: DocumentStore, trainer: Any, clock: Any, selection: Selection, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        readers.install(CanvasView)
        self.store, self.selection, self.clock = store, selection, clock
        self.feedback = Feedback(self.board, lambda: self.mapToScene(self.corners.seen()).boundingRect())
        self.stepping = Stepping(self.board, self.frames,
                                 lambda: self.mapToScene(self.corners.room().toRect()).boundingRect())  # fmt: skip
        self.live = Live(self.board)
        self.problems = ProblemMarks(self)
        self.pointer = Pointer(self)
        self.keyboard = Keyboard(self)
        self.carried = Carried(self)
        self.hover = HoverWires(self.board)
        self.pointed_place = PointedPlace(self.board)
        self._looks_again = False
        self._afterwards = QTimer(self, interval=AFTERWARDS, singleShot=True)
        self._afterwards.timeout.connect(lambda: store.opening.then(self.catch_up))
        self.way_back, self._network = WayBack(self.camera), store.shown.network
        self._pointed: tuple[str | None, int | None] = (None, None)
        self.selected_link = SelectedLink(self.board)
        self.overlays = Overlays(self)
        self.curtain = Curtain(self, self.frames, store.opening)
        self.setObjectName("canvas")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAcceptDrops(True)
        self._connect()
        self._connect_trainer(trainer)
        self._connect_clock(clock)
        self.show_document(store.shown)
        self.keyboard.tell()

    @property
    def document(self) -> Document:
        """The document without the preview of a gesture."""
        return self.store.document

    @property
    def pointer_busy(self) -> bool:
        """Whether a gesture is in progress."""
        return self.pointer.gesture is not None

    def show_document(self, document: Document, whole: bool = False) -> None:
        """Show this document at once; `whole` lets all of it be seen, as of one that was opened."""
        if whole:
            self.curtain.fall()
        self.board.set_document(document)
        if whole:  # first, so that wires and discs are made once, for this zoom
            self._first_look()
        self.stepping.refresh()
        self.selected_link.show()
        self.problems.place()
        self.overlays.show_document()
        self._say_how_to_begin()
        self.refresh(at_once=True, numbers=False)

    def add(self, payload: str) -> str:
        """Add a node of this kind (`dense`, `activation:relu`) after the selected one, else in the middle; its id."""
        self.carried.lay_down()
        return place_beside(self, payload, self.mapToScene(self.corners.room().center().toPoint()))

    def rename(self, node: str) -> None:
        """Edit a node's name where it stands."""
        if node in self.board.diagram.cards:
            self.reveal(node)
            rename_inline(self, node)

    def show_place(self, place: Place | None) -> None:
        """Light where a number lives that is pointed at in a formula, or nothing."""
        self.pointed_place.show(place)

    def tell_pointed(self, node: str | None, unit: int | None) -> None:
        """The pointer has moved from unit to unit."""
        if (node, unit) != self._pointed:
            self._pointed = (node, unit)
            self.pointed.emit(node or "", unit)

    def set_problems(self, problems: Any) -> None:
        """Show problems (severity, place, message, fixes) at what they concern."""
        self.problems.set(tuple(problems))

    def set_show_ahead(self, on: bool) -> None:
        """Show values that are not computed yet, pale."""
        self.corners.ahead.setChecked(on)
        if on != self.board.showing.ahead:
            self.board.showing.ahead = on
            self.board.refresh_units()

    def picture(self, size: QSize) -> QImage:
        """The network as it stands, in a picture of its own, for thumbnails."""
        return render_picture(self.store.document, size, theme().tokens, self.board.showing)

    def _connect(self) -> None:
        self.store.changed.connect(self._follow)
        self.store.previewed.connect(self._follow_preview)
        self.selection.changed.connect(self._select)
        self.zoom_changed.connect(lambda _zoom: self.stepping.refresh())
        self.view_moved.connect(self.overlays.place)
        self.view_moved.connect(self.problems.place)  # clear of the overview, which comes and goes
        self.view_moved.connect(self.carried.place_hint)
        self.stepping.changed.connect(lambda: self.refresh(at_once=True))
        self.live.due.connect(self.refresh)
        self.corners.ahead.clicked.connect(self._toggle_ahead)
        self.corners.menu.clicked.connect(self._request_menu)
        self.corners.samples.clicked.connect(lambda: self.samples_requested.emit())
        self.carried.changed.connect(lambda _payload: self._say_how_to_begin())
        theme().language_changed.connect(self._retranslate)
        theme().changed.connect(self._restyle_overlays)

    def _connect_trainer(self, trainer: Any) -> None:
        if trainer is None:
            return
        trainer.snapshot.connect(self.live.follow)
        trainer.cleared.connect(self.live.clear)
        trainer.running_changed.connect(self._train)
        if trainer.latest is not None:
            self.live.follow(trainer.latest)

    def _connect_clock(self, clock: Any) -> None:
        if clock is None:
            return
        clock.moved.connect(self._step)
        clock.show_ahead_changed.connect(self.set_show_ahead)
        self.set_show_ahead(clock.show_ahead)
        if clock.view is not None:
            self._step(clock.view)

    def _follow(self, change: Any) -> None:
        if change.structure or change.notes or change.groups:  # what a gesture began with may be gone
            self.pointer.cancel()
            self.keyboard.stop_link()
        added = len(change.added_nodes)
        another = bool(change.removed_nodes and added) and added == len(self.store.shown.network.nodes)
        before, self._network = self._network, self.store.shown.network
        with self.way_back.watching(before):
            self._keep_in_view(change, another)
        self._looks_again |= change.structure or bool(change.moved_nodes or change.groups or change.notes)
        if len(self.board.diagram.cards) <= MANY:
            self.catch_up()
        else:
            self._afterwards.start()

    def catch_up(self) -> None:
        """Do what follows an edit once it is seen: what the pointer rests on, and what screen readers are told."""
        self._afterwards.stop()
        again, self._looks_again = self._looks_again, False
        if again:
            self.pointer.look_again()
        if not self.keyboard.linking:
            self.keyboard.tell()

    def _keep_in_view(self, change: Any, another: bool) -> None:
        """Show the document after an edit, and what the edit is about; an undone edit gives the view back as it was."""
        whole, before = self.camera.fitted or self.sees_all(), self.board.diagram
        another = another or (self.store.opening.going_on and not before.cards)
        if another:
            self.carried.lay_down()
        self.show_document(self.store.shown, whole=another)
        if another:
            pass  # all of it is in view
        elif change.added_nodes and not before.cards:
            self._welcome_first(change.added_nodes)
        elif self.store.jumps and self.way_back.go(self.store.shown.network):
            pass  # it shows what was seen before the edit
        elif self.board.diagram.resized(before) and self.keep_fitted():
            pass  # all of it is in view
        elif self.store.jumps and (change.moved_nodes or change.removed_nodes):
            self.bring_back(change, whole)
        elif change.added_nodes or change.added_links or change.changed_nodes:
            self.make_room(change.added_nodes, change.changed_nodes, whole)

    def _welcome_first(self, nodes: frozenset[str]) -> None:
        """The first card is shown well away from the edges, and selected, so that the next one follows it."""
        if len(nodes) == 1:
            self.selection.select(nodes)
        if not self.shows_all(self.corners.room().toRect()):
            self._first_look()

    def _say_how_to_begin(self) -> None:
        """The line of the empty canvas and its button give way to what is carried there."""
        self.corners.set_empty(not self.board.diagram.cards and not self.carried.payload)

    def _follow_preview(self) -> None:
        dragged = self.store.shown.views.positions is not self.store.document.views.positions
        self.board.links.carry(dragged)
        self.show_document(self.store.shown)

    def _step(self, step: Any) -> None:
        clock = self.clock
        self.stepping.show(step, perf_counter(), float(clock.speed), self.isVisible(), clock.playing)
        self.keyboard.tell()

    def _train(self, running: bool) -> None:
        self.stepping.show(None, perf_counter())
        self.live.set_running(running)
        self.overlays.show_training(running)
        if not running:
            self.board.showing.take(self.store.shown)
        self.refresh()

    def _select(self) -> None:
        marks, selection = self.board.marks, self.selection
        marks.focused = selection.node if marks.focused is not None else None
        marks.selected, marks.units = selection.nodes, selection.units
        marks.links, marks.cells = selection.links, selection.cells
        self.selected_link.show()
        self.overlays.show_selection()
        self.board.restyle()
        self.problems.place()
        self.keyboard.tell()

    def _toggle_ahead(self, on: bool) -> None:
        self.set_show_ahead(on)
        if self.clock is not None:
            self.clock.show_ahead = on
        self.show_ahead_toggled.emit(on)

    def _request_menu(self) -> None:
        button = self.corners.menu
        self.view_menu_requested.emit(button.mapToGlobal(QPoint(0, button.height() + theme().px(4))))

    def _restyle_overlays(self) -> None:
        self.overlays.restyle()

    def _retranslate(self) -> None:
        self.board.forget()  # names that nnsim gave are drawn in another language
        self.show_document(self.store.shown)
        self.overlays.restyle()
        self.keyboard.tell()

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent):
            if event.type() == QEvent.Type.ShortcutOverride and self.keyboard.claims(event):
                event.accept()
                return True
            if event.type() == QEvent.Type.KeyPress and self.keyboard.walks(event):
                return True  # before Qt takes Tab for itself
        return super().event(event)

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.NativeGesture, QEvent.Type.Gesture) and self.pointer.gesture_event(event):
            return True
        return super().viewportEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        self.pointer.press(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self.pointer.move(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self.pointer.release(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.pointer.double_click(event)

    def leaveEvent(self, event: QEvent) -> None:
        self.pointer.leave()
        super().leaveEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        self.pointer.wheel(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self.keyboard.press(event):
            event.ignore()

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        if not self.keyboard.release(event):
            event.ignore()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.keyboard.focus(event.reason())

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() not in _PASSING:
            self.carried.lay_down()
        self.keyboard.blur()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = context_menu(self)
        menu.exec(event.globalPos())
        menu.deleteLater()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        self.pointer.drag(event)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        self.pointer.drag(event)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self.pointer.drag_left()

    def dropEvent(self, event: QDropEvent) -> None:
        self.pointer.drop(event)
