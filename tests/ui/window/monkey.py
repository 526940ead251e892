"""One that presses, drags, rolls and types at random in the real window."""

import random
from collections.abc import Callable

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt, QTimer
from PySide6.QtGui import QContextMenuEvent, QKeySequence, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLineEdit, QWidget

from ui.canvas.acts import CANVAS_ACTS
from ui.main_window import MainWindow
from ui.panels import actions, garbage

NoModifier, Button = Qt.KeyboardModifier.NoModifier, Qt.MouseButton
MODIFIERS = (NoModifier,) * 5 + (Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier,
                                 Qt.KeyboardModifier.AltModifier)  # fmt: skip
AWAY = ("new", "new_window", "open", "save", "save_as", "close", "quit", "full_screen")
"""These leave the document, start another program, or ask for a file, which a dialog of the system does."""
MOST_NODES = 24
TYPED = ("3", "-1.5", "abc", "", "가나", "1e400")
IN_DIALOGS = ("Tab", "Tab", "Shift+Tab", "Space", "Return", "Down", "Up", "Right", "Ctrl+A", "Del", "7", "Home")


def keys_of_everything() -> list[QKeySequence]:
    """Every key that the window or the canvas knows, and some that nobody does."""
    window = [keys for _, acts in actions.GROUPS for act in acts if act.id not in AWAY for keys in act.keys]
    canvas = [keys for act in CANVAS_ACTS if act.id not in AWAY and not act.of_window for keys in act.keys]
    plain = ["Tab", "Shift+Tab", "Esc", "Return", "Alt+Left", "Alt+Up", "Alt+Shift+Right", "Q", "Z", "7", ",", "Ctrl+7"]
    return [QKeySequence(keys) for keys in (*window, *canvas, *canvas, *plain, *plain)]


class Monkey:
    """The same for the same seed, as far as the training process answers alike. `last` is what it did last."""

    def __init__(self, window: MainWindow, seed: int) -> None:
        self.window, self.chance, self.keys = window, random.Random(seed), keys_of_everything()
        self.last = ""
        for name in AWAY:
            window.acts[name].blockSignals(True)
        self.ways: tuple[tuple[float, Callable[[], None]], ...] = (
            (4.0, self.press_key), (2.0, self.click), (2.0, self.drag), (1.0, self.add), (0.5, self.double_click),
            (0.5, self.roll), (0.3, self.right_click), (1.0, self.stray),
        )  # fmt: skip

    def act(self) -> None:
        """One event, and what it leads to at once."""
        weights, ways = zip(*self.ways, strict=True)
        way = self.chance.choices(ways, weights)[0]
        self.last = way.__name__
        way()
        QApplication.processEvents()
        self.play_with_what_opened()
        self.tidy_away()
        if QApplication.activeWindow() is not self.window:  # as the window manager does it
            self.window.activateWindow()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)  # only a loop of its own would do it
        garbage.search()

    def play_with_what_opened(self) -> None:
        """Half of the dialogs and menus are used before they close."""
        opened = QApplication.activePopupWidget() or QApplication.activeModalWidget() or self.beside()
        if opened is None or self.chance.random() < 0.5:
            return
        self.last += f" in {type(opened).__name__}"
        for _ in range(self.chance.randrange(1, 4)):
            fields = [each for each in opened.findChildren(QWidget)
                      if isinstance(each, QAbstractButton | QComboBox | QLineEdit) and each.isVisible()
                      and each.isEnabled()]  # fmt: skip
            if fields and self.chance.random() < 0.5:
                QTest.mouseClick(self.chance.choice(fields), Button.LeftButton)
            else:
                focus = QApplication.focusWidget()
                inside = focus is not None and opened.isAncestorOf(focus)
                self.press(focus if inside else opened, QKeySequence(self.chance.choice(IN_DIALOGS)))
            QApplication.processEvents()
            if not any(each is opened and each.isVisible() for each in QApplication.topLevelWidgets()):
                return

    def beside(self) -> QWidget | None:
        """A dialog of the window that leaves the window usable."""
        others = (each for each in QApplication.topLevelWidgets() if each is not self.window)
        return next((each for each in others if each.isVisible() and each.parent() is self.window), None)

    def tidy_away(self) -> None:
        """Close what opened over the window; thin out what grew too large to be quick."""
        for _ in range(3):
            popup = QApplication.activePopupWidget() or QApplication.activeModalWidget()
            if popup is not None:
                popup.close()
        for _ in range(3):
            beside = self.beside()
            if beside is not None:
                beside.close()
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
        self.last += f" {keys.toString()}"
        chord = keys[0]
        QTest.keyClick(widget, chord.key(), chord.keyboardModifiers())
        field = QApplication.focusWidget()
        if isinstance(field, QLineEdit):
            field.insert(self.chance.choice(TYPED))
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
        viewport, at = self.window.canvas.viewport(), self.somewhere()
        QTest.mouseClick(viewport, Button.RightButton, NoModifier, at)
        QTimer.singleShot(0, self.window, self.use_menu)  # the menu has a loop of its own
        QApplication.sendEvent(
            viewport, QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, viewport.mapToGlobal(at)))

    def use_menu(self) -> None:
        self.play_with_what_opened()
        self.tidy_away()

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
        """A click beside the canvas."""
        window = self.window
        widget = self.chance.choice([window.dock.tabs, window.dock, window.timeline, window.canvas.corners.pill,
                                     window.top_bar, window.palette_column])  # fmt: skip
        at = QPoint(self.chance.randrange(max(1, widget.width())), self.chance.randrange(max(1, widget.height())))
        QTest.mouseClick(widget.childAt(at) or widget, Button.LeftButton)
