"""The worker's own reactions to faults, in this process, at the end of a pipe."""

import multiprocessing
import threading
from collections.abc import Iterator
from multiprocessing.connection import Connection

import numpy as np
import pytest
from msgspec.structs import replace

from nnsim.backend import Backend
from nnsim.catalog import DenseSettings
from nnsim.document import Document
from nnsim.edits import add_node, change_settings, connect, delete
from nnsim.program import Trainer
from nnsim.session import Attach, Attached, CardLost, Load, Loaded, Refused, Run, Stopped, Watch
from nnsim.session.shared_block import SharedBlock
from nnsim.session.worker import Worker
from nnsim.text import render


@pytest.fixture
def pipe() -> Iterator[Connection]:
    """Our end of a pipe; a worker serves the other one in a thread."""
    ours, theirs = multiprocessing.Pipe()
    worker = Worker(theirs)

    def serve() -> None:
        with pytest.raises(EOFError):
            worker.serve()
        worker.close()

    thread = threading.Thread(target=serve)
    thread.start()
    yield ours
    ours.close()
    thread.join()
    theirs.close()


def load(pipe: Connection, document: Document) -> SharedBlock:
    pipe.send(Load(1, document))
    loaded = pipe.recv()
    assert isinstance(loaded, Loaded)
    block = SharedBlock(loaded.layout)
    pipe.send(Attach(1, block.name))
    assert pipe.recv() == Attached(1)
    return block


def test_a_fault_ends_the_run_is_told_once_and_the_worker_lives(
    pipe: Connection, document: Document, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    block = load(pipe, document)
    with monkeypatch.context() as patch:
        patch.setattr(Trainer, "step", lambda trainer: 1 / 0)
        pipe.send(Run(7))
        stopped = pipe.recv()
    assert isinstance(stopped, Stopped)
    assert stopped.ticket == 7
    assert "ZeroDivisionError" in render(stopped.trouble)
    pipe.send(Run(8, steps=2))
    assert pipe.recv() == Stopped(8)
    assert block.read().step == 2
    block.unlink()
    block.close()


def test_another_sample_shows_its_activations_between_runs(pipe: Connection, document: Document) -> None:
    block = load(pipe, document)
    pipe.send(Watch(True, sample=3))
    pipe.send(Run(1, steps=1))
    assert pipe.recv() == Stopped(1)
    shown = block.read()
    pipe.send(Watch(True, sample=1))
    pipe.send(Load(2, document))  # what is sent is obeyed in order
    pipe.recv()
    after = block.read()
    assert (shown.sample, after.sample) == (3, 1)
    assert any((shown.activations[node] != after.activations[node]).any() for node in shown.activations)
    block.unlink()
    block.close()


def test_a_card_that_fails_hands_over_to_the_processor(
    pipe: Connection, document: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    block = load(pipe, document)
    step, failures = Trainer.step, []

    def fail_on_the_card(trainer: Trainer) -> object:
        if trainer.step_number == 5 and not failures:
            failures.append(trainer)
            trainer.backend = Backend("cupy", trainer.backend.xp)
            raise RuntimeError("out of memory\non the card")
        return step(trainer)

    monkeypatch.setattr(Trainer, "step", fail_on_the_card)
    pipe.send(Run(1, steps=20))
    lost = pipe.recv()
    assert isinstance(lost, CardLost)
    assert lost.reason == "out of memory"
    assert pipe.recv() == Loaded(1, None)
    assert pipe.recv() == Stopped(1)
    plain = Trainer(document)
    for _ in range(block.read().step):
        plain.step()
    assert block.read().state == plain.state()
    block.unlink()
    block.close()


def test_a_network_that_memory_does_not_hold_is_refused(
    pipe: Connection, document: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(trainer: Trainer, *_: object, **__: object) -> None:
        raise MemoryError

    monkeypatch.setattr(Trainer, "__init__", fail)
    pipe.send(Load(3, document))
    refused = pipe.recv()
    assert isinstance(refused, Refused)
    assert refused.generation == 3
    assert "memory" in render(refused.reason)


def test_a_stray_node_stops_the_training_but_not_the_figures_of_the_rest(
    pipe: Connection, document: Document
) -> None:
    block = load(pipe, document)
    pipe.send(Run(1, steps=3))
    assert pipe.recv() == Stopped(1)
    whole = block.read()
    stray, neuron = add_node(replace(document, state=whole.state), "neuron", (0.0, 900.0))
    stray, behind = add_node(stray, "dense", (0.0, 900.0))
    pipe.send(Load(1, connect(stray, neuron, behind), run=True))
    refused = pipe.recv()
    assert isinstance(refused, Refused)
    assert refused.partly
    assert "'Neuron 1'" in render(refused.reason)
    assert pipe.recv() == Loaded(1, None)
    pipe.send(Run(2, steps=5))  # asked for before the refusal was read
    pipe.send(Load(1, connect(connect(stray, neuron, "dense1"), neuron, behind)))
    refused = pipe.recv()
    assert isinstance(refused, Refused)
    assert refused.partly  # the loss itself waits for the neuron, the input does not
    assert isinstance(pipe.recv(), Loaded)
    part = block.read()
    assert part.state == whole.state
    assert part.train_loss == whole.train_loss
    assert part.activations.keys() == whole.activations.keys()
    block.unlink()
    block.close()


def test_without_a_loss_the_network_computes_and_does_not_learn(pipe: Connection, document: Document) -> None:
    block = load(pipe, document)
    pipe.send(Load(1, document))
    assert pipe.recv() == Loaded(1, None)  # so that the figures of the first time are there
    whole = block.read()
    [loss] = (node.id for node in document.network.nodes if node.kind == "loss")
    pipe.send(Load(2, delete(document, {loss})))
    refused = pipe.recv()
    assert isinstance(refused, Refused)
    assert refused.partly
    loaded = pipe.recv()
    assert isinstance(loaded, Loaded)
    seen = SharedBlock(loaded.layout)
    pipe.send(Attach(2, seen.name))
    assert pipe.recv() == Attached(2)
    pipe.send(Run(1, steps=3))
    pipe.send(Load(2, delete(document, {loss})))
    assert isinstance(pipe.recv(), Refused)
    assert pipe.recv() == Loaded(2, None)
    figures = seen.read()
    assert figures.state.step == 0
    assert np.isnan((figures.train_loss, figures.test_loss)).all()
    assert not figures.measures
    for node, values in figures.activations.items():
        assert np.array_equal(values, whole.activations[node])
    assert {"dense1", "dense2"} <= figures.activations.keys()
    for node, maps in figures.unit_maps.items():
        assert np.array_equal(maps, whole.unit_maps[node])
    wide = change_settings(document, "dense2", DenseSettings(3))  # the loss gets 3 values where the data has one
    pipe.send(Load(3, wide))
    refused = pipe.recv()
    assert isinstance(refused, Refused)
    assert refused.partly
    assert isinstance(pipe.recv(), Loaded)
    for each in (block, seen):
        each.unlink()
        each.close()
