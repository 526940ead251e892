"""The noise of a training step: drawn from (seed, training step, place), into a buffer that is kept."""

import zlib
from typing import Any

import numpy as np

from nnsim.program.program import Noise

Array = Any
_WORD = 2**64 - 1


class NoiseSource:
    """Fills one noise slot: the same numbers for the same seed, step and place, whatever else there is.

    A counter-based generator (Philox) is set to the step instead of made anew, which would take ten times as long.
    Numbers are drawn in double precision, so that a network in single precision drops the same units.
    """

    def __init__(self, noise: Noise, array: Array, xp: Any) -> None:
        self._array, self._xp = array, xp
        self._bits = np.random.Philox(key=[0, zlib.crc32(noise.path.encode())])
        self._begin = self._bits.state
        generator = np.random.Generator(self._bits)
        self._draw = generator.random if noise.distribution == "uniform" else generator.standard_normal
        direct = xp is np and array.dtype == np.float64 and array.flags.c_contiguous
        self._drawn = array if direct else np.empty(array.shape)

    def fill(self, seed: int, step: int) -> None:
        """Draws the numbers of a training step."""
        self._begin["state"]["key"][0] = seed & _WORD
        self._begin["state"]["counter"][3] = step
        self._bits.state = self._begin
        self._draw(out=self._drawn)
        if self._drawn is not self._array:
            self._array[...] = self._drawn if self._xp is np else self._xp.asarray(self._drawn)
