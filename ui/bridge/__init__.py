"""Between the window and the simulator: the document store with its undo stack, the trainer's client, the clock."""

from ui.bridge.selection import Selection
from ui.bridge.store import DocumentStore

__all__ = ["DocumentStore", "Selection"]
