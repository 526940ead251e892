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
from PySide6.QtGui import QColor, QPainter, QPen

from ui.canvas.appearance import Look, mixed
from ui.canvas.detail import IDLE_OPACITY, Detail, has_marker, link_opacity, link_width
from ui.canvas.link_paint import BAR_LENGTH, BAR_WIDTH, DOT, FAINTEST, LEVELS, line_reach, marker_size, sign_reach
from ui.canvas.link_places import Places, boxes_at, boxes_of
from ui.canvas.showing import Showing
from ui.canvas.wires import Arrivals, Wiring
from ui.look import Lines, load_tokens

Floats = NDArray[np.floating[Any]]
FEW, COARSE, FINE = 8, 16, 32  # short lines of which a link is made: in strips, from afar, and near
TOGETHER = 2_000  # links whose lines are made in one portion
SHADES = 16  # strengths that are told apart: each takes a pen of its own, and a mended place nearly all of the pens


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
    """Links by ink, weak ones first. `lines` [lines, 4]; `ends` [signs, 2] is where links end; `cuts` and `ended` are
    the numbers of lines and of ends between which the links of each ink are."""

    inks: tuple[Ink, ...]
    lines: Floats
    cuts: tuple[int, ...]
    ends: Floats
    ended: tuple[int, ...]


class Inks:
    """The inks of one look, each made when it is first asked for. A kind is 4 · shade + 2 · crowded + negative."""

    def __init__(self, look: Look, dim: bool) -> None:
        self.look, self.dim = look, dim
        self._made: dict[int, Ink] = {}

    def of(self, kind: int) -> Ink:
        """The ink of a kind of links."""
        if kind not in self._made:
            self._made[kind] = self._ink(kind)
        return self._made[kind]

    def _ink(self, kind: int) -> Ink:
        shade, sort = divmod(kind, 4)
        crowded, negative = divmod(sort, 2)
        look, detail, t = self.look, min(self.look.detail, Detail.MAPS), shade / SHADES
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
    wiring: Wiring, look: Look, weights: Floats, numbers: NDArray[np.intp]
) -> tuple[NDArray[np.intp], Floats]:
    """Which of the wires of these `numbers` can be painted in batches, and their weights: those with a number that are
    drawn as from afar.

    The others are bent too widely for short lines, dashed, or have no weight to show.

    Args:
        weights: of the wires of these numbers (`WireWeights`).
    """
    if look.tokens.high_contrast:  # there negative links are dashed
        return numbers[:0], weights[:0]
    told = np.isfinite(weights)
    if look.detail >= Detail.NAMES:
        told &= wiring.crowded[numbers]
    return (numbers, weights) if told.all() else (numbers[told], weights[told])


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
    kinds = 4 * np.ceil(strengths * SHADES).astype(np.intp) + 2 * wiring.crowded[chosen] + (weights < 0)
    if detail <= Detail.COLORS:
        seen = strengths >= FAINTEST
        chosen, kinds = chosen[seen], kinds[seen]
    order = np.argsort(kinds, kind="stable")
    chosen, kinds = chosen[order], kinds[order]
    edges = np.flatnonzero(np.diff(kinds, prepend=-1, append=-1))
    firsts = edges[:-1].tolist()
    for stretch in [edges] if len(chosen) <= TOGETHER else [edges[at : at + 2] for at in range(len(firsts))]:
        numbers, at = chosen[stretch[0] : stretch[-1]], stretch - stretch[0]
        used = tuple([inks.of(kind) for kind in kinds[stretch[:-1]].tolist()])
        yield _batch(used, wiring.lines(numbers, count), at, look, places)


def _batch(
    used: tuple[Ink, ...], lines: Floats, at: NDArray[np.intp], look: Look, places: Places | None
) -> Batch:
    """The links with these `lines` [links, count, 4]; those of each ink lie between two of the numbers `at`."""
    count, ends, flat, cuts = lines.shape[1], lines[:, -1, 2:], lines.reshape(-1, 4), at * lines.shape[1]
    if places is not None:
        drawn = places.touch(boxes_of(flat, line_reach(look)))
        there = places.touch(boxes_at(ends, sign_reach(look)))
        flat, cuts = flat[drawn], np.append(0, np.cumsum(drawn))[at * count]
        ends, at = ends[there], np.append(0, np.cumsum(there))[at]
    return Batch(used, flat, tuple(cuts.tolist()), ends, tuple(at.tolist()))


def paint_batches(painter: QPainter, found: Iterable[Batch], look: Look) -> Iterator[None]:
    """Paint the links of one ink for each turn of the iterator."""
    size = marker_size(look)
    half = BAR_LENGTH / 2 * size * np.array([0, -1, 0, 1])
    for batch in found:
        lines, bars = Lines(batch.lines), Lines(np.concatenate((batch.ends, batch.ends), axis=1) + half)
        stretches = zip(batch.inks, pairwise(batch.cuts), pairwise(batch.ended), strict=True)
        for ink, (first, last), (start, end) in stretches:
            if first < last:
                painter.setPen(ink.lines)
                lines.draw(painter, first, last)
            if ink.signs is None or start == end:
                pass
            elif ink.bars:
                painter.setPen(ink.signs)
                bars.draw(painter, start, end)
            else:
                _paint_dots(painter, ink.signs.color(), batch.ends[start:end], DOT * size)
            yield


def _paint_dots(painter: QPainter, color: QColor, centers: Floats, radius: float) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color)
    for x, y in centers.tolist():
        painter.drawEllipse(QPointF(x, y), radius, radius)


_MadeOf = tuple[Arrivals, Floats | None, NDArray[np.bool_] | None]
"""The wires that end at a node, the weights that they show, and which of these are pruned."""


class WireWeights:
    """The weight of every wire; NaN for those that show none, and for pruned ones.

    Remembered by node for as long as its wires and the arrays behind them are the same objects.
    """

    def __init__(self) -> None:
        self._known: dict[str, tuple[_MadeOf, Floats]] = {}

    def of(self, wiring: Wiring, showing: Showing, numbers: NDArray[np.intp]) -> Floats:
        """The weights of the wires of these numbers."""
        known, fresh = self._known, {}
        nodes, starts, place = wiring.ends_of(numbers)
        arrivals, masks = wiring.arrivals, showing.masks
        arrays = showing.parameters.get if showing.step is None else showing.shown_weights
        for node in nodes:
            path = f"{node}/weight"
            made_of = arrivals[node], arrays(path), masks.get(f"{path}:pruned") if masks else None
            was = known.get(node)
            if was is None or not all(map(is_, was[0], made_of)):
                fresh[node] = made_of
        if fresh:
            for node, gathered in zip(fresh, _gathered(tuple(fresh.values())), strict=True):
                known[node] = fresh[node], gathered
        if len(known) > len(arrivals):
            for gone in known.keys() - arrivals.keys():
                del known[gone]
        return _picked([known[node][1] for node in nodes], numbers - starts, place)


def _picked(weights: list[Floats], numbers: NDArray[np.intp], place: NDArray[np.intp]) -> Floats:
    """Of each wire its weight: the one of this number among those of the node at this place."""
    if not weights:
        return np.empty(0)
    begins = np.concatenate(([0], np.cumsum([*map(len, weights[:-1])], dtype=np.intp)))
    return np.concatenate(weights)[begins[place] + numbers]


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
