"""The cross-entropy's settings give PyTorch's numbers: class numbers, padding, smoothing, class weights, sequences."""

from typing import Any

import pytest

from nnsim import edits
from nnsim.catalog import DenseSettings, InputSettings, LossSettings
from nnsim.document import Document
from nnsim.program import Trainer, problems
from tests.batteries.check_program import check_every_cell, check_explained, check_ways_of_running, gradients
from tests.batteries.drawing import Drawing, table
from tests.reference.golden import assert_agrees, cases

CASES = cases("losses")


def drawn(case: dict[str, Any], form: str) -> Document:
    """A layer of scores for samples, or for the steps of sequences, and its loss."""
    columns, steps = len(case["x"][0]), case["steps"]
    shape = (steps, columns // steps) if steps else ()
    drawing = Drawing(table(case["x"], case["y"]))
    x = drawing.add("input", InputSettings(tuple(range(columns)), shape))
    layer = drawing.add("dense", DenseSettings(len(case["bias"]), "softmax"), x)
    drawing.end(layer, loss="categorical_cross_entropy", form=form)
    settings = {**case["settings"], "class_weights": tuple(case["settings"]["class_weights"])}
    loss = LossSettings("categorical_cross_entropy", form, **settings)
    drawing.document = edits.change_settings(drawing.document, "loss1", loss)
    drawing.plan(batches="full")
    return drawing.set(dense1__weight=case["weight"], dense1__bias=case["bias"])


@pytest.mark.parametrize("form", ["stable", "textbook"])
@pytest.mark.parametrize("number", range(len(CASES)))
def test_a_cross_entropy_agrees(number: int, form: str) -> None:
    case = CASES[number]
    document = drawn(case, form)
    assert [str(problem.message) for problem in problems(document) if problem.severity == "error"] == []
    trainer = Trainer(document)
    assert_agrees(trainer.loss(trainer.step()), case["loss"])
    found = gradients(document)
    for name, expected in case["gradients"].items():
        assert_agrees(found[f"dense1/{name}"], expected)


@pytest.mark.parametrize("form", ["stable", "textbook"])
@pytest.mark.parametrize("number", range(0, len(CASES), 6))
def test_a_cross_entropy_is_explained_and_runs_alike_in_every_way(number: int, form: str) -> None:
    document = drawn(CASES[number], form)
    assert check_every_cell(document) > 0
    check_explained(document)
    check_ways_of_running(document, 2)


def test_the_cases_hold_what_they_should() -> None:
    assert {bool(case["steps"]) for case in CASES} == {True, False}
    wanted = {"targets": {"numbers", "one_hot"}, "ignored": {-100, 0, -1}, "smoothing": {0.0, 0.1, 0.4}}
    for name, values in wanted.items():
        assert {case["settings"][name] for case in CASES} == values
    weighed = [case for case in CASES if case["settings"]["class_weights"]]
    assert {case["settings"]["targets"] for case in weighed if case["settings"]["smoothing"]} == {"numbers", "one_hot"}
    padded = [case for case in CASES if any(case["settings"]["ignored"] in row for row in case["y"])]
    assert len([case for case in padded if case["settings"]["targets"] == "numbers"]) >= 5


def test_a_batch_that_is_all_padding_costs_nothing() -> None:
    case = {"steps": 0, "x": [[1.0, 2.0]], "y": [[-100.0]], "weight": [[1.0, 0.5], [0.2, -1.0]], "bias": [0, 0]}
    case["settings"] = {"targets": "numbers", "ignored": -100, "smoothing": 0.1, "class_weights": []}
    for form in ("stable", "textbook"):
        document = drawn(case, form)
        trainer = Trainer(document)
        assert trainer.loss(trainer.step()) == 0.0
        assert not gradients(document)["dense1/weight"].any()
