"""What the canvas tells a screen reader: names, facts and values of what is selected, or of the whole network."""

from __future__ import annotations

import math
from collections.abc import Iterable

from nnsim.document import Document, Link, Network
from nnsim.text import format_number, render, shown_name, tr
from ui.bridge.selection import Cell, Selection, Unit
from ui.canvas.board import Board
from ui.canvas.card import Card

Thing = str | Unit | Link | tuple[Link, Cell]
"""A card by its node's id, a unit, a link, or one weight of a link."""


def describe(board: Board, selection: Selection, document: Document) -> str:
    """One or two sentences."""
    cards = board.diagram.cards
    if selection.unit is not None and selection.unit[0] in cards:
        return _unit(board, cards[selection.unit[0]], selection.unit[1])
    chosen = [cards[node] for node in sorted(selection.nodes) if node in cards]
    if len(chosen) == 1:
        return _card(board, chosen[0], document)
    block = next((each for each in board.diagram.blocks if selection.nodes == set(each.nodes)), None)
    if chosen and block is not None:
        return tr("Block '{name}': {names}", name=block.name, names=", ".join(card.name for card in chosen))
    if chosen:
        return tr("{count} selected: {names}", count=len(chosen), names=", ".join(card.name for card in chosen))
    if selection.cell is not None and selection.link is not None and selection.link.target in cards:
        return "; ".join([_weight_name(board, selection.link, selection.cell), *_weight_values(board, selection.cell)])
    if selection.link is not None and selection.link.source in cards and selection.link.target in cards:
        return name_of(board, selection.link)
    notes = [note.text for note in document.views.notes if note.id in selection.notes]
    if notes:
        return tr("Note: {text}", text=notes[0]) if len(notes) == 1 else tr("{count} notes", count=len(notes))
    if not cards:
        return tr("Take a layer from the left, or start from a sample.")
    return tr("{nodes} nodes, {links} links", nodes=len(cards), links=len(document.network.links))


def name_of(board: Board, thing: Thing) -> str:
    """What a card, a unit, a link or a weight that the board has is called."""
    cards = board.diagram.cards
    if isinstance(thing, str):
        return cards[thing].name
    if isinstance(thing, Link):
        source, target = cards[thing.source].name, cards[thing.target].name
        return tr("Link from '{source}' to '{target}'", source=source, target=target)
    if isinstance(thing[0], str):
        card = cards[thing[0]]
        return card.name if card.free else tr("{name}, unit {unit}", name=card.name, unit=thing[1] + 1)
    return _weight_name(board, *thing)


def value_of(board: Board, thing: Thing) -> str:
    """The numbers of a card, a unit, a link or a weight as one hears them; empty when there are none."""
    if isinstance(thing, str):
        card = board.diagram.cards[thing]
        return "; ".join(part for part in (render(card.facts) if card.facts else "", _values(board, card)) if part)
    if isinstance(thing, Link):
        bundle = next((each for each in board.diagram.into(thing.target) if each.link == thing), None)
        if bundle is None or not bundle.path:
            return ""
        return tr("1 weight") if bundle.count == 1 else tr("{count} weights", count=bundle.count)
    if isinstance(thing[0], str):
        return "; ".join(_unit_values(board, board.diagram.cards[thing[0]], thing[1]))
    return "; ".join(_weight_values(board, thing[1]))


def neighbors(network: Network, node: str) -> str:
    """From where links come to a node, and where they lead."""
    from_ = _names(network, (link.source for link in network.into(node)))
    to = _names(network, (link.target for link in network.out_of(node)))
    parts = (tr("from {names}", names=from_) if from_ else "", tr("to {names}", names=to) if to else "")
    return "; ".join(part for part in parts if part)


def _card(board: Board, card: Card, document: Document) -> str:
    facts = render(card.facts) if card.facts is not None else ""
    parts = [card.name, facts, neighbors(document.network, card.id), _values(board, card)]
    return "; ".join(part for part in parts if part)


def _values(board: Board, card: Card) -> str:
    values = [board.showing.value(card.id, unit) for unit in card.center_of]
    known = [format_number(value) for value in values if value is not None and not math.isnan(value)]
    return tr("values {values}", values=" ".join(known)) if known else ""


def _names(network: Network, nodes: Iterable[str]) -> str:
    return ", ".join(shown_name(network.node(node).name) for node in dict.fromkeys(nodes))


def _unit(board: Board, card: Card, unit: int) -> str:
    return "; ".join([tr("{name}, unit {unit}", name=card.name, unit=unit + 1), *_unit_values(board, card, unit)])


def _unit_values(board: Board, card: Card, unit: int) -> list[str]:
    value, bias = board.showing.value(card.id, unit), board.showing.bias(card.id, unit)
    parts = []
    if value is not None and not math.isnan(value):
        parts.append(tr("value {value}", value=value))
    if bias is not None:
        parts.append(tr("bias {value}", value=bias))
    return parts


def _weight_name(board: Board, link: Link, cell: Cell) -> str:
    _, row, column = cell
    bundle = next((each for each in board.diagram.into(link.target) if each.link == link), None)
    if bundle is None or not 0 <= column - bundle.first < len(bundle.carried):
        return ""
    return tr(
        "Weight from '{source}', unit {source_unit}, to '{target}', unit {target_unit}",
        source=bundle.source.name, source_unit=bundle.carried[column - bundle.first] + 1,
        target=bundle.target.name, target_unit=row + 1,
    )  # fmt: skip


def _weight_values(board: Board, cell: Cell) -> list[str]:
    path, row, column = cell
    weights, masks, parts = board.showing.shown_weights(path), board.showing.masks, []
    if weights is not None and row < weights.shape[0] and column < weights.shape[1]:
        parts.append(format_number(weights[row, column]))
        for key, word in ((f"{path}:frozen", tr("frozen")), (f"{path}:pruned", tr("pruned"))):
            if key in masks and masks[key][row, column]:
                parts.append(word)
    return parts
