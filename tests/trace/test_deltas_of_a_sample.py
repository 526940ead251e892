"""Gradients at the units for one sample while training: those that a step on that sample alone shows, unit by unit."""

from collections.abc import Callable

import numpy as np
import pytest
from msgspec.structs import replace

from nnsim.catalog import DenseSettings, InputSettings, RnnSettings
from nnsim.document import Document
from nnsim.program import Trainer, unit_values
from nnsim.trace import Stepper
from tests.batteries.drawing import Drawing, table
from tests.trace.test_states_shown import reading


def _layers() -> Document:
    """Softmax on free neurons, a layer, a normalization of each sample, and noise."""
    x = np.random.default_rng(5).normal(size=(6, 4))
    drawing = Drawing(table(x[:, :2], x[:, 2:]))
    last = drawing.add("input", InputSettings((0, 1)))
    hidden = drawing.add("dense", DenseSettings(5, "tanh"), last)
    neurons = [drawing.add("neuron", None, hidden) for _ in range(3)]
    normalized = drawing.add("layer_normalization", None, *neurons)
    drawing.end(drawing.add("dense", DenseSettings(2, "softmax"), drawing.add("dropout", None, normalized)))
    return drawing.document


def _gated() -> Document:
    x = np.random.default_rng(3).normal(size=(4, 8))
    drawing = Drawing(table(x, x[:, :1]))
    node = drawing.add("gru", None, drawing.add("input", InputSettings(tuple(range(8)), (4, 2))))
    drawing.end(drawing.add("dense", DenseSettings(1, "linear"), node))
    return drawing.document


@pytest.mark.parametrize("make", [
    _layers, _gated, lambda: reading(RnnSettings(3))[0], lambda: reading(RnnSettings(3, bidirectional=True))[0],
])  # fmt: skip
def test_they_are_those_of_a_step_on_that_sample_alone(make: Callable[[], Document]) -> None:
    document = make()
    document = replace(document, plan=replace(document.plan, batches="mini", batch_size=1))
    stepper = Stepper(document, detail="layer")
    while stepper.view().phase != "update":
        stepper.next()
    view, trainer = stepper.view(), Trainer(document)
    before = trainer.step().batch, trainer.gradient_norms(), trainer.parameters()
    trainer.load(document.state)
    found = trainer.unit_deltas(view.row)
    shown = {name: each.ravel() for name, each in (*view.deltas.items(), *view.state_deltas.items())}
    assert view.deltas
    assert {f"{name}:delta" for name in shown} == found.keys()
    for name, each in shown.items():
        np.testing.assert_allclose(found[f"{name}:delta"], each, rtol=1e-4, atol=1e-7)
    again = trainer.step().batch, trainer.gradient_norms(), trainer.parameters()
    assert again == before, "looking changes nothing"
    assert trainer.unit_deltas(view.row).keys() == found.keys()
    assert trainer.gradient_norms() == before[1]


def test_very_large_networks_have_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unit_values, "MOST_WEIGHTS", 3)
    document = _layers()
    trainer = Trainer(document)
    assert trainer.unit_deltas(0) == {}
    assert not [name for name in unit_values.value_counts(trainer.program) if name.endswith(":delta")]
