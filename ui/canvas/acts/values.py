"""Freezing, pruning and drawing anew: what becomes of the selected weights."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

import numpy as np

from nnsim import edits
from nnsim.document import Document
from nnsim.text import Message, NnsimError, message
from ui.canvas.acts.act import CanvasAct
from ui.canvas.refusal import tell_why

if TYPE_CHECKING:
    from ui.bridge.selection import Cell
    from ui.canvas.view import CanvasView


def chosen_cells(view: CanvasView) -> edits.Masks:
    """The weights and biases of what is selected, but for nodes that are selected as wholes."""
    selection, document = view.selection, view.document
    if selection.cells:
        masks = {path: np.zeros(document.state.parameters[path].shape, np.bool_) for path, _, _ in selection.cells}
        for path, row, column in selection.cells:
            masks[path][row, column] = True
        return masks
    if selection.links:
        return edits.together(edits.link_cells(document, link) for link in selection.links)
    return edits.together(edits.unit_cells(document, node, unit) for node, unit in selection.units)


def prune_cells(view: CanvasView, cells: Iterable[Cell], on: bool) -> None:
    """Prune or restore single links, as one edit."""
    chosen = [(path, (row, column)) for path, row, column in cells]
    _commit(view, lambda document: edits.prune_cells(document, chosen, on), _pruning_text(len(chosen), on))


def randomize_selected(view: CanvasView) -> None:
    """Draw what is selected anew: single weights, all of units and links, or the parameters of nodes."""
    cells, nodes = chosen_cells(view), sorted(view.selection.nodes)

    def edit(document: Document) -> Document:
        return edits.randomize(document, cells) if cells else edits.initialize(document, nodes)

    _commit(view, edit, message("Draw a weight anew") if _count(cells) == 1 else message("Draw weights anew"))


def _commit(view: CanvasView, edit: Callable[[Document], Document], text: Message) -> None:
    try:
        document = edit(view.document)
    except NnsimError as error:
        tell_why(view, error.message)
    else:
        view.store.commit(document, text)


def _paths(view: CanvasView) -> list[str]:
    """The parameters of the selected nodes."""
    nodes = view.selection.nodes
    return [path for path in view.document.state.parameters if path.partition("/")[0] in nodes] if nodes else []


def _count(cells: edits.Masks) -> int:
    return sum(int(mask.sum()) for mask in cells.values())


def _all_frozen(view: CanvasView) -> bool:
    cells = chosen_cells(view)
    if cells:
        return edits.all_held(view.document, cells, "frozen")
    return all(view.board.showing.frozen(path) for path in _paths(view))


def _freezing(view: CanvasView) -> Message:
    if _count(chosen_cells(view)) == 1:
        return message("Unfreeze this weight") if _all_frozen(view) else message("Freeze this weight")
    return message("Unfreeze weights") if _all_frozen(view) else message("Freeze weights")


def _freeze_selected(view: CanvasView) -> None:
    cells, paths, on = chosen_cells(view), _paths(view), not _all_frozen(view)

    def edit(document: Document) -> Document:
        if cells:
            return edits.freeze_cells(document, cells, on)
        for path in paths:
            document = edits.freeze(document, path, None, on)
        return document

    if _count(cells) == 1:
        text = message("Freeze a weight") if on else message("Unfreeze a weight")
    else:
        text = message("Freeze weights") if on else message("Unfreeze weights")
    _commit(view, edit, text)


def _links_chosen(view: CanvasView) -> edits.Masks:
    """The weights of the selected links; none while nodes or units are selected."""
    return chosen_cells(view) if view.selection.links else {}


def _prune_selected(view: CanvasView) -> None:
    cells = _links_chosen(view)
    on = not edits.all_held(view.document, cells, "pruned")
    _commit(view, lambda document: edits.prune_cells(document, cells, on), _pruning_text(_count(cells), on))


def _pruning_text(count: int, on: bool) -> Message:
    if count == 1:
        return message("Prune a link") if on else message("Restore a link")
    return message("Prune links") if on else message("Restore links")


def _pruning(view: CanvasView) -> Message:
    cells = _links_chosen(view)
    back = edits.all_held(view.document, cells, "pruned")
    if _count(cells) == 1:
        return message("Restore this link") if back else message("Prune this link")
    return message("Restore these links") if back else message("Prune these links")


ACTS = (
    CanvasAct("freeze", message("Freeze weights"), _freeze_selected, ("K",), "lock", group="values",
              possible=lambda view: bool(chosen_cells(view) or _paths(view)), named=_freezing),
    CanvasAct("prune", message("Prune this link"), _prune_selected, ("Shift+P",), "link-break", group="values",
              possible=lambda view: bool(_links_chosen(view)), named=_pruning),
    CanvasAct("randomize", message("Draw weights anew"), randomize_selected, ("Shift+R",), "dice-five", group="values",
              possible=lambda view: bool(chosen_cells(view) or _paths(view))),
)  # fmt: skip
