"""What if: numbers are tried out while a step is walked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nnsim.text import message
from ui.canvas.acts.act import CanvasAct
from ui.canvas.trial import Trial

if TYPE_CHECKING:
    from ui.canvas.view import CanvasView


def _stepping(view: CanvasView) -> bool:
    return view.clock is not None and view.clock.view is not None


def _toggle(view: CanvasView) -> None:
    if view.store.trying:
        view.overlays[Trial].put_back()
    else:
        view.store.try_out()


ACTS = (
    CanvasAct("what_if", message("What if: try numbers out"), _toggle, ("Shift+W",), "flask", group="values",
              possible=_stepping, ticked=lambda view: view.store.trying),
    CanvasAct("keep_tried", message("Keep what is tried out"), lambda view: view.overlays[Trial].keep(), ("Return",),
              "check-bold", group="values", possible=lambda view: view.store.tried is not None),
    CanvasAct("put_back", message("Put back what is tried out"), lambda view: view.overlays[Trial].put_back(), ("Esc",),
              "arrow-counter-clockwise", group="values", possible=lambda view: view.store.trying),
)  # fmt: skip
