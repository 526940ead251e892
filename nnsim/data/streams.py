"""Random numbers whose bits are the same on every platform and with every NumPy.

Raw words of the Philox counter generator are fixed by its definition; everything else is made from them here, because
NumPy keeps the right to change its own distributions and shuffles.
"""

from enum import IntEnum
from threading import local
from typing import Any

import numpy as np
from numpy.typing import NDArray

_WORD = (1 << 64) - 1


class _Source(local):
    """One generator for each thread, which is set to a place instead of made anew: that takes four times as long."""

    def __init__(self) -> None:
        self.bits = np.random.Philox(key=0)
        self.begin: Any = self.bits.state


_source = _Source()


class Stream(IntEnum):
    """What random words are used for, so that no two uses share them."""

    POINTS = 1
    NOISE = 2
    SPLIT = 3
    BATCHES = 4
    TOKENS = 5


def words(count: int, seed: int, stream: Stream, turn: int = 0) -> NDArray[np.uint64]:
    """`count` random 64-bit words for a seed, a use and a turn (an epoch, a class)."""
    place: Any = _source.begin["state"]
    place["key"][:] = seed & _WORD, turn & _WORD
    place["counter"][3] = int(stream)
    _source.bits.state = _source.begin
    return np.asarray(_source.bits.random_raw(count), dtype=np.uint64)


def uniform(count: int, seed: int, stream: Stream, turn: int = 0) -> NDArray[np.float64]:
    """`count` float64 evenly spread over [0, 1), on the grid of 2⁻⁵³."""
    return (words(count, seed, stream, turn) >> np.uint64(11)).astype(np.float64) * 2.0**-53


def normal(count: int, seed: int, stream: Stream, turn: int = 0) -> NDArray[np.float64]:
    """`count` float64 of the standard normal distribution (Box and Muller 1958).

    The last bit of a logarithm or cosine may differ between platforms: round what is made from these.
    """
    pair = uniform(2 * count, seed, stream, turn)
    return np.asarray(np.sqrt(-2.0 * np.log1p(-pair[:count])) * np.cos(2.0 * np.pi * pair[count:]))


def permutation(count: int, seed: int, stream: Stream, turn: int = 0) -> NDArray[np.intp]:
    """The numbers 0 … count − 1 in a random order."""
    return np.argsort(words(count, seed, stream, turn), kind="stable")
