"""Cutting, copying, pasting and duplicating nodes, within the window."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from nnsim import edits
from nnsim.document import Document
from nnsim.text import message

if TYPE_CHECKING:
    from ui.canvas.view import CanvasView

SHIFT = 32.0


@dataclass
class Copied:
    """Nodes as they were when they were copied, and how often they have been pasted since."""

    origin: Document
    nodes: tuple[str, ...]
    pasted: int = 0


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
    """Copies of what is kept, each time a little further from where it stood; they are selected then."""
    copied = view.copied
    if copied is not None:
        shift = SHIFT * (copied.pasted + 1)
        document, nodes = edits.duplicate(view.document, copied.nodes, (shift, shift), copied.origin)
        copied.pasted += 1
        view.store.commit(document, message("Paste"))
        view.selection.select(nodes)


def duplicate_selected(view: CanvasView) -> None:
    """Copies of the selected nodes, beside them."""
    if view.selection.nodes:
        document, nodes = edits.duplicate(view.document, sorted(view.selection.nodes), (SHIFT, SHIFT))
        view.store.commit(document, message("Duplicate"))
        view.selection.select(nodes)


def select_all(view: CanvasView) -> None:
    """Select every node."""
    view.selection.select(view.board.diagram.cards)
