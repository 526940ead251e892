"""What of the network is shown, and how much of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nnsim.text import Message, message
from ui.canvas.acts.act import CanvasAct
from ui.canvas.wide_layer import toggle, wide_cards

if TYPE_CHECKING:
    from ui.canvas.view import CanvasView


def _toggle_wide(view: CanvasView) -> None:
    toggle(view, [card.id for card in wide_cards(view)])


def _can_open(view: CanvasView) -> bool:
    return bool(wide_cards(view))


def _opening(view: CanvasView) -> Message:
    opened = view.document.views.opened.issuperset(card.id for card in wide_cards(view))
    return message("Show fewer units") if opened else message("Show all units")


ACTS = (
    CanvasAct("wide", message("Show all units"), _toggle_wide, ("X",), "arrows-out", "showing", _can_open, _opening),
)
