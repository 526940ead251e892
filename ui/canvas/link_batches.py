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
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainter, QPen

from ui.canvas.appearance import Look, mixed
from ui.canvas.detail import IDLE_OPACITY, Detail, has_marker, link_opacity, link_width
from ui.canvas.link_paint import BAR_LENGTH, BAR_WIDTH, DOT, FAINTEST, LEVELS, line_reach, marker_size, sign_reach
from ui.canvas.link_places import Places, boxes_at, boxes_of
from ui.canvas.showing import Showing
from ui.canvas.wires import Arrivals, Wiring
from ui.look import draw_lines, load_tokens

Floats = NDArray[np.floating[Any]]
FEW, COARSE, FINE = 8, 16, 32  # short lines of which a link is made: in strips, from afar, and near
TOGETHER = 2_000  # links whose lines are made in one portion


@dataclass(frozen=True)
class Ink:
    """How links of one kind are painted: the pen of their lines and that of the signs at their ends, if they have any.

    `bars` tells that the signs are those of negative weights.
    """

    lines: QPen
    signs: QPen | None
    bars: bool


@dataclass(frozen=True)
class Batch:
    """Links for one ink. `lines` [lines, 4]; `ends` [signs, 2] is where those end that show their sign."""

    ink: Ink
    lines: Floats
    ends: Floats


class Inks:
    """The inks of one look, each made when it is first asked for. A kind is 4 · level + 2 · crowded + negative."""

    def __init__(self, look: Look, dim: bool) -> None:
        self.look, self.dim = look, dim
        self._made: dict[int, Ink] = {}

    def of(self, kind: int) -> Ink:
        """The ink of a kind of links."""
        if kind not in self._made:
            self._made[kind] = self._ink(kind)
        return self._made[kind]

    def _ink(self, kind: int) -> Ink:
        level, sort = divmod(kind, 4)
        crowded, negative = divmod(sort, 2)
        look, detail, t = self.look, min(self.look.detail, Detail.MAPS), level / LEVELS
        fade, tokens = IDLE_OPACITY if self.dim else 1.0, look.tokens
        opacity = math.ceil(link_opacity(t, detail, bool(crowded)) * fade * LEVELS) / LEVELS
        color = mixed(tokens.neg if negative else tokens.pos, tokens.canvas, opacity)
        width = link_width(t, detail, look.zoom) / look.zoom
        signs = QPen(color, BAR_WIDTH * marker_size(look)) if has_marker(t, detail) else None
        # Square caps close the corners between the lines.
        return Ink(QPen(color, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.SquareCap), signs, bool(negative))


_latest = Inks(Look(load_tokens("light", False)), False)
"""Those of the look that was painted last: one is painted many times."""


def inks_of(look: Look, dim: bool) -> Inks:
    """The inks of a look; `dim` where links stand back."""
    global _latest
    if _latest.look is not look or _latest.dim != dim:
        _latest = Inks(look, dim)
    return _latest


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
    detail, inks = look.detail, inks_of(look, dim)
    count = FEW if detail == Detail.STRIP else COARSE if detail <= Detail.MAPS else FINE
    strengths = np.minimum(np.abs(weights) / scale, 1.0)
    kinds = 4 * np.ceil(strengths * LEVELS).astype(np.intp) + 2 * wiring.crowded[chosen] + (weights < 0)
    if detail <= Detail.COLORS:
        kinds[strengths < FAINTEST] = -1
    order = np.argsort(kinds, kind="stable")
    chosen, kinds = chosen[order], kinds[order]
    edges = np.flatnonzero(np.diff(kinds, prepend=-1, append=-1)).tolist()
    parts = _parts(wiring, chosen, edges, count, look, places)
    for start, (lines, ends) in zip(edges, parts, strict=False):
        yield Batch(inks.of(int(kinds[start])), lines, ends)


def _parts(
    wiring: Wiring, chosen: NDArray[np.intp], edges: list[int], count: int, look: Look, places: Places | None
) -> Iterator[tuple[Floats, Floats]]:
    """Of the wires between each two edges the short lines that are painted [lines, 4], and the ends there [ends, 2]."""
    together = [edges] if len(chosen) <= TOGETHER else [list(pair) for pair in pairwise(edges)]
    for stretch in together:
        numbers, at = chosen[stretch[0] : stretch[-1]], np.array(stretch) - stretch[0]
        lines = wiring.lines(numbers, count)
        ends, ended = lines[:, -1, 2:], at.tolist()
        flat, cuts = lines.reshape(-1, 4), (at * count).tolist()
        if places is not None:
            drawn = places.touch(boxes_of(lines, line_reach(look)))
            there = places.touch(boxes_at(ends, sign_reach(look)))
            flat, cuts = lines[drawn], np.append(0, np.cumsum(drawn.sum(axis=1)))[at].tolist()
            ends, ended = ends[there], np.append(0, np.cumsum(there))[at].tolist()
        for (first, last), (start, end) in zip(pairwise(ended), pairwise(cuts), strict=True):
            yield flat[start:end], ends[first:last]


def paint_batches(painter: QPainter, found: Iterable[Batch], look: Look) -> Iterator[None]:
    """Paint one batch for each turn of the iterator."""
    size = marker_size(look)
    for batch in found:
        if len(batch.lines):
            painter.setPen(batch.ink.lines)
            draw_lines(painter, batch.lines)
        if batch.ink.signs is not None and len(batch.ends):
            _paint_signs(painter, batch.ink.signs, batch.ink.bars, batch.ends, size)
        yield


def _paint_signs(painter: QPainter, pen: QPen, bars: bool, ends: Floats, size: float) -> None:
    if bars:
        painter.setPen(pen)
        draw_lines(painter, np.concatenate((ends, ends), axis=1) + BAR_LENGTH / 2 * size * np.array([0, -1, 0, 1]))
        return
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(pen.color())
    for x, y in ends.tolist():
        painter.drawEllipse(QPointF(x, y), DOT * size, DOT * size)


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
