"""A movable decision threshold: accuracy follows it, training does not."""

import msgspec
import numpy as np
import pytest

from nnsim import catalog, edits
from nnsim.catalog import DenseSettings, OutputSettings
from nnsim.data import generated
from nnsim.document import Document
from nnsim.program import Trainer
from tests.batteries.drawing import Drawing


def _document(activation: str = "sigmoid") -> Document:
    drawing = Drawing(generated("gaussians", count=60))
    drawing.end(drawing.add("dense", DenseSettings(1, activation), drawing.add("input")))
    return drawing.document


def _with(document: Document, threshold: float) -> Document:
    return edits.change_settings(document, "output1", OutputSettings(threshold))


def _predicted(trainer: Trainer) -> tuple[np.ndarray, np.ndarray]:
    executor = trainer.begin()
    executor.run("forward")
    assert trainer.program.prediction is not None
    return np.array(executor.value(trainer.program.prediction))[:, 0], np.array(trainer.batch()[1])[:, 0]


@pytest.mark.parametrize("threshold", [0.0, 0.3, 0.5, 0.62, 1.0])
def test_accuracy_counts_the_second_class_from_the_threshold_on(threshold: float) -> None:
    document = _with(_document(), threshold)
    plan = msgspec.structs.replace(document.plan, batches="full")
    trainer = Trainer(edits.set_plan(document, plan))
    trainer.step()
    accuracy = trainer.evaluate()[1]
    predicted, target = _predicted(trainer)
    assert 0.0 < predicted.min() < predicted.max() < 1.0
    assert accuracy == pytest.approx(np.mean((predicted >= threshold) == (target == 1.0)))


def test_training_does_not_depend_on_it() -> None:
    usual, other = (Trainer(_with(_document(), threshold)) for threshold in (0.5, 0.9))
    for _ in range(5):
        usual.step()
        other.step()
    assert usual.state() == other.state()
    assert usual.evaluate()[0] == other.evaluate()[0]


def test_it_moves_with_an_edit_while_training_goes_on() -> None:
    trainer = Trainer(_document())
    for _ in range(10):
        trainer.step()
    before = trainer.state()
    trainer.replace(_with(trainer.document(), 1.0))
    assert trainer.state() == before
    assert trainer.evaluate()[1] == pytest.approx(np.mean(trainer.data.y_train[:, 0] == trainer.data.y_train.min()))


def test_without_an_output_the_middle_decides() -> None:
    assert catalog.decision_threshold(edits.new_document().network) == 0.5
    assert catalog.decision_threshold(_with(_document(), 0.7).network) == 0.7
