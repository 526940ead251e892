"""How much is drawn at which size, and how weights become widths: the table of the design language."""

from __future__ import annotations

from enum import IntEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray

HIDDEN_RADIUS = 34.0
STRONG = 0.45
MOST_MEASURED, MOST_COMPARED = 20_000, 60_000  # weights of one array, and of all together
IDLE_OPACITY = 0.34


class Detail(IntEnum):
    """Levels of detail by the on-screen radius of a neuron."""

    STRIP = 0
    COLORS = 1
    MAPS = 2
    NAMES = 3
    POINTS = 4


def detail_at(radius: float) -> Detail:
    """The level at which a neuron of this on-screen radius (px at 100 % interface scale) is drawn.

    Names come 2 px earlier than in the table, at 77 %: small networks that fit at 79 % else showed no number.
    """
    for limit, level in ((5.0, Detail.STRIP), (12.0, Detail.COLORS), (26.0, Detail.MAPS), (40.0, Detail.NAMES)):
        if radius < limit:
            return level
    return Detail.POINTS


def sizes_of(weights: NDArray[Any]) -> NDArray[Any]:
    """|w| of some weights, of very many only of a part."""
    flat = weights.ravel() if weights.size < 2 * MOST_MEASURED else weights.ravel()[:: weights.size // MOST_MEASURED]
    return np.abs(flat)


def scale_of(sizes: NDArray[Any]) -> float:
    """The weight that is drawn at full width: the 97th percentile of all |w|, of very many of a part, at least 1."""
    sizes = sizes[:: max(1, len(sizes) // MOST_COMPARED)]
    sizes = sizes[np.isfinite(sizes)]
    return max(1.0, float(np.percentile(sizes, 97))) if sizes.size else 1.0


def strength(weight: float, scale: float) -> float:
    """|w| / s from 0 to 1; NaN counts as full."""
    size = abs(weight) / scale
    return size if size < 1.0 else 1.0


def link_detail(detail: Detail, crowded: bool) -> Detail:
    """The level at which a link is drawn: in a crowd, as from further away, so that the strong ones stand out."""
    return min(detail, Detail.MAPS) if crowded else detail


def link_width(t: float, detail: Detail, zoom: float = 1.0) -> float:
    """On-screen width of a link of strength t."""
    if detail >= Detail.NAMES:
        return (0.75 + 4.25 * t) * max(1.0, zoom)
    return 0.6 + 3.6 * t if detail == Detail.MAPS else 0.5 + 2.2 * t


def link_opacity(t: float, detail: Detail, crowded: bool = True) -> float:
    """Opacity of a link of strength t; weak links stand back in a crowd, and are seen where there is none."""
    if detail >= Detail.NAMES:
        return 1.0
    return 0.1 + 0.8 * t if crowded else 0.4 + 0.5 * t


def has_marker(t: float, detail: Detail) -> bool:
    """Whether the link's end shows its sign."""
    return detail >= Detail.NAMES or (detail == Detail.MAPS and t > STRONG)


def bias_length(bias: float) -> float:
    """Length of the bias tick."""
    return 5.0 + 7.0 * min(1.0, abs(bias))
