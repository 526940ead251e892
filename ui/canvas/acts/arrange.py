"""Placing cards, and seeing them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nnsim import edits
from nnsim.document import Document
from nnsim.edits import Box
from nnsim.edits.arranging import Axis, Edge, Shift, alignment, distribution, shifted
from nnsim.text import Message, message
from ui.canvas.acts.act import CanvasAct
from ui.canvas.acts.editing import nothing_selected
from ui.canvas.card import Card
from ui.canvas.diagram import diagram_of, tidied
from ui.canvas.free_place import snapped
from ui.canvas.travel import commit_travelling, places, travel

if TYPE_CHECKING:
    from ui.canvas.view import CanvasView


def tidy_up(view: CanvasView) -> None:
    """Place all nodes in layers, as one edit."""
    before = places(view)
    document, here = tidied(view.document), view.board.diagram.bounds.center()
    shift = snapped(here - diagram_of(document).bounds.center())  # its middle stays, beside its notes
    moved = {node: (x + shift.x(), y + shift.y()) for node, (x, y) in document.views.positions.items()}
    view.store.commit(edits.move(document, moved), message("Tidy"))
    view.fit()
    travel(view, before)


def align(view: CanvasView, edge: Edge) -> None:
    """Bring what is selected onto one line, as one edit."""
    _shift(view, alignment({name: box for name, (box, _) in _items(view).items()}, edge), message("Align"))


def distribute(view: CanvasView, axis: Axis) -> None:
    """Spread what is selected at equal distances, as one edit."""
    shifts = distribution({name: box for name, (box, _) in _items(view).items()}, axis)
    _shift(view, shifts, message("Space out evenly"))


def zoom_to_selection(view: CanvasView) -> None:
    """Show what is selected as large as it fits."""
    ends = {end for link in view.selection.links for end in (link.source, link.target)}
    view.camera.fit(view.bounds_of(*view.selection.nodes, *ends), view.corners.room())
    view.camera.fitted = False


def box_of(card: Card) -> Box:
    """What is seen of a node: its card, or the circle of a neuron."""
    if not card.free:
        return Box(card.x, card.y, card.shape.width, card.shape.height, card.shape.axis)
    center, radius = card.center_of[0], card.shape.radius
    return Box(center.x() - radius, center.y() - radius, 2 * radius, 2 * radius, radius)


def _items(view: CanvasView) -> dict[str, tuple[Box, tuple[str, ...]]]:
    """What is selected and seen, each with its nodes: cards, neurons, and folded blocks as wholes."""
    diagram, items = view.board.diagram, {}
    for node in sorted(view.selection.nodes & diagram.cards.keys()):
        block = diagram.hidden.get(node)
        if block is None:
            items[node] = (box_of(diagram.cards[node]), (node,))
        else:
            rect = block.rect
            box = Box(rect.x(), rect.y(), rect.width(), rect.height(), rect.height() / 2)
            items[f"/{block.id}"] = (box, block.nodes)
    return items


def _shift(view: CanvasView, shifts: dict[str, Shift], text: Message) -> None:
    items = _items(view)
    by_node = {node: shift for name, shift in shifts.items() for node in items[name][1]}
    commit_travelling(view, shifted(_placed(view), by_node), text)


def _placed(view: CanvasView) -> Document:
    """The document with a place for every node."""
    missing = view.board.diagram.cards.keys() - view.document.views.positions.keys()
    return edits.move(view.document, places(view)) if missing else view.document


def _aligning(name: str, text: Message, edge: Edge, keys: str, icon: str) -> CanvasAct:
    return CanvasAct(name, text, lambda view: align(view, edge), (keys,), icon, group="arrange",
                     possible=lambda view: len(_items(view)) > 1)  # fmt: skip


def _spacing(name: str, text: Message, axis: Axis, keys: str, icon: str) -> CanvasAct:
    return CanvasAct(name, text, lambda view: distribute(view, axis), (keys,), icon, group="arrange",
                     possible=lambda view: len(_items(view)) > 2)  # fmt: skip


ACTS = (
    CanvasAct("fit", message("Fit the network"), lambda view: view.fit(), ("F",), "corners-out", group="arrange",
              offered=nothing_selected, of_window=True),
    CanvasAct("zoom_selection", message("Zoom to the selection"), zoom_to_selection, ("Shift+F",), "frame-corners",
              group="arrange", possible=lambda view: not view.selection.empty),
    CanvasAct("tidy", message("Tidy"), tidy_up, ("Shift+T",), "tree-structure", group="arrange",
              possible=lambda view: bool(view.board.diagram.cards), offered=nothing_selected),
    _aligning("align_left", message("Align left edges"), "left", "Alt+A", "align-left"),
    _aligning("align_center", message("Align centers one below the other"), "center", "Alt+H",
              "align-center-horizontal"),
    _aligning("align_right", message("Align right edges"), "right", "Alt+D", "align-right"),
    _aligning("align_top", message("Align top edges"), "top", "Alt+W", "align-top"),
    _aligning("align_middle", message("Align centers side by side"), "middle", "Alt+V", "align-center-vertical"),
    _aligning("align_bottom", message("Align bottom edges"), "bottom", "Alt+S", "align-bottom"),
    _spacing("space_across", message("Space out evenly across"), "across", "Alt+Shift+H", "arrows-out-line-horizontal"),
    _spacing("space_down", message("Space out evenly down"), "down", "Alt+Shift+V", "arrows-out-line-vertical"),
)  # fmt: skip
