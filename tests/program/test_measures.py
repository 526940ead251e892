"""The metrics that fit a task: classes by largest, by threshold and by number, sequences with padding, numbers."""

import math
from typing import Any

import msgspec
import numpy as np
import pytest

from nnsim import edits
from nnsim.catalog import DenseSettings, InputSettings, LossSettings
from nnsim.data import change_column, generated, iris
from nnsim.document import Document
from nnsim.program import Trainer
from nnsim.program.measures import METRICS, MOST_IN_MATRIX
from nnsim.text.messages import render
from tests.batteries.drawing import Drawing, table


def layer(
    x: Any, y: Any, weight: Any, activation: str, steps: int = 0, **loss: Any
) -> Document:
    """One layer with these weights and no bias."""
    columns = len(x[0])
    drawing = Drawing(table(x, y))
    shape = (steps, columns // steps) if steps else ()
    source = drawing.add("input", InputSettings(tuple(range(columns)), shape))
    drawing.end(drawing.add("dense", DenseSettings(len(weight), activation, bias=False), source), loss=loss["function"])
    drawing.document = edits.change_settings(drawing.document, "loss1", LossSettings(**loss))
    return drawing.set(dense1__weight=weight)


def test_class_numbers_are_held_against_the_largest_share() -> None:
    x = [[1, 0, 0], [0, 1, 0], [0, 0, 1], [1, 0, 0]]
    document = layer(x, [[0], [1], [1], [-100]], 3 * np.eye(3), "softmax",
                     function="categorical_cross_entropy", targets="numbers")
    found = Trainer(document).measures()
    assert found is not None
    assert found.task == "classes"
    assert found.values["accuracy"] == pytest.approx(2 / 3)
    assert found.confusion is not None
    assert found.confusion.tolist() == [[1, 0, 0], [0, 1, 1], [0, 0, 0]]
    assert found.per_class["recall"][:2].tolist() == [1.0, 0.5]
    assert found.classes == ("0", "1", "2")
    assert "perplexity" not in found.values
    assert Trainer(document).evaluate()[1] == found.values["accuracy"]


def test_class_numbers_keep_the_names_of_their_classes() -> None:
    drawing = Drawing(change_column(iris(), 4, encoding="number"))
    drawing.end(drawing.add("dense", DenseSettings(3, "softmax"), drawing.add("input", InputSettings((0, 1)))))
    settings = LossSettings("categorical_cross_entropy", targets="numbers")
    found = Trainer(edits.change_settings(drawing.document, "loss1", settings)).measures("test")
    assert found is not None
    assert found.classes == ("setosa", "versicolor", "virginica")
    assert found.confusion is not None
    assert found.confusion.sum(axis=1).tolist() == [15, 15, 15]  # each class has its share of the test set


@pytest.mark.parametrize("targets", ["numbers", "one_hot"])
def test_steps_that_are_padding_do_not_count(targets: str) -> None:
    labels = np.array([[0, 1, -1], [1, 1, 0]])
    eye = np.vstack([np.eye(2), np.zeros(2)])
    y = labels if targets == "numbers" else eye[labels].reshape(2, 6)
    x = [[1, 0, 0, 1, 5, 0], [0, 1, 1, 0, 1, 0]]
    document = layer(x, y, 2 * np.eye(2), "softmax", steps=3, function="categorical_cross_entropy", targets=targets,
                     ignored=-1)
    found = Trainer(document).measures()
    assert found is not None
    assert found.task == "sequences"
    assert found.values["accuracy"] == pytest.approx(4 / 5)
    right, wrong = math.exp(2) / (math.exp(2) + 1), 1 / (math.exp(2) + 1)
    assert found.values["perplexity"] == pytest.approx(math.exp(-(4 * math.log(right) + math.log(wrong)) / 5))
    loss = Trainer(document).evaluate()[0]
    assert found.values["perplexity"] == pytest.approx(math.exp(loss))


@pytest.mark.parametrize("encoding", ["binary", "signed"])
def test_two_classes_in_one_column_are_told_apart_in_the_middle(encoding: str) -> None:
    source = generated("gaussians", count=40)
    columns = (*source.columns[:-1], msgspec.structs.replace(source.columns[-1], encoding=encoding))
    drawing = Drawing(msgspec.structs.replace(source, columns=columns))
    ends = {"binary": ("sigmoid", "binary_cross_entropy"), "signed": ("tanh", "mse")}[encoding]
    drawing.end(drawing.add("dense", DenseSettings(1, ends[0]), drawing.add("input")), loss=ends[1])
    trainer = Trainer(drawing.plan("adam"))
    found = trainer.measures()
    assert found is not None
    assert found.confusion is not None
    samples = len(trainer.data.x_train)
    assert found.confusion.sum() == samples
    assert found.confusion.sum(axis=1).tolist() == np.bincount(trainer.data.labels_train).tolist()
    assert found.values["accuracy"] == trainer.evaluate()[1] == np.trace(found.confusion) / samples
    assert found.classes == trainer.data.classes
    assert "top_k" not in found.values


def test_numbers_have_r_squared_and_their_errors() -> None:
    x, y = [[1.0], [2.0], [4.0]], [[2.0], [4.0], [8.5]]
    found = Trainer(layer(x, y, [[2.0]], "linear", function="mse")).measures()
    assert found is not None
    assert found.task == "numbers"
    mean = 14.5 / 3
    spread = sum((v - mean) ** 2 for v in (2, 4, 8.5))
    assert found.values == pytest.approx({
        "r_squared": 1 - 0.25 / spread, "mse": 0.25 / 3, "rmse": math.sqrt(0.25 / 3), "mae": 0.5 / 3})
    assert found.sums == pytest.approx({"count": 3, "squares": 0.25, "distances": 0.5, "spread": spread})
    assert found.confusion is None
    assert found.per_class == {}
    assert Trainer(layer(x, y, [[2.0]], "linear", function="mse")).evaluate()[0] == pytest.approx(0.25 / 3)


def test_targets_that_are_not_of_the_output_measure_nothing() -> None:
    drawing = Drawing(table([[0.1, 0.9], [0.4, 0.2]], [[0.0], [1.0]]))
    source = drawing.add("input")
    code = drawing.add("dense", DenseSettings(2, "sigmoid"), source)
    drawing.end(code, loss="mse")
    loss = next(node.id for node in drawing.document.network.nodes if node.kind == "loss")
    trainer = Trainer(edits.connect(drawing.document, source, loss, port="target"))
    assert trainer.measure_form() is None
    assert trainer.measures() is None
    assert trainer.evaluate()[0] > 0

def test_many_classes_have_top_k_and_no_matrix() -> None:
    count = MOST_IN_MATRIX + 1
    x = np.eye(count)[:20]
    weight = np.eye(count) + 0.5 * np.roll(np.eye(count), 1, axis=0)
    labels = np.arange(20)[:, None] + np.arange(20)[:, None] % 3  # right, second, neither
    document = layer(x, labels, 5 * weight, "softmax", function="categorical_cross_entropy", targets="numbers")
    found = Trainer(document).measures()
    assert found is not None
    assert found.confusion is None
    assert found.k == 5
    assert found.values["accuracy"] == pytest.approx(7 / 20)
    assert found.values["top_k"] > found.values["accuracy"]


def test_a_part_without_samples_has_no_measures() -> None:
    document = layer([[1.0], [2.0]], [[2.0], [4.0]], [[2.0]], "linear", function="mse")
    assert Trainer(document).measures("test") is None
    assert math.isnan(Trainer(document).evaluate("test")[0])


def test_every_metric_says_what_it_is() -> None:
    for metric in METRICS:
        assert render(metric.title, "en")
        assert metric.meaning.id.endswith(".")
        assert any("가" <= letter <= "힣" for letter in render(metric.meaning, "ko"))
