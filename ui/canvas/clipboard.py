"""Cutting, copying, pasting and duplicating nodes, within the window."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from nnsim import edits
from nnsim.document import Document
from nnsim.text import message
from ui.canvas.free_place import uncovering

if TYPE_CHECKING:
    from ui.canvas.view import CanvasView


@dataclass
class Copied:
    """Nodes as they were when they were copied."""

    origin: Document
    nodes: tuple[str, ...]


def copy_selected(view: CanvasView) -> None:
    """Keep the selected nodes for pasting; without any, what was kept stays."""
    if view.selection.nodes:
        view.copied = Copied(view.document, tuple(sorted(view.selection.nodes)))


def cut_selected(view: CanvasView) -> None:
    """Keep the selected nodes for pasting, and take them away."""
    if view.selection.nodes:
        copy_selected(view)
        view.store.commit(edits.delete(view.document, view.selection.nodes), message("Cut"))


def paste(view: CanvasView) -> None:
    """Copies of what is kept, as near as can be to where it stood without covering a card; they are selected then."""
    if view.copied is not None:
        document, nodes = edits.duplicate(view.document, view.copied.nodes, (0.0, 0.0), view.copied.origin)
        view.store.commit(uncovering(document, nodes), message("Paste"))
        view.selection.select(nodes)


def duplicate_selected(view: CanvasView) -> None:
    """Copies of the selected nodes, beside them."""
    if view.selection.nodes:
        document, nodes = edits.duplicate(view.document, sorted(view.selection.nodes), (0.0, 0.0))
        view.store.commit(uncovering(document, nodes), message("Duplicate"))
        view.selection.select(nodes)


def select_all(view: CanvasView) -> None:
    """Select every node."""
    view.selection.select(view.board.diagram.cards)
