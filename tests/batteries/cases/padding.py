"""Cases of padding: every border, wider than the image where it may be, and none at all."""

from collections.abc import Iterator

import numpy as np

from nnsim.ops.padding import Pad, PadGradient
from tests.batteries.check_op import OpCase

Random = np.random.Generator

SHAPES = (
    ((2, 2, 3, 4), ((1, 2), (2, 0))),
    ((1, 2, 2, 3), ((1, 0), (1, 2))),
    ((1, 1, 1, 2), ((0, 0), (1, 1))),
    ((2, 1, 5), ((3, 4),)),
    ((1, 1, 2), ((0, 0),)),
)


def cases(random: Random) -> Iterator[OpCase]:
    """Borders of every kind around images and signals."""
    for shape, margins in SHAPES:
        x = np.repeat(random.normal(size=shape), 2, axis=-1)[..., ::2]
        for op in (Pad(margins), Pad(margins, value=-1.5), Pad(margins, "edge"), Pad(margins, "reflect"),
                   Pad(margins, "wrap")):
            up = random.normal(size=op.shape(shape))
            yield OpCase(op, (x,))
            yield OpCase(PadGradient(margins, op.border), (up,))
