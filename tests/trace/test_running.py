"""Running on to breakpoints: where a walk stops, and that it lands on the bits of training."""

import numpy as np
import pytest

from nnsim.catalog import GradientDescentSettings
from nnsim.document import Condition, Document, NodeBreakpoint
from nnsim.edits import set_rule
from nnsim.program import Trainer
from nnsim.trace import Met, Stepper, Stops, stops_at
from nnsim.trace.breakpoints import Reading
from tests.trace.conftest import layered


def run(stepper: Stepper, stops: Stops) -> Met:
    """To the end of a run."""
    return next(met for met in stepper.run(stops) if met is not None)


def test_a_node_stops_once_in_its_phase(network: Document) -> None:
    for detail in ("layer", "neuron", "term"):
        stepper = Stepper(network, detail=detail)
        for track in stepper.timeline().tracks:
            for segment in track.segments:
                stops = Stops([NodeBreakpoint(segment.node, track.phase), NodeBreakpoint(segment.node, "loss", False)])
                stepper.seek(-1)
                for step in (stepper.moment.step, stepper.moment.step + 1):
                    met = run(stepper, stops)
                    assert met.breakpoint == NodeBreakpoint(segment.node, track.phase)
                    now = next(each for each in stepper.timeline().tracks if each.phase == track.phase)
                    first = next(each.start for each in now.segments if each.node == segment.node)
                    assert (stepper.moment.step, stepper.cursor) == (step, first)


def test_a_run_lands_on_the_bits_of_training_and_can_be_walked_back(network: Document) -> None:
    stepper, trainer = Stepper(network), Trainer(network)
    began = stepper.document_before().state
    assert run(stepper, Stops([Condition("step", 9)])) == Met(Condition("step", 9), 9.0)
    for _ in range(9):
        trainer.step()
    assert stepper.cursor == 0
    assert stepper.document_before().state == trainer.state()
    for _ in range(9):
        stepper.seek(-1)
        stepper.back()
    stepper.seek(-1)
    assert stepper.document_before().state == began
    assert stepper.at_start


def test_conditions_stop_where_their_number_is_made() -> None:
    document = layered((3, "tanh"), (1, "sigmoid"), batches="mini", batch_size=3)
    trainer, losses, norms = Trainer(document), [], []
    for _ in range(8):
        losses.append(trainer.loss(trainer.step()))
        norms.append(trainer.gradient_norms()["dense1"])
    stepper = Stepper(document, detail="layer")
    limit = float(np.nextafter(min(losses), 1))
    met = run(stepper, Stops([Condition("batch_loss", limit)]))
    assert (met.value, stepper.moment.step) == (min(losses), losses.index(min(losses)))
    assert stepper.view().phase == "loss"
    assert stepper.view().loss is not None
    stepper = Stepper(document, detail="neuron")
    met = run(stepper, Stops([Condition("gradient", float(np.nextafter(max(norms), 0)), True, "dense1")]))
    assert (met.value, stepper.moment.step) == (max(norms), norms.index(max(norms)))
    assert stepper.view().phase == "backward"
    assert all(np.isfinite(array).all() for path, array in stepper.view().weight_gradients.items() if "dense1" in path)
    before = stepper.cursor
    stepper.back()
    stepper.next()
    assert stepper.cursor == before


def test_a_number_that_is_not_finite_stops_at_the_operation_that_makes_it() -> None:
    document = layered((8, "linear"), (8, "linear"), (1, "linear"), data="gaussians")
    stepper = Stepper(set_rule(document, "gradient_descent", GradientDescentSettings(50.0)), detail="layer")
    with np.errstate(all="ignore"):
        met = run(stepper, Stops([Condition("not_finite")]))
        assert met.stop is not None
        numbers = [np.isfinite(stepper._frame.array(stepper._plan.program.instructions[walk.instruction].output)).all()
                   for walk in stepper._plan.walks]
        broken = [walk.instruction for walk, fine in zip(stepper._plan.walks, numbers, strict=True) if not fine]
        assert met.stop.instruction == broken[0]


@pytest.mark.parametrize(("condition", "value", "holds"), [
    (Condition("loss", 0.1), 0.09, True), (Condition("loss", 0.1), 0.1, False), (Condition("loss", 0.1), None, False),
    (Condition("loss", 0.1), float("nan"), False), (Condition("loss", 0.1, True), float("nan"), False),
    (Condition("accuracy", 0.9, True), 0.95, True), (Condition("accuracy", 0.9, True, on=False), 0.95, False),
    (Condition("epoch", 3, True), 3, True), (Condition("epoch", 3, True), 4, False),
    (Condition("not_finite"), 0.0, False), (Condition("not_finite"), 1.0, True),
])  # fmt: skip
def test_when_a_condition_holds(condition: Condition, value: float | None, holds: bool) -> None:
    reading = Reading({} if value is None else {condition.quantity: value})
    assert stops_at(condition, reading) is holds
