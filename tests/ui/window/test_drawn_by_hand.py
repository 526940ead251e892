"""The networks of the course, drawn from an empty canvas: by mouse alone, and by keyboard alone."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QScrollArea

from nnsim import catalog, edits
from nnsim.document import Document, Link
from nnsim.text import message, render
from tests.ui.window.real_window import real_window
from tests.ui.window.recipes import RECIPES, Recipe
from ui.canvas.hit import in_port, out_port, unit_port
from ui.look import theme
from ui.main_window import MainWindow
from ui.panels.palette_row import PaletteEntry

Key, Button, Modifier = Qt.Key, Qt.MouseButton, Qt.KeyboardModifier
SHORT = (1, 7, 14, 18, 21)
ROWS = [pytest.param(row, id=RECIPES[row].title, marks=() if row in SHORT else (pytest.mark.long,)) for row in RECIPES]


@pytest.fixture(scope="module")
def shared(qapp: QApplication) -> Iterator[MainWindow]:
    """One window for all networks, since opening one takes seconds."""
    with real_window(qapp, 1600, 1000) as made:
        made.show_lab()
        yield made


@pytest.fixture
def window(shared: MainWindow) -> Iterator[MainWindow]:
    """It, on an empty canvas."""
    theme().set_reduced_motion(True)
    shared.bench.store.replace_all(edits.new_document())
    shared.activateWindow()
    shared.canvas.setFocus()
    yield shared
    theme().set_reduced_motion(False)


@dataclass
class Hands:
    """What both ways have in common: which card of the recipe is which node, and what is wanted."""

    window: MainWindow
    recipe: Recipe
    node_of: dict[str, str] = field(default_factory=dict)

    def document(self) -> Document:
        return self.window.bench.store.document

    def draw(self) -> None:
        """Place every card, then link."""
        for name, payload in self.recipe.cards.items():
            before = {node.id for node in self.document().network.nodes}
            self.place(payload)
            kind = payload.partition(":")[0]
            new = [node for node in self.document().network.nodes if node.id not in before and node.kind == kind]
            assert len(new) == 1, f"{payload} was not placed"
            self.node_of[name] = new[0].id
            if name in self.recipe.settings:
                changed = edits.change_settings(self.document(), new[0].id, self.recipe.settings[name])
                self.window.bench.store.commit(changed, message("Change the settings"))
        for link in set(self.present()) - set(self.wanted()):
            self.unlink(link)
        for link in self.wanted():
            if link not in self.document().network.links:
                self.link(link)

    def wanted(self) -> list[Link]:
        """The links of the recipe between the nodes that stand for its cards."""
        found = []
        for text in self.recipe.links:
            source, _, target = text.partition(">")
            name, _, unit = source.partition(".")
            at, _, port = target.partition(":")
            found.append(Link(self.node_of[name], self.node_of[at], int(unit) if unit else None, port or "in"))
        return found

    def present(self) -> list[Link]:
        """The links that there are, but for those to the loss that comes with an output."""
        network = self.document().network
        return [link for link in network.links if network.node(link.target).kind != "loss"]

    def place(self, payload: str) -> None:
        raise NotImplementedError

    def link(self, link: Link) -> None:
        raise NotImplementedError

    def unlink(self, link: Link) -> None:
        raise NotImplementedError


class Mouse(Hands):
    """Presses, drags and releases; not one key."""

    def place(self, payload: str) -> None:
        entry = next(
            each for each in self.window.palette_column.findChildren(PaletteEntry) if each.entry.payload == payload
        )
        if not entry.isVisible():
            self._open_section(entry)
        scroll = next(each for each in _parents(entry) if isinstance(each, QScrollArea))
        scroll.ensureWidgetVisible(entry)  # as the wheel would
        QTest.mouseClick(entry, Button.LeftButton, Modifier.NoModifier, entry.rect().center())
        canvas, count = self.window.canvas, len(self.node_of)
        if count == 0:
            self.origin = canvas.mapToScene(QPoint(100, 300))
        center = self.origin + QPointF(count % 5 * 260.0, count // 5 * 420.0)
        smaller = canvas.corners.pill.findChildren(QAbstractButton)[0]
        for _ in range(20):
            if canvas.corners.room().adjusted(40, 40, -160, -120).contains(canvas.mapFromScene(center)):
                break
            QTest.mouseClick(smaller, Button.LeftButton)
        at = canvas.mapFromScene(center)
        QTest.mouseMove(canvas.viewport(), at)
        QTest.mouseClick(canvas.viewport(), Button.LeftButton, Modifier.NoModifier, at)

    def link(self, link: Link) -> None:
        canvas = self.window.canvas
        QTest.mouseDClick(canvas.viewport(), Button.LeftButton, Modifier.NoModifier, QPoint(40, 12))  # fits all
        cards = canvas.board.diagram.cards
        source, target = cards[link.source], cards[link.target]
        start = out_port(source) if link.unit is None else unit_port(source, link.unit)
        end = in_port(target, link.port)
        assert start is not None
        assert end is not None
        self.drag(start, end)

    def drag(self, start: QPointF, end: QPointF) -> None:
        canvas = self.window.canvas
        viewport, a, b = canvas.viewport(), canvas.mapFromScene(start), canvas.mapFromScene(end)
        assert viewport.rect().contains(a)
        assert viewport.rect().contains(b)
        QTest.mousePress(viewport, Button.LeftButton, Modifier.NoModifier, a)
        for at in ((a + b) / 2, b):
            QTest.mouseMove(viewport, at)
        QTest.mouseRelease(viewport, Button.LeftButton, Modifier.NoModifier, b)

    def _open_section(self, entry: PaletteEntry) -> None:
        section = next(each for each in _parents(entry) if hasattr(each, "header"))
        QTest.mouseClick(section.header, Button.LeftButton)
        assert entry.isVisible()


class Keys(Hands):
    """Keys alone."""

    def key(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Modifier.NoModifier) -> None:
        QTest.keyClick(QApplication.focusWidget() or self.window, key, modifier)

    def place(self, payload: str) -> None:
        kind, _, function = payload.partition(":")
        title = catalog.activation(function).title if function else catalog.kind(kind).title
        self.key(Key.Key_Slash)
        QTest.keyClicks(QApplication.focusWidget(), render(title, "en"))
        self.key(Key.Key_Return)
        assert self.window.canvas.hasFocus()

    def link(self, link: Link) -> None:
        self.walk_to(link.source)
        if link.unit is not None:
            for _ in range(link.unit + 1):
                self.key(Key.Key_Down)
            assert self.window.bench.selection.unit == (link.source, link.unit)
        self.key(Key.Key_C)
        keyboard = self.window.canvas.keyboard
        for _ in range(len(self.document().network.nodes)):
            if keyboard.aim[0] == link.target:
                break
            self.key(Key.Key_Tab)
        for _ in range(4):
            if keyboard.aim[1] != link.port:
                self.key(Key.Key_C)
        self.key(Key.Key_Return)
        assert link in self.document().network.links

    def unlink(self, link: Link) -> None:
        self.walk_to(link.target)
        self.key(Key.Key_Down, Modifier.ControlModifier)
        for _ in range(len(self.document().network.links)):
            if self.window.bench.selection.link == link:
                break
            self.key(Key.Key_Down)
        assert self.window.bench.selection.link == link
        self.key(Key.Key_Delete)
        assert link not in self.document().network.links

    def walk_to(self, node: str) -> None:
        self.key(Key.Key_Escape)
        for _ in range(len(self.document().network.nodes) + 1):
            if self.window.bench.selection.node == node:
                return
            self.key(Key.Key_Tab)
        raise AssertionError(f"Tab does not lead to {node}")


def _parents(widget: object) -> Iterator[object]:
    while (widget := widget.parentWidget()) is not None:  # type: ignore[attr-defined]
        yield widget


@pytest.mark.parametrize("row", ROWS)
@pytest.mark.parametrize("way", [Mouse, Keys], ids=["mouse", "keys"])
def test_a_network_is_drawn_from_an_empty_canvas(window: MainWindow, way: type[Hands], row: int) -> None:
    hands = way(window, RECIPES[row])
    hands.draw()
    assert sorted(map(str, hands.present())) == sorted(map(str, hands.wanted()))
    network = hands.document().network
    kinds = [payload.partition(":")[0] for payload in hands.recipe.cards.values()]
    assert sorted(node.kind for node in network.nodes) == sorted([*kinds, "loss"])
    cards = [card.rect for card in window.canvas.board.diagram.cards.values()]
    if way is Keys:  # which finds the places itself; by mouse a card may grow over its neighbor when it is linked
        assert not any(a.intersects(b) for place, a in enumerate(cards) for b in cards[:place])
    assert [link.source for link in network.into("loss1")] == [hands.node_of["y"]]
