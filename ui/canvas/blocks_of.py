"""Blocks as they stand on the canvas: frames around their cards or single cards, and the links that end at these."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from msgspec import structs
from PySide6.QtCore import QRectF

from nnsim.document import Group, Views
from ui.canvas.card import Bundle, Card
from ui.canvas.geometry import Shape

PAD, TITLE = 22.0, 38.0
"""Room around the cards in a frame, and above them for its title."""
WIDTH, HEAD, SKETCH, FOOT = 176.0, 62.0, 92.0, 20.0
PITCH = 24.0
"""Distance of the ports of a folded block."""


@dataclass(frozen=True)
class Block:
    """One block that is seen: a frame, or a card in the place of all that stands in it.

    `nodes` are all nodes inside; `outlines` the boxes of their cards, which a folded one shows in small; `arriving` and
    `leaving` tell at which height the links of each of its nodes cross its border.
    """

    id: str
    name: str
    folded: bool
    rect: QRectF
    nodes: tuple[str, ...]
    outlines: tuple[tuple[float, float, float, float], ...] = ()
    arriving: tuple[tuple[str, float], ...] = ()
    leaving: tuple[tuple[str, float], ...] = ()


def blocks_of(views: Views, cards: Mapping[str, Card], bundles: Iterable[Bundle]) -> tuple[Block, ...]:
    """The blocks that are seen, outer ones before those inside them."""
    inside: dict[str | None, list[Group]] = {}
    for group in views.groups:
        inside.setdefault(group.parent, []).append(group)
    outermost: dict[str, str] = {}
    for group in inside.get(None, ()):
        _mark(group, inside, outermost)
    crossing = _crossing(outermost, bundles)
    found: list[Block] = []

    def place(group: Group) -> Block:
        """The block of a group; those that are seen are put into the list, itself before what stands in it."""
        at = len(found)
        nodes = tuple(node for node in _nodes(group, inside) if node in cards)
        if group.folded:
            made = _folded(group, nodes, cards, crossing.get(group.id, (set(), set())))
        else:
            boxes = [cards[node].rect for node in group.members if node in cards]
            boxes += [child.rect for each in inside.get(group.id, ()) if (child := place(each)).nodes]
            made = Block(group.id, group.name, False, _around(boxes).adjusted(-PAD, -TITLE, PAD, PAD), nodes)
        if nodes:
            found.insert(at, made)
        return made

    for group in inside.get(None, ()):
        place(group)
    return tuple(found)


def _nodes(group: Group, inside: Mapping[str | None, list[Group]]) -> Iterator[str]:
    """All nodes in a block and in those inside it."""
    yield from group.members
    for child in inside.get(group.id, ()):
        yield from _nodes(child, inside)


def _mark(group: Group, inside: Mapping[str | None, list[Group]], outermost: dict[str, str]) -> None:
    """Note of each node that is not seen the folded block in its place."""
    if group.folded:
        outermost.update(dict.fromkeys(_nodes(group, inside), group.id))
        return
    for child in inside.get(group.id, ()):
        _mark(child, inside, outermost)


def _crossing(outermost: Mapping[str, str], bundles: Iterable[Bundle]) -> dict[str, tuple[set[str], set[str]]]:
    """By folded block: the nodes in it at which links from outside end, and those from which links lead out."""
    found: dict[str, tuple[set[str], set[str]]] = {}
    for bundle in bundles if outermost else ():
        here, there = outermost.get(bundle.source.id), outermost.get(bundle.target.id)
        if here != there:
            if there is not None:
                found.setdefault(there, (set(), set()))[0].add(bundle.target.id)
            if here is not None:
                found.setdefault(here, (set(), set()))[1].add(bundle.source.id)
    return found


def hidden_in(blocks: Iterable[Block]) -> dict[str, Block]:
    """The folded block in which each node that is not seen stands."""
    return {node: block for block in blocks if block.folded for node in block.nodes}


def drawn_bundles(bundles: tuple[Bundle, ...], blocks: Iterable[Block]) -> tuple[Bundle, ...]:
    """The bundles as they are drawn: those within a folded block are not, those across its border end at it."""
    hidden = hidden_in(blocks)
    if not hidden:
        return bundles
    drawn = []
    for bundle in bundles:
        here, there = hidden.get(bundle.source.id), hidden.get(bundle.target.id)
        if here is None and there is None:
            drawn.append(bundle)
        elif here is not there:
            source = bundle.source if here is None else _port(bundle.source, here, here.leaving)
            target = bundle.target if there is None else _port(bundle.target, there, there.arriving)
            drawn.append(structs.replace(bundle, source=source, target=target, sort="whole"))
    return tuple(drawn)


def _folded(
    group: Group, nodes: tuple[str, ...], cards: Mapping[str, Card], crossing: tuple[set[str], set[str]]
) -> Block:
    order = sorted(nodes, key=lambda node: (cards[node].y, cards[node].x))
    into, out = crossing
    height = HEAD + max(SKETCH, PITCH * max(len(into), len(out))) + FOOT
    boxes = [cards[node].rect for node in nodes]
    center = _around(boxes).center()
    rect = QRectF(round(center.x() - WIDTH / 2), round(center.y() - height / 2), WIDTH, height)
    return Block(
        group.id, group.name, True, rect, nodes,
        tuple((box.x(), box.y(), box.width(), box.height()) for box in boxes),
        _spread([node for node in order if node in into], rect), _spread([node for node in order if node in out], rect),
    )


def _spread(nodes: list[str], rect: QRectF) -> tuple[tuple[str, float], ...]:
    """Heights for these ports, around the middle of the body."""
    middle = rect.top() + HEAD + (rect.height() - HEAD - FOOT) / 2
    return tuple((node, middle + PITCH * (place - (len(nodes) - 1) / 2)) for place, node in enumerate(nodes))


def _port(card: Card, block: Block, ports: tuple[tuple[str, float], ...]) -> Card:
    """The card of a hidden node as the bundle sees it: a line across the block at the height of its port."""
    height = next((y for node, y in ports if node == card.id), block.rect.center().y())
    return replace(card, role="hidden", shape=Shape(WIDTH, 0.0, 0.0, ()), x=block.rect.x(), y=height, folded=True)


def _around(boxes: Iterable[QRectF]) -> QRectF:
    whole = QRectF()
    for box in boxes:
        whole = whole.united(box)
    return whole
