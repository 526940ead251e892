"""Freezing, pruning and drawing anew: what becomes of the selected weights."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nnsim import edits
from nnsim.text import Message, message
from ui.canvas.acts.act import CanvasAct

if TYPE_CHECKING:
    from ui.canvas.view import CanvasView
    from ui.canvas.wires import Wire


def selected_wire(view: CanvasView) -> Wire | None:
    """The wire of the selected link that was pressed, else its first."""
    link, pressed = view.selection.link, view.keyboard.wire
    if link is None or (pressed is not None and pressed.link == link):
        return pressed if link is not None else None
    wires = view.board.wiring.between.get((link.source, link.target), ())
    return next((wire for wire in wires if wire.link == link), None)


def freeze(view: CanvasView, paths: list[str], on: bool) -> None:
    """Freeze or unfreeze whole parameters, as one edit."""
    document = view.document
    for path in paths:
        document = edits.freeze(document, path, None, on)
    view.store.commit(document, message("Freeze weights") if on else message("Unfreeze weights"))


def freeze_weight(view: CanvasView, wire: Wire, on: bool) -> None:
    """Freeze or unfreeze one weight."""
    document = edits.freeze(view.document, wire.path, (wire.row, wire.column), on)
    view.store.commit(document, message("Freeze a weight") if on else message("Unfreeze a weight"))


def prune(view: CanvasView, wire: Wire, on: bool) -> None:
    """Prune or restore one link."""
    document = edits.prune(view.document, wire.path, (wire.row, wire.column), on)
    view.store.commit(document, message("Prune a link") if on else message("Restore a link"))


def initialize_selected(view: CanvasView) -> None:
    """Draw the selected nodes' parameters anew."""
    view.store.commit(edits.initialize(view.document, sorted(view.selection.nodes)), message("Draw weights anew"))


def _paths(view: CanvasView) -> list[str]:
    """The parameters of the selected nodes."""
    nodes = view.selection.nodes
    return [path for path in view.document.state.parameters if path.partition("/")[0] in nodes] if nodes else []


def _weighted(view: CanvasView) -> bool:
    wire = selected_wire(view)
    return wire is not None and bool(wire.path)


def _all_frozen(view: CanvasView) -> bool:
    wire = selected_wire(view)
    if wire is not None:
        return view.board.showing.frozen_cell(wire.path, (wire.row, wire.column))
    return all(view.board.showing.frozen(path) for path in _paths(view))


def _freezing(view: CanvasView) -> Message:
    if selected_wire(view) is not None:
        return message("Unfreeze this weight") if _all_frozen(view) else message("Freeze this weight")
    return message("Unfreeze weights") if _all_frozen(view) else message("Freeze weights")


def _freeze_selected(view: CanvasView) -> None:
    wire, on = selected_wire(view), not _all_frozen(view)
    if wire is not None:
        freeze_weight(view, wire, on)
    else:
        freeze(view, _paths(view), on)


def _pruned(view: CanvasView) -> bool:
    wire = selected_wire(view)
    return wire is not None and view.board.showing.pruned(wire)


def _prune_selected(view: CanvasView) -> None:
    wire = selected_wire(view)
    if wire is not None:
        prune(view, wire, not _pruned(view))


ACTS = (
    CanvasAct("freeze", message("Freeze weights"), _freeze_selected, ("K",), "lock", group="values",
              possible=lambda view: bool(_paths(view)) or _weighted(view), named=_freezing),
    CanvasAct("prune", message("Prune this link"), _prune_selected, ("P",), "link-break", group="values",
              possible=_weighted,
              named=lambda view: message("Restore this link") if _pruned(view) else message("Prune this link")),
    CanvasAct("randomize", message("Draw weights anew"), initialize_selected, ("Shift+R",), "dice-five", group="values",
              possible=lambda view: bool(_paths(view))),
)  # fmt: skip
