"""Operations and losses give PyTorch's numbers, extreme logits included."""

from typing import Any

import numpy as np
import pytest

from nnsim import catalog
from nnsim.ops.base import Op
from nnsim.ops.linear import WeightedSum
from tests.batteries.check_op import Array, Emitted, run
from tests.reference.golden import assert_agrees, cases

CASES = cases("operations")


def _name(case: dict[str, Any]) -> str:
    return "-".join(case[key] for key in ("kind", "function", "form") if key in case)


def _op_and_inputs(case: dict[str, Any]) -> tuple[Op | None, list[Array]]:
    """The operation, and what it reads: for a loss in its stable form the prediction too."""
    inputs = [np.array(values) for values in case["inputs"].values()]
    if case["kind"] == "weighted_sum":
        return WeightedSum(), inputs
    if case["kind"] == "activation":
        op = catalog.activation(case["function"]).op
        return (None if op is None else op()), inputs
    loss, target = catalog.loss_function(case["function"]), np.array(case["target"])
    if case["form"] == "textbook" or loss.joined is None:
        return loss.op(), [*inputs, target]
    activation = catalog.activation(loss.joins).op
    assert activation is not None
    return loss.joined(), [*inputs, target, run(activation(), inputs)]


@pytest.mark.parametrize("case", CASES, ids=_name)
def test_an_operation_and_its_gradients_agree(case: dict[str, Any]) -> None:
    op, inputs = _op_and_inputs(case)
    if op is None:  # linear: the sum is the output
        assert case["output"] == case["inputs"]["z"]
        return
    out = run(op, inputs)
    assert_agrees(out, case["output"])
    emitted = Emitted()
    slots = tuple(emitted.put(array) for array in inputs)
    output = emitted.put(out)
    upstream = emitted.put(np.array(case["upstream"])) if out.shape else None
    gradients = op.gradient(emitted, slots, output, upstream)
    clamped = _name(case) == "loss-binary_cross_entropy-textbook"  # torch divides by its float32 10⁻¹²
    for slot, expected in zip(gradients, case["gradients"].values(), strict=False):
        assert slot is not None
        assert_agrees(emitted.values[slot], expected, 1e-8 if clamped else 1e-9)


def test_every_activation_and_loss_is_held() -> None:
    assert {case["function"] for case in CASES if case["kind"] == "activation"} == {
        each.id for each in catalog.activations()}
    assert {case["function"] for case in CASES if case["kind"] == "loss"} == {each.id for each in catalog.losses()}
