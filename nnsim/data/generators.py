"""Points in the plane made by a formula and a seed: clouds, circles, spirals.

Every generator gives (points, classes): float64 of shape (count, 2) and int32 of shape (count,). Classes alternate from
sample to sample, so that an unshuffled epoch is not one class after the other.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from nnsim.data.streams import Stream, normal, uniform
from nnsim.document import Generated

Points = NDArray[np.float64]
Classes = NDArray[np.int32]

RADIUS = 3.0
# rounding hides the last bit in which the sines of platforms differ, and keeps the numbers readable
DECIMALS = 6
CORNERS = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
# the hole between the separable clusters, on either side of the line between them
MARGIN = 0.4


def xor(rows: Generated) -> tuple[Points, Classes]:
    """The corners of the unit square in turn, class 1 where exactly one coordinate is 1; noise makes clouds."""
    corner = np.arange(rows.count) % 4
    classes = (CORNERS[corner].sum(axis=1) == 1.0).astype(np.int32)
    return _noisy(CORNERS[corner], rows), classes


def circles(rows: Generated) -> tuple[Points, Classes]:
    """A disc (class 1) of half the radius inside a ring (class 0) from 0.7 of the radius to the radius."""
    classes = _alternating(rows.count, 2)
    share = uniform(2 * rows.count, rows.seed, Stream.POINTS)
    across, around = share[: rows.count], 2.0 * np.pi * share[rows.count :]
    inner = np.where(classes == 1, 0.0, 0.7)
    outer = np.where(classes == 1, 0.5, 1.0)
    # the square root spreads points evenly over the area
    radius = RADIUS * np.sqrt(inner**2 + (outer**2 - inner**2) * across)
    return _noisy(_polar(radius, around), rows), classes


def spirals(rows: Generated) -> tuple[Points, Classes]:
    """Two arms of `turns` turns, half a turn apart; the radius grows evenly from a tenth to the whole."""
    classes = _alternating(rows.count, 2)
    per_arm = max((rows.count + 1) // 2 - 1, 1)
    along = (np.arange(rows.count) // 2) / per_arm
    angle = 2.0 * np.pi * rows.turns * along + np.pi * classes
    return _noisy(_polar(RADIUS * (0.1 + 0.9 * along), angle), rows), classes


def gaussians(rows: Generated) -> tuple[Points, Classes]:
    """Two normal clouds around (−1.5, −1.5) and (1.5, 1.5); the noise is their standard deviation."""
    classes = _alternating(rows.count, 2)
    return _noisy(np.array([[-1.5, -1.5], [1.5, 1.5]])[classes], rows), classes


def three_gaussians(rows: Generated) -> tuple[Points, Classes]:
    """Three normal clouds at the corners of a triangle; the noise is their standard deviation."""
    classes = _alternating(rows.count, 3)
    return _noisy(np.array([[-2.0, -1.2], [2.0, -1.2], [0.0, 2.0]])[classes], rows), classes


def two_clusters(rows: Generated) -> tuple[Points, Classes]:
    """Two clusters with an empty strip between them, so that a line always separates them, whatever the noise."""
    points, classes = overlapping_clusters(rows)
    side = np.where(classes == 1, 1.0, -1.0)
    beyond = side * points.sum(axis=1) / 2.0  # how far along the diagonal, on the point's own side
    shift = np.where(beyond < MARGIN, 2.0 * (MARGIN - beyond), 0.0)  # mirrored at the edge of the strip
    return _rounded(points + (side * shift)[:, None]), classes


def overlapping_clusters(rows: Generated) -> tuple[Points, Classes]:
    """Two normal clusters around (−1, −1) and (1, 1); with enough noise no line separates them."""
    classes = _alternating(rows.count, 2)
    return _noisy(np.array([[-1.0, -1.0], [1.0, 1.0]])[classes], rows), classes


GENERATORS: dict[str, Callable[[Generated], tuple[Points, Classes]]] = {
    "xor": xor,
    "circles": circles,
    "spirals": spirals,
    "gaussians": gaussians,
    "three_gaussians": three_gaussians,
    "two_clusters": two_clusters,
    "overlapping_clusters": overlapping_clusters,
}


def _alternating(count: int, classes: int) -> Classes:
    return (np.arange(count) % classes).astype(np.int32)


def _polar(radius: NDArray[np.float64], angle: NDArray[np.float64]) -> Points:
    return np.column_stack([radius * np.cos(angle), radius * np.sin(angle)])


def _noisy(points: Points, rows: Generated) -> Points:
    """The points with normal noise of standard deviation `rows.noise` in each coordinate."""
    if rows.noise:
        points = points + rows.noise * normal(points.size, rows.seed, Stream.NOISE).reshape(points.shape)
    return _rounded(points)


def _rounded(points: Points) -> Points:
    return np.round(points, DECIMALS) + 0.0  # no negative zeros
