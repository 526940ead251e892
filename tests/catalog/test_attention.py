"""Every setting of embeddings, positions and attention passes the battery; what cannot be is refused in words."""

from collections.abc import Callable

import numpy as np
import pytest

from nnsim import catalog, edits
from nnsim.catalog import (
    AttentionSettings,
    DenseSettings,
    EmbeddingSettings,
    InputSettings,
    MultiHeadSettings,
    PositionSettings,
)
from nnsim.program import Trainer, compile_document, problems
from nnsim.text.messages import render
from tests.batteries.check_kind import check_kind
from tests.batteries.drawing import Drawing, table
from tests.catalog.placed_attention import Placed, attending, crossing, embedded, placed, tokens

SETTINGS: dict[str, Callable[[], Placed]] = {
    "tokens as a sequence": lambda: embedded(columns=(3, 1)),
    "waves": lambda: placed(PositionSettings()),
    "attention without masks": lambda: attending("attention", AttentionSettings()),
    "attention on another sequence": lambda: crossing("attention", AttentionSettings()),
    "causal, with padding": lambda: attending("multi_head", MultiHeadSettings(2, causal=True), padded=True),
    "one head without biases": lambda: attending("multi_head", MultiHeadSettings(1, bias=False)),
    "on another sequence": lambda: crossing("multi_head", MultiHeadSettings(4)),
    "keys that are values": lambda: crossing("multi_head", MultiHeadSettings(2), own_values=False, padded=False),
    "the first head off": lambda: attending("multi_head", MultiHeadSettings(2, off=1)),
    "a middle head off": lambda: attending("multi_head", MultiHeadSettings(4, off=2), padded=True),
    "the last head off": lambda: attending("multi_head", MultiHeadSettings(4, off=4)),
}


@pytest.mark.parametrize("make", SETTINGS.values(), ids=SETTINGS)
def test_a_setting_keeps_the_promises_of_its_kind(make: Callable[[], Placed]) -> None:
    document, node = make()
    check_kind(catalog.kind(document.network.node(node).kind), document, node)


def _refused(drawing: Drawing, node: str) -> str:
    found = [problem for problem in problems(drawing.document) if problem.place == node and problem.severity == "error"]
    assert found, "nothing is refused"
    assert any("가" <= letter <= "힣" for letter in render(found[0].message, "ko"))
    return render(found[0].message, "en")


def test_heads_that_do_not_divide_the_features_are_refused() -> None:
    drawing = tokens(4)
    x = drawing.add("embedding", EmbeddingSettings(5, 4), drawing.add("input", InputSettings((0, 1, 2))))
    node = drawing.add("multi_head", MultiHeadSettings(3), x)
    assert _refused(drawing, node) == (
        "3 heads cannot share 4 features evenly. Choose a number of heads that divides 4.")
    for settings, words in ((MultiHeadSettings(2, off=3), "no head 3"), (MultiHeadSettings(1, off=1), "only head")):
        drawing.document = edits.change_settings(drawing.document, node, settings)
        assert words in _refused(drawing, node)


def test_queries_keys_values_and_tokens_must_fit() -> None:
    drawing = tokens(4, 5)
    short, long = (drawing.add("input", InputSettings(columns)) for columns in ((0, 1), (2, 3, 4)))
    query = drawing.add("embedding", EmbeddingSettings(5, 4), short)
    key = drawing.add("embedding", EmbeddingSettings(5, 3), long)
    node = drawing.add("attention", None, query)
    drawing.link(key, node, "key")
    assert "query has 4 features and the key 3" in _refused(drawing, node)
    wider = drawing.add("dense", DenseSettings(4), key)
    drawing.document = edits.disconnect(drawing.document, drawing.document.network.into(node, "key")[0])
    drawing.link(wider, node, "key")
    drawing.link(query, node, "value")
    assert "3 keys and 2 values" in _refused(drawing, node)
    drawing.document = edits.disconnect(drawing.document, drawing.document.network.into(node, "value")[0])
    drawing.link(short, node, "tokens")
    assert "there must be 3 of them, not 2" in _refused(drawing, node)


def test_an_embedding_takes_one_token_a_place_and_attention_a_sequence() -> None:
    drawing = tokens(4, 4)
    two = drawing.add("input", InputSettings((0, 1, 2, 3), (2, 2)))
    assert "one token at each place" in _refused(drawing, drawing.add("embedding", None, two))
    vector = drawing.add("input", InputSettings((0, 1, 2)))
    for kind in ("position", "attention", "multi_head"):
        assert "expects a sequence" in _refused(drawing, drawing.add(kind, None, vector))


def test_a_head_that_is_switched_off_leaves_no_trace() -> None:
    on, node = attending("multi_head", MultiHeadSettings(2))
    weights = on.state.parameters[f"{node}/output"].copy()
    weights[:, 2:] = 0.0
    silenced = edits.set_parameter(on, f"{node}/output", weights)
    off = edits.change_settings(on, node, MultiHeadSettings(2, off=2))
    predictions = []
    for document in (silenced, off):
        executor = Trainer(document, keep=True).begin()
        executor.run("forward")
        predictions.append(executor.value(compile_document(document).prediction or 0))
    np.testing.assert_allclose(predictions[0], predictions[1], rtol=1e-12)
    assert off.state.parameters == on.state.parameters


def test_what_is_yet_to_come_changes_nothing_under_a_causal_mask() -> None:
    outputs = []
    for last in (1.0, 3.0):
        drawing = Drawing(table([[2.0, 4.0, last]], [[0.0] * 12]))
        x = drawing.add("embedding", EmbeddingSettings(5, 4), drawing.add("input", InputSettings((0, 1, 2))))
        drawing.end(drawing.add("multi_head", MultiHeadSettings(2, causal=True), x))
        executor = Trainer(drawing.document, keep=True).begin()
        executor.run("forward")
        outputs.append(executor.value(compile_document(drawing.document).prediction or 0).copy())
    np.testing.assert_array_equal(outputs[0][:, :2], outputs[1][:, :2])
    assert np.abs(outputs[0][:, 2] - outputs[1][:, 2]).max() > 1e-3


def test_padding_changes_nothing_where_it_is_told() -> None:
    """The prediction for the first places does not depend on what stands for padding."""
    document, node = attending("multi_head", MultiHeadSettings(2), padded=True)
    path = "embedding1/weight"
    changed = document.state.parameters[path].copy()
    changed[0] += 5.0
    outputs = []
    for each in (document, edits.set_parameter(document, path, changed)):
        trainer = Trainer(each, keep=True)
        executor = trainer.begin()
        executor.run("forward")
        outputs.append(executor.value(trainer.program.output_of(node)).copy())
        tokens_of = executor.value(trainer.program.inputs[0][0])
    np.testing.assert_array_equal(outputs[0][tokens_of != 0], outputs[1][tokens_of != 0])
    assert np.abs(outputs[0][tokens_of == 0] - outputs[1][tokens_of == 0]).max() > 1e-3
