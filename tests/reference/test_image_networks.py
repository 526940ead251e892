"""Whole networks on images and sequences, drawn as a student would, give PyTorch's gradients and losses."""

from typing import Any

import numpy as np
import pytest

from nnsim import catalog
from nnsim.catalog import AdamSettings, InputSettings
from nnsim.document import Document
from nnsim.program import Trainer, problems
from tests.batteries.check_program import gradients
from tests.batteries.drawing import Drawing, table
from tests.reference.golden import assert_agrees, cases


def _drawn(case: dict[str, Any]) -> tuple[Document, list[str]]:
    drawing = Drawing(table(case["x"], case["y"]))
    last = drawing.add("input", InputSettings(tuple(range(len(case["x"][0]))), tuple(case["input"])))
    ids = []
    for layer in case["layers"]:
        settings = {name: tuple(value) if isinstance(value, list) else value for name, value in layer.items()}
        kind = settings.pop("kind")
        if kind == "dense":
            settings["activation"] = "softmax" if case["loss"] == "categorical_cross_entropy" else "linear"
        last = drawing.add(kind, catalog.kind(kind).Settings(**settings), last)
        ids.append(last)
    drawing.end(last, loss=case["loss"])
    for node, values in zip(ids, case["parameters"], strict=True):
        drawing.set(**{f"{node}__{name}": array for name, array in values.items()})
    return drawing.plan("adam", AdamSettings(0.02), batches="full"), ids


@pytest.mark.parametrize("case", cases("image_networks"), ids=lambda case: case["layers"][0]["kind"])
def test_gradients_and_losses_agree(case: dict[str, Any]) -> None:
    document, ids = _drawn(case)
    assert [problem for problem in problems(document) if problem.severity == "error"] == []
    found = gradients(document)
    for node, expected in zip(ids, case["gradients"], strict=True):
        for name, values in expected.items():
            assert_agrees(found[f"{node}/{name}"], values)
    trainer = Trainer(document)
    losses = []
    for _ in case["losses"]:
        losses.append(trainer.loss(trainer.step()))
    assert_agrees(np.array(losses), case["losses"], 1e-8)
