"""Links from afar, many at once: all of one sign and nearly one strength are painted with one pen as short lines."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from operator import is_
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QLineF, QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from ui.canvas.appearance import Look, mixed
from ui.canvas.detail import IDLE_OPACITY, Detail, has_marker, link_opacity, link_width
from ui.canvas.link_paint import BAR_LENGTH, BAR_WIDTH, DOT, FAINTEST, LEVELS, line_reach, marker_size, sign_reach
from ui.canvas.link_places import Places, boxes_at, boxes_of
from ui.canvas.showing import Showing
from ui.canvas.wires import Arrivals, Wiring
from ui.look import draw_lines

Floats = NDArray[np.floating[Any]]
COARSE, FINE = 16, 32  # short lines of which a link is made
TOGETHER = 2_000  # links whose lines are made in one portion


@dataclass(frozen=True)
class Batch:
    """Links for one pen; widths in scene units. `lines` [lines, 4]; `ends` is where those end that show their sign."""

    color: QColor
    width: float
    lines: NDArray[np.float64]
    ends: tuple[QPointF, ...]
    negative: bool


def batched(
    wiring: Wiring, look: Look, showing: Showing, weights: Floats | None = None
) -> tuple[NDArray[np.intp], Floats]:
    """Which wires can be painted in batches, and their weights: those with a number that are drawn as from afar.

    The others are bent too widely for short lines, dashed, or have no weight to show.

    Args:
        weights: of all wires, where they are at hand (`WireWeights`).
    """
    weights = WireWeights().of(wiring, showing) if weights is None else weights
    if look.tokens.high_contrast:  # there negative links are dashed
        return np.empty(0, np.intp), np.empty(0)
    far = wiring.crowded if look.detail >= Detail.NAMES else True
    chosen = np.flatnonzero(np.isfinite(weights) & far)
    return chosen, weights[chosen]


def batches(
    wiring: Wiring, chosen: NDArray[np.intp], weights: Floats, look: Look, scale: float, dim: bool,
    places: Places | None = None,
) -> Iterator[Batch]:
    """The batches of these wires, weak ones first; `scale` is the weight of full width.

    Args:
        places: where links are painted, if not everywhere; short lines and signs elsewhere are left out.
    """
    if not len(chosen):
        return
    detail, count = min(look.detail, Detail.MAPS), COARSE if look.detail <= Detail.MAPS else FINE
    fade = IDLE_OPACITY if dim else 1.0
    strengths = np.minimum(np.abs(weights) / scale, 1.0)
    kinds = 4 * np.ceil(strengths * LEVELS).astype(np.intp) + 2 * wiring.crowded[chosen] + (weights < 0)
    kinds[(detail <= Detail.COLORS) & (strengths < FAINTEST)] = -1
    order = np.argsort(kinds, kind="stable")
    edges = np.flatnonzero(np.diff(kinds[order], prepend=-1, append=-1)).tolist()
    parts = _parts(wiring, chosen[order], edges, count, look, places)
    for kind, (lines, signed) in zip(kinds[order][edges[:-1]].tolist(), parts, strict=True):
        level, sort = divmod(kind, 4)
        crowded, negative = divmod(sort, 2)
        t = level / LEVELS
        opacity = math.ceil(link_opacity(t, detail, bool(crowded)) * fade * LEVELS) / LEVELS
        color = mixed(look.tokens.neg if negative else look.tokens.pos, look.tokens.canvas, opacity)
        ends = tuple(wiring.wires[wire].end for wire in signed.tolist()) if has_marker(t, detail) else ()
        width = link_width(t, detail, look.zoom) / look.zoom
        yield Batch(color, width, lines, ends, bool(negative))


def _parts(
    wiring: Wiring, chosen: NDArray[np.intp], edges: list[int], count: int, look: Look, places: Places | None
) -> Iterator[tuple[Floats, NDArray[np.intp]]]:
    """The short lines [lines, 4] of the wires between each two edges that are painted, and the wires with signs."""
    together = [edges] if len(chosen) <= TOGETHER else [list(pair) for pair in pairwise(edges)]
    for stretch in together:
        numbers, at = chosen[stretch[0] : stretch[-1]], np.array(stretch) - stretch[0]
        lines = wiring.lines(numbers, count)
        ended, flat, cuts = np.ones(len(numbers), bool), lines.reshape(-1, 4), (at * count).tolist()
        if places is not None:
            drawn = places.touch(boxes_of(lines, line_reach(look)))
            ended = places.touch(boxes_at(lines[:, -1, 2:], sign_reach(look)))
            flat, cuts = lines[drawn], np.append(0, np.cumsum(drawn.sum(axis=1)))[at].tolist()
        for (first, last), (start, end) in zip(pairwise(at.tolist()), pairwise(cuts), strict=True):
            yield flat[start:end], numbers[first:last][ended[first:last]]


def paint_batches(painter: QPainter, found: Iterable[Batch], look: Look) -> Iterator[None]:
    """Paint one batch for each turn of the iterator."""
    for batch in found:
        # Square caps close the corners between the lines.
        painter.setPen(QPen(batch.color, batch.width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.SquareCap))
        draw_lines(painter, batch.lines)
        _paint_signs(painter, batch, marker_size(look))
        yield


def _paint_signs(painter: QPainter, batch: Batch, size: float) -> None:
    if batch.negative:
        half = BAR_LENGTH / 2 * size
        painter.setPen(QPen(batch.color, BAR_WIDTH * size))
        painter.drawLines([QLineF(end.x(), end.y() - half, end.x(), end.y() + half) for end in batch.ends])
    elif batch.ends:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(batch.color)
        for end in batch.ends:
            painter.drawEllipse(end, DOT * size, DOT * size)


_MadeOf = tuple[Arrivals, Floats | None, NDArray[np.bool_] | None]
"""The wires that end at a node, the weights that they show, and which of these are pruned."""


class WireWeights:
    """The weight of every wire; NaN for those that show none, and for pruned ones.

    Remembered by node for as long as its wires and the arrays behind them are the same objects.
    """

    def __init__(self) -> None:
        self._known: dict[str, tuple[_MadeOf, Floats]] = {}

    def of(self, wiring: Wiring, showing: Showing, numbers: NDArray[np.intp] | None = None) -> Floats:
        """The weights in the order of the wires; NaN also beside the nodes at which wires of these `numbers` end."""
        known, fresh = self._known, {}
        nodes = wiring.arrivals if numbers is None else wiring.ends_of(numbers)
        for node in nodes:
            path = f"{node}/weight"
            made_of = wiring.arrivals[node], showing.shown_weights(path), showing.masks.get(f"{path}:pruned")
            if node not in known or not all(map(is_, known[node][0], made_of)):
                fresh[node] = made_of
        for node, gathered in zip(fresh, _gathered(tuple(fresh.values())), strict=True):
            known[node] = fresh[node], gathered
        for gone in known.keys() - wiring.arrivals.keys():
            del known[gone]
        weights = np.full(len(wiring.wires), np.nan)
        for node in nodes:
            first, found = wiring.first[node], known[node][1]
            weights[first : first + len(found)] = found
        return weights


def _gathered(parts: Sequence[_MadeOf]) -> list[Floats]:
    """What the wires of each part show, of all of them in one go."""
    if not parts:
        return []
    edges = (0, *accumulate(len(each) for each, _, _ in parts))
    part = np.repeat(np.arange(len(parts)), np.diff(edges))
    _, _, row, column, weighted, _ = np.concatenate([each.ends for each, _, _ in parts], axis=1)
    arrays = [np.empty((0, 0)) if array is None or array.ndim != 2 else array for _, array, _ in parts]
    shapes = np.array([array.shape for array in arrays])
    begins = np.concatenate(([0], np.cumsum(shapes.prod(axis=1))))
    there = np.flatnonzero((weighted > 0) & (row < shapes[part, 0]) & (column < shapes[part, 1]))
    part = part[there]
    cells = begins[part] + row[there] * shapes[part, 1] + column[there]
    found = np.full(len(row), np.nan)
    found[there] = np.concatenate([array.ravel() for array in arrays])[cells]
    for number, (_, _, pruned) in enumerate(parts):
        if pruned is not None and pruned.shape == arrays[number].shape:
            mine = part == number
            found[there[mine][pruned.ravel()[cells[mine] - begins[number]]]] = np.nan
    return [found[start:end] for start, end in pairwise(edges)]
