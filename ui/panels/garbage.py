"""Python's garbage collector, kept out of the start and of the frames: a search through all there is takes 50 ms."""

from __future__ import annotations

import gc

YOUNG = 5_000  # new objects between two searches through the new ones; a painting makes some hundreds


def hold() -> None:
    """Search for nothing while the window is made: all of it stays."""
    gc.disable()


def settle() -> None:
    """From now on search only through what is made from here on."""
    gc.freeze()
    gc.set_threshold(YOUNG)
    gc.enable()
