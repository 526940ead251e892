"""Where attention looks, at every moment of a step and for the sample at hand."""

import numpy as np
import pytest

from nnsim.catalog import AttentionSettings, MultiHeadSettings
from nnsim.program import Trainer
from nnsim.trace import Stepper
from tests.catalog.placed_attention import PLACES, attending


@pytest.mark.parametrize(("kind", "settings", "heads"), [
    ("attention", AttentionSettings(causal=True), 1), ("multi_head", MultiHeadSettings(2), 2),
    ("transformer_encoder", None, 2),
])  # fmt: skip
def test_weights_come_query_by_query_and_each_query_looks_somewhere(
    kind: str, settings: object, heads: int
) -> None:
    document, node = attending(kind, settings)
    stepper = Stepper(document, detail="neuron")
    stepper.next()
    view = stepper.view()
    assert view.attention[node].shape == (heads, PLACES, PLACES)
    assert np.isnan(view.attention[node]).all()
    counts = set()
    while view.phase == "forward":
        counts.add(int(np.isfinite(view.attention[node]).sum()))
        stepper.next()
        view = stepper.view()
    whole = heads * PLACES * PLACES
    assert {0, 1, whole} <= counts
    assert len(counts) == whole + 1  # one weight after the other
    np.testing.assert_allclose(view.attention[node].sum(axis=2), 1.0)
    assert view.ahead is not None
    np.testing.assert_array_equal(view.ahead.attention[node], view.attention[node])
    trainer = Trainer(document)
    seen = trainer.unit_values(view.row)[f"{node}:attention"].reshape(heads, PLACES, PLACES)
    np.testing.assert_allclose(seen, view.attention[node], rtol=1e-6)
    if kind == "attention":
        assert (np.triu(seen[0], 1) == 0.0).all()


def test_a_score_and_a_weight_say_from_which_place_to_which_they_look() -> None:
    document, node = attending("multi_head", MultiHeadSettings(2))
    stepper, seen = Stepper(document), set()
    while (view := stepper.view()).phase in (None, "forward"):
        if view.looking is not None:
            told = stepper.explain()
            assert told is not None
            assert view.looking == (node, *told.result.index[1:])
            seen.add((view.operation, *view.looking))
        stepper.next()
    assert {operation for operation, *_ in seen} >= {"AttentionWeights"}
    assert len({way[1:] for way in seen}) == 2 * PLACES * PLACES
    stepper.set_detail("layer")
    assert stepper.view().looking is None
