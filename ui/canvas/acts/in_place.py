"""Editing a weight or a bias where it stands; those of a whole link, as a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nnsim.text import message
from ui.canvas.acts import tables
from ui.canvas.acts.act import CanvasAct
from ui.canvas.popovers import Popovers

if TYPE_CHECKING:
    from ui.canvas.view import CanvasView


def _whole_link(view: CanvasView) -> bool:
    """Whether a link of several weights is selected as one."""
    link = view.selection.link
    return link is not None and not view.selection.cells and bool(_table.possible(view))


def _edit(view: CanvasView) -> None:
    if view.overlays[Popovers].can_edit():
        view.overlays[Popovers].edit()
    else:
        _table.do(view)


_table = next(each for each in tables.ACTS if each.id == "table")
ACTS = (
    CanvasAct("edit_in_place", message("Edit in place"), _edit, ("Return", "Enter"), "sliders-horizontal",
              group="values", possible=lambda view: view.overlays[Popovers].can_edit() or _whole_link(view),
              offered=lambda view: view.overlays[Popovers].can_edit()),
)  # fmt: skip
