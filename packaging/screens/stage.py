"""A window in one size that scenes are played in, and the pictures taken of it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QDeadlineTimer, QEvent, QPoint, QRect, Qt
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from nnsim.assets import asset_path
from nnsim.document import Document
from nnsim.text import Language
from ui.canvas.acts import act
from ui.canvas.note_field import NoteField
from ui.canvas.popovers import Popovers
from ui.canvas.rename import NameField
from ui.look import theme
from ui.look.theme import Mode
from ui.main_window import MainWindow
from ui.panels import garbage
from ui.panels.preferences import Preferences, apply_preferences, remember_file, save_preferences

AROUND = 24
"""Pixels at 100 % that are shown around a part of the window."""


@dataclass(frozen=True)
class Scene:
    """Something to look at: `show` opens it on a stage that was set by `ground`, and gives the picture or its widget.

    Of a dialog there is a picture of it alone, of what lies over the window one with what is around it.
    """

    name: str
    ground: str
    show: Callable[[Stage], QWidget | QPixmap]


@dataclass(frozen=True)
class Shot:
    """A picture of a scene.

    Attributes:
        corner: where its upper left corner is on the screen.
        widget: what it is a picture of, alone or with what is around it; None for pages.
    """

    picture: QPixmap
    corner: QPoint
    widget: QWidget | None


class Stage:
    """One window.

    Args:
        width, height: of the window and of the screen.
        scale: of text and controls.
        folder: for files that scenes need.
    """

    def __init__(self, width: int, height: int, scale: float, folder: Path) -> None:
        self.scale, self.folder = scale, folder
        self._size, self._undone = (width, height), 0
        self._corner = QPoint()
        garbage.settle()
        self.window = MainWindow()
        self.window.setWindowState(Qt.WindowState.WindowNoState)
        self.window.resize(width, height)
        self.window.move(0, 0)
        self.window.show()

    def dress(self, language: Language, mode: Mode) -> None:
        """Put on a language and a theme, as the preferences do."""
        preferences = Preferences(language=language, mode=mode, scale=self.scale, reduced_motion=True)
        save_preferences(preferences)
        apply_preferences(preferences)
        self.window.resize(*self._size)
        self.live(seconds=0.3)

    def open_sample(self, name: str) -> None:
        """Open a sample, as its card on the welcome page does."""
        self.leave()
        assert self.window.open_file(asset_path("samples", f"{name}.nnsim"))
        self.live(lambda: self.window.bench.trainer.latest is not None)

    def train(self, epochs: float) -> None:
        """Train until so many epochs are done."""
        trainer, store = self.window.bench.trainer, self.window.bench.store
        trainer.start()
        self.live(lambda: store.document.state.epoch >= epochs)
        trainer.pause()
        self.live(lambda: not trainer.running)

    def branch(self) -> None:
        """Train, name two moments, and go on from one between them."""
        travel = self.window.bench.travel
        self.train(40)
        for epoch, name in ((4, "The line bends"), (15, "두 나선이 갈라짐")):
            travel.seek_epoch(float(epoch))
            self.live(lambda: not travel.busy)
            travel.mark(name)
        travel.seek_epoch(20.0)
        self.live(lambda: not travel.busy)
        travel.branch_off()
        self.train(35)

    def open_document(self, document: Document) -> None:
        """Open a document that is in no file."""
        self.leave()
        self.window.bench.store.replace_all(document)
        self.window.show_lab()
        self.live(seconds=0.5)

    def leave(self) -> None:
        """Go back to the welcome page, whatever is unsaved."""
        self.window.bench.trainer.pause()
        self.live(lambda: not self.window.bench.trainer.running)
        self.window.bench.clock.end()
        self.window.bench.store.undo_stack.setClean()
        self.window.acts["close"].trigger()

    def remember(self) -> None:
        """Have files among the recent ones."""
        for name in ("spirals", "mlp-xor"):
            kept = self.folder / f"{name}.nnsim"
            kept.write_bytes(asset_path("samples", f"{name}.nnsim").read_bytes())
            remember_file(str(kept))
        self.window.gallery.refresh()

    def begin(self) -> None:
        """What is undone after a scene is what was edited since now."""
        self._undone = self.window.bench.store.undo_stack.index()

    @contextmanager
    def playing(self, scene: Scene) -> Iterator[Shot]:
        """The picture of a scene; the stage is cleared after it."""
        window = self.window
        window.canvas.fit(travel=False)
        self.live(seconds=0.05)
        shown = scene.show(self)
        self.live(seconds=0.25)
        window.canvas.finish()
        try:
            yield self._shot(shown)
        finally:
            self._clear()

    def act(self, name: str) -> None:
        """Do what a command of the canvas does."""
        act(name).do(self.window.canvas)

    def seen(self, kind: type[QWidget]) -> QWidget:
        """The first widget of a class that can be seen."""
        self.live(seconds=0.1)
        return next(each for each in QApplication.allWidgets() if isinstance(each, kind) and each.isVisible())

    def whole(self, page: QWidget) -> QPixmap:
        """A page that scrolls, from its beginning to its end, on the ground that it stands on."""
        self.live(seconds=0.1)
        self._corner = page.mapToGlobal(QPoint(0, 0))
        picture = QPixmap(page.size())
        picture.fill(theme().tokens.surface)
        with QPainter(picture) as painter:
            painter.drawPixmap(0, 0, page.grab())
        return picture

    def live(self, done: Callable[[], bool] = lambda: False, seconds: float = 20.0) -> None:
        """Let the window live until something is so, but no longer than this."""
        deadline = QDeadlineTimer(round(1000 * seconds))
        while not done() and not deadline.hasExpired():
            QApplication.processEvents()
            time.sleep(0.002)

    def _shot(self, shown: QWidget | QPixmap) -> Shot:
        if isinstance(shown, QPixmap):
            return Shot(shown, self._corner, None)
        if shown is self.window or (shown.isWindow() and not _pops_up(shown)):
            return Shot(shown.grab(), shown.mapToGlobal(QPoint(0, 0)), shown)
        return self._among(shown)

    def _among(self, shown: QWidget) -> Shot:
        """The part of the window around a widget, with the menus and lists that lie over it."""
        picture, seen = self.window.grab(), QRect()
        over = [each for each in QApplication.topLevelWidgets()
                if each.isVisible() and _pops_up(each)]
        with QPainter(picture) as painter:
            for each in sorted(over, key=lambda each: each is shown):
                painter.drawPixmap(self.window.mapFromGlobal(each.mapToGlobal(QPoint(0, 0))), each.grab())
        for each in (shown, *over):
            seen = seen.united(QRect(self.window.mapFromGlobal(each.mapToGlobal(QPoint(0, 0))), each.size()))
        around = theme().px(AROUND)
        part = seen.adjusted(-around, -around, around, around) & self.window.rect()
        return Shot(picture.copy(part), self.window.mapToGlobal(part.topLeft()), shown)

    def _clear(self) -> None:
        window = self.window
        for each in QApplication.topLevelWidgets():
            if each is not window and each.isVisible():
                each.close()
                if isinstance(each, QDialog):
                    each.deleteLater()
        for field in (*window.canvas.findChildren(NameField), *window.canvas.findChildren(NoteField)):
            QTest.keyClick(field, Qt.Key.Key_Escape)
        window.palette_column.search.clear()
        window.palette_column.set_rail(window.lab.compact)
        window.bench.trainer.pause()
        self.live(lambda: not window.bench.trainer.running)
        window.bench.clock.end()
        if window.bench.store.visiting:
            window.bench.travel.leave()
        window.timeline.set_collapsed(window.lab.compact)
        window.explain.chain.ask.setChecked(False)
        window.notices.clear()
        window.canvas.overlays[Popovers].close()
        window.canvas.setFocus()
        window.canvas.feedback.clear()
        window.bench.store.drop_preview()
        window.bench.selection.clear()
        window.bench.store.undo_stack.setIndex(self._undone)
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        self.live(seconds=0.02)


def _pops_up(widget: QWidget) -> bool:
    """Whether it is a menu or a list that goes with the next press."""
    return widget.windowType() in (Qt.WindowType.Popup, Qt.WindowType.ToolTip)
