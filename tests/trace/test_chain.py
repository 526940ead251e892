"""The chain rule as a product: a path brings what its factors multiply to, and all paths together the gradient."""

import math

import numpy as np
import pytest

from nnsim import edits, files
from nnsim.assets import asset_path
from nnsim.document import Document
from nnsim.ops.expression import evaluate
from nnsim.text.messages import render
from nnsim.trace import Chain, Stepper, plain_text, shortened
from nnsim.trace.chain import all_paths, chain
from nnsim.trace.gradient_slots import gradient_slots, upstream_of
from nnsim.trace.linear_parts import factor_of, linear_parts, without
from tests.trace.awkward import AWKWARD
from tests.trace.conftest import layered

CELLS = 2
"""Cells of each backward instruction that are looked at."""


def _close(a: float, b: float, scale: float = 0.0) -> bool:
    return math.isclose(a, b, rel_tol=1e-9, abs_tol=1e-12 + 1e-9 * scale)


@pytest.mark.parametrize("name", [name for name in AWKWARD if not name.startswith(("rule ", "plan "))])
def test_every_gradient_is_made_of_those_behind_it_and_their_factors(name: str) -> None:
    """Of every operation that a gradient passes, whatever it is: the parts of a cell add up to it."""
    stepper = Stepper(AWKWARD[name]())
    plan, frame = stepper._plan, stepper._frame
    for walk in plan.walks:
        number = walk.instruction
        if plan.program.instructions[number].output not in gradient_slots(plan):
            continue
        positions, fetch = upstream_of(plan, number).__contains__, frame.fetcher(number)
        for cell in {0, walk.count // 2} if walk.count > CELLS else range(walk.count):
            index = walk.index(cell, frame.sample)
            made = frame.element(number, index)
            parts = linear_parts(made, positions, fetch)
            brought = [part.factor * fetch(part.operand.position, part.operand.index) for part in parts]
            value, scale = frame.fetch(plan.program.instructions[number].output, index), sum(map(abs, brought))
            within = 1e-3 * scale if plan.document.plan.precision == "float32" else 0.0
            assert abs(sum(brought) + without(made, positions, fetch) - value) <= within + 1e-9 * max(scale, 1e-3)
            for part in parts[:2]:
                assert _close(evaluate(factor_of(made, part.operand, fetch), fetch), part.factor)


@pytest.mark.parametrize("name", [
    "kind dense", "kind lstm", "kind gru", "rnn, sequence, both ways", "convolution, stride 2", "kind residual_block",
    "kind batch_normalization", "kind multi_head", "max_pooling, stride 2", "kind transformer_decoder",
    "loss categorical_cross_entropy, textbook", "plan two losses", "rule adam, penalties", "kind rules",
    "activation step", "kind embedding", "transposed_convolution, stride 2",
])
def test_the_factors_multiply_to_what_the_path_brings(name: str) -> None:
    stepper = Stepper(AWKWARD[name]())
    backward = next(track for track in stepper.timeline().tracks if track.phase == "backward")
    for tick in np.linspace(backward.start, backward.start + backward.count - 1, 12).astype(int):
        stepper.seek(int(tick))
        told, explained = stepper.chain(), stepper.explain()
        assert told is not None
        assert explained is not None
        assert told.value == explained.outcome
        assert told.lost is None
        product = 1.0
        for factor in told.factors:
            product *= factor.value
            assert factor.product == product
            assert plain_text(factor.name)
            assert stepper._plan.cells.producer.get(factor.made.slot) is not None
        assert told.brings == product
        for text in stepper.about(told):
            assert render(text)
            assert any("가" <= letter <= "힣" for letter in render(text, "ko")), text.id


def test_all_paths_of_a_small_network_add_up_to_the_gradient() -> None:
    stepper = Stepper(layered((3, "tanh"), (2, "sigmoid"), (1, "linear"), batches="full"))
    plan, frame, counts = stepper._plan, stepper._frame, set()
    for slot in gradient_slots(plan):
        for index in np.ndindex(plan.cells.shape(slot)):
            told = chain(frame, (slot, index))
            assert told is not None
            brought = list(all_paths(frame, (slot, index)))
            counts.add(len(brought))
            assert _close(sum(brought), told.value, sum(map(abs, brought)))
            assert any(_close(each, told.brings) for each in brought)
    assert max(counts) == 2 * 4, "a weight of the first layer has a path through each unit of the second, per sample"


def test_the_path_of_the_example_by_hand_is_the_one_of_the_books() -> None:
    """∂L/∂w₁₁ of the hidden layer: (ŷ₁ − y₁) · ŷ₁(1 − ŷ₁) · w₁₁ · h₁(1 − h₁) · x₁, and the way by ŷ₂."""
    document = files.load(asset_path("samples", "mlp-by-hand.nnsim"))
    stepper, told = Stepper(document), None
    for tick in range(stepper.timeline().total):
        stepper.seek(tick)
        place = stepper.explain().result
        if (place.path, place.parameter_index) == ("dense1/weight", (0, 0)) and stepper.view().phase == "backward":
            told = stepper.chain()
            break
    assert told is not None
    weights = document.state.parameters
    x = np.array([0.05, 0.10])
    h = 1 / (1 + np.exp(-(weights["dense1/weight"] @ x + weights["dense1/bias"])))
    y = 1 / (1 + np.exp(-(weights["dense2/weight"] @ h + weights["dense2/bias"])))
    target = next(iter(stepper.view().targets.values()))
    ways = [(y[k] - target[k]) * y[k] * (1 - y[k]) * weights["dense2/weight"][k, 0] * h[0] * (1 - h[0]) * x[0]
            for k in range(2)]
    assert told.value == pytest.approx(sum(ways), rel=1e-12)
    assert told.brings == pytest.approx(max(ways, key=abs), rel=1e-12)
    assert [factor.kind for factor in told.factors] == ["start", "slope", "weight", "slope", "value"]
    assert [plain_text(factor.name) for factor in told.factors] == ["∂L/∂ŷ₁", "∂ŷ₁/∂z₁", "w₁₁", "∂h₁/∂z₁", "x₁"]
    assert plain_text(told.factors[3].formula) == "h₁(1 − h₁)"
    assert told.factors[2].ways == 2


def _of_first_bias(document: Document, bias: float) -> tuple[Stepper, Chain]:
    """Where the gradient of a bias of the first layer comes from, with that layer far out on its curve."""
    document = edits.set_parameter(document, "dense1/bias", np.full(2, bias))
    stepper = Stepper(document, sample=1)
    backward = next(track for track in stepper.timeline().tracks if track.phase == "backward")
    for tick in range(backward.start, backward.start + backward.count):
        stepper.seek(tick)
        if stepper.explain().result.path == "dense1/bias":
            break
    return stepper, stepper.chain()


def test_what_makes_a_gradient_small_is_named() -> None:
    stepper, told = _of_first_bias(layered((2, "tanh"), (1, "linear"), batches="full", shuffle=False), 4.0)
    assert told.is_small
    assert told.smallest is not None
    smallest = told.factors[told.smallest]
    assert smallest.kind == "slope"
    assert 0 < smallest.value < 0.01
    first, *_ = stepper.about(told)
    assert "∂h₁/∂z₁" in render(first)
    assert "saturated" in render(first)
    stepper, told = _of_first_bias(layered((2, "relu"), (1, "linear"), batches="full", shuffle=False), -9.0)
    assert told.brings == 0
    assert told.factors[told.smallest].kind == "slope"
    assert "flat" in render(stepper.about(told)[0])


def test_a_long_product_keeps_its_ends_and_its_smallest_factors() -> None:
    stepper = Stepper(AWKWARD["lstm, sequence, both ways"]())
    longest: tuple[object, ...] = ()
    told = None
    for tick in range(stepper.timeline().total):
        stepper.seek(tick)
        found = stepper.chain()
        assert stepper.gradient() == (None if found is None else found.value)
        if found is not None and len(found.factors) > len(longest):
            longest, told = found.factors, found
    assert told is not None
    rows = shortened(told.factors, 6)
    kept = [row for row in rows if not isinstance(row, tuple)]
    assert len(kept) <= 6 + len(rows) - len(kept)
    assert rows[0] is told.factors[0]
    assert rows[-1] is told.factors[-1]
    assert told.factors[told.smallest] in kept
    together = [factor for row in rows for factor in (row if isinstance(row, tuple) else (row,))]
    assert tuple(together) == told.factors
