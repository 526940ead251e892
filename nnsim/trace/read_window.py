"""The window of an image, a sequence or a matrix that a cell is worked out from."""

from collections.abc import Sequence

import numpy as np

from nnsim.ops.expression import Expression
from nnsim.trace.scene import Scene
from nnsim.trace.sums import operands_at_once

Window = tuple[int, int, int, int]
"""First and last row, first and last column, from 0"""


def read_window(scene: Scene, slot: int, told: Expression) -> Window | None:
    """The rows and columns of an input slot that an expression reads, along its last two axes; None where it is one
    cell or none."""
    inputs, spans = scene.frame.instruction(scene.walk.instruction).inputs, []
    for operand in operands_at_once(told):
        if inputs[operand.position] == slot and len(operand.index) > 1:
            spans.append([(int(np.min(axis)), int(np.max(axis))) for axis in operand.index[-2:]])
    if not spans:
        return None
    found = _around([span[0] for span in spans]) + _around([span[1] for span in spans])
    return None if found[0] == found[1] and found[2] == found[3] else found


def _around(spans: Sequence[tuple[int, int]]) -> tuple[int, int]:
    return min(first for first, _ in spans), max(last for _, last in spans)


def inside(window: Window | None, top: int, left: int, rows: int, columns: int) -> Window | None:
    """The part of a window that is shown where a grid begins at a row and a column, counted from there; None without
    any."""
    if window is None:
        return None
    first, last = max(window[0] - top, 0), min(window[1] - top, rows - 1)
    before, behind = max(window[2] - left, 0), min(window[3] - left, columns - 1)
    return None if first > last or before > behind else (first, last, before, behind)
