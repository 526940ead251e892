"""Composite kinds give PyTorch's numbers: whole documents with transformer blocks or LSTM cells, there and back."""

from typing import Any

import numpy as np
import pytest

from nnsim import edits
from nnsim.catalog import InputSettings, LstmCellSettings, PositionSettings, TransformerSettings, Zero
from nnsim.document import Settings
from nnsim.program import Trainer
from tests.batteries.check_program import gradients
from tests.batteries.drawing import Drawing, table
from tests.reference.golden import assert_agrees, cases

CASES = cases("composites")


def _settings(case: dict[str, Any]) -> Settings:
    if case["kind"] == "lstm_cell":
        return LstmCellSettings(case["units"])
    return TransformerSettings(case["heads"], case["hidden"], case["activation"], case["norm"])


def _source(drawing: Drawing, shape: tuple[int, ...], first: int) -> tuple[str, str | None]:
    """An input of this shape from a column on; for a sequence behind learned places, whose gradient is the input's."""
    columns = tuple(range(first, first + int(np.prod(shape))))
    x = drawing.add("input", InputSettings(columns, shape if len(shape) > 1 else ()))
    if len(shape) == 1:
        return x, None
    position = drawing.add("position", PositionSettings("learned", Zero()), x)
    return position, f"{position}/position"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["kind"])
def test_a_document_with_a_composite_agrees(case: dict[str, Any]) -> None:
    inputs = {name: np.array(values) for name, values in case["inputs"].items()}
    output, upstream = np.array(case["output"]), np.array(case["upstream"])
    samples = len(output)
    columns = [values.reshape(samples, -1) for values in inputs.values()]
    present = case.get("present")
    if present is not None:
        columns.append(np.array(present))
    drawing = Drawing(table(np.concatenate(columns, 1), (output - upstream).reshape(samples, -1)))
    node, first, positions = drawing.add(case["kind"], _settings(case)), 0, {}
    for name, values in inputs.items():
        source, positions[name] = _source(drawing, values.shape[1:], first)
        drawing.link(source, node, name)
        first += values[0].size
    if present is not None:
        tokens = drawing.add("input", InputSettings(tuple(range(first, first + columns[-1].shape[1]))))
        for port in ("tokens", "memory_tokens"):
            if port == "tokens" or "memory" in inputs:
                drawing.link(tokens, node, port)
    drawing.end(node, loss="sse")
    drawing.plan(batches="full")
    for name, each in case["parameters"].items():
        drawing.document = edits.set_parameter(drawing.document, f"{node}/{name}", np.array(each))
    trainer = Trainer(drawing.document, keep=True)
    executor = trainer.begin()
    executor.run("forward")
    assert_agrees(executor.value(trainer.program.output_of(node)), output)
    found = gradients(drawing.document)
    assert {path for path in found if path.startswith(f"{node}/")} == {f"{node}/{name}" for name in case["gradients"]}
    for name, expected in case["gradients"].items():
        assert_agrees(found[f"{node}/{name}"], expected)
    for name, path in positions.items():
        if path is not None:
            assert_agrees(found[path], np.sum(case["input_gradients"][name], 0))
