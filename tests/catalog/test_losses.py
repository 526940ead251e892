"""What a loss refuses: settings, shapes and targets that it cannot be held against; and what it learns from."""

from typing import Any

import msgspec
import numpy as np
import pytest

from nnsim import catalog, edits
from nnsim.catalog import DenseSettings, InputSettings, LossSettings
from nnsim.data import generated
from nnsim.document import Document, Split
from nnsim.program import Trainer, problems
from nnsim.text.messages import render
from tests.batteries.drawing import Drawing, table


def errors(document: Document) -> list[str]:
    """What is told at the loss."""
    return [str(each.message) for each in problems(document) if each.severity == "error" and each.place == "loss1"]


def held(y: Any, units: int, activation: str, steps: int = 0, **settings: Any) -> Document:
    """A layer of this many units, held against these targets by a loss of these settings."""
    y = np.asarray(y, float)
    inputs = 2 * max(1, steps)
    drawing = Drawing(table(np.ones((len(y), inputs)), y))
    columns = tuple(range(inputs))
    x = drawing.add("input", InputSettings(columns, (steps, 2) if steps else ()))
    drawing.end(drawing.add("dense", DenseSettings(units, activation), x), loss=settings["function"])
    drawing.document = edits.change_settings(drawing.document, "loss1", LossSettings(**settings))
    return drawing.document


CROSS = {"function": "categorical_cross_entropy"}
NUMBERS = {**CROSS, "targets": "numbers"}
WRONG: list[tuple[Document, str]] = [
    (held([[0], [3]], 3, "softmax", **NUMBERS), "expects class numbers from 0 to 2 and finds 3"),
    (held([[0], [0.5]], 3, "softmax", **NUMBERS), "finds 0.5"),
    (held([[0], [-1]], 3, "softmax", **NUMBERS), "finds −1"),
    (held([[0, 1]], 3, "softmax", **NUMBERS), "expects one column with the class number"),
    (held([[0]], 3, "softmax", steps=2, **NUMBERS), "expects 2 columns with class numbers"),
    (held([[0.4, 0.4]], 2, "softmax", **CROSS), "finds 0.4, 0.4 in"),
    (held([[0, 0]], 2, "softmax", **CROSS), "finds 0, 0 in"),
    (held([[0, 1]], 2, "softmax", **CROSS, class_weights=(1.0, 2.0, 3.0)), "expected 2 numbers"),
    (held([[0.4, 0.4]], 2, "softmax", function="kullback_leibler"), "shares that add up to 1"),
    (held([[1.5, -0.5]], 2, "softmax", function="kullback_leibler"), "shares that add up to 1"),
    (held([[0, 1]], 2, "tanh", function="kullback_leibler"), "needs probabilities"),
    (held([[0], [1]], 1, "linear", function="hinge"), "expects the targets −1 and 1 and finds 0"),
    (held([[1], [2]], 1, "linear", function="perceptron"), "finds 2"),
    (held([[1], [2]], 1, "sigmoid", function="binary_cross_entropy"), "from 0 to 1"),
]


@pytest.mark.parametrize(("document", "words"), WRONG, ids=[words for _, words in WRONG])
def test_what_does_not_fit_is_told_before_training(document: Document, words: str) -> None:
    told = errors(document)
    assert len(told) == 1
    assert words in told[0]
    for problem in problems(document):
        assert any("가" <= letter <= "힣" for letter in render(problem.message, "ko"))


RIGHT: list[Document] = [
    held([[0], [2]], 3, "softmax", **NUMBERS),
    held([[-100], [2]], 3, "softmax", **NUMBERS),
    held([[-1], [2]], 3, "softmax", **NUMBERS, ignored=-1),
    held([[0, 2]], 3, "softmax", steps=2, **NUMBERS),
    held([[0, 0, 0, 1]], 2, "softmax", steps=2, **CROSS),
    held([[0.25, 0.75]], 2, "softmax", function="kullback_leibler"),
    held([[-1, 1]], 2, "linear", function="hinge"),
    held([[0, 1]], 2, "softmax", **CROSS, class_weights=(1.0, 2.0)),
    held([[0.3, -4.0]], 2, "linear", function="huber", class_weights=(1.0,), targets="numbers"),
]


@pytest.mark.parametrize("document", RIGHT)
def test_what_fits_trains(document: Document) -> None:
    assert errors(document) == []
    trainer = Trainer(document)
    losses = [trainer.loss(trainer.step()) for _ in range(50)]
    assert losses[-1] < losses[0]


def test_labels_of_the_test_set_are_looked_at_too() -> None:
    document = held([[0]] * 5 + [[7]], 3, "softmax", **NUMBERS)
    assert document.data is not None
    for seed in range(4):
        source = msgspec.structs.replace(document.data, split=Split(0.5, seed))
        assert any("finds 7" in told for told in errors(msgspec.structs.replace(document, data=source)))


def test_an_image_is_no_row_of_classes() -> None:
    kind = catalog.kind("loss")
    objection = kind.refuses(LossSettings(**CROSS), {"in": ((3, 4, 4),)})
    assert objection is not None
    assert "Flatten" in render(objection)
    assert kind.refuses(LossSettings(), {"in": ((3, 4, 4),)}) is None


def test_ground_truth_from_the_network_has_the_shape_of_the_prediction() -> None:
    kind = catalog.kind("loss")
    assert kind.refuses(LossSettings(), {"in": ((4,),), "target": ((4,),)}) is None
    objection = kind.refuses(LossSettings(), {"in": ((4,),), "target": ((3,),)})
    assert objection is not None
    assert "gets 3 values" in render(objection)
    assert kind.refuses(LossSettings(**NUMBERS), {"in": ((5, 4),), "target": ((5, 1),)}) is None
    drawing = Drawing(generated("xor"))
    x = drawing.add("input")
    layer = drawing.add("dense", DenseSettings(2, "linear"), drawing.add("dense", DenseSettings(2), x))
    drawing.end(layer, loss="mae")
    drawing.document = edits.connect(drawing.document, x, "loss1", port="target")
    trainer = Trainer(drawing.plan("adam"))
    first = trainer.loss(trainer.step())
    for _ in range(300):
        trainer.step()
    assert trainer.evaluate()[0] < 0.5 * first


@pytest.mark.parametrize("bend", [0.5, 1.0, 3.0])
def test_the_bend_of_huber_is_where_it_was_set(bend: float) -> None:
    document = held([[0.0]], 1, "linear", function="huber", bend=bend)
    for prediction in (0.4 * bend, 5.0 * bend):
        changed = edits.set_parameter(document, "dense1/weight", np.array([[0.5 * prediction, 0.5 * prediction]]))
        changed = edits.set_parameter(changed, "dense1/bias", np.zeros(1))
        expected = 0.5 * prediction**2 if prediction <= bend else bend * (prediction - 0.5 * bend)
        assert Trainer(changed).evaluate()[0] == pytest.approx(expected, rel=1e-12)


def test_class_weights_are_never_negative() -> None:
    objection = catalog.kind("loss").check(LossSettings(class_weights=(1.0, -2.0)))
    assert objection is not None
    assert "from 0" in render(objection)
    assert catalog.kind("loss").check(LossSettings(class_weights=(1.0,) * 10_000)) is not None
