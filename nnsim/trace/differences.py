"""What two views of the same stop have in different numbers: units, their gradients and the loss."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from nnsim.trace.view import StepView

Quantity = Literal["value", "sum", "delta", "loss"]


@dataclass(frozen=True, slots=True)
class Difference:
    """A number that is another: what it is of a node's unit (of the loss: no node), what it was and what it is."""

    quantity: Quantity
    node: str
    unit: int
    old: float
    new: float


def differences(before: StepView, after: StepView) -> tuple[Difference, ...]:
    """The numbers in which the views differ, in the order of the network; where a unit has its value, not its sum."""
    return tuple(_differences(before, after))


def _differences(before: StepView, after: StepView) -> Iterator[Difference]:
    for node in after.values:
        known = set()
        for found in _of("value", node, before.values, after.values):
            known.add(found.unit)
            yield found
        done = {unit for unit, value in enumerate(after.values[node]) if not math.isnan(value)}
        yield from (each for each in _of("sum", node, before.sums, after.sums) if each.unit not in known | done)
    for node in after.deltas:
        yield from _of("delta", node, before.deltas, after.deltas)
    if before.loss is not None and after.loss is not None and before.loss != after.loss:
        yield Difference("loss", "", 0, before.loss, after.loss)


def _of(quantity: Quantity, node: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[Difference]:
    old, new = before.get(node), after.get(node)
    if old is None or new is None or len(old) != len(new):
        return
    for unit, (was, now) in enumerate(zip(old.ravel().tolist(), new.ravel().tolist(), strict=True)):
        if was != now and not math.isnan(was) and not math.isnan(now):
            yield Difference(quantity, node, unit, was, now)
