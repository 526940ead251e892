"""Random mouse and keys: nothing fails, nothing is said on the console, memory stays, every edit can be taken back."""

import gc
import logging
import multiprocessing
import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.logging import QtLoggingPlugin
from pytestqt.qtbot import QtBot

from tests.ui.window.edit_ledger import EditLedger, fingerprint
from tests.ui.window.monkey import Monkey
from ui.look import theme
from ui.main_window import MainWindow

MOST_GROWTH = 50  # MB
LOG = logging.getLogger(__name__)  # `--log-cli-level=INFO` shows how far a long run is


@pytest.fixture(autouse=True)
def _no_dialog_of_the_system(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever asks for a file is told that none was chosen."""
    for name in ("getOpenFileName", "getSaveFileName"):
        monkeypatch.setattr(QFileDialog, name, lambda *_args, **_more: ("", ""))


def what_is_left(window: MainWindow) -> dict[str, int]:
    """What the process holds at the moment: megabytes, and how many of what should not become more."""
    gc.collect()
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return {
        "MB": pages * os.sysconf("SC_PAGE_SIZE") // 2**20,
        "processes": len(multiprocessing.active_children()),
        "files": len(list(Path("/proc/self/fd").iterdir())),
        "threads": len(list(Path("/proc/self/task").iterdir())),
        "top-level widgets": len(QApplication.topLevelWidgets()),
        "Qt objects": len(window.findChildren(QObject)),
        "Python objects": len(gc.get_objects()),
    }


def come_to_rest(window: MainWindow, qtbot: QtBot) -> None:
    """End training, stepping and gestures, and let go of the selection and of what was copied."""
    window.canvas.pointer.cancel()
    window.bench.clock.end()
    window.bench.trainer.pause()
    qtbot.waitUntil(lambda: not window.bench.trainer.running, timeout=20_000)
    window.bench.selection.clear()
    QApplication.clipboard().clear()
    QApplication.processEvents()


def soak(lab: MainWindow, events: int, seed: int, qtbot: QtBot, qtlog: QtLoggingPlugin) -> EditLedger:
    """So many random events from the document of the window on, every step back and forth, then that document again."""
    begun = time.monotonic()
    theme().set_reduced_motion(True)
    store = lab.bench.store
    start = store.document
    ledger, monkey = EditLedger(store), Monkey(lab, seed)
    with qtbot.capture_exceptions() as exceptions:
        for number in range(events):
            monkey.act()
            words = [record.message for record in qtlog.records if not record.ignored]
            if exceptions or words or ledger.faults:
                pytest.fail(f"event {number} of seed {seed}, {monkey.last}: {exceptions} {words} {ledger.faults}")
        come_to_rest(lab, qtbot)
        theme().set_reduced_motion(False)
        acted = time.monotonic()
        ledger.walk()
        assert ledger.steps >= store.undo_stack.count() > events // 20
        assert not exceptions
        assert not ledger.faults
    if not ledger.forgotten:
        assert ledger.prints[0] == fingerprint(start)
    LOG.info("seed %d: %d events in %.0f s, %d edits, %d forgotten, %d steps walked in %.0f s",
             seed, events, acted - begun, ledger.pushed, ledger.forgotten, ledger.steps, time.monotonic() - acted)
    ledger.close()
    store.replace_all(start)
    qtbot.wait(200)  # what waits for its end comes to it, too
    return ledger


@pytest.mark.parametrize("seed", [1])
def test_random_mouse_and_keys_leave_nothing_broken(
    lab: MainWindow, qtbot: QtBot, qtlog: QtLoggingPlugin, seed: int
) -> None:
    soak(lab, 120, seed, qtbot, qtlog)


@pytest.mark.long
@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="memory is read from /proc")
def test_ten_thousand_random_events_leave_the_memory_as_it_was(
    lab: MainWindow, qtbot: QtBot, qtlog: QtLoggingPlugin, record_property: Callable[[str, object], None]
) -> None:
    begun, first = time.monotonic(), None
    steps = edits = forgotten = 0
    for seed in range(10):  # in the first round caches fill: fonts, pictures of cards, wirings
        ledger = soak(lab, 1_000, seed, qtbot, qtlog)
        steps, edits = steps + ledger.steps, edits + ledger.pushed
        forgotten += ledger.forgotten
        left = what_is_left(lab)
        first = first or left
        LOG.info("%s", left)
    grown = {name: left[name] - first[name] for name in left}
    record_property("10 000 random events", (
        f"{(time.monotonic() - begun) / 60:.1f} minutes, {edits} edits ({forgotten} forgotten), {steps} steps of undo "
        f"and redo walked; growth after the first 1 000: {grown}"))
    assert grown["MB"] < MOST_GROWTH
    assert grown["processes"] <= 0
    assert grown["files"] <= 5
    assert grown["threads"] <= 2
