"""The garbage collector leaves what the start made alone, and goes on with the rest."""

import gc
import weakref
from collections.abc import Iterator

import pytest

from ui.panels import garbage


class Knot:
    """An object that only the collector can free."""

    def __init__(self) -> None:
        self.me = self


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    thresholds = gc.get_threshold()
    yield
    gc.unfreeze()
    gc.set_threshold(*thresholds)
    gc.enable()


def test_nothing_is_searched_while_the_window_is_made() -> None:
    garbage.hold()
    assert not gc.isenabled()
    garbage.settle()
    assert gc.isenabled()
    assert gc.get_freeze_count() > 1000


def test_what_is_dropped_later_is_freed() -> None:
    garbage.hold()
    garbage.settle()
    gone = weakref.ref(Knot())
    gc.collect()
    assert gone() is None
