"""Every operation passes its battery: formula against run, gradient against differences, buffers, precision."""

import importlib
import inspect
import pkgutil

import numpy as np
import pytest

import nnsim.ops
from nnsim.ops.base import Op
from tests.batteries.check_op import OpCase, check_buffers, check_element, check_op
from tests.batteries.op_cases import extreme_cases, op_cases

CASES = [(seed, case) for seed in range(3) for case in op_cases(seed)]


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
    assert not missing, f"add cases to tests/batteries/op_cases.py: {sorted(kind.__name__ for kind in missing)}"


@pytest.mark.parametrize(("seed", "case"), CASES, ids=[f"{_name(case)}-{seed}" for seed, case in CASES])
def test_an_operation_keeps_its_promises(seed: int, case: OpCase) -> None:
    check_op(case)


@pytest.mark.parametrize("case", extreme_cases(), ids=_name)
def test_an_operation_holds_at_the_ends_of_its_range(case: OpCase) -> None:
    check_element(case)
    check_buffers(case)


@pytest.mark.parametrize("kind", sorted(_all_ops(), key=lambda kind: kind.__name__), ids=lambda kind: kind.__name__)
def test_the_docstring_is_the_formula(kind: type[Op]) -> None:
    assert kind.__doc__ and kind.__doc__ != Op.__doc__
    assert any(sign in kind.__doc__ for sign in "=:"), "the docstring of an operation is its formula"


def test_wiring_only_moves_or_adds_cells() -> None:
    for _, case in CASES:
        if case.op.wiring:
            out = np.empty(case.op.shape(*(array.shape for array in case.inputs)))
            case.op.run(np, out, (), *case.inputs)
            assert case.op.scratch_shapes(out.shape) == ()
