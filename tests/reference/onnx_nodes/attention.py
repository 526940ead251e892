"""ONNX's attention by nnsim's: scores, weights, weighted values; what ONNX adds in between by other operations.

Which places a query looks at goes into nnsim's weights where they know it (the causal order, padding). Any other choice
makes each query a sample of its own, whose other places are padding.
"""

from dataclasses import dataclass
from math import sqrt

import numpy as np

from nnsim.ops.activation import Tanh
from nnsim.ops.arranging import Concatenate, Reshape, Transpose
from nnsim.ops.attention import AttentionScores, WeightedValues
from nnsim.ops.attention_weights import AttentionWeights
from nnsim.ops.combining import Add, Multiply
from tests.batteries.check_op import run
from tests.reference.onnx_nodes.published import Array, Published


@dataclass
class Read:
    """A case's arrays with an axis of heads, keys and values as far as they were read, and who looks where."""

    q: Array
    k: Array
    v: Array
    known: tuple[Array, Array]
    bias: Array | None
    seen: Array
    """[samples, heads, queries, keys] or with axes of 1"""
    ordered: bool
    """Whether `seen` is the causal order and nothing else"""


def _heads(x: Array, heads: int | None) -> Array:
    """[samples, heads, places, features] from sequences with the heads' features side by side."""
    if x.ndim == 4:
        return x
    assert heads
    places, width = x.shape[1:]
    return run(Transpose((0, 2, 1, 3)), [run(Reshape((places, heads, width // heads)), [x])])


def _read(case: Published) -> Read:
    q = _heads(case.number(0), case.attribute("q_num_heads"))
    k, v = (_heads(case.number(at), case.attribute("kv_num_heads")) for at in (1, 2))
    if case.given(4):
        k, v = (run(Concatenate(2), [case.number(at), new]) for at, new in ((4, k), (5, v)))
    known, share = (k, v), q.shape[1] // k.shape[1]
    k, v = (np.repeat(each, share, 1) for each in known)
    bias, seen = _mask(case, q.shape[2], k.shape[2])
    ordered = bool(case.attribute("is_causal", 0)) and seen is None
    offset = np.array([case.number(4).shape[2] if case.given(4) else 0])
    if case.given(6):
        offset, ordered = case.number(6) - q.shape[2], False
    looked = np.ones((1, 1, 1, 1), bool) if seen is None else seen
    apart = np.arange(k.shape[2]) - np.arange(q.shape[2])[:, None] - offset.reshape(-1, 1, 1, 1)
    if case.attribute("is_causal", 0):
        looked = looked & (apart <= 0)
    for name, side in (("left_window_size", -1), ("right_window_size", 1)):
        if case.attribute(name, -1) >= 0:
            looked, ordered = looked & (side * apart <= case.attribute(name)), False
    if case.given(6):
        looked = looked & (np.arange(k.shape[2]) < case.number(6).reshape(-1, 1, 1, 1))
    return Read(q, k, v, known, bias, looked, ordered and not offset.any())


def _mask(case: Published, queries: int, keys: int) -> tuple[Array | None, Array | None]:
    """What is added to the scores, and who looks where; a mask that is too short sees nothing beyond its end."""
    if not case.given(3):
        return None, None
    mask = np.asarray(case.inputs[3])
    yes = mask.dtype == bool
    mask = np.broadcast_to(mask, (*(1,) * (4 - mask.ndim), *mask.shape)) if mask.ndim < 4 else mask
    short = ((0, 0), (0, 0), (0, 0), (0, keys - mask.shape[3]))
    if yes:
        return None, np.pad(mask, short)
    whole = np.pad(np.asarray(mask, float), short, constant_values=-np.inf)
    looked = whole > -np.inf
    return np.where(looked, whole, 0.0), None if looked.all() else looked


def attention(case: Published) -> list[Array | None]:
    """Masks and soft caps are added to nnsim's scores; free masks make every query a sample of its own.

    Y, the keys and values so far, and what the case asks for of the way (scores, with the mask added, weights).
    """
    read = _read(case)
    raw = _scores(case, read)
    scores = raw
    if case.attribute("softcap", 0.0):
        scores = _times(run(Tanh(), [_times(scores, 1.0 / case.attribute("softcap"))]), case.attribute("softcap"))
    capped = scores
    if read.bias is not None:
        scores = run(Add(), [scores, np.broadcast_to(read.bias, scores.shape).copy()])
    weights, brought = _brought(read, scores)
    if case.number(0).ndim == 3:
        apart = run(Transpose((0, 2, 1, 3)), [brought])
        brought = run(Reshape((apart.shape[1], apart.shape[2] * apart.shape[3])), [apart])
    masked = np.where(np.broadcast_to(read.seen, scores.shape), scores, -np.inf)
    asked = [capped, capped, masked, weights][case.attribute("qk_matmul_output_mode", 0)]
    return [brought, *read.known, asked][:len(case.outputs)]


def _scores(case: Published, read: Read) -> Array:
    """q · k / √D; another factor than 1 / √D is multiplied into the queries."""
    scale, own = case.attribute("scale"), 1.0 / sqrt(read.q.shape[3])
    return run(AttentionScores(), [read.q if scale is None else _times(read.q, scale / own), read.k])


def _times(x: Array, factor: float) -> Array:
    return run(Multiply(), [x, np.full(x.shape, factor)])


def _brought(read: Read, scores: Array) -> tuple[Array, Array]:
    """The attention weights, and what they bring of the values."""
    if read.seen.all():
        weights = run(AttentionWeights(), [scores])
        return weights, run(WeightedValues(), [weights, read.v])
    if read.ordered:
        weights = run(AttentionWeights(causal=True), [scores])
        return weights, run(WeightedValues(causal=True), [weights, read.v])
    keys = scores.shape[3]
    present = np.broadcast_to(read.seen, scores.shape).reshape(-1, keys).astype(float)
    each = np.broadcast_to(read.v[:, :, None], (*scores.shape[:3], *read.v.shape[2:]))
    alone = run(AttentionWeights(), [scores.reshape(-1, 1, keys), present])
    brought = run(WeightedValues(), [alone, each.reshape(-1, *read.v.shape[2:]), present])
    return alone.reshape(scores.shape), brought.reshape(*scores.shape[:3], -1)


WAYS = {"Attention": attention}
