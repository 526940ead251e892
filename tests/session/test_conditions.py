"""A training stops at the step at which a condition begins to hold, and can go on past it."""

from collections.abc import Callable

import numpy as np
import pytest
from msgspec.structs import replace

from nnsim.document import Condition, Document
from nnsim.program import Trainer
from nnsim.session import TrainingSession
from nnsim.text import render

Look = Callable[[Trainer, float], float | None]


def first(document: Document, holds: Callable[[Trainer, float], bool], at: int = 0) -> Trainer:
    """The plain loop, stopped after the first step later than step `at` after which this holds."""
    trainer = Trainer(document)
    while True:
        loss = trainer.loss(trainer.step())
        if trainer.step_number > at and holds(trainer, loss):
            return trainer


def stopped(session: TrainingSession, *conditions: Condition) -> str:
    """What is said when training ends; it is stopped and begun anew in many turns, as the worker does it."""
    session.watch.set(conditions)
    session.set_goal()
    while not session.reached_goal:
        session.advance(steps=7)
    return render(session.early_stop, "en")


@pytest.fixture
def mini(document: Document) -> Document:
    """In mini-batches that do not divide the data evenly."""
    return replace(document, plan=replace(document.plan, batches="mini", batch_size=3, epochs=100_000))


def test_it_stops_at_the_step_at_which_the_condition_holds(mini: Document) -> None:
    plain = Trainer(mini)
    losses = [plain.loss(plain.step()) for _ in range(30)]
    norm = Trainer(mini)
    norm.step()
    length = norm.gradient_norms({"dense1"})["dense1"]
    epoch_loss = first(mini, lambda trainer, _: trainer.epoch_number == 3 and not trainer.position).evaluate()[0]
    cases: list[tuple[Condition, Callable[[Trainer, float], bool]]] = [
        (Condition("step", 17), lambda trainer, _: trainer.step_number == 17),
        (Condition("epoch", 4), lambda trainer, _: trainer.epoch_number == 4),
        (Condition("batch_loss", losses[12] + 1e-9), lambda _, loss: loss < losses[12] + 1e-9),
        (Condition("gradient", length * 0.9, node="dense1"),
         lambda trainer, _: trainer.gradient_norms()["dense1"] < length * 0.9),
        (Condition("gradient", length * 1.01, True, "dense1"),
         lambda trainer, _: trainer.gradient_norms()["dense1"] > length * 1.01),
        (Condition("loss", epoch_loss + 1e-9),
         lambda trainer, _: not trainer.position and trainer.evaluate()[0] < epoch_loss + 1e-9),
    ]
    for condition, holds in cases:
        session, expected = TrainingSession(mini), first(mini, holds)
        words = stopped(session, condition, Condition("accuracy", 1.0, True), Condition("step", 9, on=False))
        assert session.document().state == expected.state(), condition
        assert f"after step {expected.step_number}:" in words
        assert session.trouble is None


def test_what_has_been_told_does_not_stop_it_again_until_it_has_ceased_to_hold(mini: Document) -> None:
    plain = Trainer(mini)
    losses = [plain.loss(plain.step()) for _ in range(200)]
    limit = float(np.median(losses))
    starts = [at + 1 for at, loss in enumerate(losses) if loss < limit and (at == 0 or losses[at - 1] >= limit)]
    assert len(starts) > 4
    session = TrainingSession(mini)
    for step in starts[:4]:
        stopped(session, Condition("batch_loss", limit))
        assert session.step == step


def test_it_stops_before_the_step_that_breaks_the_numbers(bursting: Document) -> None:
    session, plain = TrainingSession(bursting), Trainer(bursting)
    words = stopped(session, Condition("not_finite"))
    with np.errstate(all="ignore"):
        while True:
            before = plain.state()
            if not np.isfinite(plain.loss(plain.step())) or not plain.memory.is_finite():
                break
    assert session.document().state == before
    assert f"before step {before.step + 1}:" in words
    assert session.trouble is None
    without = TrainingSession(bursting)
    without.set_goal()
    without.advance(steps=10_000)
    assert without.trouble is not None
