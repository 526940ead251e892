"""Cases of the operations that look at the same cells in another arrangement."""

from collections.abc import Iterator

import numpy as np

from nnsim.ops.arranging import Concatenate, ConcatenatedPart, Part, Placed, Reshape, ShapedLike, Stack, Transpose
from tests.batteries.check_op import OpCase

Random = np.random.Generator


def cases(random: Random) -> Iterator[OpCase]:
    """Images and sequences, whole and in parts."""
    x = random.normal(size=(2, 3, 4, 2))
    for sample in ((24,), (4, 6), (2, 3, 4)):
        yield OpCase(Reshape(sample), (x,))
        yield OpCase(ShapedLike(), (random.normal(size=(2, *sample)), x))
    for axes in ((0, 2, 1, 3), (0, 3, 1, 2)):
        yield OpCase(Transpose(axes), (x,))
        yield OpCase(Reshape((24,)), (random.normal(size=(2, 4, 3, 2)).transpose(axes),))
    for part in (Part(1, 0, 2), Part(2, 1, 4), Part.at(1, 2), Part.at(3, 0)):
        yield OpCase(part, (x,))
        yield OpCase(Placed((part,)), (random.normal(size=part.shape(x.shape)), x))
    steps = tuple(Part.at(1, t) for t in range(3))
    yield OpCase(Placed(steps), (*(random.normal(size=(2, 4, 2)) for _ in steps), x))
    many = tuple(random.normal(size=(2, count, 3)) for count in (1, 3, 2))
    yield OpCase(Concatenate(1), many)
    for position in range(3):
        yield OpCase(ConcatenatedPart(1, position), (random.normal(size=(2, 6, 3)), *many))
    yield OpCase(Stack(1), tuple(random.normal(size=(2, 4)) for _ in range(3)))
