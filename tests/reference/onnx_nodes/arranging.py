"""ONNX's operators that move, join, add and multiply cells, by nnsim's operations.

nnsim leaves the first axis to the samples. Where ONNX moves that one too, the whole array is one sample.
"""

from math import prod

import numpy as np

from nnsim.ops.arranging import Concatenate, Part, Reshape, Stack, Transpose
from nnsim.ops.attention import WeightedValues
from nnsim.ops.base import Shape
from nnsim.ops.class_targets import OneHot
from nnsim.ops.combining import Add, Multiply, PassedOn
from nnsim.ops.embedding import Embedding
from nnsim.ops.linear import WeightedSum
from tests.batteries.check_op import run
from tests.reference.onnx_nodes.published import Array, LeftOut, Published


def _reshaped(x: Array, shape: Shape) -> Array:
    return run(Reshape(shape), [x[None]])[0]


def _flatten(case: Published) -> list[Array]:
    """What comes before the axis counts as samples."""
    x = case.number(0)
    ahead = x.shape[:case.attribute("axis", 1) % (x.ndim + 1) if case.attribute("axis", 1) >= 0
                     else case.attribute("axis") + x.ndim]
    rest = x.shape[len(ahead):]
    return [run(Reshape((prod(rest),)), [x.reshape(prod(ahead), *rest)])]


def _reshape(case: Published) -> list[Array]:
    x, wanted = case.number(0), list(case.whole(1))
    if not case.attribute("allowzero", 0):
        wanted = [x.shape[at] if size == 0 else size for at, size in enumerate(wanted)]
    if -1 in wanted:
        wanted[wanted.index(-1)] = x.size // -prod(wanted)
    return [_reshaped(x, tuple(wanted))]


def _squeeze(case: Published) -> list[Array]:
    x = case.number(0)
    gone = {axis % x.ndim for axis in case.whole(1)}
    return [_reshaped(x, tuple(size for axis, size in enumerate(x.shape) if axis not in gone))]


def _unsqueeze(case: Published) -> list[Array]:
    x, axes = case.number(0), case.whole(1)
    new = {axis % (x.ndim + len(axes)) for axis in axes}
    sizes = iter(x.shape)
    return [_reshaped(x, tuple(1 if axis in new else next(sizes) for axis in range(x.ndim + len(axes))))]


def _transpose(case: Published) -> list[Array]:
    x = case.number(0)
    order = case.attribute("perm", range(x.ndim)[::-1])
    return [run(Transpose((0, *(axis + 1 for axis in order))), [x[None]])[0]]


def _concat(case: Published) -> list[Array]:
    parts = case.numbers
    return [run(Concatenate(case.attribute("axis") % parts[0].ndim), parts)]


def _split(case: Published) -> list[Array]:
    x, count = case.number(0), len(case.outputs)
    axis = case.attribute("axis", 0) % x.ndim
    each = -(-x.shape[axis] // count)
    sizes = case.whole(1) if case.given(1) else [min(each, x.shape[axis] - each * k) for k in range(count)]
    ends = [int(end) for end in np.cumsum(sizes)]
    return [run(Part(axis, end - size, end), [x]) for end, size in zip(ends, sizes, strict=True)]


def _slice(case: Published) -> list[Array]:
    """A part along each axis; with another step than 1, place by place, stacked anew."""
    x, starts, ends = case.number(0), case.whole(1), case.whole(2)
    axes = case.whole(3) if case.given(3) else range(len(starts))
    steps = case.whole(4) if case.given(4) else (1,) * len(starts)
    for start, end, axis, step in zip(starts, ends, axes, steps, strict=True):
        along = axis % x.ndim
        places = range(x.shape[along])[start:end:step]
        if step == 1:
            x = run(Part(along, places.start, places.stop), [x])
        else:
            x = run(Stack(along), [run(Part.at(along, place), [x]) for place in places])
    return [x]


def _spread(values: list[Array]) -> list[Array]:
    """Constants in the shape of the other input, as nnsim adds and multiplies cell by cell."""
    return [np.array(each) for each in np.broadcast_arrays(*values)]


def _cell_by_cell(case: Published, op: Add | Multiply) -> list[Array]:
    kind = np.asarray(case.inputs[0]).dtype
    whole = run(op, _spread(case.numbers))
    if kind.kind in "iu" and (whole.max() > np.iinfo(kind).max or whole.min() < np.iinfo(kind).min):
        raise LeftOut("whole numbers that wrap around where they no longer fit; nnsim computes with floating point")
    return [whole]


def _sum(case: Published) -> list[Array]:
    return [run(Add() if len(case.inputs) > 1 else PassedOn(), _spread(case.numbers))]


def _gemm(case: Published) -> list[Array]:
    """α A B + β C; a vector C is the bias, and α and β weigh by a product."""
    a, b = case.numbers[:2]
    a, b = (a.T if case.attribute("transA", 0) else a), (b.T if case.attribute("transB", 0) else b)
    alpha, beta = case.attribute("alpha", 1.0), case.attribute("beta", 1.0)
    w = run(Multiply(), [b.T, np.full(b.T.shape, alpha)]) if alpha != 1.0 else b.T.copy()
    if not case.given(2):
        return [run(WeightedSum(), [a, w])]
    c = case.number(2)
    c = run(Multiply(), [c, np.full(c.shape, beta)]) if beta != 1.0 else c
    if c.ndim == 2 and c.shape[0] > 1:
        return [run(Add(), [run(WeightedSum(), [a, w]), c])]
    return [run(WeightedSum(), [a, w, np.broadcast_to(c.reshape(-1), (len(w),)).copy()])]


def _mat_mul(case: Published) -> list[Array]:
    """Two matrices are a weighted sum, several are what attention brings: each sample has weights of its own."""
    a, b = case.numbers
    wide, tall = (a if a.ndim > 1 else a[None]), (b if b.ndim > 1 else b[:, None])
    if wide.ndim == tall.ndim == 2:
        made = run(WeightedSum(), [wide, tall.T.copy()])
    else:
        ahead = np.broadcast_shapes(wide.shape[:-2], tall.shape[:-2])
        made = run(WeightedValues(), [np.broadcast_to(each, (*ahead, *each.shape[-2:])).copy()
                                      for each in (wide, tall)])
    made = made if a.ndim > 1 else made[..., 0, :]
    return [made if b.ndim > 1 else made[..., 0]]


def _gather(case: Published) -> list[Array]:
    """Rows of a table by number: an embedding. Other axes are laid flat; numbers below 0 count from the end."""
    table, numbers = case.number(0), case.number(1)
    axis = case.attribute("axis", 0)
    first = np.moveaxis(table, axis, 0)
    rows = first.reshape(len(first), -1)
    tokens = np.where(numbers < 0, numbers + len(first), numbers)
    found = run(Embedding(), [tokens, rows]).reshape(*numbers.shape, *first.shape[1:])
    return [np.moveaxis(found, range(numbers.ndim), range(axis, axis + numbers.ndim))]


def _one_hot(case: Published) -> list[Array]:
    """0 and 1 are turned into other values by a product and a sum; numbers below 0 count from the end."""
    numbers, classes = case.number(0), case.whole(1)[0]
    off, on = case.number(2)
    made = run(OneHot(classes), [np.where((numbers < 0) & (numbers >= -classes), numbers + classes, numbers)])
    made = run(Add(), [run(Multiply(), [made, np.full(made.shape, on - off)]), np.full(made.shape, off)])
    return [np.moveaxis(made, -1, case.attribute("axis", -1))]


WAYS = {
    "Flatten": _flatten, "Reshape": _reshape, "Squeeze": _squeeze, "Unsqueeze": _unsqueeze, "Transpose": _transpose,
    "Concat": _concat, "Split": _split, "Slice": _slice, "Sum": _sum, "Gemm": _gemm, "MatMul": _mat_mul,
    "Add": lambda case: _cell_by_cell(case, Add()), "Mul": lambda case: _cell_by_cell(case, Multiply()),
    "Gather": _gather, "OneHot": _one_hot,
}
