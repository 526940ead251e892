"""The scene: a body and a units item for each card and the layer of links between them, in step with a document."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtCore import QObject, QRectF
from PySide6.QtGui import QColor, QPixmap, QPixmapCache
from PySide6.QtWidgets import QGraphicsScene

from nnsim.document import Document, Link
from ui.bridge.selection import Cell, Unit
from ui.canvas.appearance import Look
from ui.canvas.card import Card
from ui.canvas.card_paint import CardState
from ui.canvas.detail import Detail
from ui.canvas.diagram import Diagram, diagram_of
from ui.canvas.discs import Discs
from ui.canvas.items import LINK_LAYER, CardBody, CardUnits
from ui.canvas.link_layer import LinkLayer
from ui.canvas.showing import Showing
from ui.canvas.wires import Wiring, wiring_of
from ui.look import theme

WORLD = 40_000.0
SWING = 220.0
MOST_SMOOTH = 200  # links that are antialiased while training
KEPT_PIXELS = 8_000_000


@dataclass
class Marks:
    """What stands out: what is selected, hovered, in the keyboard's focus, at fault, or running in a phase.

    `waiting` are nodes that are to be linked yet.
    """

    selected: frozenset[str] = frozenset()
    hovered: str | None = None
    focused: str | None = None
    errors: frozenset[str] = frozenset()
    warnings: frozenset[str] = frozenset()
    waiting: frozenset[str] = frozenset()
    units: frozenset[Unit] = frozenset()
    links: frozenset[Link] = frozenset()
    cells: frozenset[Cell] = frozenset()
    running: str | None = None
    running_color: QColor | None = None


class Board(QGraphicsScene):
    """The drawn network. `work()` yields the slow part of a refresh in portions, for a frame timer to spread."""

    def __init__(self, parent: QObject | None = None) -> None:
        QPixmapCache.setCacheLimit(max(QPixmapCache.cacheLimit(), 6 * KEPT_PIXELS // 1024))
        super().__init__(-WORLD, -WORLD, 2 * WORLD, 2 * WORLD, parent)
        self.setItemIndexMethod(QGraphicsScene.ItemIndexMethod.NoIndex)
        self.showing = Showing()
        self.marks = Marks()
        self.diagram = Diagram()
        self.wiring = Wiring()
        self.look = Look(theme().tokens)
        self.visible = QRectF()
        self.dimmed = False
        self.beside: dict[object, QRectF] = {}
        self._stepping = False
        self.discs = Discs()
        self.links = LinkLayer()
        self.links.setZValue(LINK_LAYER)
        self.addItem(self.links)
        self._drawn: tuple[object, ...] | None = None
        self._bodies: dict[str, CardBody] = {}
        self._units: dict[str, CardUnits] = {}

    @property
    def extent(self) -> QRectF:
        """The box around all that is drawn: the cards, and what overlays say (in `beside`) that they draw."""
        box = self.diagram.bounds
        for other in self.beside.values():
            box = box.united(other)
        return box

    def set_document(self, document: Document) -> None:
        """Show a document: its cards, links, and the numbers that it holds."""
        before, self._drawn = self._drawn, _drawing(document)
        self.showing.take(document)
        if before == self._drawn:
            self.refresh_units()
        else:
            if before is None or before[:-1] != self._drawn[:-1]:
                self.showing.rescale()
            known = None if before is None else self.diagram
            self.set_diagram(diagram_of(document, known), keep=True)

    def forget(self) -> None:
        """Lay everything out anew when the next document comes, though it may be the same."""
        self._drawn = None

    def set_diagram(self, diagram: Diagram, keep: bool = False) -> None:
        """Show these cards and links; `keep` says that links between cards that stayed are the same."""
        self.diagram = diagram
        self._rewire(keep)
        for gone in set(self._bodies) - set(diagram.cards):
            self.removeItem(self._bodies.pop(gone))
            self.removeItem(self._units.pop(gone))
        self.discs.forget(set(diagram.cards))
        for card in diagram.cards.values():
            if card.id not in self._bodies:
                self._add(card)
            self._bodies[card.id].set_card(card, self.state_of(card))
            self._units[card.id].set_card(card)
        self._keep_pictures()
        self.links.cover(diagram.bounds.adjusted(-SWING, -SWING, SWING, SWING) if diagram.cards else QRectF())
        self.update()

    def set_look(self, look: Look) -> None:
        """Change colours or zoom."""
        strips = self.look.detail == Detail.STRIP
        self.look = look
        if strips != (look.detail == Detail.STRIP):
            self._rewire()
        self._keep_pictures()
        for body in self._bodies.values():
            body.update()
        for units in self._units.values():
            units.refresh(anew=True)
        self.update()

    def restyle(self) -> None:
        """Take over changed marks."""
        for card in self.diagram.cards.values():
            self._bodies[card.id].set_card(card, self.state_of(card))

    def refresh_units(self) -> None:
        """Repaint units and meters after their numbers changed."""
        self.restyle()
        for units in self._units.values():
            units.refresh()

    def work(self) -> Iterator[None]:
        """Make discs and links anew in portions of a few milliseconds; everything changes on the screen at the end."""
        for card in tuple(self.diagram.cards.values()):
            if card.role != "loss":
                yield from self.discs.refresh(card, self.look, self.showing)
        rough = self.showing.training and len(self.wiring.wires) > MOST_SMOOTH
        yield from self.links.painting(self.wiring, self.look, self.showing, self.visible, self.dimmed, not rough)
        self.refresh_units()

    def state_of(self, card: Card) -> CardState:
        """How a card stands out at present."""
        marks, showing = self.marks, self.showing
        border = None
        if card.id in marks.errors:
            border = self.look.tokens.err
        elif card.id in marks.warnings:
            border = self.look.tokens.warn
        elif card.id == marks.running:
            border = marks.running_color
        units = frozenset(unit for node, unit in marks.units if node == card.id)
        return CardState(
            card.id in marks.selected, card.id == marks.hovered, card.id == marks.focused, border,
            card.id in showing.locked, showing.foretold(card.id), units,
            card.id in marks.waiting and border is None,
        )  # fmt: skip

    def set_stepping(self, on: bool) -> None:
        """While stepping, links end further out, so that the ring of a sum has room."""
        if on != self._stepping:
            self._stepping = on
            self._rewire()

    def _keep_pictures(self) -> None:
        size = sum(card.rect.width() * card.rect.height() for card in self.diagram.cards.values())
        keep = size * self.look.ratio * self.look.ratio <= KEPT_PIXELS
        for item in (*self._bodies.values(), *self._units.values()):
            item.keep_picture(keep)

    def _rewire(self, keep: bool = False) -> None:
        before = self.wiring if keep else None
        self.wiring = wiring_of(self.diagram, self.look.detail == Detail.STRIP, self._stepping, before)

    def _add(self, card: Card) -> None:
        body = CardBody(card, lambda: self.look, self.state_of(card))
        units = CardUnits(card, lambda: self.look, self.showing, self._disc)
        self._bodies[card.id], self._units[card.id] = body, units
        self.addItem(body)
        self.addItem(units)

    def _disc(self, card: Card, unit: int, opacity: float) -> QPixmap:
        return self.discs.get(card, unit, self.look, self.showing, opacity)


def _drawing(document: Document) -> tuple[object, ...]:
    """What the diagram depends on, the places of its cards last; numbers alone leave it as it is."""
    network = document.network
    return network.nodes, network.links, document.data, document.views
