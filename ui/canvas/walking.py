"""Walking by keyboard: from card to card, into a card's units, and into the links and weights that lead there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nnsim.document import Link
from ui.bridge.selection import Cell
from ui.canvas.card import Bundle, Card

if TYPE_CHECKING:
    from ui.canvas.view import CanvasView

Thread = tuple[Link, Cell | None]
"""A link as a whole, or one weight of it."""


def cards_in_order(view: CanvasView) -> list[Card]:
    """Cards as one reads them: from left to right, then from top to bottom."""
    diagram = view.board.diagram
    hidden = diagram.hidden  # a folded block is walked to once, by the first of its nodes
    cards = [card for node, card in diagram.cards.items() if node not in hidden or hidden[node].nodes[0] == node]
    return sorted(cards, key=lambda card: (card.x, card.y))


def can_walk(view: CanvasView) -> bool:
    """Whether there is a card, a unit or a link to walk on from."""
    selection = view.selection
    return not view.keyboard.linking and (selection.node is not None or selection.link is not None)


def walk(view: CanvasView, step: int) -> None:
    """The next (1) or previous (-1) unit of a card, or link into it; from the card itself its first unit."""
    selection = view.selection
    if selection.link is not None:
        threads = threads_beside(view)
        place = threads.index((selection.link, selection.cell)) if (selection.link, selection.cell) in threads else -1
        if threads and 0 <= place + step < len(threads):
            take_thread(view, threads[place + step])
    elif selection.node is not None:
        card = view.board.diagram.cards[selection.node]
        units, unit = sorted(card.center_of), selection.unit
        place = (units.index(unit[1]) if unit is not None and unit[1] in units else -1) + step
        if place == -1:
            selection.select([card.id])
        elif 0 <= place < len(units):
            selection.select_unit(card.id, units[place])


def can_enter(view: CanvasView) -> bool:
    """Whether something leads into what is selected."""
    return can_walk(view) and bool(_threads_inside(view))


def enter(view: CanvasView) -> None:
    """Into the links: the first that leads to the card, or the first weight of the unit or of the link."""
    take_thread(view, _threads_inside(view)[0])


def can_leave(view: CanvasView) -> bool:
    """Whether a link or a weight is selected."""
    return can_walk(view) and view.selection.link is not None


def leave(view: CanvasView) -> None:
    """Out of the links: back to the unit that a weight leads to, or to the card."""
    link, cell = view.selection.link, view.selection.cell
    if link is not None and cell is not None and cell[1] in view.board.diagram.cards[link.target].center_of:
        view.selection.select_unit(link.target, cell[1])
    elif link is not None:
        view.selection.select([link.target])


def take_thread(view: CanvasView, thread: Thread) -> None:
    """Select a link, or one weight of it, and bring it into view."""
    link, cell = thread
    if cell is None:
        view.selection.select_link(link)
    else:
        view.selection.select_cell(link, cell)
    view.reveal(link.target)


def threads_beside(view: CanvasView) -> list[Thread]:
    """What stands beside the selected link or weight: all that leads to the same card or unit."""
    link, cell = view.selection.link, view.selection.cell
    if link is None:
        return []
    bundles = list(view.board.diagram.into(link.target))
    return terms_of(bundles, cell[1]) if cell is not None else [(bundle.link, None) for bundle in bundles]


def terms_of(bundles: list[Bundle], unit: int) -> list[Thread]:
    """The weights that lead to one unit of the card at which these bundles end, in the order of its sum."""
    return [
        (bundle.link, (bundle.path, unit, bundle.first + place))
        for bundle in bundles if bundle.path for place in range(len(bundle.carried))
    ]  # fmt: skip


def _threads_inside(view: CanvasView) -> list[Thread]:
    selection, diagram = view.selection, view.board.diagram
    if selection.cell is not None:
        return []
    if selection.link is not None:
        return terms_of([each for each in diagram.bundles if each.link == selection.link], 0)
    if selection.node is None:
        return []
    bundles = list(diagram.into(selection.node))
    terms = terms_of(bundles, selection.unit[1]) if selection.unit is not None else []
    return terms or [(bundle.link, None) for bundle in bundles]
