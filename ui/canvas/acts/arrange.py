"""Placing cards, and seeing them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nnsim.text import message
from ui.canvas.acts.act import CanvasAct
from ui.canvas.acts.editing import nothing_selected
from ui.canvas.diagram import tidied

if TYPE_CHECKING:
    from ui.canvas.view import CanvasView


def tidy_up(view: CanvasView) -> None:
    """Place all nodes in layers, as one edit."""
    view.store.commit(tidied(view.document), message("Tidy"))
    view.fit()


ACTS = (
    CanvasAct("fit", message("Fit the network"), lambda view: view.fit(), ("F",), "corners-out", group="arrange",
              offered=nothing_selected, of_window=True),
    CanvasAct("tidy", message("Tidy"), tidy_up, ("Shift+T",), "tree-structure", group="arrange",
              possible=lambda view: bool(view.board.diagram.cards), offered=nothing_selected),
)  # fmt: skip
