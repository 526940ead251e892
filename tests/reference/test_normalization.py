"""Normalization, dropout, sums, products and joins give PyTorch's numbers, running statistics included."""

from typing import Any

import numpy as np
import pytest

from nnsim.ops.arranging import Concatenate, Part, Reshape, Transpose
from nnsim.ops.combining import Add, Multiply
from nnsim.ops.dropout import Drop, KeepMask
from nnsim.ops.groups import Kept
from nnsim.ops.normalization import Mean, Normalize, NormalizeByRunning, Variance
from nnsim.ops.running_statistics import RunningMean, RunningVariance
from nnsim.ops.scale_and_shift import ScaleAndShift
from tests.reference.chain import Chain
from tests.reference.golden import assert_agrees, cases

CASES = cases("normalization")
EPSILON, MOMENTUM = 1e-5, 0.1


def _normalized(chain: Chain, x: int, kept: Kept) -> tuple[int, int, int]:
    mean = chain.emit(Mean(kept), x)
    variance = chain.emit(Variance(kept), x, mean)
    return chain.emit(Normalize(kept, EPSILON), x, mean, variance), mean, variance


def _batch(chain: Chain, case: dict[str, Any], x: int, scale: int, shift: int, *running: int) -> int:
    kept = (2,) if chain.values[x].ndim == 3 else (1,)
    if case["training"]:
        normalized, mean, variance = _normalized(chain, x, kept)
        new = [chain.emit(RunningMean(MOMENTUM), running[0], mean),
               chain.emit(RunningVariance(MOMENTUM, kept), running[1], variance, x)]
        for slot, expected in zip(new, case["running"], strict=True):
            assert_agrees(chain.values[slot], expected)
    else:
        normalized = chain.emit(NormalizeByRunning(kept, EPSILON), x, *running)
    return chain.emit(ScaleAndShift(kept), normalized, scale, shift)


def _layer(chain: Chain, case: dict[str, Any], x: int, scale: int, shift: int) -> int:
    shape = chain.values[x].shape
    last = shape[len(shape) - case["axes"]:]
    rows = int(np.prod(shape[1:len(shape) - case["axes"]]))
    normalized = _normalized(chain, chain.emit(Reshape((rows, int(np.prod(last)))), x), (0, 1))[0]
    kept = tuple(range(len(shape) - case["axes"], len(shape)))
    return chain.emit(ScaleAndShift(kept), chain.emit(Reshape(shape[1:]), normalized), scale, shift)


def _group(chain: Chain, case: dict[str, Any], x: int, scale: int, shift: int) -> int:
    sequence = chain.values[x].ndim == 3
    whole = chain.emit(Transpose((0, 2, 1)), x) if sequence else x
    shape = chain.values[whole].shape
    rows = chain.emit(Reshape((case["groups"], int(np.prod(shape[1:])) // case["groups"])), whole)
    normalized = chain.emit(Reshape(shape[1:]), _normalized(chain, rows, (0, 1))[0])
    scaled = chain.emit(ScaleAndShift((1,)), normalized, scale, shift)
    return chain.emit(Transpose((0, 2, 1)), scaled) if sequence else scaled


def _dropout(chain: Chain, case: dict[str, Any], x: int, even: int) -> int:
    return chain.emit(Drop(), x, chain.emit(KeepMask(case["rate"]), even))


LOWERED = {"batch": _batch, "layer": _layer, "group": _group, "dropout": _dropout}
OPERATIONS = {
    "add": lambda case: Add(),
    "multiply": lambda case: Multiply(),
    "concatenate": lambda case: Concatenate(case["axis"]),
    "part": lambda case: Part(case["axis"], case["start"], case["stop"]),
}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["kind"])
def test_outputs_and_gradients_agree(case: dict[str, Any]) -> None:
    chain = Chain()
    slots = {name: chain.put(values) for name, values in case["inputs"].items()}
    lowered = LOWERED.get(case["kind"])
    output = (lowered(chain, case, *slots.values()) if lowered is not None
              else chain.emit(OPERATIONS[case["kind"]](case), *slots.values()))
    assert_agrees(chain.values[output], case["output"])
    chain.back(output, case["upstream"])
    for name, expected in case["gradients"].items():
        assert_agrees(chain.gradients[slots[name]], expected)
