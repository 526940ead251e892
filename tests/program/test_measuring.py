"""Measuring piece by piece: the same figures as in one piece, in little memory, and training does not notice."""

from typing import Any

import numpy as np
import pytest
from msgspec.structs import replace

from nnsim import catalog, edits
from nnsim.catalog import ConvolutionSettings, DenseSettings, InputSettings, LossSettings, RecurrentSettings
from nnsim.document import Document, Objective
from nnsim.program import Trainer, measuring, metrics
from tests.batteries.drawing import Drawing, table
from tests.catalog.placed_recurrent import recurrent

SAMPLES, CLASSES = 11, 3
LAST = {"binary_cross_entropy": "sigmoid", "categorical_cross_entropy": "softmax", "kullback_leibler": "softmax"}


def _targets(sort: str, random: np.random.Generator) -> Any:
    match sort:
        case "classes":
            return np.eye(CLASSES)[random.integers(CLASSES, size=SAMPLES)]
        case "distributions":
            return random.dirichlet(np.ones(CLASSES), SAMPLES)
        case "sides":
            return random.choice([-1.0, 1.0], (SAMPLES, CLASSES))
        case "chances":
            return random.random((SAMPLES, CLASSES))
        case _:
            return random.normal(size=(SAMPLES, CLASSES))


def _measured_by(loss: LossSettings) -> Document:
    random = np.random.default_rng(2)
    y = _targets(catalog.loss_function(loss.function).targets, random)
    if loss.takes_class_numbers:
        y = random.choice([0, 1, 2, loss.ignored], (SAMPLES, 1))
    drawing = Drawing(table(random.normal(size=(SAMPLES, 4)), y))
    x = drawing.add("input", InputSettings((0, 1, 2, 3)))
    last = drawing.add("dense", DenseSettings(CLASSES, LAST.get(loss.function, "linear")), x)
    drawing.add("loss", loss, drawing.add("output", None, last))
    return drawing.document


LOSSES = (
    *(LossSettings(loss.id) for loss in catalog.losses()),
    LossSettings("categorical_cross_entropy", targets="numbers"),
    LossSettings("categorical_cross_entropy", targets="numbers", class_weights=(0.5, 2.0, 1.0), smoothing=0.1),
    LossSettings("categorical_cross_entropy", "textbook", class_weights=(0.5, 2.0, 1.0)),
)


@pytest.mark.parametrize("piece", [1, 2, 4, 10])
@pytest.mark.parametrize("loss", LOSSES, ids=lambda loss: f"{loss.function}-{loss.targets}-{len(loss.class_weights)}")
def test_pieces_add_up_to_the_whole(loss: LossSettings, piece: int, monkeypatch: pytest.MonkeyPatch) -> None:
    document = _measured_by(loss)
    whole = Trainer(document).appraise()
    per_sample = measuring.cells_of_sample(Trainer(document).program)
    monkeypatch.setattr(measuring, "LARGEST_PIECE", piece * per_sample)
    trainer = Trainer(document)
    found = trainer.appraise()
    assert set(trainer.executors.measuring) == {piece, SAMPLES % piece} - {0}
    assert found[0] == pytest.approx(whole[0], rel=1e-13)
    assert found[1] is not None
    assert whole[1] is not None
    assert found[1].values == pytest.approx(whole[1].values, rel=1e-13, nan_ok=True)
    assert found[1].sums == pytest.approx(whole[1].sums, rel=1e-13, nan_ok=True)
    np.testing.assert_array_equal(found[1].confusion, whole[1].confusion)
    assert trainer.evaluate()[0] == found[0]
    assert Trainer(document).appraise()[0] == found[0]


def test_pieces_are_what_the_definitions_say(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(measuring, "LARGEST_PIECE", 1)
    trainer = Trainer(_measured_by(LossSettings("mse")))
    y, parameters = trainer.data.y_train, trainer.parameters()
    predicted = trainer.data.x_train @ parameters["dense1/weight"].T + parameters["dense1/bias"]
    loss, found = trainer.appraise()
    assert found is not None
    assert loss == pytest.approx(metrics.mean_squared_error(y, predicted))
    assert found.values["mse"] == pytest.approx(metrics.mean_squared_error(y, predicted))
    assert found.values["mae"] == pytest.approx(metrics.mean_absolute_error(y, predicted))
    assert found.values["r_squared"] == pytest.approx(metrics.r_squared(y, predicted))


def test_several_losses_each_weigh_by_their_own(monkeypatch: pytest.MonkeyPatch) -> None:
    drawing = Drawing()
    drawing.document = _measured_by(LossSettings("categorical_cross_entropy", targets="numbers"))
    head = drawing.add("dense", DenseSettings(1, "linear"), "dense1")
    drawing.add("loss", LossSettings("sse"), drawing.add("output", None, head))
    document = drawing.plan(objectives=(Objective("loss1"), Objective("loss2")))
    whole = Trainer(document).evaluate()
    monkeypatch.setattr(measuring, "LARGEST_PIECE", 1)
    assert Trainer(document).evaluate() == pytest.approx(whole, rel=1e-13)


def test_a_large_test_set_needs_the_memory_of_one_piece() -> None:
    random = np.random.default_rng(0)
    drawing = Drawing(table(random.normal(size=(3000, 64)), random.normal(size=(3000, 1))))
    x = drawing.add("input", InputSettings(tuple(range(64)), (1, 8, 8)))
    image = drawing.add("convolution", ConvolutionSettings(16), x)
    drawing.end(drawing.add("dense", DenseSettings(1, "linear"), drawing.add("flatten", None, image)))
    trainer = Trainer(drawing.document)
    trainer.evaluate()
    sizes = [each.bytes for each in trainer.executors.measuring.values()]
    per_sample = measuring.cells_of_sample(trainer.program)
    assert per_sample * 3000 > 1.2 * measuring.LARGEST_PIECE
    assert 0 < max(sizes) <= 8 * measuring.LARGEST_PIECE


@pytest.mark.parametrize("kind", ["rnn", "lstm", "gru"])
def test_carried_states_are_measured_as_an_epoch_in_order_goes(kind: str) -> None:
    made = catalog.kind(kind).default_settings()
    assert isinstance(made, RecurrentSettings)
    document, _ = recurrent(kind, replace(made, units=2, stateful=True), 7)
    plan = replace(document.plan, batches="mini", batch_size=2, shuffle=False)
    document = edits.set_plan(document, plan)
    still = edits.set_plan(document, replace(plan, rule=replace(plan.rule, settings=replace(
        plan.rule.settings, learning_rate=0.0))))
    walked = Trainer(still)
    losses = [(walked.loss(executor), executor.batch) for executor in (walked.step() for _ in range(4))]
    expected = sum(loss * batch for loss, batch in losses) / 7
    assert Trainer(document).evaluate()[0] == pytest.approx(expected, rel=1e-13)
    plain, _ = recurrent(kind, replace(made, units=2), 7)
    assert abs(Trainer(plain).evaluate()[0] - expected) > 1e-6


@pytest.mark.parametrize("stateful", [False, True])
def test_training_does_not_notice_that_it_is_measured(stateful: bool) -> None:
    document, _ = recurrent("lstm", RecurrentSettings(2, stateful=stateful), 7)
    document = edits.set_plan(document, replace(document.plan, batches="mini", batch_size=2, shuffle=False))
    alone, measured = Trainer(document), Trainer(document)
    for _ in range(6):
        before = measured.evaluate()[0]
        assert measured.evaluate()[0] == before
        alone.step()
        measured.step()
        assert measured.state() == alone.state()
