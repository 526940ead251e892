"""Random mouse and keys: nothing fails, nothing is said on the console, memory stays, every edit can be taken back."""

import gc
import os
import random
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QKeySequence, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from nnsim.document import Document
from ui.canvas.acts import CANVAS_ACTS
from ui.look import theme
from ui.main_window import MainWindow
from ui.panels import actions, garbage

NoModifier, Button = Qt.KeyboardModifier.NoModifier, Qt.MouseButton
MODIFIERS = (NoModifier,) * 5 + (Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier,
                                 Qt.KeyboardModifier.AltModifier)  # fmt: skip
AWAY = {"new", "open", "save", "save_as", "close", "quit", "export", "full_screen"}
"""These leave the document or ask for a file, which a dialog of the system does."""
MOST_NODES = 24
MOST_GROWTH = 50 * 2**20


def keys_of_everything() -> list[QKeySequence]:
    """Every key that the window or the canvas knows, and some that nobody does."""
    window = [keys for _, acts in actions.GROUPS for act in acts if act.id not in AWAY for keys in act.keys]
    canvas = [keys for act in CANVAS_ACTS if act.id not in AWAY and not act.of_window for keys in act.keys]
    plain = ["Tab", "Shift+Tab", "Esc", "Return", "Alt+Left", "Alt+Up", "Alt+Shift+Right", "Q", "Z", "7", ",", "Ctrl+7"]
    return [QKeySequence(keys) for keys in (*window, *canvas, *canvas, *plain, *plain)]


class Monkey:
    """One that presses, drags, rolls and types at random, the same for the same seed."""

    def __init__(self, window: MainWindow, seed: int) -> None:
        self.window, self.chance, self.keys = window, random.Random(seed), keys_of_everything()
        self.ways: tuple[tuple[float, Callable[[], None]], ...] = (
            (4.0, self.press_key), (2.0, self.click), (2.0, self.drag), (1.0, self.add), (0.5, self.double_click),
            (0.5, self.roll), (0.3, self.right_click), (0.3, self.stray),
        )  # fmt: skip

    def act(self) -> None:
        """One event, and what it leads to at once."""
        weights, ways = zip(*self.ways, strict=True)
        self.chance.choices(ways, weights)[0]()
        QApplication.processEvents()
        self.tidy_away()
        garbage.search()

    def tidy_away(self) -> None:
        """Close what opened over the window; thin out what grew too large to be quick."""
        for _ in range(3):
            popup = QApplication.activePopupWidget() or QApplication.activeModalWidget()
            if popup is not None:
                popup.close()
        for each in QApplication.topLevelWidgets():
            if each is not self.window and each.isVisible() and each.parent() is self.window:
                each.close()
        if len(self.window.bench.store.document.network.nodes) > MOST_NODES:
            self.window.canvas.setFocus()
            for keys in ("Esc", "Ctrl+A", "Del"):
                self.press(self.window.canvas, QKeySequence(keys))
        QApplication.processEvents()

    def press_key(self) -> None:
        focus = QApplication.focusWidget()
        if focus is None or self.chance.random() < 0.3:
            self.window.canvas.setFocus()
            focus = self.window.canvas
        self.press(focus, self.chance.choice(self.keys))

    def press(self, widget: QWidget, keys: QKeySequence) -> None:
        chord = keys[0]
        QTest.keyClick(widget, chord.key(), chord.keyboardModifiers())
        field = QApplication.focusWidget()
        if isinstance(field, QLineEdit):
            field.insert(self.chance.choice(["3", "-1.5", "abc", "", "가나", "1e400"]))
            QTest.keyClick(field, self.chance.choice([Qt.Key.Key_Return, Qt.Key.Key_Escape]))

    def somewhere(self) -> QPoint:
        """A place on the canvas: often on a card, a unit or a port."""
        canvas = self.window.canvas
        cards = list(canvas.board.diagram.cards.values())
        if cards and self.chance.random() < 0.7:
            card = self.chance.choice(cards)
            places = [card.rect.center(), card.rect.topLeft() + QPointF(30, 20), *card.center_of.values(),
                      QPointF(card.rect.right(), card.unit_span.center().y()), *card.in_ports.values()]  # fmt: skip
            at = canvas.mapFromScene(self.chance.choice(places))
            if canvas.viewport().rect().contains(at):
                return at
        size = canvas.viewport().size()
        return QPoint(self.chance.randrange(size.width()), self.chance.randrange(size.height()))

    def click(self) -> None:
        at = self.somewhere()
        QTest.mouseMove(self.window.canvas.viewport(), at)
        QTest.mouseClick(self.window.canvas.viewport(), Button.LeftButton, self.chance.choice(MODIFIERS), at)

    def right_click(self) -> None:
        QTest.mouseClick(self.window.canvas.viewport(), Button.RightButton, NoModifier, self.somewhere())

    def double_click(self) -> None:
        QTest.mouseDClick(self.window.canvas.viewport(), Button.LeftButton, NoModifier, self.somewhere())

    def drag(self) -> None:
        viewport, modifier = self.window.canvas.viewport(), self.chance.choice(MODIFIERS)
        button = self.chance.choice([Button.LeftButton] * 4 + [Button.MiddleButton])
        start, end = self.somewhere(), self.somewhere()
        QTest.mousePress(viewport, button, modifier, start)
        for share in (0.2, 0.6, 1.0):
            QTest.mouseMove(viewport, start + (end - start) * share)
        if self.chance.random() < 0.1:
            QTest.keyClick(self.window.canvas, Qt.Key.Key_Escape)
        QTest.mouseRelease(viewport, button, modifier, end)

    def add(self) -> None:
        entry = self.chance.choice(self.window.palette_column._entries)
        if self.chance.random() < 0.5:
            self.window.canvas.add(entry.payload)
        else:
            self.window.canvas.carried.take(entry.payload)

    def roll(self) -> None:
        viewport = self.window.canvas.viewport()
        at = QPointF(self.somewhere())
        turn = QPoint(0, self.chance.choice([120, -120]))
        QApplication.sendEvent(viewport, QWheelEvent(
            at, QPointF(viewport.mapToGlobal(at.toPoint())), QPoint(), turn, Button.NoButton,
            self.chance.choice(MODIFIERS), Qt.ScrollPhase.NoScrollPhase, False,
        ))  # fmt: skip

    def stray(self) -> None:
        """A click on the dock or on the timeline."""
        widget = self.chance.choice([self.window.dock.tabs, self.window.timeline, self.window.canvas.corners.pill])
        at = QPoint(self.chance.randrange(max(1, widget.width())), widget.height() // 2)
        QTest.mouseClick(widget.childAt(at) or widget, Button.LeftButton)


def held() -> int:
    """Bytes of memory that the process has in use."""
    gc.collect()
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def both_ends(window: MainWindow) -> tuple[Document, Document]:
    """The document with all edits taken back, and with all made again."""
    stack = window.bench.store.undo_stack
    stack.setIndex(0)
    first = window.bench.store.document
    stack.setIndex(stack.count())
    return first, window.bench.store.document


def soak(window: MainWindow, events: int, seed: int) -> None:
    """So many random events, then everything back and forth twice."""
    theme().set_reduced_motion(True)
    start, monkey = window.bench.store.document, Monkey(window, seed)
    for _ in range(events):
        monkey.act()
    window.bench.trainer.pause()
    window.bench.clock.end()
    window.canvas.pointer.cancel()
    QApplication.processEvents()
    theme().set_reduced_motion(False)
    stack = window.bench.store.undo_stack
    whole = stack.index() == stack.count()
    end = window.bench.store.document
    assert stack.count() > 0
    first, last = both_ends(window)
    assert both_ends(window) == (first, last)
    assert not whole or last == end
    assert first == start or window.bench.store.undo_stack.bytes_held() > 0


@pytest.mark.parametrize("seed", [1])
def test_random_mouse_and_keys_leave_nothing_broken(lab: MainWindow, seed: int) -> None:
    soak(lab, 120, seed)


@pytest.mark.long
@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="memory is read from /proc")
def test_ten_thousand_random_events_leave_the_memory_as_it_was(lab: MainWindow, qtbot: QtBot) -> None:
    soak(lab, 1_000, seed=100)  # caches fill: fonts, pictures of cards, wirings
    before = held()
    for round_ in range(9):
        soak(lab, 1_000, seed=round_)
        lab.bench.store.undo_stack.clear()
    assert held() - before < MOST_GROWTH
