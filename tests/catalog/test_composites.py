"""Every setting of composite kinds passes the battery; what cannot be inside is refused at the whole."""

from collections.abc import Callable

import pytest

from nnsim import catalog, edits
from nnsim.catalog import EmbeddingSettings, InputSettings, LstmCellSettings, ResidualBlockSettings, TransformerSettings
from nnsim.program import problems
from nnsim.text.messages import render
from tests.batteries.check_kind import check_kind
from tests.catalog.placed_attention import tokens
from tests.catalog.placed_composites import Placed, decoder, encoder, images, residual

SETTINGS: dict[str, Callable[[], Placed]] = {
    "normalized before": lambda: encoder(TransformerSettings(1, 3, "gelu", "before")),
    "with padding": lambda: encoder(TransformerSettings(2, 3), padded=True),
    "with dropout": lambda: encoder(TransformerSettings(2, 3, dropout=0.3)),
    "a decoder without memory": lambda: decoder(TransformerSettings(4, 2), memory=False),
    "a decoder normalized before": lambda: decoder(TransformerSettings(2, 2, norm="before")),
    "a residual block over the batch": lambda: residual(ResidualBlockSettings(normalized=True)),
    "a residual block on images": lambda: images(ResidualBlockSettings("tanh", normalized=True)),
    "the same layers without a skip": lambda: residual(ResidualBlockSettings("gelu", skip=False)),
}


@pytest.mark.parametrize("make", SETTINGS.values(), ids=SETTINGS)
def test_a_setting_keeps_the_promises_of_its_kind(make: Callable[[], Placed]) -> None:
    document, node = make()
    check_kind(catalog.kind(document.network.node(node).kind), document, node)


def test_what_cannot_be_inside_is_told_at_the_whole() -> None:
    drawing = tokens(4)
    x = drawing.add("embedding", EmbeddingSettings(5, 4), drawing.add("input", InputSettings((0, 1, 2))))
    node = drawing.add("transformer_encoder", TransformerSettings(3), x)
    found = [problem for problem in problems(drawing.document) if problem.place == node]
    assert "3 heads cannot share 4 features" in render(found[0].message, "en")
    mended = edits.change_settings(drawing.document, node, TransformerSettings(4))
    assert not [problem for problem in problems(mended) if problem.place == node]


def test_a_state_of_another_size_is_refused() -> None:
    drawing = tokens(4)
    first = drawing.add("lstm_cell", LstmCellSettings(3), drawing.add("input", InputSettings((0,))))
    second = drawing.add("lstm_cell", LstmCellSettings(2), drawing.add("input", InputSettings((1,))))
    drawing.link(first, second, "state")
    found = [problem for problem in problems(drawing.document) if problem.place == second]
    assert "2 hidden and 2 cell values, but 6 values came" in render(found[0].message, "en")
