"""What of the network is shown, and how much of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nnsim.text import Message, message
from ui.canvas.acts.act import CanvasAct
from ui.canvas.wide_layer import ROLLING, recurrent_cards, toggle, wide_cards

if TYPE_CHECKING:
    from ui.canvas.view import CanvasView


def _toggle_wide(view: CanvasView) -> None:
    toggle(view, [card.id for card in wide_cards(view)])


def _can_open(view: CanvasView) -> bool:
    return bool(wide_cards(view))


def _opening(view: CanvasView) -> Message:
    opened = view.document.views.opened.issuperset(card.id for card in wide_cards(view))
    return message("Show fewer units") if opened else message("Show all units")


def _toggle_time(view: CanvasView) -> None:
    toggle(view, recurrent_cards(view), ROLLING)


def _can_unroll(view: CanvasView) -> bool:
    return bool(recurrent_cards(view))


def _unrolling(view: CanvasView) -> Message:
    rolled = not view.document.views.opened.issuperset(recurrent_cards(view))
    return message("Unroll in time") if rolled else message("Roll up again")


ACTS = (
    CanvasAct("unroll", message("Unroll in time"), _toggle_time, ("U",), "arrows-out-line-horizontal", "showing",
              _can_unroll, _unrolling),
    CanvasAct("wide", message("Show all units"), _toggle_wide, ("X",), "arrows-out", "showing", _can_open, _opening),
)
