"""The remedy of what is wrong, as a command."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nnsim.text import Message, message
from ui.canvas.acts.act import CanvasAct

if TYPE_CHECKING:
    from ui.canvas.view import CanvasView


def _named(view: CanvasView) -> Message:
    fix = view.problems.remedy
    return message("Fix the problem") if fix is None else message("Fix: {remedy}", remedy=fix.label)


ACTS = (
    CanvasAct("mend", message("Fix the problem"), lambda view: view.problems.mend(), ("Ctrl+.",), "wrench", "edit",
              lambda view: view.problems.remedy is not None, _named),
)  # fmt: skip
