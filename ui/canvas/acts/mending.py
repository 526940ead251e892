"""The remedy of what is wrong, as a command."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nnsim.text import Message, message
from ui.canvas.acts.act import CanvasAct

if TYPE_CHECKING:
    from ui.canvas.view import CanvasView


def _mend(view: CanvasView) -> None:
    if view.problems.remedy is not None:
        view.problems.mend()
    elif view.document.network.nodes:
        view.data_requested.emit()
    else:
        view.add("input")


def _can_mend(view: CanvasView) -> bool:
    document = view.document
    return view.problems.remedy is not None or not document.network.nodes or document.data is None


def _named(view: CanvasView) -> Message:
    fix = view.problems.remedy
    if fix is not None:
        return message("Fix: {remedy}", remedy=fix.label)
    if not _can_mend(view):
        return message("Fix the problem")
    missing = message("Choose data") if view.document.network.nodes else message("Add an input")
    return message("Fix: {remedy}", remedy=missing)


ACTS = (
    CanvasAct("mend", message("Fix the problem"), _mend, ("Ctrl+.",), "wrench", "edit", _can_mend, _named,
              offered=lambda view: view.problems.remedy is not None),
)  # fmt: skip
