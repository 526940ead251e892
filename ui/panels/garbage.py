"""Python's garbage collector, kept out of the start and of the frames: a search through all there is takes 50 ms."""

from __future__ import annotations

import gc

from PySide6.QtCore import QTimer

OPENING = 1_500  # milliseconds in which a large document is opened and drawn
YOUNG = 5_000  # new objects between two searches through the new ones; a painting makes some hundreds


def hold() -> None:
    """Search for nothing while the window is made: all of it stays."""
    gc.disable()


def settle() -> None:
    """From now on search only through what is made from here on."""
    gc.freeze()
    gc.set_threshold(YOUNG)
    gc.enable()


def rest() -> None:
    """Search for nothing while a document is opened: what is made then stays, and is much at once."""
    if gc.isenabled():
        gc.disable()
        QTimer.singleShot(OPENING, gc.enable)
