"""Python's garbage collector, kept out of the start, of the frames, and of every thread but the window's.

A search through all there is takes 50 ms, and one that happens in another thread frees what belongs to Qt there, which
ends the program: the collector runs by itself wherever the next object is made.
"""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING
from weakref import ref

from PySide6.QtCore import QCoreApplication, QTimer

if TYPE_CHECKING:
    from ui.bridge.opening import Opening

EVERY_MILLISECONDS = 250
YOUNG = 5_000  # new objects between two searches through the new ones; a painting makes some hundreds
OLDER = 10  # searches through younger ones before those that outlived them are searched


class _Openings:
    """The opening that is waited for, and whether one went on at the last turn."""

    of: ref[Opening] | None = None
    went_on = False


def wait_for(opening: Opening) -> None:
    """Search for nothing while a network opens, nor through what is made then: all of it stays."""
    _Openings.of = ref(opening)


def hold() -> None:
    """Search for nothing while the window is made: all of it stays."""
    gc.disable()


def settle() -> None:
    """From now on search only through what is made from here on, and only between the events of the window."""
    gc.disable()
    gc.freeze()
    clock = QTimer(QCoreApplication.instance(), interval=EVERY_MILLISECONDS)
    clock.timeout.connect(search)
    clock.start()


def search() -> None:
    """Free what is no longer reachable, of the ages whose turn it is. To be called in the window's thread."""
    opening = None if _Openings.of is None else _Openings.of()
    if opening is not None and opening.going_on:
        _Openings.went_on = True
        return
    if _Openings.went_on:  # a search through the large network that has just opened would take half a second
        _Openings.went_on = False
        gc.freeze()
    young, middle, old = gc.get_count()
    if old > OLDER:
        gc.collect(2)
    elif middle > OLDER:
        gc.collect(1)
    elif young > YOUNG:
        gc.collect(0)
