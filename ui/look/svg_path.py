"""SVG path data (M L H V C S A Z, upper and lower case) to painter paths, for our own glyphs."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainterPath

_TOKEN = re.compile(r"[A-Za-z]|[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")
_ARGUMENTS = {"M": 2, "L": 2, "H": 1, "V": 1, "C": 6, "S": 4, "A": 7, "Z": 0}


def svg_path(data: str) -> QPainterPath:
    """The painter path that SVG path data draws; arcs must be circular and unrotated.

    Raises:
        ValueError: a command that is not one of M L H V C S A Z.
    """
    path = QPainterPath()
    at, start, handle = QPointF(), QPointF(), QPointF()
    for command, numbers in _commands(data):
        kind = command.upper()
        if command.islower():
            numbers = _absolute(kind, numbers, at)
        if kind == "Z":
            path.closeSubpath()
            at = handle = start
            continue
        target = _target(kind, numbers, at)
        next_handle = target
        if kind == "M":
            path.moveTo(target)
            start = target
        elif kind in "LHV":
            path.lineTo(target)
        elif kind in "CS":
            first = QPointF(*numbers[:2]) if kind == "C" else at * 2 - handle
            next_handle = QPointF(*numbers[-4:-2])
            path.cubicTo(first, next_handle, target)
        elif kind == "A":
            _arc(path, at, target, numbers[0], large=bool(numbers[3]), clockwise=bool(numbers[4]))
        at, handle = target, next_handle
    return path


def _commands(data: str) -> Iterator[tuple[str, list[float]]]:
    command, numbers = "", list[float]()
    for token in _TOKEN.findall(data):
        if token.isalpha():
            if token.upper() not in _ARGUMENTS:
                raise ValueError(f"path command {token!r} is not one of {' '.join(_ARGUMENTS)}")
            command = token
            if command in "Zz":
                yield command, []
        else:
            numbers.append(float(token))
            if len(numbers) == _ARGUMENTS[command.upper()]:
                yield command, numbers
                numbers = []
                command = {"M": "L", "m": "l"}.get(command, command)


def _absolute(kind: str, numbers: list[float], at: QPointF) -> list[float]:
    if kind == "H":
        return [numbers[0] + at.x()]
    if kind == "V":
        return [numbers[0] + at.y()]
    if kind == "A":
        return [*numbers[:5], numbers[5] + at.x(), numbers[6] + at.y()]
    return [value + (at.y() if index % 2 else at.x()) for index, value in enumerate(numbers)]


def _target(kind: str, numbers: list[float], at: QPointF) -> QPointF:
    if kind == "H":
        return QPointF(numbers[0], at.y())
    if kind == "V":
        return QPointF(at.x(), numbers[0])
    return QPointF(numbers[-2], numbers[-1])


def _arc(path: QPainterPath, at: QPointF, to: QPointF, radius: float, large: bool, clockwise: bool) -> None:
    chord = to - at
    length = math.hypot(chord.x(), chord.y())
    if length == 0.0:
        return
    radius = max(radius, length / 2)
    height = math.sqrt(radius * radius - length * length / 4)
    side = -1.0 if large == clockwise else 1.0
    center = (at + to) / 2 + QPointF(-chord.y(), chord.x()) / length * height * side
    first = math.degrees(math.atan2(center.y() - at.y(), at.x() - center.x()))
    last = math.degrees(math.atan2(center.y() - to.y(), to.x() - center.x()))
    sweep = (last - first) % 360.0
    box = QRectF(center.x() - radius, center.y() - radius, 2 * radius, 2 * radius)
    path.arcTo(box, first, sweep - 360.0 if clockwise else sweep)
