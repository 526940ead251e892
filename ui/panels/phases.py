"""How the four phases are named, drawn and colored."""

from __future__ import annotations

from nnsim.text import Message, message
from ui.look.tokens import Phase

PHASES: tuple[Phase, ...] = ("forward", "loss", "backward", "update")
TITLES: dict[Phase, Message] = {
    "forward": message("Forward"),
    "loss": message("Loss"),
    "backward": message("Backward"),
    "update": message("Update"),
}
ICONS: dict[Phase, str] = {
    "forward": "arrow-right-bold",
    "loss": "target",
    "backward": "arrow-left-bold",
    "update": "wrench",
}
COLORS: dict[Phase, tuple[str, str]] = {
    "forward": ("fwd", "fwdbg"),
    "loss": ("loss", "lossbg"),
    "backward": ("grad", "gradbg"),
    "update": ("upd", "updbg"),
}
"""Names of the solid color and of the tint in the color table."""
