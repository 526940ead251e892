"""Cases of attention: one head and several, self and cross, causal, with padding, and with nothing left to look at."""

from collections.abc import Iterator

import numpy as np

from nnsim.ops.attention import (
    AttentionGradient,
    AttentionScores,
    KeyGradient,
    QueryGradient,
    ValueGradient,
    WeightedValues,
)
from nnsim.ops.attention_weights import AttentionWeights, AttentionWeightsGradient
from tests.batteries.check_op import Array, OpCase, run

Random = np.random.Generator
SIZES = (((2,), 3, 3, 4), ((2, 2), 3, 3, 2), ((1, 3), 1, 4, 1), ((3, 1), 4, 2, 3), ((2,), 1, 1, 1))
"""Samples and heads, places that look, places that are looked at, features."""


def heads(array: Array) -> Array:
    """The same numbers as the heads of a layer lie in memory: a look at [n, places, heads, features]."""
    return array if array.ndim == 3 else array.transpose(0, 2, 1, 3).copy().transpose(0, 2, 1, 3)


def cases(random: Random) -> Iterator[OpCase]:
    """Every operation on every size, with each kind of mask."""
    for leading, looking, looked_at, features in SIZES:
        present = (random.random((leading[0], looked_at)) < 0.6).astype(float)
        present[0] = 1.0
        for padding in ((), (present,)):
            for causal in (False, True):
                yield from _of_size(random, leading, looking, looked_at, features, causal, padding)


def _of_size(random: Random, leading: tuple[int, ...], looking: int, looked_at: int, features: int, causal: bool,
             padding: tuple[Array, ...]) -> Iterator[OpCase]:
    q, delta = (heads(random.normal(size=(*leading, looking, features))) for _ in range(2))
    k, v = (heads(random.normal(size=(*leading, looked_at, features))) for _ in range(2))
    scores, upstream = (random.normal(scale=3.0, size=(*leading, looking, looked_at)) for _ in range(2))
    weights = run(AttentionWeights(causal), (scores, *padding))
    of_scores = run(AttentionWeightsGradient(causal), (upstream, weights, *padding))
    yield OpCase(AttentionScores(causal), (q, k, *padding))
    yield OpCase(QueryGradient(causal), (of_scores, k, *padding))
    yield OpCase(KeyGradient(causal), (of_scores, q, *padding))
    yield OpCase(AttentionWeights(causal), (scores, *padding))
    yield OpCase(AttentionWeightsGradient(causal), (upstream, weights, *padding))
    yield OpCase(WeightedValues(causal), (weights, v, *padding))
    yield OpCase(AttentionGradient(causal), (delta, v, *padding))
    yield OpCase(ValueGradient(causal), (delta, weights, *padding))


def extremes() -> Iterator[OpCase]:
    """Scores that overflow in a careless form, also where they do not count, and a sample that is padding only."""
    scores = np.array([[[800.0, -800.0, 0.0]] * 3, [[-1e30, 1e30, 5.0]] * 3])
    for present in (np.array([[1.0, 1.0, 0.0], [1.0, 0.0, 1.0]]), np.array([[0.0, 1.0, 1.0], [0.0, 0.0, 0.0]])):
        for causal in (False, True):
            yield OpCase(AttentionWeights(causal), (scores,))
            yield OpCase(AttentionWeights(causal), (scores, present))
    masked = np.array([[[1.0, np.inf], [2.0, 1.0]]])
    yield OpCase(AttentionWeights(causal=True), (masked,))
