"""Adding what follows the selected node, from a list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nnsim.text import message
from ui.canvas.acts.act import CanvasAct
from ui.canvas.gestures.offer import offer_after_selected
from ui.canvas.hit import out_port

if TYPE_CHECKING:
    from ui.canvas.view import CanvasView


def _leads_on(view: CanvasView) -> bool:
    card = view.board.diagram.cards.get(view.selection.node or "")
    return card is not None and out_port(card) is not None


ACTS = (
    CanvasAct("offer", message("Add what follows…"), offer_after_selected, ("Shift+C",), "plus-circle", group="walk",
              possible=_leads_on),
)  # fmt: skip
