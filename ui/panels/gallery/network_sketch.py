"""A network drawn small, without cards or words: one column of discs per layer, links by sign and weight."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QSizeF, Qt
from PySide6.QtGui import QBrush, QColor, QImage, QPainter, QPainterPath, QPen, QTransform

from nnsim.document import Document, Node
from nnsim.edits import inputs, units
from nnsim.edits.shapes import order
from ui.look import Tokens, diverging_image

Maps = Mapping[str, NDArray[Any]]
Place = tuple[str, int]
Places = dict[Place, tuple[QPointF, float]]
_DRAWN = ("input", "neuron", "dense", "activation")
_MOST_UNITS, _MOST_LINKS = 8, 400
_RING, _GAP = 1.25, 1.8


def paint_sketch(painter: QPainter, size: QSizeF, document: Document, maps: Maps, tokens: Tokens) -> None:
    """The network in the middle of a box; a unit with a map wears it. Lengths are pixels at 100 %."""
    columns = _columns(document)
    places = _places(columns, size)
    _paint_links(painter, document, places, tokens)
    for (node_id, unit), (center, reach) in places.items():
        node = document.network.node(node_id)
        found = maps.get(node_id)
        picture = None if found is None or unit >= len(found) else _map_picture(found[unit], node, tokens)
        _paint_disc(painter, center, reach, picture, tokens)


def _columns(document: Document) -> list[list[Place]]:
    """The units to draw, by their distance from the inputs."""
    counts = units(document.network)
    depth: dict[str, int] = {}
    columns: list[list[Place]] = []
    for node in order(document.network)[0]:
        sources = [depth[link.source] for link in document.network.into(node.id) if link.source in depth]
        if node.kind not in _DRAWN:
            continue
        depth[node.id] = max(sources, default=-1) + 1
        columns += [[] for _ in range(depth[node.id] + 1 - len(columns))]
        columns[depth[node.id]] += [(node.id, unit) for unit in range(min(counts.get(node.id) or 0, _MOST_UNITS))]
    return [column for column in columns if column]


def _places(columns: list[list[Place]], size: QSizeF) -> Places:
    """Center and radius of each unit: columns spread over the width, units over the height."""
    places: Places = {}
    gap = min(86.0, (size.width() - 96) / max(1, len(columns) - 1))
    left = (size.width() - gap * (len(columns) - 1)) / 2
    for index, column in enumerate(columns):
        step = min(40.0, (size.height() - 26) / max(1, len(column)))
        last = index == len(columns) - 1 and index > 0
        radius = min(20.0 if last and len(column) == 1 else 13.0, step * 0.40 if len(column) > 1 else 20.0)
        top = size.height() / 2 - step * (len(column) - 1) / 2
        for row, place in enumerate(column):
            places[place] = QPointF(left + gap * index, top + step * row), radius
    return places


def _links(document: Document, places: Mapping[Place, object]) -> list[tuple[Place, Place, float]]:
    """The drawn links with their weights, the strongest last."""
    links: list[tuple[Place, Place, float]] = []
    for node in document.network.nodes:
        weight = document.state.parameters.get(f"{node.id}/weight")
        if weight is None:
            continue
        for column, source in enumerate(inputs(document.network, node.id) or ()):
            for unit in range(min(len(weight), _MOST_UNITS)):
                if (node.id, unit) in places and source in places:
                    links.append((source, (node.id, unit), float(weight[unit, column])))
    return sorted(links, key=lambda link: abs(link[2]))[-_MOST_LINKS:]


def _paint_links(painter: QPainter, document: Document, places: Places, tokens: Tokens) -> None:
    links = _links(document, places)
    scale = max((abs(value) for _, _, value in links), default=1.0) or 1.0
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setOpacity(0.85)
    for source, target, value in links:
        start = places[source][0] + QPointF(places[source][1], 0)
        end = places[target][0] - QPointF(places[target][1], 0)
        half = QPointF((end.x() - start.x()) / 2, 0)
        path = QPainterPath(start)
        path.cubicTo(start + half, end - half, end)
        color = tokens.border2 if value == 0 else tokens.sign(value)
        painter.setPen(QPen(color, 0.75 + 2.25 * abs(value) / scale))
        painter.drawPath(path)
    painter.setOpacity(1.0)


def _map_picture(values: NDArray[Any], node: Node, tokens: Tokens) -> QImage:
    """A unit's answers over the plane; its middle colour is 0.5 for units that answer from 0 to 1, else 0."""
    if getattr(node.settings, "activation", "") in ("sigmoid", "hard_sigmoid", "step", "softmax"):
        return diverging_image(values, 0.0, 1.0, tokens)
    reach = float(np.abs(values[np.isfinite(values)]).max(initial=1e-9))
    return diverging_image(values, -reach, reach, tokens)


def _paint_disc(painter: QPainter, center: QPointF, radius: float, picture: QImage | None, tokens: Tokens) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(tokens.canvas)
    painter.drawEllipse(center, radius + _GAP, radius + _GAP)
    fill = QBrush(QColor(tokens.surface))
    if picture is not None:
        fill = QBrush(picture)
        scale = 2 * radius / picture.width()
        fill.setTransform(QTransform.fromTranslate(center.x() - radius, center.y() - radius).scale(scale, scale))
    painter.setBrush(fill)
    painter.setPen(QPen(tokens.border2, _RING))
    painter.drawEllipse(center, radius, radius)
