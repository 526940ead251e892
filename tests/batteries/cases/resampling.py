"""Cases of resampling: repeated cells and linear interpolation, larger and smaller, from and to single cells."""

from collections.abc import Iterator

import numpy as np

from nnsim.ops.resampling import Repeat, RepeatGradient, Resample, ResampleGradient, linear_shares
from tests.batteries.check_op import OpCase

Random = np.random.Generator


def cases(random: Random) -> Iterator[OpCase]:
    """Images, signals and volumes in other sizes."""
    enlarged = (((2, 2, 2, 3), (2, 3)), ((1, 2, 3), (2,)), ((1, 1, 1, 2), (1, 2)), ((1, 1, 2, 1, 2), (1, 2, 2)))
    for shape, factors in enlarged:
        x = np.repeat(random.normal(size=shape), 2, axis=-1)[..., ::2]
        yield OpCase(Repeat(factors), (x,))
        yield OpCase(RepeatGradient(factors), (random.normal(size=Repeat(factors).shape(shape)),))
    for shape, new in (((2, 2, 3, 4), (6, 8)), ((1, 2, 5, 3), (3, 7)), ((1, 1, 1, 4), (2, 1)), ((2, 1, 4), (4,))):
        x = random.normal(size=shape)
        for corners in (False, True):
            shares = tuple(linear_shares(length, size, corners) for length, size in zip(shape[2:], new, strict=True))
            yield OpCase(Resample(shares), (x,))
            yield OpCase(ResampleGradient(shares), (random.normal(size=(*shape[:2], *new)), x))
