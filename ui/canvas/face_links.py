"""The links of one unit to the cells of a heat map, which a ribbon stands for: the strongest few hundred of them."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np
from PySide6.QtCore import QPointF

from ui.canvas.appearance import Look, mixed
from ui.canvas.card import Bundle, Card
from ui.canvas.detail import link_opacity, link_width, strength
from ui.canvas.diagram import Diagram
from ui.canvas.geometry import END_GAP, START_GAP, link_path
from ui.canvas.link_paint import Stroke
from ui.canvas.showing import Showing

MOST = 256
"""Of the links of a unit, so many of the largest weights are drawn."""


def face_links(diagram: Diagram, node: str, unit: int, look: Look, showing: Showing) -> list[Stroke]:
    """The strokes of a unit to all cells of the heat maps that it is linked with, weak ones first."""
    found: list[tuple[float, QPointF, QPointF]] = []
    for bundle in diagram.drawn:
        faces = bundle.source.shape.face is not None or bundle.target.shape.face is not None
        if faces and bundle.sort == "weight" and node in (bundle.source.id, bundle.target.id):
            found += _links(bundle, node, unit, showing)
    found.sort(key=lambda each: abs(each[0]))
    return [_stroke(*each, look, showing.scale) for each in found[-MOST:]]


def _links(bundle: Bundle, node: str, unit: int, showing: Showing) -> Iterator[tuple[float, QPointF, QPointF]]:
    """Weight, start and end of each link between the unit and what is shown of the card at the other end."""
    weights = showing.shown_weights(bundle.path)
    if weights is None or weights.ndim != 2 or weights.shape[1] < bundle.first + len(bundle.carried):
        return
    own = bundle.target.id == node
    if not own and unit not in bundle.carried:
        return
    if own:
        others, line = bundle.carried, weights[unit, bundle.first : bundle.first + len(bundle.carried)]
    else:
        others, line = range(len(weights)), weights[:, bundle.first + bundle.carried.index(unit)]
    strongest = np.argsort(np.abs(line))[-MOST:]
    for place in strongest.tolist():
        pair = (others[place], unit) if own else (unit, others[place])
        start, end = _leaving(bundle.source, pair[0]), _arriving(bundle.target, pair[1])
        if start is not None and end is not None and math.isfinite(line[place]):
            yield float(line[place]), start, end


def _leaving(card: Card, unit: int) -> QPointF | None:
    """Where a link of a unit begins: beside its disc, or at the edge of the card at the height of its cell."""
    if unit in card.center_of:
        return card.center_of[unit] + QPointF(card.shape.radius + START_GAP, 0.0)
    height = _cell_height(card, unit)
    return None if height is None else QPointF(card.rect.right(), height)


def _arriving(card: Card, unit: int) -> QPointF | None:
    if unit in card.center_of:
        return card.center_of[unit] - QPointF(card.shape.radius + END_GAP, 0.0)
    height = _cell_height(card, unit)
    return None if height is None else QPointF(card.rect.left(), height)


def _cell_height(card: Card, cell: int) -> float | None:
    """The y of the middle of a cell, None where the cell is not shown."""
    face = card.shape.face
    place = None if face is None or cell >= math.prod(face.sample) else face.place(cell)
    if face is None or place is None:
        return None
    return face.cell_box(*place).center().y() + card.y + card.shape.face_corner.y()


def _stroke(weight: float, start: QPointF, end: QPointF, look: Look, scale: float) -> Stroke:
    t, sign = strength(weight, scale), look.tokens.pos if weight >= 0 else look.tokens.neg
    width = link_width(t, look.detail, look.zoom) / look.zoom
    color = mixed(sign, look.tokens.canvas, link_opacity(t, look.detail))
    dashed = weight < 0 and look.tokens.high_contrast
    return Stroke(link_path(start, end), end, color, width, t, False, weight < 0, dashed)
