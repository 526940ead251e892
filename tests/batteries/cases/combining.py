"""Cases of the operations that combine values of one shape, and of those that bring noise into them."""

from collections.abc import Iterator

import numpy as np

from nnsim.ops.combining import Add, FactorGradient, Multiply, PassedOn
from nnsim.ops.dropout import AddNoise, Drop, DropGradient, KeepMask
from tests.batteries.check_op import OpCase

Random = np.random.Generator
SHAPES = ((1, 1), (4, 3), (2, 3, 4), (2, 2, 3, 1))


def cases(random: Random) -> Iterator[OpCase]:
    """Vectors, sequences and images; two to four of them."""
    for shape in SHAPES:
        for count in (2, 3, 4):
            many = tuple(random.normal(size=shape) for _ in range(count))
            for op in (Add(), Multiply(), FactorGradient()):
                yield OpCase(op, many)
        a, b = random.normal(size=shape), random.normal(size=shape)
        yield OpCase(PassedOn(), (a,))
        yield OpCase(Drop(), (a, np.where(b > 0, 2.0, 0.0)))
        yield OpCase(DropGradient(), (a, np.where(b > 0, 2.0, 0.0)))
        yield OpCase(AddNoise(0.3), (a, b))
        for rate in (0.0, 0.25, 0.5, 0.9, 1.0):
            yield OpCase(KeepMask(rate), (random.random(size=shape),))
    base = random.normal(size=(3, 2, 4))
    yield OpCase(Add(), (base[:, 0], base[:, 1]))
    yield OpCase(Multiply(), (base[:, 0], base[:, 1]))


def extremes() -> Iterator[OpCase]:
    """The ends of what may be drawn."""
    ends = np.array([[0.0, 0.5, np.nextafter(1.0, 0.0)]])
    for rate in (0.0, 0.5, np.nextafter(1.0, 0.0), 1.0):
        yield OpCase(KeepMask(float(rate)), (ends,))
