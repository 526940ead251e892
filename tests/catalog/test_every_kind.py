"""Every kind, activation, loss, rule and initializer of the catalog passes its battery."""

import importlib
import pkgutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from nnsim import catalog, edits
from nnsim.catalog import ActivationSettings, DenseSettings, Kind, LossSettings, NeuronSettings
from nnsim.data import generated
from nnsim.document import Document
from nnsim.program import Trainer
from nnsim.text.messages import render
from tests.batteries.check_kind import check_kind, check_settings, check_texts
from tests.batteries.check_program import (
    check_every_cell,
    check_explained,
    check_state_survives,
    check_ways_of_running,
)
from tests.batteries.drawing import Drawing, table

Placed = tuple[Document, str]


def _neuron() -> Placed:
    drawing = Drawing(generated("xor"))
    x = drawing.add("input")
    hidden = [drawing.add("neuron", NeuronSettings("tanh"), x), drawing.add("neuron", NeuronSettings("tanh"), (x, 1))]
    drawing.end(drawing.add("neuron", None, *hidden, (x, 0)))
    return drawing.document, hidden[1]


def _dense(settings: DenseSettings | None = None) -> Placed:
    drawing = Drawing(generated("xor"))
    layer = drawing.add("dense", settings, drawing.add("input"))
    drawing.end(drawing.add("neuron", None, layer))
    return drawing.document, layer


def _input() -> Placed:
    document, _ = _dense()
    return document, "input1"


def _output() -> Placed:
    document, _ = _dense()
    return document, "output1"


def _loss(function: str = "mse", form: str = "stable") -> Placed:
    wanted = catalog.loss_function(function).joins or "tanh"
    several = wanted == "softmax"
    source = generated("three_gaussians", count=12) if several else generated("xor")
    if catalog.loss_function(function).targets == "sides":
        source = table([[0, 0], [0, 1], [1, 0], [1, 1]], [[-1], [1], [1], [-1]])
    drawing = Drawing(source)
    layer = drawing.add("dense", DenseSettings(3), drawing.add("input"))
    drawing.end(drawing.add("dense", DenseSettings(3 if several else 1, wanted), layer), loss=function, form=form)
    return drawing.document, "loss1"


def _activation(function: str = "relu") -> Placed:
    drawing = Drawing(generated("xor"))
    layer = drawing.add("dense", DenseSettings(3, "linear"), drawing.add("input"))
    node = drawing.add("activation", ActivationSettings(function), layer)
    drawing.end(drawing.add("neuron", None, node))
    return drawing.document, node


PLACED: dict[str, Callable[[], Placed]] = {
    "neuron": _neuron, "dense": _dense, "input": _input, "output": _output, "loss": _loss, "activation": _activation,
}
for module in pkgutil.iter_modules([str(Path(__file__).parent)]):
    if module.name.startswith("placed_"):
        PLACED |= importlib.import_module(f"tests.catalog.{module.name}").PLACED


@pytest.mark.parametrize("kind", catalog.kinds(), ids=lambda kind: kind.id)
def test_a_kind_keeps_its_promises(kind: Kind) -> None:
    assert kind.id in PLACED, "say in PLACED how a node of this kind stands in a network"
    check_kind(kind, *PLACED[kind.id]())


@pytest.mark.long
@pytest.mark.parametrize("kind", catalog.kinds(), ids=lambda kind: kind.id)
def test_every_cell_of_a_kind_is_told(kind: Kind) -> None:
    document, _ = PLACED[kind.id]()
    check_explained(document, cells=10_000)


@pytest.mark.parametrize("activation", catalog.activations(), ids=lambda each: each.id)
def test_an_activation_runs_in_a_layer_a_node_and_a_neuron(activation: catalog.ActivationKind) -> None:
    for document, _ in (_dense(DenseSettings(3, activation.id)), _activation(activation.id)):
        assert check_every_cell(document) > 0
        check_explained(document)
        check_ways_of_running(document, 3)
    assert render(activation.title, "en")
    assert activation.meaning.id.endswith(".")
    choices = {value for field in catalog.kind("neuron").fields for value, _ in field.choices}
    assert (activation.id in choices) is not activation.of_layer


@pytest.mark.parametrize("form", ["stable", "textbook"])
@pytest.mark.parametrize("loss", catalog.losses(), ids=lambda each: each.id)
def test_a_loss_runs_in_both_forms(loss: catalog.LossFunction, form: str) -> None:
    document, node = _loss(loss.id, form)
    assert isinstance(document.network.node(node).settings, LossSettings)
    assert check_every_cell(document) > 0
    check_explained(document)
    check_ways_of_running(document, 3)


@pytest.mark.parametrize("loss", [each.id for each in catalog.losses() if each.joins])
def test_both_forms_of_a_cross_entropy_agree(loss: str) -> None:
    stable, textbook = (Trainer(_loss(loss, form)[0]) for form in ("stable", "textbook"))
    for _ in range(20):
        stable.step()
        textbook.step()
    for path, array in stable.parameters().items():
        np.testing.assert_allclose(textbook.parameters()[path], array, rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize("rule", catalog.rules(), ids=lambda each: each.id)
def test_a_rule_keeps_its_promises(rule: catalog.RuleKind) -> None:
    check_texts(rule)
    check_settings(rule.default_settings(), rule.fields, rule)
    assert catalog.rule(rule.id) is rule
    document, node = _neuron()
    for penalties in ({}, {"l1": 0.01, "l2": 0.02}):
        plan = Drawing()
        plan.document = edits.set_rule(document, rule.id)
        changed = plan.plan(batches="mini", batch_size=3, **penalties)
        changed = edits.freeze(changed, f"{node}/weight", (0, 0), True)
        assert check_every_cell(changed) > 0
        check_explained(changed)
        check_ways_of_running(changed)
        check_state_survives(changed)


def test_shortcuts_of_the_palette_differ() -> None:
    keys = [kind.key for kind in catalog.kinds() if kind.key]
    assert len(set(keys)) == len(keys)


def test_a_kind_that_this_version_lacks_has_a_stand_in() -> None:
    assert catalog.kind("hypernetwork").id == "unknown"
    assert not catalog.is_known("hypernetwork")


@pytest.mark.parametrize("columns", [(), (-1,), (4096,), tuple(range(4097))])
def test_an_input_without_sensible_columns_is_refused(columns: tuple[int, ...]) -> None:
    objection = catalog.kind("input").check(catalog.InputSettings(columns))
    assert objection is not None
    assert "column" in render(objection)
