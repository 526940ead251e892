"""Every operation passes its battery: formula against run, gradient against differences, buffers, precision."""

import importlib
import inspect
import pkgutil

import numpy as np
import pytest

import nnsim.ops
from nnsim.ops.activation import Sigmoid
from nnsim.ops.base import Op
from nnsim.ops.expression import Number, Operand, Sum
from nnsim.ops.linked import LinkedInputGradient, LinkedSum, LinkedWeightGradient
from tests.batteries.check_op import OpCase, check_buffers, check_element, check_op, run
from tests.batteries.op_cases import extreme_cases, op_cases

CASES = [(seed, case) for seed in range(3) for case in op_cases(seed)]
USUAL = [pytest.param(seed, case, marks=[pytest.mark.long] * (seed > 0)) for seed, case in CASES]


def _name(case: OpCase) -> str:
    return "-".join((type(case.op).__name__, *("x".join(map(str, array.shape)) or "scalar" for array in case.inputs)))


def _all_ops() -> set[type[Op]]:
    for module in pkgutil.iter_modules(nnsim.ops.__path__):
        importlib.import_module(f"nnsim.ops.{module.name}")
    found, todo = set(), [Op]
    while todo:
        for kind in todo.pop().__subclasses__():
            todo.append(kind)
            if kind.__module__.startswith("nnsim.ops") and not inspect.isabstract(kind):
                found.add(kind)
    return found


def test_every_operation_has_a_case() -> None:
    missing = _all_ops() - {type(case.op) for _, case in CASES}
    assert not missing, f"add cases to tests/batteries/cases: {sorted(kind.__name__ for kind in missing)}"


@pytest.mark.parametrize(("seed", "case"), USUAL, ids=[f"{_name(case)}-{seed}" for seed, case in CASES])
def test_an_operation_keeps_its_promises(seed: int, case: OpCase) -> None:
    check_op(case)


@pytest.mark.parametrize("case", extreme_cases(), ids=_name)
def test_an_operation_holds_at_the_ends_of_its_range(case: OpCase) -> None:
    with np.errstate(over="ignore"):  # as whoever runs a program has it: e⁻ᶻ may be ∞ where a gate is shut
        check_element(case)
        check_buffers(case)


@pytest.mark.parametrize("kind", sorted(_all_ops(), key=lambda kind: kind.__name__), ids=lambda kind: kind.__name__)
def test_the_docstring_is_the_formula(kind: type[Op]) -> None:
    assert kind.__doc__
    assert kind.__doc__ != Op.__doc__
    assert any(sign in kind.__doc__ for sign in "=:"), "the docstring of an operation is its formula"


def test_wiring_only_moves_or_adds_cells() -> None:
    for _, case in CASES:
        if case.op.wiring:
            shapes = tuple(array.shape for array in case.inputs)
            for index in np.ndindex(case.op.shape(*shapes)):
                assert isinstance(case.op.element(index, shapes), Number | Operand | Sum)


def test_absent_links_never_compute() -> None:
    absent = np.array([[True, False], [False, True]])
    x, w = np.array([[np.inf, 2.0], [1.0, np.nan]]), np.array([[0.0, 3.0], [4.0, 0.0]])
    links = ((1,), (0,))
    with np.errstate(invalid="ignore"):
        np.testing.assert_array_equal(run(LinkedSum(links), (x, w, absent)), [[6.0, np.inf], [np.nan, 4.0]])
        np.testing.assert_array_equal(run(LinkedInputGradient(links), (x, w)), [[8.0, np.inf], [np.nan, 3.0]])
        gradient = run(LinkedWeightGradient(links), (np.ones((2, 2)), x, absent))
        check_element(OpCase(LinkedSum(links), (np.array([[np.inf, 2.0]]), w, absent)))
    assert gradient[absent].tolist() == [0.0, 0.0]


def test_sigmoid_keeps_its_precision_where_it_vanishes() -> None:
    z = np.array([-1.0, -20.0, -40.0, -700.0, 40.0])
    np.testing.assert_allclose(run(Sigmoid(), (z,)), 1 / (1 + np.exp(-z)), rtol=1e-15)
    assert 0 < run(Sigmoid(), (np.array([-1e6]),))[0] < 1e-300
    assert 0 < run(Sigmoid(), (np.array([-1e6], np.float32),), np.float32)[0] < 1e-37
