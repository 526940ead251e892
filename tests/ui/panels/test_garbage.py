"""The garbage collector leaves what the start made alone, and goes on with the rest."""

import gc
import threading
import weakref
from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from nnsim.catalog import NeuronSettings
from nnsim.document import Network, Node
from ui.bridge.opening import LARGE, Opening
from ui.panels import garbage


class Knot:
    """An object that only the collector can free."""

    def __init__(self) -> None:
        self.me = self


@pytest.fixture(autouse=True)
def _as_before(qapp: QApplication) -> Iterator[None]:
    enabled = gc.isenabled()
    yield
    for clock in qapp.findChildren(QTimer, options=Qt.FindChildOption.FindDirectChildrenOnly):
        clock.deleteLater()
    gc.unfreeze()
    if enabled:
        gc.enable()


def test_nothing_is_searched_while_the_window_is_made() -> None:
    garbage.hold()
    assert not gc.isenabled()
    garbage.settle()
    assert gc.get_freeze_count() > 1000


def test_what_is_dropped_later_is_freed(qtbot: QtBot) -> None:
    garbage.hold()
    garbage.settle()
    gone = weakref.ref(Knot())
    kept = [[] for _ in range(2 * garbage.YOUNG)]
    qtbot.waitUntil(lambda: gone() is None)
    assert len(kept) > garbage.YOUNG


def test_other_threads_search_for_nothing(qapp: QApplication) -> None:
    garbage.hold()
    garbage.settle()
    gone = weakref.ref(Knot())
    made = threading.Thread(target=lambda: [[[]] for _ in range(200_000)])
    made.start()
    made.join()
    assert gone() is not None


def test_who_outlived_many_searches_is_searched_too() -> None:
    garbage.hold()
    for age in (0, 1):
        knot = Knot()
        for younger in range(age + 1):
            gc.collect(younger)
        gone = weakref.ref(knot)
        del knot
        for _ in range(3 * garbage.OLDER ** (age + 1)):
            kept = [[] for _ in range(garbage.YOUNG + 100)]
            garbage.search()
            del kept
        assert gone() is None


def test_what_a_large_network_made_when_it_opened_is_never_searched() -> None:
    garbage.hold()
    opening = Opening()
    garbage.wait_for(opening)
    opening.begin(Network(tuple(Node(f"n{k}", "neuron", "", NeuronSettings()) for k in range(LARGE + 1))))
    made = [[] for _ in range(3 * garbage.YOUNG)]
    garbage.search()
    assert gc.get_count()[0] > len(made)
    opening.end()
    garbage.search()
    assert gc.get_freeze_count() > len(made)
    assert gc.get_count()[0] < garbage.YOUNG
    gone = weakref.ref(Knot())
    kept = [[] for _ in range(2 * garbage.YOUNG)]
    garbage.search()
    assert gone() is None
    assert kept
