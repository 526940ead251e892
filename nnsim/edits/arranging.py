"""Edits of places: cards brought onto one line, and spread at equal distances."""

from collections.abc import Callable, Mapping
from typing import Literal, NamedTuple

from nnsim.document import Document
from nnsim.edits.structure import move

Edge = Literal["left", "center", "right", "top", "middle", "bottom"]
Axis = Literal["across", "down"]
Shift = tuple[float, float]
LEAST_GAP = 24.0
"""Between cards that are spread where there is no room for them, px"""


class Box(NamedTuple):
    """What is seen of a node, in px: its top left corner, its size, and how far below its top its units' middle lies.

    A card's is where its node is placed, a neuron's the square around its circle.
    """

    x: float
    y: float
    width: float
    height: float
    axis: float


def align(document: Document, boxes: Mapping[str, Box], edge: Edge) -> Document:
    """With these nodes on one line, as `alignment` says. Every node must have a place."""
    return shifted(document, alignment(boxes, edge))


def distribute(document: Document, boxes: Mapping[str, Box], axis: Axis) -> Document:
    """With these nodes at equal distances, as `distribution` says. Every node must have a place."""
    return shifted(document, distribution(boxes, axis))


def shifted(document: Document, shifts: Mapping[str, Shift]) -> Document:
    """With these nodes moved, each by so many px across and down. Every node must have a place."""
    if not shifts:
        return document
    places = document.views.positions
    return move(document, {node: (places[node][0] + x, places[node][1] + y) for node, (x, y) in shifts.items()})


def alignment(boxes: Mapping[str, Box], edge: Edge) -> dict[str, Shift]:
    """How far boxes move to one line: that of their outermost edges, or halfway between their outermost centers.

    The middle of a card is that of its units, so that links between cards that stand so run straight.
    """
    if len(boxes) < 2:
        return {}
    line_of, outermost = _LINES[edge]
    lines = {node: line_of(box) for node, box in boxes.items()}
    line, across = outermost(lines), edge in ("left", "center", "right")
    return {node: (line - at, 0.0) if across else (0.0, line - at) for node, at in lines.items()}


def distribution(boxes: Mapping[str, Box], axis: Axis) -> dict[str, Shift]:
    """How far three or more boxes move to stand at equal distances between the first and the last along an axis.

    Where they have no room there, they spread out from the first.
    """
    if len(boxes) < 3:
        return {}
    start, size = (0, 2) if axis == "across" else (1, 3)
    ordered = sorted(boxes, key=lambda node: (boxes[node][start] + boxes[node][size] / 2, node))
    first, last = boxes[ordered[0]], boxes[ordered[-1]]
    room = last[start] - first[start] - sum(boxes[node][size] for node in ordered[:-1])
    gap = max(room / (len(ordered) - 1), LEAST_GAP)
    at, shifts = first[start], {}
    for node in ordered:
        shift = at - boxes[node][start]
        shifts[node] = (shift, 0.0) if axis == "across" else (0.0, shift)
        at += boxes[node][size] + gap
    return shifts


def _least(lines: Mapping[str, float]) -> float:
    return min(lines.values())


def _greatest(lines: Mapping[str, float]) -> float:
    return max(lines.values())


def _between(lines: Mapping[str, float]) -> float:
    return (min(lines.values()) + max(lines.values())) / 2


_LINES: dict[Edge, tuple[Callable[[Box], float], Callable[[Mapping[str, float]], float]]] = {
    "left": (lambda box: box.x, _least),
    "center": (lambda box: box.x + box.width / 2, _between),
    "right": (lambda box: box.x + box.width, _greatest),
    "top": (lambda box: box.y, _least),
    "middle": (lambda box: box.y + box.axis, _between),
    "bottom": (lambda box: box.y + box.height, _greatest),
}
