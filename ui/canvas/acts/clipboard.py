"""Cutting, copying, pasting and duplicating."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nnsim.text import message
from ui.canvas.acts.act import CanvasAct
from ui.canvas.clipboard import can_copy, can_paste, copy_selected, cut_selected, duplicate_selected, paste

if TYPE_CHECKING:
    from ui.canvas.view import CanvasView


def _weighted(view: CanvasView) -> bool:
    return any(path.partition("/")[0] in view.selection.nodes for path in view.document.state.parameters)


ACTS = (
    CanvasAct("cut", message("Cut"), cut_selected, ("Ctrl+X",), "scissors", possible=can_copy),
    CanvasAct("copy", message("Copy"), copy_selected, ("Ctrl+C",), "copy", possible=can_copy),
    CanvasAct("paste", message("Paste"), paste, ("Ctrl+V",), "clipboard-text", possible=can_paste,
              offered=lambda view: view.selection.empty),
    CanvasAct("paste_anew", message("Paste without weights"), lambda view: paste(view, weights=False),
              ("Ctrl+Shift+V",), "clipboard", possible=can_paste, offered=lambda view: view.selection.empty),
    CanvasAct("duplicate", message("Duplicate"), duplicate_selected, ("Ctrl+D",), "copy-simple",
              possible=can_copy),
    CanvasAct("duplicate_anew", message("Duplicate without weights"),
              lambda view: duplicate_selected(view, weights=False), ("Ctrl+Shift+D",), "copy-simple",
              possible=_weighted),
)  # fmt: skip
