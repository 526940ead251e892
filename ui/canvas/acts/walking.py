"""Linking and walking by keyboard, and the keys that are no commands: arrows, Tab, Enter, Escape."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nnsim.text import message
from ui.canvas import walking
from ui.canvas.acts.act import CanvasAct, Held
from ui.canvas.hit import out_port

if TYPE_CHECKING:
    from ui.canvas.view import CanvasView


def _can_link(view: CanvasView) -> bool:
    if view.keyboard.linking:
        return True
    card = view.board.diagram.cards.get(view.selection.node or "")
    return card is not None and out_port(card) is not None


def _never(view: CanvasView) -> bool:
    return False


ACTS = (
    CanvasAct("link", message("Start a link"), lambda view: view.keyboard.link(), ("C",), "line-segment", group="walk",
              possible=_can_link),
    CanvasAct("walk_down", message("Next unit or link"), lambda view: walking.walk(view, 1), ("Down",), group="walk",
              possible=walking.can_walk, offered=_never, repeats=True),
    CanvasAct("walk_up", message("Previous unit or link"), lambda view: walking.walk(view, -1), ("Up",), group="walk",
              possible=walking.can_walk, offered=_never, repeats=True),
    CanvasAct("walk_in", message("Into the links that lead here"), walking.enter, ("Ctrl+Down",), group="walk",
              possible=walking.can_enter, offered=_never),
    CanvasAct("walk_out", message("Out of the links"), walking.leave, ("Ctrl+Up",), group="walk",
              possible=walking.can_leave, offered=_never),
)  # fmt: skip
HELD = (
    Held(message("From card to card"), ("Tab",)),
    Held(message("Move what is selected"), ("Alt", "Left", "Right", "Up", "Down")),
    Held(message("Cancel a drag"), ("Esc",)),
)
