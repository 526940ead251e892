"""Cases of tokens and their places: rows of a table, padding, waves, learned places."""

from collections.abc import Iterator

import numpy as np

from nnsim.ops.embedding import Embedding, EmbeddingGradient, Present
from nnsim.ops.positions import LearnedPosition, PositionGradient, WavePosition
from tests.batteries.check_op import OpCase

Random = np.random.Generator


def cases(random: Random) -> Iterator[OpCase]:
    """Tables of one row and more, tokens that come once, often or never, one token a sample and many."""
    for places, tokens, features in (((2, 3), 5, 2), ((3, 4), 2, 3), ((1, 1), 1, 1), ((4,), 3, 2)):
        x = random.integers(0, tokens, places).astype(float)
        table, upstream = random.normal(size=(tokens, features)), random.normal(size=(*places, features))
        yield OpCase(Embedding(), (x, table))
        yield OpCase(EmbeddingGradient(), (upstream, x, table))
        for padding in (0, tokens - 1):
            yield OpCase(EmbeddingGradient(padding), (upstream, x, table))
            yield OpCase(Present(padding), (x,))
        yield OpCase(EmbeddingGradient(), (np.asfortranarray(upstream), x, table))
    for shape in ((2, 3, 4), (1, 1, 1), (3, 5, 3), (1, 2, 6)):
        x, upstream = random.normal(size=shape), random.normal(size=shape)
        yield OpCase(WavePosition(), (x,))
        yield OpCase(LearnedPosition(), (x, random.normal(size=shape[1:])))
        yield OpCase(PositionGradient(), (upstream,))
    strided = random.normal(size=(3, 2, 4)).transpose(1, 0, 2)
    yield OpCase(WavePosition(), (strided,))
    yield OpCase(PositionGradient(), (strided,))


def extremes() -> Iterator[OpCase]:
    """Places far along a sequence."""
    yield OpCase(WavePosition(), (np.zeros((1, 300, 2)),))
