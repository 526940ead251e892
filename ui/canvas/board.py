"""The scene: a body and a units item for each card and the layer of links between them, in step with a document."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from operator import is_not
from typing import Any

from PySide6.QtCore import QObject, QRectF
from PySide6.QtGui import QPixmap, QPixmapCache
from PySide6.QtWidgets import QGraphicsScene

from nnsim.document import Document
from nnsim.document.arrays import paths_of_others
from ui.canvas.appearance import Look
from ui.canvas.card import Card
from ui.canvas.card_paint import CardState
from ui.canvas.depth import cover_units, lift
from ui.canvas.detail import Detail
from ui.canvas.diagram import Diagram, diagram_of
from ui.canvas.discs import Discs
from ui.canvas.free_field import FreeField, FreeRings
from ui.canvas.items import LINK_LAYER, CardBody, CardUnits
from ui.canvas.link_layer import LinkLayer
from ui.canvas.marks import Marks, marked_otherwise, state_of
from ui.canvas.showing import Showing
from ui.canvas.weaving import wiring_of
from ui.canvas.wires import Wiring
from ui.look import Tokens, theme

WORLD = 40_000.0
SWING = 220.0
MOST_SMOOTH = 200  # links that are antialiased while training
KEPT_PIXELS = 8_000_000
MOST_FIRST = 24  # nodes that an edit changed which are painted before all others, where those are to be painted too


class Board(QGraphicsScene):
    """The drawn network. `work()` yields the slow part of a refresh in portions, for a frame timer to spread."""

    def __init__(self, parent: QObject | None = None) -> None:
        QPixmapCache.setCacheLimit(max(QPixmapCache.cacheLimit(), 6 * KEPT_PIXELS // 1024))
        super().__init__(-WORLD, -WORLD, 2 * WORLD, 2 * WORLD, parent)
        self.setItemIndexMethod(QGraphicsScene.ItemIndexMethod.NoIndex)
        self.showing = Showing()
        self.marks = Marks()
        self.diagram = Diagram()
        self._wiring: Wiring | None = Wiring()
        self._followed: Wiring | None = None  # what the next wiring takes over where nothing is different
        self.look = Look(theme().tokens)
        self.visible = QRectF()
        self.dimmed = False
        self.beside: dict[object, QRectF] = {}
        self._stepping = False
        self.discs = Discs()
        self.links = LinkLayer()
        self.links.setZValue(LINK_LAYER)
        self.addItem(self.links)
        self.addItem(self.links.carried)
        self._drawn: tuple[object, ...] | None = None
        self._bodies: dict[str, CardBody] = {}
        self._units: dict[str, CardUnits] = {}
        self._rings = FreeRings(lambda: self.look)
        self._free = FreeField(lambda: self.look, self.showing, self._disc)
        self.addItem(self._rings)
        self.addItem(self._free)
        self._styled: tuple[Marks, frozenset[str], Tokens] | None = None
        self._worked_on = self.look
        self._stale: set[str] | None = None  # nodes whose numbers are others than those painted; None for all
        self._edited: set[str] = set()  # those of them that a document brought

    @property
    def wiring(self) -> Wiring:
        """Every wire, made when one is first asked for: of a document that is opened the zoom is known only then."""
        if self._wiring is None:
            strips = self.look.detail == Detail.STRIP
            self._wiring = wiring_of(self.diagram, strips, self._stepping, self._followed)
            self._followed = None
        return self._wiring

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
        showing = self.showing
        was = showing.parameters, showing.masks, showing.points
        showing.take(document)
        self._touch(_nodes_of_others(was[0], showing.parameters) | _nodes_of_others(was[1], showing.masks))
        if showing.points is not was[2]:
            self._stale = None
        if before is None or any(map(is_not, before, self._drawn)):
            if before is None or before[:3] != self._drawn[:3]:
                showing.width.follow(anew=True)
            known = None if before is None else self.diagram
            self.set_diagram(diagram_of(document, known), keep=True)
        self.restyle()

    def _touch(self, nodes: Iterable[str]) -> None:
        """These nodes may show other numbers than those that are painted."""
        self._edited.update(nodes)
        if self._stale is not None:
            self._stale.update(nodes)

    def forget(self) -> None:
        """Lay everything out anew when the next document comes, though it may be the same."""
        self._drawn = self._stale = None

    def set_diagram(self, diagram: Diagram, keep: bool = False) -> None:
        """Show these cards and links; `keep` says that links between cards that stayed are the same."""
        before, self.diagram = self.diagram, diagram
        self._rewire(keep)
        gone = () if diagram.names is before.names else before.cards.keys() - diagram.cards.keys()
        for node in gone:
            self._take_out(node)
        if gone:
            self.discs.forget(set(diagram.cards))
        for node in diagram.others(before):
            self._put(diagram.cards[node], before.cards.get(node))
        self._touch(diagram.losses)  # a loss shows what is linked to it
        if before.hidden or diagram.hidden:
            self._styled = None
            for node in diagram.hidden:
                self._rings.forget(node)
            for node in self._bodies:
                self._bodies[node].setVisible(node not in diagram.hidden)
                self._units[node].setVisible(node not in diagram.hidden)
        cover_units(self._bodies, self._units, diagram.hidden)
        self._free.set_cards(diagram)
        self._keep_pictures()
        self.links.cover(diagram.bounds.adjusted(-SWING, -SWING, SWING, SWING) if diagram.cards else QRectF())

    def lift(self, nodes: Collection[str]) -> None:
        """Let these cards lie over all others from now on."""
        self.diagram = replace(
            self.diagram, lifted=(*(node for node in self.diagram.lifted if node not in nodes), *nodes))
        lift(self._bodies, self._units, nodes)
        cover_units(self._bodies, self._units, self.diagram.hidden)

    def _put(self, card: Card, was: Card | None) -> None:
        """Show a new card, or another version of one."""
        self._touch((card.id,))
        if was is not None and was.free != card.free:
            self._take_out(card.id)
        if card.free:
            self._rings.set_state(card, self.state_of(card))
            return
        if card.id not in self._bodies:
            self._add(card)
        self._bodies[card.id].set_card(card, self.state_of(card))
        self._units[card.id].set_card(card)

    def _take_out(self, node: str) -> None:
        """Show a node no more."""
        self._rings.forget(node)
        if node in self._bodies:
            self.removeItem(self._bodies.pop(node))
            self.removeItem(self._units.pop(node))

    def set_look(self, look: Look) -> None:
        """Change colours or zoom."""
        strips = self.look.detail == Detail.STRIP
        self.look = look
        self._stale = None
        if strips != (look.detail == Detail.STRIP):
            self._rewire(keep=True)
        self._keep_pictures()
        for body in self._bodies.values():
            body.update()
        for units in self._units.values():
            units.refresh(anew=True)
        self.restyle()
        self.update()

    def restyle(self) -> None:
        """Take over changed marks."""
        marks, locked, before = self.marks, self.showing.locked, self._styled
        foretelling = self.showing.step is not None
        tokens = self.look.tokens
        self._styled = None if foretelling else (replace(marks), locked, tokens)
        if foretelling or before is None or before[2] is not tokens:
            changed = set(self.diagram.cards)
        else:
            changed = marked_otherwise(before[0], marks) | (before[1] ^ locked)
        for node in changed & self.diagram.cards.keys():
            card = self.diagram.cards[node]
            if card.free and node not in self.diagram.hidden:
                self._rings.set_state(card, self.state_of(card))
            elif not card.free:
                self._bodies[node].set_card(card, self.state_of(card))

    def refresh_units(self) -> None:
        """Repaint units and meters after their numbers changed."""
        self.restyle()
        for node, units in self._units.items():
            units.refresh(anew=node in self.discs.remade)
        self.discs.remade.clear()
        self._free.refresh()

    def work(self, numbers: bool = True) -> Iterator[bool | None]:
        """Make discs and links anew in portions of a few milliseconds; everything changes on the screen at the end.

        It yields True where what changed stands in the picture already, and what is left can wait for the next frame.

        Args:
            numbers: whether all may show other numbers; else only what a document brought, or another zoom.
        """
        if numbers:
            self._stale = None
        self._worked_on = self.look
        rough = self.showing.training and len(self.wiring.wires) > MOST_SMOOTH
        if self._stale is None and 0 < len(self._edited) <= MOST_FIRST:
            yield from self._renew(tuple(self._edited), rough)
            yield True
        stale = self._stale  # kept until all is done: what breaks this work off goes on with it
        yield from self._renew(None if stale is None else tuple(stale), rough)
        self._stale = None if self.behind else set()
        if self.showing.width.due:  # measuring takes a millisecond, and mostly nothing comes of it
            yield True
        if self.links.behind(self.showing):
            yield True
            yield from self._painting(rough)

    def _renew(self, nodes: tuple[str, ...] | None, rough: bool) -> Iterator[bool | None]:
        """Make the discs of these nodes, or of all, and the links anew, and repaint the units."""
        for node in self.diagram.cards.copy() if nodes is None else nodes:
            card = self.diagram.cards.get(node)
            if card is not None and card.role != "loss":
                yield from self.discs.refresh(card, self.look, self.showing)
        for waits in self._painting(rough, quick=True):
            if waits and nodes is not None:  # what can be seen is painted: the numbers come with it
                self.repaint_units(nodes)
            yield waits
        self._edited.clear()
        if nodes is None:
            self.refresh_units()
        else:
            self.repaint_units(nodes)

    @property
    def behind(self) -> bool:
        """Whether the work in progress began with another zoom or theme, so that it has to be done once more."""
        return self._worked_on is not self.look

    def _painting(self, rough: bool, quick: bool = False) -> Iterator[bool | None]:
        yield from self.links.painting(
            self.wiring, self.look, self.showing, self.visible, self.dimmed, not rough, quick)

    def repaint_units(self, nodes: Iterable[str]) -> None:
        """Repaint the units of a few nodes."""
        cards = [self.diagram.cards[node] for node in nodes if node in self.diagram.cards]
        self._free.touch(card for card in cards if card.free)
        for card in cards:
            if not card.free:
                self._units[card.id].refresh(anew=card.id in self.discs.remade)
        self.discs.remade.difference_update(card.id for card in cards)

    def state_of(self, card: Card) -> CardState:
        """How a card stands out at present."""
        return state_of(card, self.marks, self.showing, self.look)

    def set_stepping(self, on: bool) -> None:
        """While stepping, links end further out, so that the ring of a sum has room."""
        if on != self._stepping:
            self._stepping = on
            self._rewire()

    def _keep_pictures(self) -> None:
        """Keep painted cards as pictures, where they are not so large on the screen that these fill the memory."""
        cards = [body.card.shape for body in self._bodies.values()]
        size = sum(shape.width * shape.height for shape in cards)
        size *= self.look.ratio * self.look.ratio
        for body, units in zip(self._bodies.values(), self._units.values(), strict=True):
            body.keep_picture(size <= KEPT_PIXELS)
            # Heat maps are slow to paint; discs are kept where there is room for both pictures of every card.
            units.keep_picture(size <= (KEPT_PIXELS if units.card.shape.face is not None else KEPT_PIXELS // 2))

    def _rewire(self, keep: bool = False) -> None:
        self._followed = (self._wiring or self._followed) if keep else None
        self._wiring = None

    def _add(self, card: Card) -> None:
        body = CardBody(card, lambda: self.look, self.state_of(card))
        units = CardUnits(card, lambda: self.look, self.showing, self._disc)
        self._bodies[card.id], self._units[card.id] = body, units
        self.addItem(body)
        self.addItem(units)

    def _disc(self, card: Card, unit: int, opacity: float) -> QPixmap:
        return self.discs.get(card, unit, self.look, self.showing, opacity)


def _nodes_of_others(before: Mapping[str, Any], after: Mapping[str, Any]) -> set[str]:
    """The nodes that have another array than before, or one more or less."""
    return {path.partition("/")[0] for path in paths_of_others(before, after)}


def _drawing(document: Document) -> tuple[object, ...]:
    """What the diagram depends on, the places of its cards last; numbers alone leave it as it is."""
    network = document.network
    return network.nodes, network.links, document.data, document.views.opened, document.views
