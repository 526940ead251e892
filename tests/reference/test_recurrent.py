"""Recurrent layers give PyTorch's numbers: outputs, last states, losses and the gradient of every parameter."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from nnsim.catalog import DenseSettings, GradientDescentSettings, InputSettings, RecurrentSettings, RnnSettings
from nnsim.document import ArrayMap, Document
from nnsim.program import Trainer
from tests.batteries.check_program import check_every_cell, check_ways_of_running, gradients
from tests.batteries.drawing import Drawing, table, with_parameters
from tests.reference.golden import assert_agrees, cases

CASES = cases("recurrent")
CARRIED = json.loads((Path(__file__).parent / "recurrent.json").read_text(encoding="utf-8"))["carried"]


def _named(case: dict[str, Any]) -> str:
    said = []
    for layer in case["layers"]:
        marks = [layer["kind"], layer["returns"], "both" * layer["bidirectional"], "free" * (not layer["bias"])]
        said.append("-".join(mark for mark in [*marks, f"cut{layer['truncation']}"] if mark and mark != "cut0"))
    return "+".join(said)


def _settings(layer: dict[str, Any], **changes: Any) -> RecurrentSettings:
    given = {key: value for key, value in layer.items() if key != "kind"} | changes
    return RnnSettings(**given) if layer["kind"] == "rnn" else RecurrentSettings(**given)


def _drawn(case: dict[str, Any], layers: list[dict[str, Any]], **changes: Any) -> tuple[Document, list[str]]:
    """The document of a case, with its parameters, and the ids of its recurrent layers."""
    drawing = Drawing(table(case["x"], case["y"]))
    last = drawing.add("input", InputSettings(tuple(range(len(case["x"][0]))), tuple(case["shape"])))
    nodes = []
    for layer in layers:
        last = drawing.add(layer["kind"], _settings(layer, **changes), last)
        nodes.append(last)
    units = len(case["parameters"]["head/bias"])
    head = drawing.add("dense", DenseSettings(units, "linear"), last)
    drawing.end(head)
    drawing.plan(shuffle=False)
    parameters = dict(drawing.document.state.parameters)
    parameters |= {_own(path, [*nodes, head]): np.array(values) for path, values in case["parameters"].items()}
    return with_parameters(drawing.document, ArrayMap(parameters)), [*nodes, head]


def _own(path: str, nodes: list[str]) -> str:
    """`0/input_weight` or `head/bias` under the ids of this document."""
    layer, _, name = path.partition("/")
    return f"{nodes[-1] if layer == 'head' else nodes[int(layer)]}/{name}"


@pytest.mark.parametrize("case", CASES, ids=_named)
def test_a_recurrent_network_agrees(case: dict[str, Any]) -> None:
    document, nodes = _drawn(case, case["layers"])
    trainer = Trainer(document, keep=True)
    executor = trainer.begin()
    executor.run("forward", "loss")
    for node, expected in zip(nodes, case["outputs"], strict=False):
        assert_agrees(executor.value(trainer.program.output_of(node)), expected)
    assert_agrees(trainer.loss(executor), case["loss"])
    found = gradients(document)
    for path, expected in case["gradients"].items():
        assert_agrees(found[_own(path, nodes)], expected)


@pytest.mark.parametrize("case", CASES[::7], ids=_named)
def test_a_recurrent_network_is_explained_and_runs_alike_in_every_way(case: dict[str, Any]) -> None:
    document, _ = _drawn(case, case["layers"])
    assert check_every_cell(document, 30) > 0
    check_ways_of_running(document, 2)


@pytest.mark.parametrize("case", CARRIED, ids=lambda case: f"{case['layer']['kind']}-{case['batch']}")
def test_a_state_that_is_carried_on_agrees(case: dict[str, Any]) -> None:
    document, nodes = _drawn(case, [case["layer"]], stateful=True)
    drawing = Drawing()
    drawing.document = document
    plan = {"batches": "mini", "batch_size": case["batch"], "shuffle": False}
    trainer = Trainer(drawing.plan("gradient_descent", GradientDescentSettings(0.1), **plan))
    for expected in case["losses"]:
        executor = trainer.step()
        assert_agrees(trainer.loss(executor), expected)
    after = trainer.parameters()
    for path, expected in case["trained"].items():
        assert_agrees(after[_own(path, nodes)], expected)
    for each, expected in zip(trainer.program.carried, case["states"], strict=True):
        assert_agrees(executor.value(each.ends), expected)
