"""Embedding, positions and attention give PyTorch's numbers, under masks too."""

from typing import Any

import numpy as np
import pytest

from nnsim.ops.attention import AttentionScores, WeightedValues
from nnsim.ops.attention_weights import AttentionWeights
from nnsim.ops.embedding import Embedding
from nnsim.ops.positions import LearnedPosition, WavePosition
from tests.reference.chain import Chain
from tests.reference.golden import assert_agrees, cases

CASES = [case for case in cases("attention") if case["kind"] != "multi_head"]


def _embedding(chain: Chain, case: dict[str, Any], x: int, weight: int) -> int:
    return chain.emit(Embedding(case["padding"]), x, weight)


def _position(chain: Chain, case: dict[str, Any], *slots: int) -> int:
    return chain.emit(LearnedPosition() if case["form"] == "learned" else WavePosition(), *slots)


def _attention(chain: Chain, case: dict[str, Any], q: int, k: int, v: int) -> int:
    present = () if case["present"] is None else (chain.put(case["present"]),)
    scores = chain.emit(AttentionScores(case["causal"]), q, k, *present)
    weights = chain.emit(AttentionWeights(case["causal"]), scores, *present)
    return chain.emit(WeightedValues(case["causal"]), weights, v, *present)


LOWERED = {"embedding": _embedding, "position": _position, "attention": _attention}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["kind"])
def test_outputs_and_gradients_agree(case: dict[str, Any]) -> None:
    chain = Chain()
    slots = {name: chain.put(values) for name, values in case["inputs"].items()}
    output = LOWERED[case["kind"]](chain, case, *slots.values())
    assert_agrees(chain.values[output], case["output"])
    chain.back(output, case["upstream"])
    for name, expected in case["gradients"].items():
        assert_agrees(chain.gradients[slots[name]], expected)


def test_padding_that_leaves_nothing_brings_nothing() -> None:
    case = next(case for case in CASES if case.get("present") and not np.any(case["present"][0]))
    assert np.all(np.array(case["output"])[0] == 0.0)
    assert all(np.all(np.array(values)[0] == 0.0) for values in case["gradients"].values())
