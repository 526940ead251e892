"""Where a moment of stepping happens: which wires are lit, which carry numbers now, and how a sum has grown."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from ui.canvas.diagram import Diagram
from ui.canvas.showing import Showing, Step
from ui.canvas.wires import Wire, Wiring
from ui.look import Phase

MOST_CHIPS = 24


@dataclass(frozen=True, eq=False)
class Carried:
    """A wire that carries a number now: a contribution, a gradient, or a weight before and after."""

    wire: Wire
    number: float


@dataclass(frozen=True, eq=False)
class Sum:
    """A weighted sum as it grows: contributions so far, how many there will be, the sum before and after this term."""

    node: str
    unit: int
    parts: tuple[float, ...]
    count: int
    before: float
    after: float
    in_progress: bool

    @property
    def whole(self) -> bool:
        """Whether every term is in."""
        return len(self.parts) == self.count


@dataclass(frozen=True, eq=False)
class Spotlight:
    """What is lit at one moment. `lit` wires stand at full strength, `hot` ones carry the numbers of this moment.

    `gap` is the room between the cards that they join, in scene units; `windows` are the cells of the heat maps of
    other nodes that take part.
    """

    phase: Phase | None = None
    node: str | None = None
    unit: int | None = None
    lit: tuple[Wire, ...] = ()
    hot: tuple[Carried, ...] = ()
    chips: tuple[Wire, ...] = ()
    sum: Sum | None = None
    deltas: dict[tuple[str, int], float] = field(default_factory=dict)
    gap: float = 0.0
    windows: dict[str, tuple[int, ...]] = field(default_factory=dict)


def spotlight_of(step: Step, diagram: Diagram, wiring: Wiring, showing: Showing) -> Spotlight:
    """The spotlight of a step."""
    if step.active is None or step.phase is None or root(step.active[0]) not in diagram.cards:
        return Spotlight(step.phase, deltas=_deltas(step, diagram))
    if root(step.active[0]) in diagram.hidden:  # the block that it stands in is lit as a whole
        return Spotlight(step.phase, root(step.active[0]), deltas=_deltas(step, diagram))
    node, unit, term = step.active
    if root(node) != node:  # of what happens inside a block the canvas shows the block alone
        node, unit, term = root(node), None, None
    hot = _hot(step, wiring)
    lit = _lit(step.phase, node, unit, hot, wiring)
    chips = lit if len(lit) <= MOST_CHIPS else hot if len(hot) <= MOST_CHIPS else ()
    whole = not any(bundle.target.id == node and bundle.source.folded for bundle in diagram.drawn)  # all terms are seen
    summed = step.phase == "forward" and unit is not None and whole
    asked = step.covered and term is not None  # what this term adds is to be foretold
    total = _sum(node, unit, term, wiring, showing) if summed and unit is not None and not asked else None
    carried = () if asked else tuple(Carried(wire, _number(step, wire, showing)) for wire in hot)
    return Spotlight(
        step.phase, node, unit, lit, carried,
        tuple(wire for wire in chips if wire.sort == "weight"), total, _deltas(step, diagram), _gap(hot, diagram),
        _windows(step, diagram),
    )  # fmt: skip


def _gap(wires: tuple[Wire, ...], diagram: Diagram) -> float:
    cards = diagram.cards
    return min((cards[wire.target].rect.left() - cards[wire.source].rect.right() for wire in wires), default=0.0)


def contribution(wire: Wire, showing: Showing) -> float:
    """The term that a wire adds to a weighted sum: its weight times what it carries."""
    value = showing.value(wire.source, wire.source_unit)
    return math.nan if value is None else showing.old_weight(wire) * value


def _hot(step: Step, wiring: Wiring) -> tuple[Wire, ...]:
    found: dict[Wire, None] = {}
    for link in step.lit_links:
        for wire in wiring.between.get((root(link.source), root(link.target)), ()):
            if wire.sort == "whole" or (
                link.source_unit in (None, wire.source_unit) and link.target_unit in (None, wire.target_unit)
            ):
                found[wire] = None
    return tuple(found)


def _windows(step: Step, diagram: Diagram) -> dict[str, tuple[int, ...]]:
    """The cells of heat maps that bring their numbers now, by node: such as the window that a kernel looks at."""
    found: dict[str, list[int]] = defaultdict(list)
    for link in step.lit_links:
        card = diagram.seen.get(root(link.source))
        if card is not None and card.shape.face is not None and link.source_unit is not None:
            found[card.id].append(link.source_unit)
    return {node: tuple(cells) for node, cells in found.items()}


def root(node: str) -> str:
    """The node on the canvas that a node is a part of, or is."""
    return node.partition("/")[0]


def _lit(phase: Phase, node: str, unit: int | None, hot: tuple[Wire, ...], wiring: Wiring) -> tuple[Wire, ...]:
    """In the forward pass all that leads into the active unit; else what carries numbers."""
    if phase == "forward" and unit is not None:
        return wiring.into.get((node, unit), hot)
    if phase == "update" and unit is not None and not hot:
        return wiring.into.get((node, unit), ())
    if not hot and unit is None:
        return tuple(wire for wire in wiring.wires if wire.target == node) if phase == "forward" else ()
    return hot


def _number(step: Step, wire: Wire, showing: Showing) -> float:
    if wire.sort == "whole":
        return math.nan
    if step.phase == "forward":
        return (
            contribution(wire, showing)
            if wire.sort == "weight"
            else showing.value(wire.source, wire.source_unit) or 0.0
        )
    if step.phase == "loss":
        value = showing.value(wire.source, wire.source_unit)
        return math.nan if value is None else value
    passed_back = step.operation.endswith("InputGradient")  # its terms are the products of a gradient and a weight
    gradient = None if passed_back else step.weight_gradients.get(wire.path)
    if gradient is not None and wire.path and not math.isnan(found := float(gradient[wire.row, wire.column])):
        return found
    if step.operation.endswith("WeightGradient") and step.so_far is not None:
        return step.so_far
    delta = showing.delta(wire.target, wire.target_unit)
    return delta * showing.old_weight(wire) if wire.sort == "weight" else delta


def _sum(node: str, unit: int, term: int | None, wiring: Wiring, showing: Showing) -> Sum | None:
    wires = [wire for wire in wiring.into.get((node, unit), ()) if wire.sort == "weight" and not showing.pruned(wire)]
    if not wires:
        return None
    bias = showing.bias(node, unit)
    parts = [contribution(wire, showing) for wire in wires] + ([] if bias is None else [bias])
    count = len(parts)
    done = count if term is None else min(count, term + 1)
    after = showing.total(node, unit)
    if term is None and math.isnan(after):
        return None
    before = _before(parts[: done - 1])
    return Sum(node, unit, tuple(parts[:done]), count, before, _before(parts[:done]) if math.isnan(after) else after,
               term is not None)  # fmt: skip


def _before(parts: Iterable[float]) -> float:
    return math.fsum(part for part in parts if not math.isnan(part))


def _deltas(step: Step, diagram: Diagram) -> dict[tuple[str, int], float]:
    """The gradient at every drawn unit that has one by now; units of the forward pass have none."""
    if step.phase not in ("backward", "update"):
        return {}
    found = {}
    for node, deltas in step.deltas.items():
        for unit in diagram.seen[node].center_of if node in diagram.seen else ():
            if unit < len(deltas) and not math.isnan(deltas[unit]):
                found[node, unit] = float(deltas[unit])
    return found
