"""Stopping a walk at a node, and running to one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nnsim import edits
from nnsim.document import NodeBreakpoint
from nnsim.document.breakpoints import StopPhase
from nnsim.text import Message, message
from ui.canvas.acts.act import CanvasAct

if TYPE_CHECKING:
    from ui.canvas.view import CanvasView


def toggle_selected(view: CanvasView) -> bool:
    """Set or remove breakpoints at the selected nodes, also where units of them are; False where none is selected."""
    if not _nodes(view):
        return False
    _toggle(view, False)
    return True


def _nodes(view: CanvasView) -> list[str]:
    """The selected nodes that something is computed at, in the order of the network."""
    return [node.id for node in view.document.network.nodes if node.id in view.selection.nodes and node.kind != "input"]


def _first_phase(view: CanvasView, node: str) -> StopPhase:
    return "loss" if view.document.network.node(node).kind == "loss" else "forward"


def _toggle(view: CanvasView, back: bool) -> None:
    """Set a breakpoint at each selected node, or remove them where all have one."""
    document, wanted = view.document, _wanted(view, back)
    there = _has_all(view, back)
    for each in wanted:
        if there or each not in document.views.breakpoints:
            document = edits.toggle_breakpoint(document, [each.node], each.phase)
    view.store.commit(document, message("Remove a breakpoint") if there else message("Set a breakpoint"))


def _wanted(view: CanvasView, back: bool) -> list[NodeBreakpoint]:
    return [NodeBreakpoint(node, "backward" if back else _first_phase(view, node)) for node in _nodes(view)]


def _has_all(view: CanvasView, back: bool) -> bool:
    return all(each in view.document.views.breakpoints for each in _wanted(view, back))


def _stopping(view: CanvasView) -> Message:
    return message("Stop here no more") if _has_all(view, False) else message("Stop here")


def _stopping_back(view: CanvasView) -> Message:
    there = _has_all(view, True)
    return message("Stop here no more on the way back") if there else message("Stop here on the way back")


def _any(view: CanvasView) -> bool:
    return bool(_nodes(view)) and not view.selection.units


def _run_to(view: CanvasView) -> None:
    if view.clock is not None:
        view.clock.run.to_here(_nodes(view))


def _can_run(view: CanvasView) -> bool:
    return view.clock is not None and _any(view)


ACTS = (
    CanvasAct("stop_here", message("Stop here"), lambda view: _toggle(view, False), ("Alt+F9",), "record",
              group="stops", possible=_any, named=_stopping),
    CanvasAct("stop_back", message("Stop here on the way back"), lambda view: _toggle(view, True), ("Alt+Shift+F9",),
              "record", group="stops", possible=_any, named=_stopping_back),
    CanvasAct("run_to_here", message("Run to here"), _run_to, ("Ctrl+Shift+F9",), "fast-forward", group="stops",
              possible=_can_run),
)
