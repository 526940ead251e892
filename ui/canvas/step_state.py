"""What the units of a card show of a moment of stepping, to tell whether they have to be painted anew."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from PySide6.QtCore import QRectF

from nnsim.text.messages import language
from nnsim.text.numbers import decimals
from ui.canvas.appearance import Look
from ui.canvas.card import Card
from ui.canvas.detail import Detail
from ui.canvas.layer_strip import rest_box
from ui.canvas.showing import Arrays, Showing

_ABOVE, _BELOW, _LETTERS = 20.0, 45.0, 30.0
"""How far a unit reaches above its disc, and below it: a part of that stays as large from afar"""


class _Same:
    """Equal where it is the very same thing: arrays that stay are not compared cell by cell."""

    def __init__(self, thing: object) -> None:
        self._thing = thing

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other._thing is self._thing

    __hash__ = None  # type: ignore[assignment]


@dataclass(frozen=True, slots=True)
class StepState:
    """All that `paint_units` reads of a moment for a card: what its units have in common, and what is of each by
    itself: which is `active` (whether in the forward pass, where a sum grows, and whether its outcome is asked), which
    are `giving_way` and how far, and their `numbers`. Where they stand `apart` each is painted by itself."""

    common: tuple[Any, ...]
    active: tuple[int | None, bool, bool] | None
    giving_way: tuple[frozenset[int], float]
    numbers: tuple[bytes | None, ...]
    apart: bool

    def others(self, before: StepState) -> frozenset[int] | None:
        """The units that show something else than before; None for all of them."""
        if not (self.apart and before.apart) or self.common != before.common:
            return None
        found = set() if self.giving_way == before.giving_way else {*self.giving_way[0], *before.giving_way[0]}
        if self.active != before.active:
            for active in (self.active, before.active):
                if active is not None and active[0] is None:
                    return None
                found |= set() if active is None else {active[0]}
        for now, was in zip(self.numbers, before.numbers, strict=True):
            if now == was:
                continue
            if now is None or was is None or len(now) != len(was):
                return None
            found.update(np.flatnonzero(np.frombuffer(now, np.int64) != np.frombuffer(was, np.int64)).tolist())
        return frozenset(found)


def loss_state(card: Card, look: Look, showing: Showing) -> object:
    """What a loss shows, and what it compares; None on a stage, where more is read, or at rest."""
    step, source = showing.step, showing.predicted_by.get(card.id, "")
    if step is None or look.bare:
        return None
    numbers = (showing.loss, showing.coming_loss, showing.value(source, 0), showing.coming(source, 0),
               showing.targets(card.id))
    return repr(numbers), source in step.probabilities, decimals(), language()  # of NaN the name is the same


def step_state(card: Card, look: Look, showing: Showing) -> StepState | None:
    """What a card's units show; None at rest."""
    step, node = showing.step, card.id
    if step is None:
        return None
    ahead = None if step.ahead is None else _numbers(step.ahead.values, node)
    before, share = showing.giving_way
    biases, masks = f"{node}/bias", showing.masks
    common = (
        step.row, showing.ahead, ahead, node in step.probabilities,
        _Same(showing.parameters.get(biases)), _Same(masks.get(f"{biases}:frozen")),
        _Same(masks.get(f"{node}/weight:frozen")), _Same(showing.maps.get(node)), _Same(showing.points),
        decimals(), language(),
    )  # fmt: skip
    giving = frozenset(unit for name, unit in before if name == node)
    here = step.active is not None and step.active[0] == node
    active = (step.active[1], step.phase == "forward", step.covered) if here else None
    numbers = (_numbers(step.values, node), _numbers(step.sums, node), _numbers(step.deltas, node),
               _numbers(step.new_parameters, biases))
    strip = look.detail == Detail.STRIP and len(card.center_of) > 1
    apart = ahead is not None and not strip and not look.bare
    return StepState(common, active, (giving, share if giving else 1.0), numbers, apart)


def reach_of(card: Card, unit: int, look: Look) -> QRectF:
    """Where a unit of a card is painted, with its bias and what stands under it; those without a disc have one place.
    """
    if unit not in card.center_of:
        return rest_box(card).adjusted(-_ABOVE, -_ABOVE, _ABOVE, _ABOVE)
    box, center, radius = card.rect.adjusted(-_ABOVE, 0, _ABOVE, 0), card.center_of[unit], card.shape.radius
    box.setTop(center.y() - radius - _ABOVE)
    box.setBottom(center.y() + radius + _BELOW + _LETTERS / min(1.0, look.zoom))
    return box


def _numbers(arrays: Arrays, name: str) -> bytes | None:
    """The numbers of a name to the bit, NaN included."""
    array = arrays.get(name)
    return None if array is None else np.asarray(array, np.float64).tobytes()
