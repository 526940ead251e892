"""What of a picture of the links is still right: where links came, went, moved, or have other weights."""

from __future__ import annotations

from collections.abc import Mapping
from copy import copy
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nnsim.document.arrays import paths_of_others
from ui.canvas.appearance import Look
from ui.canvas.link_paint import line_reach, sign_reach
from ui.canvas.link_places import box_of, boxes_at, boxes_of
from ui.canvas.runs import lines_of
from ui.canvas.showing import Showing
from ui.canvas.wires import Arrivals, Ribbon, Wiring

MOST_CURVES = 400
"""Links that are painted as curves at rest also from afar, where more of them become short lines."""
MOST_NODES = 24
"""Nodes whose links are painted anew one by one; with more of them, all are."""
MOST_WIRES = 600
"""Wires, as they ran and as they run, that are painted anew in one frame; with more of them, all are, over several."""
MOST_COMPARED = 300
"""Wires that end at one node and are compared one by one; with more of them, all of these count as others."""
STRETCHES = 16
Floats = NDArray[np.floating[Any]]


@dataclass(frozen=True, init=False)
class Painted:
    """What a picture of links was painted from; those that end at `carried` nodes are not in it."""

    wiring: Wiring
    look: Look
    dim: bool
    smooth: bool
    curved: bool
    scale: float
    step: object
    training: bool
    parameters: Mapping[str, Any]
    masks: Mapping[str, Any]
    carried: frozenset[str]

    def with_scale(self, scale: float) -> Painted:
        """The same with another weight of full width."""
        made = copy(self)
        object.__setattr__(made, "scale", scale)
        return made

    def carrying(self, nodes: frozenset[str]) -> Painted:
        """The same without the links that end at these nodes."""
        made = copy(self)
        object.__setattr__(made, "carried", nodes)
        return made

    def __init__(
        self, wiring: Wiring, look: Look, showing: Showing, dim: bool, smooth: bool, scale: float | None = None
    ) -> None:
        held = {
            "wiring": wiring, "look": look, "dim": dim, "smooth": smooth, "step": showing.step,
            "scale": showing.scale if scale is None else scale, "training": showing.training,
            "curved": not showing.training and len(wiring.wires) <= MOST_CURVES,
            "parameters": showing.parameters, "masks": showing.masks, "carried": frozenset(),
        }  # fmt: skip
        for name, value in held.items():
            object.__setattr__(self, name, value)


def changed_areas(before: Painted, now: Painted) -> Floats | None:
    """The places of the scene where links look otherwise, whatever the weight of full width is.

    Returns:
        Left, top, right and bottom of boxes around stretches of wires, [boxes, 4]; None where that may be everywhere.
    """
    was = before.look, before.dim, before.smooth, before.curved
    if was != (now.look, now.dim, now.smooth, now.curved) or before.step is not now.step:
        return None
    if now.training and before.parameters is not now.parameters:  # a step changes every weight
        return None
    nodes = (changed_nodes(before, now) | (before.carried ^ now.carried)) - (before.carried & now.carried)
    if len(nodes) > MOST_NODES and not (before.carried or now.carried):
        return None
    others = [ways for node in nodes for ways in _others(node, before, now)]
    if sum(map(len, others)) > MOST_WIRES:
        return None
    runs, sign = np.concatenate((np.empty((0, 5)), *others)), sign_reach(now.look)
    locked = any(path.endswith(":frozen") for masks in (before.masks, now.masks) for path in masks)
    boxes = boxes_of(lines_of(runs, STRETCHES), sign if locked else line_reach(now.look)).reshape(-1, 4)
    ribbons = np.empty((0, 4))
    if before.wiring.ribbons != now.wiring.ribbons:
        around = sign * np.array([-1, -1, 1, 1])
        ribbons = _ribbon_boxes(before.wiring.ribbons, now.wiring.ribbons) + around
    return np.concatenate((boxes, boxes_at(runs[:, 2:4], sign), ribbons))


def changed_nodes(before: Painted, now: Painted) -> set[str]:
    """The nodes at which other wires end than before, or wires with another weight."""
    was, arrivals = before.wiring.arrivals, now.wiring.arrivals
    nodes = set(now.wiring.others(before.wiring))
    for old, new in ((before.parameters, now.parameters), (before.masks, now.masks)):
        nodes |= {path.rpartition("/")[0] for path in paths_of_others(old, new)}
    return {node for node in nodes if node in was or node in arrivals}


def _others(node: str, before: Painted, now: Painted) -> tuple[Floats, Floats]:
    """How the wires at a node ran, and run now, that look otherwise: [wires, 5] of both."""
    was = None if node in before.carried else before.wiring.arrivals.get(node)
    new = None if node in now.carried else now.wiring.arrivals.get(node)
    ways = tuple(np.empty((0, 5)) if each is None else each.runs for each in (was, new))
    if was is None or new is None or now.step is not None or max(map(len, ways)) > MOST_COMPARED or _remasked(
        node, before, now
    ):
        return ways[0], ways[1]
    old_looks, looks = _looks(was, node, before), _looks(new, node, now)
    gone, come = set(old_looks) - set(looks), set(looks) - set(old_looks)
    return (ways[0][[look in gone for look in old_looks]], ways[1][[look in come for look in looks]])


def _remasked(node: str, before: Painted, now: Painted) -> bool:
    """Whether other weights of a node are frozen or pruned."""
    return any(path.rpartition("/")[0] == node for path in paths_of_others(before.masks, now.masks))


def _looks(each: Arrivals, node: str, painted: Painted) -> list[tuple[object, ...]]:
    """What the look of each wire depends on besides what all share: its sort, whether it runs among many, the bits of
    its weight, and its way."""
    weights = painted.parameters.get(f"{node}/weight")
    looks: list[tuple[object, ...]] = []
    for (bundle, _, row, column, weighted, crowded), run in zip(each.ends.T.tolist(), each.runs, strict=True):
        weight = weights[row : row + 1, column : column + 1].tobytes() if weighted and weights is not None else b""
        looks.append((each.bundles[bundle].sort, crowded, weight, run.tobytes()))
    return looks


def _ribbon_boxes(before: tuple[Ribbon, ...], now: tuple[Ribbon, ...]) -> Floats:
    """Around the bands that came, went or run elsewhere, and the words on them."""
    def told(ribbon: Ribbon) -> tuple[Any, ...]:
        return ribbon.link, ribbon.count, ribbon.start.getRect(), ribbon.end.getRect()

    old, new = ({told(ribbon): ribbon for ribbon in these} for these in (before, now))
    other = [ribbon for key, ribbon in (*old.items(), *new.items()) if (key in old) != (key in new)]
    return np.array([box_of(ribbon.band.boundingRect()) for ribbon in other], float).reshape(-1, 4)
