"""Early stopping: it waits as long as the plan says, goes back to the best parameters, and survives saving."""

import numpy as np
import pytest
from msgspec.structs import replace

from nnsim import edits
from nnsim.catalog import AdamSettings, DenseSettings
from nnsim.catalog.schedules import PlateauSettings
from nnsim.data import generated
from nnsim.document import Document, Lows, Schedule, TrainingPlan
from nnsim.files import dumps, loads
from nnsim.program import Trainer
from nnsim.program.epoch_end import after_epoch
from nnsim.session import TrainingSession
from nnsim.text.messages import render
from nnsim.trace import Stepper
from tests.batteries.drawing import Drawing


def noisy(test_share: float = 0.5, **plan: object) -> Document:
    """Twenty points that overlap, and more units than they need."""
    drawing = Drawing(generated("gaussians", count=20, noise=1.5, test_share=test_share), seed=3)
    layer = drawing.add("dense", DenseSettings(12, "tanh"), drawing.add("input"))
    drawing.end(drawing.add("dense", DenseSettings(1, "sigmoid"), layer), loss="binary_cross_entropy")
    return drawing.plan("adam", AdamSettings(learning_rate=0.1), **{"batches": "full", "patience": 6, **plan})


def losses(document: Document, epochs: int) -> tuple[list[float], list[dict[str, np.ndarray]]]:
    """The watched loss and the parameters at the end of each epoch of a training that does not stop."""
    trainer = Trainer(edits.set_plan(document, _without_patience(document)))
    part = "test" if len(trainer.data.x_test) else "train"
    found, parameters = [], []
    for _ in range(epochs):
        trainer.epoch()
        found.append(trainer.evaluate(part)[0])
        parameters.append(dict(trainer.parameters()))
    return found, parameters


def _without_patience(document: Document) -> TrainingPlan:
    return replace(document.plan, patience=0)


@pytest.mark.parametrize("batches", ["full", "mini"])
@pytest.mark.parametrize("least_gain", [0.0, 0.02])
def test_it_stops_when_the_test_loss_has_not_fallen_and_the_best_weights_are_back(
    batches: str, least_gain: float,
) -> None:
    document = noisy(batches=batches, least_gain=least_gain)
    trainer = Trainer(document)
    while not trainer.stopped_early:
        trainer.step()
        assert trainer.epoch_number < 300
    found, parameters = losses(document, trainer.epoch_number)
    best = 0
    for epoch, loss in enumerate(found):
        best = epoch if loss < found[best] - least_gain else best
    assert trainer.epoch_number == best + 1 + 6
    assert trainer.lows == Lows(found[best], 6)
    for path, array in trainer.parameters().items():
        assert array.tobytes() == parameters[best][path].tobytes()
    assert trainer.evaluate("test")[0] == found[best]


def test_without_a_test_set_the_training_loss_is_watched() -> None:
    document = noisy(test_share=0.0, least_gain=0.01)
    trainer = Trainer(document)
    while not trainer.stopped_early:
        trainer.step()
    found, _ = losses(document, trainer.epoch_number)
    assert trainer.lows.best in found


def test_what_it_waits_for_survives_saving_and_stepping() -> None:
    trainer, steps = Trainer(noisy()), 0
    while trainer.lows.waited < 3:
        trainer.step()
        steps += 1
    saved = loads(dumps(trainer.document()))
    assert saved == trainer.document()
    again = Trainer(saved)
    stepper = Stepper(saved, detail="layer")
    while not trainer.stopped_early:
        trainer.step()
        again.step()
        step = stepper.moment.step
        after = stepper.document_after()
        assert after.state == trainer.state()
        while stepper.moment.step == step:
            stepper.next()
    assert again.state() == trainer.state()


def test_a_session_says_why_it_stopped_and_can_go_on() -> None:
    session = TrainingSession(noisy())
    session.set_goal(epochs=1000)
    session.advance()
    assert session.reached_goal
    assert session.trainer.epoch_number < 300
    assert session.early_stop is not None
    for language in ("en", "ko"):
        assert "6" in render(session.early_stop, language)
    stopped = session.step
    session.set_goal(epochs=2)
    assert session.early_stop is None
    session.advance()
    assert session.step == stopped + 2


def test_patience_is_part_of_what_a_training_remembers() -> None:
    document = noisy()
    assert edits.memory_of(document.plan) != edits.memory_of(_without_patience(document))
    state = Trainer(document).state()
    assert {path + ":best" for path in state.parameters} <= set(state.slots)
    switched = edits.set_plan(document, _without_patience(document))
    assert switched.state.lows == Lows()
    assert not any(key.endswith(":best") for key in Trainer(switched).state().slots)


def test_a_loss_that_is_no_number_counts_as_none() -> None:
    plan = noisy(schedule=Schedule("plateau", PlateauSettings(patience=1))).plan
    lows = after_epoch(plan, Lows(), float("nan"))
    assert (lows.best, lows.waited, lows.low, lows.stalled) == (None, 1, None, 1)
    lows = after_epoch(plan, lows, float("inf"))
    assert (lows.waited, lows.stalled, lows.rate_factor) == (2, 0, pytest.approx(0.1))
    lows = after_epoch(plan, lows, 0.5)
    assert (lows.best, lows.waited, lows.low, lows.stalled) == (0.5, 0, 0.5, 0)
