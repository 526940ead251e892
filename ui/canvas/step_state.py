"""What the units of a card show of a moment of stepping, to tell whether they have to be painted anew."""

from __future__ import annotations

from typing import Any

from nnsim.text.messages import language
from nnsim.text.numbers import decimals
from ui.canvas.card import Card
from ui.canvas.showing import Arrays, Showing


class _Same:
    """Equal where it is the very same thing: arrays that stay are not compared cell by cell."""

    def __init__(self, thing: object) -> None:
        self._thing = thing

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other._thing is self._thing

    __hash__ = None  # type: ignore[assignment]


def step_state(card: Card, showing: Showing) -> tuple[Any, ...] | None:
    """All that `paint_units` reads of a moment for this card; None where it reads more, as for a loss, or at rest."""
    step, node = showing.step, card.id
    if step is None or card.role == "loss":
        return None
    ahead = None if step.ahead is None else _numbers(step.ahead.values, node)
    before, share = showing.giving_way
    biases, masks = f"{node}/bias", showing.masks
    return (
        step.phase, step.active if step.active is not None and step.active[0] == node else None, step.row,
        _numbers(step.values, node), _numbers(step.sums, node), _numbers(step.deltas, node), showing.ahead, ahead,
        node in step.probabilities, _numbers(step.new_parameters, biases), _Same(showing.parameters.get(biases)),
        _Same(masks.get(f"{biases}:frozen")), _Same(masks.get(f"{node}/weight:frozen")),
        _Same(showing.maps.get(node)), _Same(showing.points),
        share if any(place[0] == node for place in before) else None, decimals(), language(),
    )  # fmt: skip


def _numbers(arrays: Arrays, name: str) -> bytes | None:
    array = arrays.get(name)
    return None if array is None else array.tobytes()
