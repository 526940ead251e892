"""What one side writes into shared memory, the other reads whole."""

import sys
import threading
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from nnsim.document import ArrayMap, History, TrainingState
from nnsim.program.measures import MeasureForm, Measures
from nnsim.program.metrics import Tally
from nnsim.session.curves import Curves
from nnsim.session.layout import MAP_RESOLUTION, ArrayShape, Layout, layout_of
from nnsim.session.shared_block import SharedBlock
from nnsim.session.snapshot import Snapshot
from nnsim.text import NnsimError

WIDE = 50_000


def snapshot(value: float, rows: int = 3) -> Snapshot:
    curves = Curves(History())
    for epoch in range(rows):
        curves.add(epoch, value, np.nan, value, np.nan)
    state = TrainingState(
        ArrayMap({"a/weight": np.full((2, WIDE), value), "a/bias": np.full(2, value, np.float32)}),
        ArrayMap({"a/weight:velocity": np.full((2, WIDE), -value)}),
        step=int(value), epoch=2, position=7, seed=5,
    )
    maps = {"a": np.full((2, MAP_RESOLUTION, MAP_RESOLUTION), value, np.float32)}
    return Snapshot(state, curves.history(), value, np.nan, 0.5, np.nan, {"a": value}, maps, 10.0, 100.0, generation=4,
                    activations={"a": np.array([value, -value], np.float32)}, sample=6)


def pair(first: Snapshot) -> tuple[SharedBlock, SharedBlock]:
    layout = layout_of(first.state, tuple(first.gradient_norms), {"a": 2}, activations={"a": 2})
    window = SharedBlock(layout)
    return window, SharedBlock(layout, window.name)


def test_a_snapshot_arrives_whole() -> None:
    sent = snapshot(3.0)
    window, worker = pair(sent)
    assert window.read() is None
    worker.write(sent)
    got = window.read()
    assert got is not None
    assert got.state == sent.state
    assert got.history == sent.history
    assert got.gradient_norms == {"a": 3.0}
    assert np.array_equal(got.unit_maps["a"], sent.unit_maps["a"])
    assert got.activations["a"].tolist() == [3.0, -3.0]
    assert got.sample == 6
    assert (got.train_loss, got.rate, got.steps_per_second, got.generation) == (3.0, 10.0, 100.0, 4)
    assert np.isnan(got.test_loss)
    for block in (worker, window):
        block.unlink()
        block.close()


def measured(form: MeasureForm, count: float) -> Measures:
    tally = Tally(*np.full((3, 3), int(count)))
    sums = {"count": count, "right": 2.0, "right_in_k": 3.0}
    return Measures(form, dict.fromkeys(form.metrics, 0.25), sums, tally, np.full((3, 3), int(count)))


def test_metrics_arrive_whole_and_a_set_without_samples_has_none() -> None:
    form = MeasureForm("classes", ("accuracy", "precision"), ("a", "b", "c"), by="largest")
    sent = replace(snapshot(3.0), measures={"train": measured(form, 4.0)})
    window = SharedBlock(layout_of(sent.state, ("a",), {"a": 2}, form, {"a": 2}))
    window.write(sent)
    got = window.read()
    assert got is not None
    assert set(got.measures) == {"train"}
    train, wanted = got.measures["train"], sent.measures["train"]
    assert (train.form, train.values, train.sums) == (form, wanted.values, wanted.sums)
    assert train.confusion.tolist() == wanted.confusion.tolist()
    assert train.per_class["recall"].tolist() == [1.0, 1.0, 1.0]
    other = MeasureForm("numbers", ("mse",))
    window.write(replace(sent, measures={"train": Measures(other, {"mse": 1.0}, {"count": 4.0})}))
    got = window.read()
    assert got is not None
    assert got.measures == {}
    window.unlink()
    window.close()


def test_what_was_read_stays_when_more_is_written() -> None:
    window, worker = pair(snapshot(1.0))
    worker.write(snapshot(1.0))
    first = window.read()
    for value in (2.0, 3.0, 4.0):
        worker.write(snapshot(value))
    assert first is not None
    assert first.parameters["a/weight"][1, -1] == 1.0
    window.unlink()
    worker.close()
    window.close()


def test_a_reader_never_sees_half_a_snapshot() -> None:
    window, worker = pair(snapshot(0.0))
    shots = [snapshot(float(value)) for value in range(1, 5)]
    writing = threading.Thread(target=lambda: [worker.write(shots[turn % 4]) for turn in range(200)])
    writing.start()
    read = 0
    while writing.is_alive():
        got = window.read()
        if got is not None:
            read += 1
            whole = np.concatenate([got.parameters["a/weight"].ravel(), -got.state.slots["a/weight:velocity"].ravel()])
            assert (whole == got.train_loss).all()
    writing.join()
    assert read
    window.unlink()
    worker.close()
    window.close()


def test_a_name_that_is_gone_cannot_be_attached() -> None:
    window, worker = pair(snapshot(0.0))
    window.unlink()
    worker.unlink()
    with pytest.raises(FileNotFoundError):
        SharedBlock(window.layout, window.name)
    worker.close()
    window.close()


@pytest.mark.skipif(sys.platform != "linux", reason="only there memory is promised that there is not")
def test_more_memory_than_there_is_is_refused_before_anybody_writes_to_it() -> None:
    kept = set(Path("/dev/shm").iterdir())
    with pytest.raises(NnsimError, match=r"needs 2,?[\d,]+ MB of shared memory"):
        SharedBlock(Layout({"a/weight": ArrayShape((1 << 37,), "float64")}, {}, (), {}))
    assert set(Path("/dev/shm").iterdir()) <= kept
