"""Recurrent layers with every setting, on sequences as short and as narrow as they come, and where they cannot be."""

from typing import Any

import numpy as np
import pytest

from nnsim import catalog
from nnsim.catalog import InputSettings, RecurrentSettings, RnnSettings
from nnsim.catalog.recurrent import REVERSE
from nnsim.document import Document
from nnsim.ops.arranging import Stack
from nnsim.ops.recurrent import StopGradient
from nnsim.program import Trainer, compile_document, problems
from nnsim.text.messages import render
from tests.batteries.check_program import (
    check_every_cell,
    check_explained,
    check_state_survives,
    check_ways_of_running,
    gradients,
)
from tests.batteries.drawing import Drawing, table, with_parameters
from tests.catalog.placed_recurrent import FEATURES, STEPS, recurrent

KINDS = ("rnn", "lstm", "gru")
VARIED: tuple[dict[str, Any], ...] = (
    {"bidirectional": True}, {"bidirectional": True, "returns": "sequence"}, {"stateful": True},
    {"truncation": 2, "returns": "sequence"}, {"bias": False},
)


def _settings(kind: str, **given: Any) -> RecurrentSettings:
    return (RnnSettings if kind == "rnn" else RecurrentSettings)(2, **given)


@pytest.mark.parametrize("given", VARIED, ids=lambda given: "-".join(map(str, given)))
@pytest.mark.parametrize("kind", KINDS)
def test_a_recurrent_layer_keeps_its_promises_with_every_setting(kind: str, given: dict[str, Any]) -> None:
    document, _ = recurrent(kind, _settings(kind, **given), samples=2)
    assert [problem for problem in problems(document) if problem.severity == "error"] == []
    assert check_every_cell(document, 40) > 0
    check_explained(document)
    check_ways_of_running(document, 2)
    check_state_survives(document, 2)


@pytest.mark.parametrize("kind", KINDS)
def test_a_shorter_memory_changes_only_the_gradient(kind: str) -> None:
    whole, cut, never = (
        recurrent(kind, _settings(kind, truncation=steps))[0] for steps in (0, 1, STEPS)
    )
    losses = [Trainer(document).loss(Trainer(document).step()) for document in (whole, cut)]
    assert losses[0] == losses[1]
    found = [gradients(document) for document in (whole, cut, never)]
    path = f"{kind}1/recurrent_weight"
    assert not np.allclose(found[0][path], found[1][path])
    np.testing.assert_array_equal(found[0][path], found[2][path])
    assert sum(isinstance(each.op, StopGradient) for each in compile_document(never).instructions) == 0


@pytest.mark.parametrize("kind", KINDS)
def test_the_last_state_is_the_end_of_the_sequence(kind: str) -> None:
    ends = []
    for returns in ("last", "sequence"):
        document, node = recurrent(kind, _settings(kind, returns=returns))
        trainer = Trainer(document, keep=True)
        executor = trainer.begin()
        executor.run("forward")
        ends.append(np.array(executor.value(trainer.program.output_of(node))))
    assert ends[1].shape == (4, STEPS, 2)
    np.testing.assert_array_equal(ends[0], ends[1][:, -1])


@pytest.mark.parametrize("kind", KINDS)
def test_the_half_that_reads_from_the_end_is_the_other_on_a_turned_sequence(kind: str) -> None:
    document, node = recurrent(kind, _settings(kind, bidirectional=True, returns="sequence"))
    x = np.random.default_rng(3).normal(size=(4, STEPS, FEATURES))
    there = _states(document, node, x)
    back = _states(_with_halves_exchanged(document, node), node, x[:, ::-1])
    np.testing.assert_allclose(there[:, :, :2], back[:, ::-1, 2:], rtol=1e-12, atol=1e-15)
    np.testing.assert_allclose(there[:, :, 2:], back[:, ::-1, :2], rtol=1e-12, atol=1e-15)


def _with_halves_exchanged(document: Document, node: str) -> Document:
    def other(path: str) -> str:
        owner, name = path.split("/")
        if owner != node:
            return path
        return f"{node}/{name.removeprefix(REVERSE) if name.startswith(REVERSE) else REVERSE + name}"

    return with_parameters(document, {other(path): array for path, array in document.state.parameters.items()})


def _states(document: Document, node: str, x: Any) -> Any:
    trainer = Trainer(document, keep=True)
    executor = trainer.begin()
    executor.feed(x.reshape(len(x), -1), np.zeros((len(x), 1)))
    executor.run("forward")
    return np.array(executor.value(trainer.program.output_of(node)))


@pytest.mark.parametrize("kind", KINDS)
def test_one_step_of_one_feature_is_a_sequence_too(kind: str) -> None:
    drawing = Drawing(table([[0.5], [-1.0]], [[1.0], [0.0]]))
    x = drawing.add("input", InputSettings((0,), (1, 1)))
    drawing.end(drawing.add("neuron", None, drawing.add(kind, _settings(kind), x)))
    assert check_every_cell(drawing.document) > 0
    check_explained(drawing.document)


@pytest.mark.parametrize("kind", KINDS)
def test_a_vector_is_refused_where_a_sequence_is_read(kind: str) -> None:
    drawing = Drawing(table([[0.5, 1.0]], [[1.0]]))
    layer = drawing.add(kind, _settings(kind), drawing.add("input"))
    drawing.end(drawing.add("neuron", None, layer))
    told = _errors(drawing.document)
    assert any("expects a sequence (steps × features) and gets 2 values" in each for each in told), told


@pytest.mark.parametrize("kind", KINDS)
def test_a_sequence_is_refused_where_a_vector_is_read(kind: str) -> None:
    document, layer = recurrent(kind, _settings(kind, returns="sequence"))
    drawing = Drawing()
    drawing.document = document
    drawing.add("neuron", None, layer)
    told = _errors(drawing.document)
    assert any("expects a vector and gets a sequence of 3 steps with 2 features" in each for each in told), told


@pytest.mark.parametrize("kind", KINDS)
def test_reading_both_ways_and_carrying_a_state_on_exclude_each_other(kind: str) -> None:
    objection = catalog.kind(kind).check(_settings(kind, bidirectional=True, stateful=True))
    assert objection is not None
    assert "Switch one of the two off" in render(objection, "en")


def test_the_program_has_a_few_instructions_for_each_step() -> None:
    counts = []
    for steps in (2, 12):
        drawing = Drawing(table(np.zeros((2, steps)), np.zeros((2, 1))))
        x = drawing.add("input", InputSettings(tuple(range(steps)), (steps, 1)))
        drawing.end(drawing.add("neuron", None, drawing.add("lstm", _settings("lstm"), x)))
        forward = [each for each in compile_document(drawing.document).instructions if each.phase == "forward"]
        counts.append(len([each for each in forward if not each.op.wiring]))
        assert not any(isinstance(each.op, Stack) for each in forward), "the last state needs no others kept"
    assert (counts[1] - counts[0]) / 10 == 8


def _errors(document: Document) -> list[str]:
    return [render(each.message, "en") for each in problems(document) if each.severity == "error"]
