"""The death of the worker costs a moment, and a document that kills it is told as such."""

import errno
import gc
import os
import signal

import pytest
from PySide6.QtTest import QSignalSpy
from pytestqt.qtbot import QtBot

from nnsim.document import Document
from nnsim.program import Trainer
from nnsim.session import shared_block
from nnsim.text import render
from tests.ui.bridge.training_runs import run_a_while, stop
from ui.bridge import DocumentStore, TrainerClient, worker_deaths


@pytest.mark.parametrize("_round", range(3))
def test_killing_the_worker_costs_a_moment(
    qtbot: QtBot, training_store: DocumentStore, trainer: TrainerClient, _round: int
) -> None:
    run_a_while(qtbot, trainer)
    told, at = [], trainer.latest.step
    trainer.worker_lost.connect(told.append)
    os.kill(trainer.worker_pid, signal.SIGKILL)
    qtbot.waitUntil(lambda: bool(told), timeout=20_000)
    assert trainer.running
    assert training_store.document.state.step >= at
    lost_at = training_store.document.state
    assert f"{lost_at.step:,}" in render(told[0])
    qtbot.waitUntil(lambda: trainer.latest.step > lost_at.step, timeout=20_000)
    stop(qtbot, trainer)
    assert training_store.undo_stack.count() == 1
    assert training_store.document.state.slots["dense1/weight:first_moment"].any()


def test_a_run_resumed_after_a_kill_has_the_bits_of_one_that_was_not(
    qtbot: QtBot, training_store: DocumentStore, trainer: TrainerClient, trainable: Document
) -> None:
    run_a_while(qtbot, trainer)
    os.kill(trainer.worker_pid, signal.SIGKILL)
    with qtbot.waitSignal(trainer.worker_lost, timeout=20_000):
        pass
    at = trainer.latest.step
    qtbot.waitUntil(lambda: trainer.latest.step > at, timeout=20_000)
    stop(qtbot, trainer)
    state, plain = training_store.document.state, Trainer(trainable)
    while plain.step_number < state.step:
        plain.step()
    assert plain.state() == state


def kill_thrice(qtbot: QtBot, trainer: TrainerClient) -> None:
    """Kill each worker as soon as it has taken the document."""
    for _ in range(3):
        worker, shown = trainer._worker._worker, QSignalSpy(trainer.snapshot)
        qtbot.waitUntil(lambda shown=shown: shown.count() > 0, timeout=20_000)
        os.kill(trainer.worker_pid, signal.SIGKILL)
        qtbot.waitUntil(lambda worker=worker: trainer._worker._worker is not worker, timeout=20_000)


def test_workers_that_die_of_their_document_end_after_three_until_asked_for_again(
    qtbot: QtBot, trainer: TrainerClient
) -> None:
    lost, told = [], []
    trainer.worker_lost.connect(lost.append)
    trainer.given_up.connect(told.append)
    kill_thrice(qtbot, trainer)
    assert trainer.worker_pid is None
    assert len(lost) == 2
    assert [render(text) for text in told] == [
        "Training stopped: its process ended 3 times in a row. Nothing is lost."
    ]
    trainer.start()
    assert not trainer.running
    assert len(told) == 2
    trainer.try_again()
    run_a_while(qtbot, trainer)
    stop(qtbot, trainer)


def test_a_worker_that_has_lived_a_while_counts_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker_deaths, "HEALTHY_SECONDS", 0.0)
    deaths = worker_deaths.WorkerDeaths()
    for _ in range(10):
        deaths.note_load()
        assert not deaths.note_death()
    monkeypatch.setattr(worker_deaths, "HEALTHY_SECONDS", 60.0)
    deaths.note_load()
    assert not deaths.note_death()
    deaths.note_load()
    assert deaths.note_death()


def test_shared_memory_that_is_too_small_is_told_as_that(
    qtbot: QtBot, training_store: DocumentStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(shared_block.os, "posix_fallocate", full)
    client = TrainerClient(training_store)
    lost, failed = QSignalSpy(client.worker_lost), []
    client.failed.connect(failed.append)
    qtbot.waitUntil(lambda: client._refusal is not None, timeout=20_000)
    client.start()
    assert "shared memory" in render(failed[0])
    assert "No space left" in render(failed[0])
    assert lost.count() == 0
    monkeypatch.undo()
    qtbot.waitUntil(lambda: client.latest is not None, timeout=20_000)
    run_a_while(qtbot, client)
    client.shutdown()


def test_shutting_down_leaves_no_process_and_no_memory(
    qtbot: QtBot, training_store: DocumentStore, trainer: TrainerClient
) -> None:
    run_a_while(qtbot, trainer)
    pid = trainer.worker_pid
    trainer.shutdown()
    assert training_store.undo_stack.count() == 1
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)
    gc.collect()
