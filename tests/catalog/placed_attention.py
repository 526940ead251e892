"""How embeddings, positions and attention stand in a network that trains."""

from collections.abc import Callable

import numpy as np

from nnsim.catalog import (
    AttentionSettings,
    DenseSettings,
    EmbeddingSettings,
    InputSettings,
    MultiHeadSettings,
    PositionSettings,
)
from nnsim.document import Document, Settings
from tests.batteries.drawing import Drawing, table

Placed = tuple[Document, str]
PLACES, FEATURES = 3, 4


def tokens(outputs: int, places: int = PLACES, samples: int = 4, count: int = 5) -> Drawing:
    """Sequences of tokens, the last places of some of them padding (token 0), and numbers to predict."""
    random = np.random.default_rng(5)
    x = random.integers(1, count, (samples, places))
    x[0, 1:] = 0
    x[1, -1] = 0
    return Drawing(table(x, random.normal(size=(samples, outputs))))


def embedded(settings: EmbeddingSettings | None = None, columns: tuple[int, ...] = ()) -> Placed:
    """Tokens, a vector of places or a sequence of one feature, and what stands for them."""
    drawing = tokens(PLACES * 2)
    x = drawing.add("input", InputSettings(tuple(range(PLACES)), columns))
    node = drawing.add("embedding", settings or EmbeddingSettings(5, 2), x)
    drawing.end(node)
    return drawing.document, node


def placed(settings: PositionSettings) -> Placed:
    """Behind an embedding."""
    drawing = tokens(PLACES * 3)
    x = drawing.add("input", InputSettings(tuple(range(PLACES))))
    node = drawing.add("position", settings, drawing.add("embedding", EmbeddingSettings(5, 3), x))
    drawing.end(node)
    return drawing.document, node


def attending(kind: str, settings: Settings, padded: bool = False) -> Placed:
    """On a sequence by itself, with the tokens told where there is padding."""
    drawing = tokens(PLACES * FEATURES)
    x = drawing.add("input", InputSettings(tuple(range(PLACES))))
    node = drawing.add(kind, settings, drawing.add("embedding", EmbeddingSettings(5, FEATURES), x))
    if padded:
        drawing.link(x, node, "tokens")
    drawing.end(node)
    return drawing.document, node


def crossing(kind: str, settings: Settings, own_values: bool = True, padded: bool = True) -> Placed:
    """Queries of one sequence on keys and values of another, longer one."""
    drawing = tokens(2 * FEATURES, PLACES + 2)
    looking = drawing.add("input", InputSettings((0, 1)))
    looked_at = drawing.add("input", InputSettings((2, 3, 4)))
    node = drawing.add(kind, settings, drawing.add("embedding", EmbeddingSettings(5, FEATURES), looking))
    memory = drawing.add("embedding", EmbeddingSettings(5, FEATURES), looked_at)
    drawing.link(memory, node, "key")
    if own_values:
        drawing.link(drawing.add("dense", DenseSettings(FEATURES), memory), node, "value")
    if padded:
        drawing.link(looked_at, node, "tokens")
    drawing.end(node)
    return drawing.document, node


PLACED: dict[str, Callable[[], Placed]] = {
    "embedding": lambda: embedded(EmbeddingSettings(5, 2, 0)),
    "position": lambda: placed(PositionSettings("learned")),
    "attention": lambda: attending("attention", AttentionSettings(causal=True), padded=True),
    "multi_head": lambda: attending("multi_head", MultiHeadSettings(2)),
}
