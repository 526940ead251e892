"""How composite kinds stand in a network that trains."""

from collections.abc import Callable
from itertools import pairwise

import numpy as np

from nnsim.catalog import (
    DenseSettings,
    EmbeddingSettings,
    InputSettings,
    LstmCellSettings,
    ResidualBlockSettings,
    SplitSettings,
    TransformerSettings,
)
from nnsim.data import generated
from nnsim.document import Document
from tests.batteries.drawing import Drawing, table
from tests.catalog.placed_attention import tokens

Placed = tuple[Document, str]
FEATURES = 4


def encoder(settings: TransformerSettings, padded: bool = False) -> Placed:
    """On embedded tokens."""
    drawing = tokens(3 * FEATURES)
    x = drawing.add("input", InputSettings((0, 1, 2)))
    node = drawing.add("transformer_encoder", settings, drawing.add("embedding", EmbeddingSettings(5, FEATURES), x))
    if padded:
        drawing.link(x, node, "tokens")
    drawing.end(node)
    return drawing.document, node


def decoder(settings: TransformerSettings, memory: bool = True) -> Placed:
    """On two embedded tokens, with a memory of three others."""
    drawing = tokens(2 * FEATURES, 5)
    written, read = drawing.add("input", InputSettings((0, 1))), drawing.add("input", InputSettings((2, 3, 4)))
    x = drawing.add("embedding", EmbeddingSettings(5, FEATURES), written)
    node = drawing.add("transformer_decoder", settings, x)
    if memory:
        drawing.link(drawing.add("embedding", EmbeddingSettings(5, FEATURES), read), node, "memory")
        drawing.link(read, node, "memory_tokens")
    drawing.link(written, node, "tokens")
    drawing.end(node)
    return drawing.document, node


def cells(units: int = 2) -> Placed:
    """Three LSTM cells, each with the state of the one before; the middle one is looked at."""
    random = np.random.default_rng(2)
    drawing = Drawing(table(random.normal(size=(4, 3)), random.normal(size=(4, units))))
    names = [drawing.add("lstm_cell", LstmCellSettings(units), drawing.add("input", InputSettings((column,))))
             for column in range(3)]
    for before, after in pairwise(names):
        drawing.link(before, after, "state")
    drawing.end(drawing.add("split", SplitSettings("units", 1, units), names[-1]))
    return drawing.document, names[1]


def residual(settings: ResidualBlockSettings) -> Placed:
    """Behind a layer, before the last one."""
    drawing = Drawing(generated("xor"))
    layer = drawing.add("dense", DenseSettings(3), drawing.add("input"))
    node = drawing.add("residual_block", settings, layer)
    drawing.end(drawing.add("neuron", None, node))
    return drawing.document, node


def images(settings: ResidualBlockSettings) -> Placed:
    """On images of two channels, all cells of which are predicted."""
    random = np.random.default_rng(4)
    drawing = Drawing(table(random.normal(size=(3, 24)), random.normal(size=(3, 24))))
    x = drawing.add("input", InputSettings(tuple(range(24)), (2, 3, 4)))
    node = drawing.add("residual_block", settings, x)
    drawing.end(node)
    return drawing.document, node


PLACED: dict[str, Callable[[], Placed]] = {
    "transformer_encoder": lambda: encoder(TransformerSettings(2, 3)),
    "transformer_decoder": lambda: decoder(TransformerSettings(2, 3)),
    "lstm_cell": cells,
    "residual_block": lambda: residual(ResidualBlockSettings("tanh")),
}
