"""Every number of a training step can be explained, and its formula gives the number that training used."""

import math

import numpy as np
import pytest
from msgspec.structs import replace

from nnsim.backend import choose
from nnsim.document import Document
from nnsim.ops.expression import evaluate
from nnsim.program import Trainer
from nnsim.text import render
from nnsim.trace import DETAILS, Stepper, Stop, plain_text
from nnsim.trace.explain import explain
from nnsim.trace.frame import Frame, Plan
from nnsim.trace.moment import Moment


def _close(first: float, second: float) -> bool:
    return first == second or math.isclose(first, second, rel_tol=1e-9, abs_tol=1e-12)


def test_every_cell_of_every_instruction_is_explained_and_evaluates_to_what_ran(network: Document) -> None:
    trainer = Trainer(network, choose("numpy"), keep=True)
    executor = trainer.begin()
    executor.run()
    plan = Plan(trainer.program, network, executor.batch)
    for sample in range(executor.batch):
        frame = Frame(plan, executor, sample)
        for walk in plan.walks:
            for cell in range(walk.count):
                index = walk.index(cell, sample)
                output = frame.fetch(frame.instruction(walk.instruction).output, index)
                fetch = frame.fetcher(walk.instruction)
                assert _close(evaluate(frame.element(walk.instruction, index), fetch), output)
                stop = Stop(walk.instruction, cell)
                told = explain(frame, Moment(0, stop, sample), stop, "neuron", None)
                assert told.outcome == output
                assert told.complete
                assert render(told.title)
                assert render(told.sentence)
                assert plain_text(told.symbols)
                assert plain_text(told.numbers) or len(told.symbols) == 3, "only a single number need not be put in"


def test_the_terms_of_a_sum_lead_to_its_value(network: Document) -> None:
    stepper = Stepper(network, detail="term")
    for tick in range(stepper.timeline().total):
        stepper.seek(tick)
        told = stepper.explain()
        assert told is not None
        if not told.terms or told.hidden_terms:
            continue
        assert told.terms[0].before == 0.0
        for earlier, later in zip(told.terms, told.terms[1:], strict=False):
            assert _close(earlier.before + earlier.value, later.before)
        if not told.complete:
            reached = [term for term in told.terms if term.state != "next"]
            assert _close(reached[-1].before + reached[-1].value, told.outcome)
            assert reached[-1].state == "current"


def test_every_stop_of_every_detail_can_be_looked_at(network: Document) -> None:
    for detail in DETAILS:
        stepper = Stepper(network, detail=detail)
        seen = 0
        while seen < stepper.timeline().total:
            stepper.next()
            told, view = stepper.explain(), stepper.view()
            assert told is not None
            assert told.phase == view.phase
            assert told.moment == view.moment
            assert render(told.place)
            assert render(told.progress)
            assert render(told.next)
            seen += 1
        assert not np.isnan(np.concatenate(list(stepper.view().values.values()))).any()


def test_what_is_explained_is_what_training_used(network: Document) -> None:
    stepper = Stepper(network)
    trainer = Trainer(network)
    trainer.step()
    assert stepper.document_after().state == trainer.state()


@pytest.mark.parametrize("value", [1e200, float("inf"), float("nan")])
def test_a_training_that_diverged_can_still_be_stepped_through(network: Document, value: float) -> None:
    path, array = next(iter(network.state.parameters.items()))
    parameters = network.state.parameters.with_({path: np.full(array.shape, value)})
    diverged = replace(network, state=replace(network.state, parameters=parameters))
    with np.errstate(all="ignore"):
        stepper = Stepper(diverged, detail="term")
    for tick in range(stepper.timeline().total):
        stepper.seek(tick)
        told = stepper.explain()
        assert told is not None
        assert plain_text(told.numbers) or len(told.symbols) == 3, "only a single number need not be put in"
        assert render(told.sentence)
        assert stepper.view().moment.stop is not None
