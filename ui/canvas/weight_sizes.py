"""The weight that is drawn at full width, measured after an edit on what it changed alone."""

from __future__ import annotations

import math
from collections.abc import Mapping
from itertools import accumulate
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nnsim.edits.ordering import shared
from ui.canvas.detail import scale_of, sizes_of

STEPS_TO_DOUBLE = 35
"""Of the weight of full width: one is too little to be seen"""


class WeightSizes:
    """|w| of all weights, kept from one look to the next."""

    def __init__(self) -> None:
        self._arrays: tuple[NDArray[Any], ...] = ()
        self._starts: tuple[int, ...] = (0,)  # of the sizes of each array, and where the last ones end
        self._sizes: NDArray[Any] = np.empty(0)

    def scale(self, parameters: Mapping[str, NDArray[Any]]) -> float:
        """The weight of full width of these parameters (`scale_of`, `settled`)."""
        arrays = tuple([array for path, array in parameters.items() if path.endswith("/weight")])
        start, end = shared(self._arrays, arrays)
        if start + end < max(len(arrays), len(self._arrays)):
            fresh = self._sizes_between(arrays, start, end)
            kept = self._starts[len(self._arrays) - end]
            self._sizes = np.concatenate((self._sizes[: self._starts[start]], *fresh, self._sizes[kept:]))
            ends = accumulate(map(len, fresh), initial=self._starts[start])
            shift = len(self._sizes) - self._starts[-1]
            rest = (place + shift for place in self._starts[len(self._arrays) - end + 1 :])
            self._starts = (*self._starts[:start], *ends, *rest)
            self._arrays = arrays
        return settled(scale_of(self._sizes))

    def _sizes_between(self, arrays: tuple[NDArray[Any], ...], start: int, end: int) -> list[NDArray[Any]]:
        """The sizes behind the first `start` and before the last `end` arrays, measured where an array is new."""
        was = range(start, len(self._arrays) - end)
        known = {id(self._arrays[place]): place for place in was}  # held by this object, so that no id is used again
        sizes = []
        for array in arrays[start : len(arrays) - end]:
            place = known.get(id(array))
            old = None if place is None else self._sizes[self._starts[place] : self._starts[place + 1]]
            sizes.append(sizes_of(array) if old is None else old)
        return sizes


def settled(scale: float) -> float:
    """A weight of full width, at least 1, in steps of 2 %: one link in a thousand does not make all others wider."""
    return 2.0 ** (round(math.log2(scale) * STEPS_TO_DOUBLE) / STEPS_TO_DOUBLE)
