"""Embedding, positions and attention give PyTorch's numbers, under masks too."""

from typing import Any

import numpy as np
import pytest

from nnsim import edits
from nnsim.catalog import InputSettings, MultiHeadSettings, PositionSettings, Zero
from nnsim.ops.attention import AttentionScores, WeightedValues
from nnsim.ops.attention_weights import AttentionWeights
from nnsim.ops.embedding import Embedding
from nnsim.ops.positions import LearnedPosition, WavePosition
from nnsim.program import Trainer
from tests.batteries.check_program import gradients
from tests.batteries.drawing import Drawing, table
from tests.reference.chain import Chain
from tests.reference.golden import assert_agrees, cases

CASES = [case for case in cases("attention") if case["kind"] != "multi_head"]
MULTI_HEAD = [case for case in cases("attention") if case["kind"] == "multi_head"]


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


def _with_learned_positions(drawing: Drawing, shape: tuple[int, int], first: int) -> tuple[str, str]:
    """An input of this shape from the column `first` on, and places added to it, whose gradient is the input's."""
    columns = tuple(range(first, first + shape[0] * shape[1]))
    position = drawing.add("position", PositionSettings("learned", Zero()),
                           drawing.add("input", InputSettings(columns, shape)))
    return position, f"{position}/position"


@pytest.mark.parametrize("case", MULTI_HEAD, ids=lambda case: f"{case['heads']}")
def test_a_document_with_multi_head_attention_agrees(case: dict[str, Any]) -> None:
    inputs = {name: np.array(values) for name, values in case["inputs"].items()}
    output, upstream = np.array(case["output"]), np.array(case["upstream"])
    samples = len(output)
    columns = [values.reshape(samples, -1) for values in inputs.values()]
    if case["present"] is not None:
        columns.append(np.array(case["present"]))
    drawing = Drawing(table(np.concatenate(columns, 1), (output - upstream).reshape(samples, -1)))
    node = drawing.add("multi_head", MultiHeadSettings(case["heads"], case["causal"],
                                                       bias="query_bias" in case["parameters"]))
    first, positions = 0, {}
    for (name, values), port in zip(inputs.items(), ("in", "key", "value"), strict=False):
        source, positions[name] = _with_learned_positions(drawing, values.shape[1:], first)
        drawing.link(source, node, port)
        first += values[0].size
    if case["present"] is not None:
        tokens = tuple(range(first, columns[-1].shape[1] + first))
        drawing.link(drawing.add("input", InputSettings(tokens)), node, "tokens")
    drawing.end(node, loss="sse")
    drawing.plan(batches="full")
    for name, values in case["parameters"].items():
        drawing.document = edits.set_parameter(drawing.document, f"{node}/{name}", np.array(values))
    trainer = Trainer(drawing.document, keep=True)
    executor = trainer.begin()
    executor.run("forward")
    assert_agrees(executor.value(trainer.program.output_of(node)), output)
    weights = next(each.output for each in trainer.program.instructions if isinstance(each.op, AttentionWeights))
    assert_agrees(executor.value(weights).reshape(np.array(case["weights"]).shape), case["weights"])
    found = gradients(drawing.document)
    for name, expected in case["gradients"].items():
        assert_agrees(found[f"{node}/{name}"], expected)
    for name, expected in case["input_gradients"].items():
        assert_agrees(found[positions[name]], np.sum(expected, 0))
