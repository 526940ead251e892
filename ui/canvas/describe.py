"""What the canvas tells a screen reader: names, facts and values of what is selected, or of the whole network."""

from __future__ import annotations

import math

from nnsim.document import Document
from nnsim.text import format_number, render, shown_name, tr
from ui.bridge.selection import Selection
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
    if selection.link is not None and selection.link.source in cards and selection.link.target in cards:
        source, target = cards[selection.link.source].name, cards[selection.link.target].name
        return tr("Link from '{source}' to '{target}'", source=source, target=target)
    if not cards:
        return tr("Take a layer from the left, or start from a sample.")
    return tr("{nodes} nodes, {links} links", nodes=len(cards), links=len(document.network.links))


def _card(board: Board, card: Card, document: Document) -> str:
    facts = render(card.facts) if card.facts is not None else ""
    network = document.network
    names = {node.id: shown_name(node.name) for node in network.nodes}
    from_ = ", ".join(dict.fromkeys(names[link.source] for link in network.into(card.id)))
    to = ", ".join(dict.fromkeys(names[link.target] for link in network.out_of(card.id)))
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


def _unit(board: Board, card: Card, unit: int) -> str:
    value, bias = board.showing.value(card.id, unit), board.showing.bias(card.id, unit)
    parts = [tr("{name}, unit {unit}", name=card.name, unit=unit + 1)]
    if value is not None and not math.isnan(value):
        parts.append(tr("value {value}", value=value))
    if bias is not None:
        parts.append(tr("bias {value}", value=bias))
    return "; ".join(parts)
