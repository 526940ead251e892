"""Work beside the event loop: a window never waits for it, nor for what is left of it when it closes."""

from ui.threads.beside import Beside, Work
from ui.threads.short_turns import short_turns

__all__ = ["Beside", "Work", "short_turns"]
