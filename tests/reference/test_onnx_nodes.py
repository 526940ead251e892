"""nnsim's operations pass the node cases that ONNX publishes, at least nine in ten of every operator."""

from collections.abc import Callable

import pytest

pytest.importorskip("onnx", reason="the package onnx cannot be installed here; it publishes the cases")

from tests.reference.onnx_nodes.survey import ENOUGH, WAYS, tally

ON_PURPOSE = {"Sign"}
"""Operators whose cases ask for what nnsim does otherwise on purpose; the table says why."""


@pytest.mark.parametrize("operator", WAYS)
def test_an_operator_passes_its_cases(operator: str, record_property: Callable[[str, object], None]) -> None:
    found = tally(operator)
    record_property("ONNX's node cases (operator, published, run, passed, worst)", found.line())
    assert found.published, "the package has no case of this operator: its module may have another name"
    assert not found.failed
    assert found.passed >= ENOUGH * found.run
    assert found.run >= ENOUGH * found.published or operator in ON_PURPOSE
    assert found.worst < 0.01, "a tolerance of half precision at most"
