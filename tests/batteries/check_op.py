"""The battery that every operation must pass: its formula cell by cell, its gradient, buffers and precision."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nnsim.ops.base import Op, Scratch, Shape
from nnsim.ops.expression import evaluate, operands
from nnsim.program.recording import calls_of
from nnsim.trace.sums import running_sum

Array = NDArray[Any]


@dataclass(frozen=True)
class OpCase:
    """An operation with inputs to try it on.

    `absent` marks cells of inputs (by position) that never compute, so that their gradient is 0 whatever they hold.
    `made` gives inputs (by position) that are made from the first one, and whose way its gradient counts in.
    `ends` says that no gradient passes, on purpose.
    """

    op: Op
    inputs: tuple[Array, ...]
    absent: dict[int, Array] = field(default_factory=dict)
    made: dict[int, Callable[[Array], Array]] = field(default_factory=dict)
    ends: bool = False


def check_op(case: OpCase) -> None:
    """Holds an operation to everything that `nnsim.ops.base.Op` promises."""
    check_element(case)
    check_terms(case)
    check_buffers(case)
    check_float32(case)
    check_view(case)
    if case.op.straight:
        check_recording(case)
    if case.op.elementwise:
        check_elementwise(case)
    if type(case.op).gradient is not Op.gradient:
        check_gradient(case)


def run(op: Op, inputs: Sequence[Array], dtype: Any = np.float64) -> Array:
    """An operation's output, in a buffer that held something else before."""
    out = np.full(op.shape(*(array.shape for array in inputs)), np.nan, dtype)
    op.run(np, out, scratch_for(op, out.shape, inputs, dtype), *inputs)
    return out


def scratch_for(op: Op, out: Shape, inputs: Sequence[Array], dtype: Any = np.float64) -> tuple[Array, ...]:
    """The scratch arrays that an operation asks for, with something else in them."""
    wanted = op.scratch_shapes(out, *(array.shape for array in inputs))
    each = [one if isinstance(one, Scratch) else Scratch(one) for one in wanted]
    return tuple(
        np.full(one.shape, np.nan if one.holds == "numbers" else 1, one.dtype(np.dtype(dtype))) for one in each
    )


def read(array: Any, cell: tuple[Any, ...]) -> Any:
    """The number in a cell; of an index with arrays, the array of all of them."""
    found = array[cell]
    return found if np.ndim(found) else float(found)


def check_element(case: OpCase) -> None:
    """`element` gives for every cell what `run` gives, and points at cells that exist."""
    out = run(case.op, case.inputs)
    shapes = tuple(array.shape for array in case.inputs)
    for index in np.ndindex(out.shape):
        expression = case.op.element(index, shapes)
        for operand in operands(expression):
            shape = shapes[operand.position]
            assert len(operand.index) == len(shape), f"{case.op} {index}: {operand} into {shape}"
            inside = all(0 <= at < size for at, size in zip(operand.index, shape, strict=True))
            assert inside, f"{operand} not in {shape}"
        value = evaluate(expression, lambda position, cell: read(case.inputs[position], cell))
        assert same_number(value, float(out[index])), f"{case.op}{list(index)}: element {value!r}, run {out[index]!r}"


def check_terms(case: OpCase) -> None:
    """An operation that says how many terms its cells add up says what `element` shows."""
    shapes = tuple(array.shape for array in case.inputs)
    counts = case.op.terms(*shapes)
    if counts is None:
        return
    out = case.op.shape(*shapes)
    every = np.broadcast_to(counts, out)
    for index in np.ndindex(out):
        whole = running_sum(case.op.element(index, shapes))
        assert every[index] == (1 if whole is None else len(whole.terms)), f"{case.op}{list(index)}: {every[index]}"


def same_number(a: float, b: float, relative: float = 1e-11) -> bool:
    """Whether two numbers agree; NaN with NaN, infinities with their like, and what vanishes with what vanishes."""
    if np.isnan(a) or np.isnan(b):
        return bool(np.isnan(a) and np.isnan(b))
    return a == b or abs(a - b) <= relative * max(abs(a), abs(b)) + relative * 1e-3


def check_buffers(case: OpCase) -> None:
    """`run` leaves its inputs alone, and gives the same bits when it is run again in used buffers."""
    before = [array.tobytes() for array in case.inputs]
    out = run(case.op, case.inputs)
    scratch = scratch_for(case.op, out.shape, case.inputs)
    again = np.full(out.shape, 7.0)
    for _ in range(2):
        case.op.run(np, again, scratch, *case.inputs)
        assert again.tobytes() == out.tobytes(), f"{case.op} depends on what its buffers held"
    assert before == [array.tobytes() for array in case.inputs], f"{case.op} changes its inputs"


def check_view(case: OpCase) -> None:
    """Where an operation is but another look at its inputs, the look shows what `run` would write."""
    seen = case.op.view(*case.inputs)
    if seen is not None:
        assert case.op.wiring, "only wiring may be a view"
        assert any(np.shares_memory(seen, array) for array in case.inputs)
        np.testing.assert_array_equal(seen, run(case.op, case.inputs))


def check_recording(case: OpCase) -> None:
    """What is recorded of `run` gives, on other values in the same arrays, the bits that `run` gives on them."""
    for dtype in (np.float64, np.float32):
        inputs = tuple(array.astype(dtype) if array.dtype == np.float64 else array.copy() for array in case.inputs)
        out = np.full(case.op.shape(*(array.shape for array in inputs)), np.nan, dtype)
        calls = calls_of(case.op, np, out, scratch_for(case.op, out.shape, inputs, dtype), inputs)
        assert np.isnan(out).all(), f"{case.op} computes while it is recorded"
        for array in inputs:
            array[...] = array[..., ::-1] if array.ndim else array * 0.5
        for call, arguments in calls:
            call(*arguments)
        assert out.tobytes() == run(case.op, inputs, dtype).tobytes(), f"{case.op} recorded gives other bits"


def check_float32(case: OpCase) -> None:
    """In float32 the operation gives what it gives in float64, as far as that precision goes."""
    narrow = tuple(array.astype(np.float32) if array.dtype == np.float64 else array for array in case.inputs)
    wide = tuple(array.astype(np.float64) if array.dtype == np.float32 else array for array in narrow)
    expected, got = run(case.op, wide), run(case.op, narrow, np.float32)
    assert got.dtype == np.float32
    np.testing.assert_allclose(got, expected, rtol=3e-5, atol=3e-5 * max(1.0, size_of(expected)))


def size_of(array: Array) -> float:
    """The largest finite absolute value."""
    finite = np.abs(array[np.isfinite(array)])
    return float(finite.max(initial=0.0))


def check_elementwise(case: OpCase) -> None:
    """The output may take the place of the first input, and pieces of flat arrays give the bits of the whole."""
    out = run(case.op, case.inputs)
    first = case.inputs[0].copy()
    case.op.run(np, first, scratch_for(case.op, out.shape, case.inputs), first, *case.inputs[1:])
    assert first.tobytes() == out.tobytes(), f"{case.op} cannot write over its first input"
    flat = [array.ravel() if array.shape else array for array in case.inputs]
    pieces = np.full(out.size, np.nan)
    middle = out.size // 2
    for part in (slice(0, middle), slice(middle, out.size)):
        given = [array[part] if array.shape else array for array in flat]
        scratch = scratch_for(case.op, pieces[part].shape, given)
        case.op.run(np, pieces[part], scratch, *given)
    assert pieces.tobytes() == out.tobytes(), f"{case.op} gives other bits piece by piece"


@dataclass
class Emitted:
    """What a gradient emits, run as it is emitted: a program of a few instructions."""

    values: list[Array] = field(default_factory=list)

    def put(self, array: Array) -> int:
        """The slot of a given value."""
        self.values.append(array)
        return len(self.values) - 1

    def __call__(self, op: Op, *inputs: int, quantity: str = "gradient") -> int:
        assert type(op).gradient is Op.gradient or op.wiring or op.elementwise, f"{op} emitted as a gradient"
        return self.put(run(op, [self.values[slot] for slot in inputs]))


def check_gradient(case: OpCase) -> None:
    """The emitted gradient is the derivative, within 1e-6 of central differences, relative, for every input."""
    out = run(case.op, case.inputs)
    emitted = Emitted()
    slots = tuple(emitted.put(array) for array in case.inputs)
    output = emitted.put(out)
    upstream = np.random.default_rng(out.size).normal(size=out.shape) if out.shape else None
    up = None if upstream is None else emitted.put(upstream)
    gradients = case.op.gradient(emitted, slots, output, up)

    def loss(position: int, changed: Array) -> float:
        inputs = [*case.inputs[:position], changed, *case.inputs[position + 1:]]
        for at, make in case.made.items():
            inputs[at] = make(inputs[0])
        made = run(case.op, inputs)
        return float(made) if upstream is None else float((made * upstream).sum())

    assert any(slot is not None for slot in gradients) is not case.ends
    for position, slot in enumerate(gradients):
        if slot is None:
            continue
        expected = central_differences(lambda changed, at=position: loss(at, changed), case.inputs[position])
        expected[case.absent.get(position, np.zeros(expected.shape, bool))] = 0.0
        got = emitted.values[slot]
        assert got.shape == expected.shape, f"{case.op}: gradient of input {position} has shape {got.shape}"
        floor = 1e-6 * max(size_of(expected), 1e-3)
        np.testing.assert_allclose(got, expected, rtol=1e-6, atol=1e-3 * floor, err_msg=f"{case.op}, input {position}")


def central_differences(function: Callable[[Array], float], at: Array) -> Array:
    """∂f/∂x in every cell, by central differences of fourth order."""
    slopes = np.empty(at.shape)
    for index in np.ndindex(at.shape):
        h = 1e-3 * max(1.0, abs(float(at[index])))
        values = []
        for shift in (-2, -1, 1, 2):
            moved = at.copy()
            moved[index] += shift * h
            values.append(function(moved))
        slopes[index] = (values[0] - 8 * values[1] + 8 * values[2] - values[3]) / (12 * h)
    return slopes
