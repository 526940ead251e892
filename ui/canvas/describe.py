"""What the canvas tells a screen reader: names, facts and values of what is selected, or of the whole network."""

from __future__ import annotations

import math
from collections.abc import Iterable

from nnsim.document import Document, Link, Network
from nnsim.text import format_number, render, shown_name, tr
from ui.bridge.selection import Cell, Selection
from ui.canvas.board import Board
from ui.canvas.card import Card


def describe(board: Board, selection: Selection, document: Document) -> str:
    """One or two sentences."""
    cards = board.diagram.cards
    if selection.unit is not None and selection.unit[0] in cards:
        return _unit(board, cards[selection.unit[0]], selection.unit[1])
    chosen = [cards[node] for node in sorted(selection.nodes) if node in cards]
    if len(chosen) == 1:
        return _card(board, chosen[0], document)
    if chosen:
        return tr("{count} selected: {names}", count=len(chosen), names=", ".join(card.name for card in chosen))
    if selection.cell is not None and selection.link is not None and selection.link.target in cards:
        return _weight(board, selection.link, selection.cell)
    if selection.link is not None and selection.link.source in cards and selection.link.target in cards:
        source, target = cards[selection.link.source].name, cards[selection.link.target].name
        return tr("Link from '{source}' to '{target}'", source=source, target=target)
    if not cards:
        return tr("Take a layer from the left, or start from a sample.")
    return tr("{nodes} nodes, {links} links", nodes=len(cards), links=len(document.network.links))


def _card(board: Board, card: Card, document: Document) -> str:
    facts = render(card.facts) if card.facts is not None else ""
    network = document.network
    from_ = _names(network, (link.source for link in network.into(card.id)))
    to = _names(network, (link.target for link in network.out_of(card.id)))
    parts = [
        card.name,
        facts,
        tr("from {names}", names=from_) if from_ else "",
        tr("to {names}", names=to) if to else "",
    ]
    values = [board.showing.value(card.id, unit) for unit in card.center_of]
    known = [format_number(value) for value in values if value is not None and not math.isnan(value)]
    if known:
        parts.append(tr("values {values}", values=" ".join(known)))
    return "; ".join(part for part in parts if part)


def _names(network: Network, nodes: Iterable[str]) -> str:
    return ", ".join(shown_name(network.node(node).name) for node in dict.fromkeys(nodes))


def _unit(board: Board, card: Card, unit: int) -> str:
    value, bias = board.showing.value(card.id, unit), board.showing.bias(card.id, unit)
    parts = [tr("{name}, unit {unit}", name=card.name, unit=unit + 1)]
    if value is not None and not math.isnan(value):
        parts.append(tr("value {value}", value=value))
    if bias is not None:
        parts.append(tr("bias {value}", value=bias))
    return "; ".join(parts)


def _weight(board: Board, link: Link, cell: Cell) -> str:
    path, row, column = cell
    bundle = next((each for each in board.diagram.into(link.target) if each.link == link), None)
    if bundle is None or not 0 <= column - bundle.first < len(bundle.carried):
        return ""
    parts = [tr(
        "Weight from '{source}', unit {source_unit}, to '{target}', unit {target_unit}",
        source=bundle.source.name, source_unit=bundle.carried[column - bundle.first] + 1,
        target=bundle.target.name, target_unit=row + 1,
    )]  # fmt: skip
    weights, masks = board.showing.shown_weights(path), board.showing.masks
    if weights is not None and row < weights.shape[0] and column < weights.shape[1]:
        parts.append(format_number(weights[row, column]))
        for key, word in ((f"{path}:frozen", tr("frozen")), (f"{path}:pruned", tr("pruned"))):
            if key in masks and masks[key][row, column]:
                parts.append(word)
    return "; ".join(parts)
