"""Values made in their place and calls shared by neighbors: fewer calls, less memory, the same bits."""

import numpy as np
import pytest

from nnsim import catalog
from nnsim.catalog import DenseSettings, InputSettings
from nnsim.document import Document
from nnsim.program import Executor, Trainer
from nnsim.program.together import Work, together
from tests.batteries.drawing import Drawing, table

STEPS, FEATURES, UNITS = 12, 3, 8


def read(kind: str, samples: int = 16, **settings: object) -> Document:
    """A recurrent layer that reads short sequences, and a dense one after it."""
    random = np.random.default_rng(0)
    drawing = Drawing(table(random.normal(size=(samples, STEPS * FEATURES)), random.normal(size=(samples, 2))))
    x = drawing.add("input", InputSettings(tuple(range(STEPS * FEATURES)), (STEPS, FEATURES)))
    layer = drawing.add(kind, catalog.kind(kind).Settings(units=UNITS, **settings), x)
    if settings.get("returns") == "sequence":
        layer = drawing.add("flatten", None, layer)
    drawing.end(drawing.add("dense", DenseSettings(2, "linear"), layer))
    return drawing.plan("adam", batches="full", shuffle=False)


def calls_of_phases(executor: Executor) -> int:
    """Calls of a step without its update."""
    return sum(len(executor._calls[phase]) for phase in ("forward", "loss", "backward"))


@pytest.mark.parametrize(("kind", "most"), [("rnn", 9), ("lstm", 30), ("gru", 28)])
def test_a_time_step_takes_few_calls(kind: str, most: int) -> None:
    trainer = Trainer(read(kind))
    executor = trainer.step()
    assert calls_of_phases(executor) <= STEPS * most + 50
    alone = sum(len(calls) for calls in executor._single)
    assert calls_of_phases(executor) < alone


@pytest.mark.parametrize("kind", ["rnn", "lstm", "gru"])
@pytest.mark.parametrize("settings", [{}, {"bidirectional": True}, {"returns": "sequence"}, {"truncation": 5}])
def test_sharing_calls_changes_no_bit(kind: str, settings: dict[str, object]) -> None:
    document = read(kind, **settings)
    kept, whole = Trainer(document, keep=True), Trainer(document)
    for _ in range(3):
        kept.step()
        whole.step()
    for path, values in whole.memory.parameters().items():
        assert np.array_equal(values, kept.memory.parameters()[path]), path


@pytest.mark.parametrize("kind", ["lstm", "gru"])
def test_gates_take_the_place_of_their_sums(kind: str) -> None:
    """A whole step keeps little more than half of what there is when every value is kept."""
    document = read(kind)
    whole, every = Trainer(document).step(), Trainer(document, keep=True).step()
    assert whole.bytes < 0.6 * every.bytes


def work(function: np.ufunc, *arrays: np.ndarray) -> Work:
    """One call from all arrays but the last into the last."""
    return Work([(function, arrays)], arrays[-1], (), arrays[:-1], True)


def test_neighbors_join_and_others_do_not() -> None:
    z, a = np.linspace(-2.0, 2.0, 12), np.zeros(12)
    first, second = work(np.exp, z[:4], a[:4]), work(np.exp, z[4:8], a[4:8])
    (joined,) = together([first, second])
    assert joined[1][0].size == 8
    joined[0](*joined[1])
    assert np.array_equal(a[:8], np.exp(z[:8]))
    assert not a[8:].any()
    assert len(together([first, work(np.exp, z[8:], a[8:])])) == 2, "there is a gap between them"
    assert len(together([first, work(np.tanh, z[4:8], a[4:8])])) == 2, "another function"


def test_what_is_read_in_between_is_not_made_too_early() -> None:
    z, a, b = np.linspace(-2.0, 2.0, 8), np.zeros(8), np.zeros(4)
    between = work(np.negative, a[4:], b)
    assert len(together([work(np.exp, z[:4], a[:4]), between, work(np.exp, z[4:], a[4:])])) == 3
    reader = work(np.negative, a[:4], z[4:])
    assert len(together([work(np.exp, z[:4], a[:4]), reader, work(np.exp, z[4:], a[4:])])) == 3
