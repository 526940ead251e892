"""Freezing, pruning and drawing anew: what becomes of the selected weights."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from nnsim import edits
from nnsim.text import Message, message
from ui.canvas.acts.act import CanvasAct

if TYPE_CHECKING:
    from ui.bridge.selection import Cell
    from ui.canvas.view import CanvasView


def freeze(view: CanvasView, paths: list[str], on: bool) -> None:
    """Freeze or unfreeze whole parameters, as one edit."""
    document = view.document
    for path in paths:
        document = edits.freeze(document, path, None, on)
    view.store.commit(document, message("Freeze weights") if on else message("Unfreeze weights"))


def freeze_cells(view: CanvasView, cells: Iterable[Cell], on: bool) -> None:
    """Freeze or unfreeze single weights, as one edit."""
    document = view.document
    for path, row, column in cells:
        document = edits.freeze(document, path, (row, column), on)
    view.store.commit(document, message("Freeze a weight") if on else message("Unfreeze a weight"))


def prune_cells(view: CanvasView, cells: Iterable[Cell], on: bool) -> None:
    """Prune or restore single links, as one edit."""
    document = view.document
    for path, row, column in cells:
        document = edits.prune(document, path, (row, column), on)
    view.store.commit(document, message("Prune a link") if on else message("Restore a link"))


def initialize_selected(view: CanvasView) -> None:
    """Draw the selected nodes' parameters anew."""
    view.store.commit(edits.initialize(view.document, sorted(view.selection.nodes)), message("Draw weights anew"))


def _paths(view: CanvasView) -> list[str]:
    """The parameters of the selected nodes."""
    nodes = view.selection.nodes
    return [path for path in view.document.state.parameters if path.partition("/")[0] in nodes] if nodes else []


def _all_frozen(view: CanvasView) -> bool:
    showing, cells = view.board.showing, view.selection.cells
    if cells:
        return all(showing.frozen_cell(path, (row, column)) for path, row, column in cells)
    return all(showing.frozen(path) for path in _paths(view))


def _freezing(view: CanvasView) -> Message:
    if view.selection.cells:
        return message("Unfreeze this weight") if _all_frozen(view) else message("Freeze this weight")
    return message("Unfreeze weights") if _all_frozen(view) else message("Freeze weights")


def _freeze_selected(view: CanvasView) -> None:
    on = not _all_frozen(view)
    if view.selection.cells:
        freeze_cells(view, view.selection.cells, on)
    else:
        freeze(view, _paths(view), on)


def _all_pruned(view: CanvasView) -> bool:
    masks = view.document.network.masks
    cells = view.selection.cells
    return bool(cells) and all(
        f"{path}:pruned" in masks and bool(masks[f"{path}:pruned"][row, column]) for path, row, column in cells
    )


ACTS = (
    CanvasAct("freeze", message("Freeze weights"), _freeze_selected, ("K",), "lock", group="values",
              possible=lambda view: bool(view.selection.cells or _paths(view)), named=_freezing),
    CanvasAct("prune", message("Prune this link"),
              lambda view: prune_cells(view, view.selection.cells, not _all_pruned(view)), ("P",), "link-break",
              group="values", possible=lambda view: bool(view.selection.cells),
              named=lambda view: message("Restore this link") if _all_pruned(view) else message("Prune this link")),
    CanvasAct("randomize", message("Draw weights anew"), initialize_selected, ("Shift+R",), "dice-five", group="values",
              possible=lambda view: bool(_paths(view))),
)  # fmt: skip
