"""Sums of very many terms: each term is made when asked for, all values come at once, and both are what was run."""

from typing import Any

import numpy as np
import pytest

from nnsim.catalog import ConvolutionSettings, DenseSettings, InputSettings
from nnsim.document import Document
from nnsim.ops.expression import MANY_TERMS, Sum, Terms, evaluate, terms_of, values_of
from nnsim.program import Trainer
from nnsim.trace import Stepper
from nnsim.trace.sums import running_sum
from tests.batteries.drawing import Drawing, table
from tests.batteries.work import work


def _network(samples: int, side: int = 6, transposed: bool = False) -> Drawing:
    random = np.random.default_rng(1)
    drawing = Drawing(table(random.normal(size=(samples, side * side)), random.normal(size=(samples, 1))))
    x = drawing.add("input", InputSettings(tuple(range(side * side)), (1, side, side)))
    image = drawing.add("convolution", ConvolutionSettings(2), x)
    image = drawing.add("transposed_convolution", None, image) if transposed else image
    for kind in ("batch_normalization", "group_normalization"):
        image = drawing.add(kind, None, image)
    drawing.end(drawing.add("dense", DenseSettings(1, "linear"), drawing.add("flatten", None, image)))
    drawing.plan(batches="full")
    return drawing


@pytest.mark.parametrize("transposed", [False, True])
def test_every_lazy_sum_is_what_was_run(transposed: bool) -> None:
    trainer = Trainer(_network(24, transposed=transposed).document, keep=True)
    executor = trainer.begin()
    executor.run()
    lazy = set()
    for instruction in trainer.program.instructions:
        inputs = [np.asarray(executor.value(slot)) for slot in instruction.inputs]
        output = np.asarray(executor.value(instruction.output))

        def fetch(position: int, index: tuple[Any, ...], inputs: list[Any] = inputs) -> Any:
            found = inputs[position][index]
            return found if isinstance(found, np.ndarray) else float(found)

        for index in list(np.ndindex(output.shape))[::max(output.size // 3, 1)]:
            expression = instruction.op.element(index, tuple(array.shape for array in inputs))
            whole = running_sum(expression)
            if whole is None or not isinstance(whole.terms, Terms):
                break
            lazy.add(type(instruction.op).__name__)
            values = values_of(whole.terms, fetch)
            assert values == [evaluate(term, fetch) for term in whole.terms]
            assert len(values) == len(whole.terms) > MANY_TERMS
            assert whole.terms[-1] == whole.terms[len(values) - 1]
            assert whole.terms[3:5] == (whole.terms[3], whole.terms[4])
            assert evaluate(expression, fetch) == pytest.approx(float(output[index]), rel=1e-9, abs=1e-12)
    assert {"Mean", "Variance", "ScaleGradient", "ShiftGradient", "ChannelSum"} <= lazy
    assert any("KernelGradient" in name for name in lazy)


def test_few_terms_are_there_at_once() -> None:
    def make(number: Any) -> Any:
        return Sum(())

    assert isinstance(terms_of(MANY_TERMS, make), tuple)
    assert isinstance(terms_of(MANY_TERMS + 1, make), Terms)


def test_a_cell_that_adds_up_fifty_thousand_terms_is_explained_at_once() -> None:
    stepper = Stepper(_network(128, 20).document)
    stepper.set_detail("term")
    timeline, told = stepper.timeline(), {}
    tick = 0
    while tick < timeline.total:
        first, count = timeline.span(tick)
        tick = first + count
        name = type(stepper._frame.instruction(timeline.stop(first).instruction).op).__name__
        if name not in ("Mean", "Variance", "KernelGradient", "ScaleGradient"):
            continue
        stepper.seek(first + count // 2)
        stepper.explain()
        stepper.seek(first + count // 3)
        with work() as spent:
            explained = stepper.explain()
            stepper.view()
        told[name] = spent.seconds
        assert explained is not None
        assert explained.terms
    assert set(told) == {"Mean", "Variance", "KernelGradient", "ScaleGradient"}
    assert max(told.values()) < 0.25, told


def _classes(samples: int, units: int) -> Drawing:
    random = np.random.default_rng(2)
    labels = np.eye(units)[random.integers(units, size=samples)]
    drawing = Drawing(table(random.normal(size=(samples, 4)), labels))
    x = drawing.add("input", InputSettings((0, 1, 2, 3)))
    drawing.end(drawing.add("dense", DenseSettings(units, "softmax"), x), loss="categorical_cross_entropy")
    return drawing


@pytest.mark.parametrize("document", [
    pytest.param(_classes(64, 10).document, id="64 samples of 10 classes"),
    pytest.param(_classes(8, 300).document, id="300 classes"),
])
def test_nested_sums_are_explained_at_once(document: Document) -> None:
    stepper = Stepper(document, detail="term")
    timeline, slowest, tick = stepper.timeline(), 0.0, 0
    while tick < timeline.total:
        first, count = timeline.span(tick)
        tick = first + count
        stepper.seek(first)
        stepper.explain()
        stepper.seek(first + count // 2)
        with work() as spent:
            stepper.explain()
            stepper.view()
        slowest = max(slowest, spent.seconds)
    assert slowest < 0.25
