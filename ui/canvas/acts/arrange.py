"""Placing cards, and seeing them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nnsim import edits
from nnsim.document import Document
from nnsim.edits import Box
from nnsim.edits.arranging import Axis, Edge
from nnsim.text import Message, message
from ui.canvas.acts.act import CanvasAct
from ui.canvas.acts.editing import nothing_selected
from ui.canvas.card import Card
from ui.canvas.diagram import tidied
from ui.canvas.travel import commit_travelling, places

if TYPE_CHECKING:
    from ui.canvas.view import CanvasView


def tidy_up(view: CanvasView) -> None:
    """Place all nodes in layers, as one edit."""
    commit_travelling(view, tidied(view.document), message("Tidy"), fit=True)


def align(view: CanvasView, edge: Edge) -> None:
    """Bring the selected nodes onto one line, as one edit."""
    commit_travelling(view, edits.align(_placed(view), _boxes(view), edge), message("Align"))


def distribute(view: CanvasView, axis: Axis) -> None:
    """Spread the selected nodes at equal distances, as one edit."""
    commit_travelling(view, edits.distribute(_placed(view), _boxes(view), axis), message("Space out evenly"))


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


def _boxes(view: CanvasView) -> dict[str, Box]:
    cards = view.board.diagram.cards
    return {node: box_of(cards[node]) for node in sorted(view.selection.nodes) if node in cards}


def _placed(view: CanvasView) -> Document:
    """The document with a place for every node."""
    missing = view.board.diagram.cards.keys() - view.document.views.positions.keys()
    return edits.move(view.document, places(view)) if missing else view.document


def _aligning(name: str, text: Message, edge: Edge, keys: str, icon: str) -> CanvasAct:
    return CanvasAct(name, text, lambda view: align(view, edge), (keys,), icon, group="arrange",
                     possible=lambda view: len(view.selection.nodes) > 1)  # fmt: skip


def _spacing(name: str, text: Message, axis: Axis, keys: str, icon: str) -> CanvasAct:
    return CanvasAct(name, text, lambda view: distribute(view, axis), (keys,), icon, group="arrange",
                     possible=lambda view: len(view.selection.nodes) > 2)  # fmt: skip


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
