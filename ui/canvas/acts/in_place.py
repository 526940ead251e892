"""Editing a weight or a bias where it stands."""

from __future__ import annotations

from nnsim.text import message
from ui.canvas.acts.act import CanvasAct
from ui.canvas.popovers import Popovers

ACTS = (
    CanvasAct("edit_in_place", message("Edit in place"), lambda view: view.overlays[Popovers].edit(),
              ("Return", "Enter"), "sliders-horizontal", group="values",
              possible=lambda view: view.overlays[Popovers].can_edit()),
)  # fmt: skip
