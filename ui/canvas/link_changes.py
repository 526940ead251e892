"""What of a picture of the links is still right: where links came, went, moved, or have other weights."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QRectF

from nnsim.document.arrays import paths_of_others
from ui.canvas.appearance import Look
from ui.canvas.showing import Showing
from ui.canvas.wires import Arrivals, Ribbon, Wiring

MOST_CURVES = 400
"""Links that are painted as curves at rest also from afar, where more of them become short lines."""
MOST_NODES = 24
"""Nodes whose links are painted anew one by one; with more of them, all are."""


@dataclass(frozen=True, init=False)
class Painted:
    """What a picture of links was painted from."""

    wiring: Wiring
    look: Look
    dim: bool
    smooth: bool
    curved: bool
    scale: float
    step: object
    parameters: Mapping[str, Any]
    masks: Mapping[str, Any]

    def __init__(self, wiring: Wiring, look: Look, showing: Showing, dim: bool, smooth: bool) -> None:
        held = {
            "wiring": wiring, "look": look, "dim": dim, "smooth": smooth, "scale": showing.scale, "step": showing.step,
            "curved": not showing.training and len(wiring.wires) <= MOST_CURVES,
            "parameters": showing.parameters, "masks": showing.masks,
        }  # fmt: skip
        for name, value in held.items():
            object.__setattr__(self, name, value)


def changed_areas(before: Painted, now: Painted, reach: float) -> list[QRectF] | None:
    """The places of the scene where links look otherwise, grown by `reach`; None where that may be everywhere."""
    was = before.look, before.dim, before.smooth, before.curved, before.scale
    if was != (now.look, now.dim, now.smooth, now.curved, now.scale) or before.step is not now.step:
        return None
    nodes = _changed_nodes(before, now)
    if len(nodes) > MOST_NODES:
        return None
    areas = [box for node in nodes for box in _boxes(before.wiring.arrivals.get(node))]
    areas += [box for node in nodes for box in _boxes(now.wiring.arrivals.get(node))]
    if before.wiring.ribbons != now.wiring.ribbons:
        areas += _ribbon_areas(before.wiring.ribbons, now.wiring.ribbons)
    return [area.adjusted(-reach, -reach, reach, reach) for area in areas]


def _changed_nodes(before: Painted, now: Painted) -> set[str]:
    """The nodes at which other wires end than before, or wires with another weight."""
    was, arrivals = before.wiring.arrivals, now.wiring.arrivals
    nodes: set[str] = set()
    if was is not arrivals:
        nodes |= {node for node, each in arrivals.items() if was.get(node) is not each} | (was.keys() - arrivals.keys())
    for old, new in ((before.parameters, now.parameters), (before.masks, now.masks)):
        nodes |= {path.rpartition("/")[0] for path in paths_of_others(old, new)}
    return nodes & (was.keys() | arrivals.keys())


def _boxes(each: Arrivals | None) -> Iterator[QRectF]:
    """A box around the wires that end at a node."""
    if each is None or not len(each.wires):
        return
    x0, y0, x1, y1, handle = each.runs.T
    left, right = min(x0.min(), (x1 - handle).min()), max(x1.max(), (x0 + handle).max())
    top, bottom = min(y0.min(), y1.min()), max(y0.max(), y1.max())
    yield QRectF(left, top, right - left, bottom - top)


def _ribbon_areas(before: tuple[Ribbon, ...], now: tuple[Ribbon, ...]) -> list[QRectF]:
    """Around the bands that came, went or run elsewhere, and the words on them."""
    def told(ribbon: Ribbon) -> tuple[Any, ...]:
        return ribbon.link, ribbon.count, ribbon.start.getRect(), ribbon.end.getRect()

    old, new = ({told(ribbon): ribbon for ribbon in these} for these in (before, now))
    other = [ribbon for key, ribbon in (*old.items(), *new.items()) if (key in old) != (key in new)]
    return [ribbon.band.boundingRect() for ribbon in other]
