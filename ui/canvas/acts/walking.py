"""Linking by keyboard, and the keys that are no commands: arrows, Tab, Enter, Escape."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nnsim.text import message
from ui.canvas.acts.act import CanvasAct, Held
from ui.canvas.hit import out_port

if TYPE_CHECKING:
    from ui.canvas.view import CanvasView


def _can_link(view: CanvasView) -> bool:
    if view.keyboard.linking:
        return True
    card = view.board.diagram.cards.get(view.selection.node or "")
    return card is not None and out_port(card) is not None


ACTS = (
    CanvasAct("link", message("Start a link"), lambda view: view.keyboard.link(), ("C",), "line-segment", group="walk",
              possible=_can_link),
)  # fmt: skip
HELD = (
    Held(message("From card to card"), ("Tab",)),
    Held(message("Move what is selected"), ("Alt", "Left", "Right", "Up", "Down")),
    Held(message("Call off a drag"), ("Esc",)),
)
