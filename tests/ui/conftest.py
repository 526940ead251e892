"""What all tests of the window share: training processes that are there at once."""

import gc
import multiprocessing
from collections.abc import Iterator

import pytest
from PySide6.QtGui import QGuiApplication

from nnsim.session import worker_process
from ui.panels import garbage


@pytest.fixture(scope="session", autouse=True)
def _quick_workers() -> Iterator[None]:
    """Workers are forks of a process that knows nnsim and no Qt, which saves each of them a second of reading.

    The tests of the session start theirs as the window does.
    """
    if "forkserver" not in multiprocessing.get_all_start_methods():
        yield
        return
    multiprocessing.get_context("forkserver").set_forkserver_preload(["nnsim.session.worker"])
    usual, worker_process.START_METHOD = worker_process.START_METHOD, "forkserver"
    yield
    worker_process.START_METHOD = usual


@pytest.fixture(autouse=True)
def _steps_are_there_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever steps waits for the stepper, however long it takes on a busy machine; a test may set less patience."""
    monkeypatch.setattr("ui.bridge.stepped_document.PATIENCE", 60.0)
    monkeypatch.setattr("ui.bridge.stepper_maker.IN_VAIN", 60.0)
    monkeypatch.setattr("ui.bridge.step_back.PATIENCE", 60.0)


@pytest.fixture(scope="session", autouse=True)
def _garbage_is_searched_here() -> Iterator[None]:
    """As in the window, no other thread searches for garbage, where it would free what belongs to Qt."""
    garbage.hold()
    yield
    gc.enable()


@pytest.fixture(autouse=True)
def _garbage_goes_between_tests(_garbage_is_searched_here: None) -> Iterator[None]:
    yield
    garbage.search()


@pytest.fixture(scope="session", autouse=True)
def _empty_clipboard() -> Iterator[None]:
    """What a test copied is let go while Python lives; the offscreen platform frees it after that, which crashes."""
    yield
    if QGuiApplication.instance() is not None:
        QGuiApplication.clipboard().clear()
