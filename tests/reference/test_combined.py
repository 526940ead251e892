"""Whole networks that combine, normalize, drop and design give PyTorch's numbers, in training and in use."""

from typing import Any

import msgspec
import numpy as np
import pytest

from nnsim import catalog, edits
from nnsim.catalog import GradientDescentSettings, InputSettings, LossSettings
from nnsim.document import Document
from nnsim.program import Trainer
from tests.batteries.check_program import check_every_cell, check_ways_of_running, gradients
from tests.batteries.drawing import Drawing, table
from tests.reference.golden import assert_agrees, cases

NETWORKS = cases("combined")
KINDS = {"add", "multiply", "concatenate", "split", "batch_normalization", "layer_normalization", "group_normalization",
         "dropout", "noise", "features", "rules"}


def _drawn(case: dict[str, Any]) -> Document:
    drawing = Drawing(table(case["x"], case["y"]))
    for node in case["nodes"]:
        if node["kind"] == "input":
            shape = tuple(node["shape"])
            settings: Any = InputSettings(tuple(range(int(np.prod(shape)))), shape if len(shape) > 1 else ())
        else:
            settings = msgspec.convert(node["settings"], catalog.kind(node["kind"]).Settings)
        assert drawing.add(node["kind"], settings, *node["links"]) == node["id"]
    drawing.add("loss", LossSettings("mse"), case["nodes"][-1]["id"])
    document = drawing.plan("gradient_descent", GradientDescentSettings(case["rate"]), batches="full")
    for path, values in case["parameters"].items():
        document = edits.set_parameter(document, path, np.array(values, float))
    return document


def _together(arrays: dict[str, Any]) -> Any:
    """All numbers in a row: what a normalization makes vanish is held against the others' size."""
    return np.concatenate([np.ravel(values) for values in arrays.values()])


@pytest.mark.parametrize("number", range(len(NETWORKS)))
def test_a_random_network_agrees(number: int) -> None:
    case = NETWORKS[number]
    answers, document = case["answers"], _drawn(case)
    found = gradients(document)
    assert_agrees(_together({path: found.get(path, np.zeros(np.shape(g))) for path, g in answers["gradients"].items()}),
                  _together(answers["gradients"]))
    trainer = Trainer(document)
    assert_agrees(trainer.evaluate()[0], answers["used"][0])
    executor = trainer.begin()
    executor.run("forward", "loss")
    assert trainer.program.prediction is not None
    assert_agrees(executor.value(trainer.program.prediction), answers["prediction"])
    losses = [trainer.loss(trainer.step()) for _ in range(case["steps"])]
    assert_agrees(losses, answers["losses"], 1e-7)
    for path, expected in answers["parameters"].items():
        assert_agrees(trainer.parameters()[path], expected, 1e-7)
    assert_agrees(trainer.evaluate()[0], answers["used"][1], 1e-7)


@pytest.mark.parametrize("number", range(0, len(NETWORKS), 6))
def test_a_random_network_is_explained_and_runs_alike_in_every_way(number: int) -> None:
    document = _drawn(NETWORKS[number])
    assert check_every_cell(document, 40) > 0
    check_ways_of_running(document, 2)


def test_the_networks_hold_every_kind_on_vectors_sequences_and_images() -> None:
    seen = {(node["kind"], len(case["nodes"][0]["shape"])) for case in NETWORKS for node in case["nodes"]}
    assert seen >= {(kind, rank) for kind in KINDS - {"features", "rules"} for rank in (1, 2, 3)}
    assert seen >= {("features", 1), ("rules", 1)}
