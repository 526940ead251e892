"""Adding what follows the selected node, or what comes into the selected link, from a list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nnsim.text import Message, message
from ui.canvas.acts.act import CanvasAct
from ui.canvas.gestures.offer import offer_at_selected
from ui.canvas.hit import out_port

if TYPE_CHECKING:
    from ui.canvas.view import CanvasView


def _leads_on(view: CanvasView) -> bool:
    if view.selection.link is not None:
        return True
    card = view.board.diagram.cards.get(view.selection.node or "")
    return card is not None and out_port(card) is not None


def _offering(view: CanvasView) -> Message:
    return message("Add what follows…") if view.selection.link is None else message("Put something into the link…")


ACTS = (
    CanvasAct("offer", message("Add what follows…"), offer_at_selected, ("Shift+C",), "plus-circle", group="walk",
              possible=_leads_on, named=_offering),
)  # fmt: skip
