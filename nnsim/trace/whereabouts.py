"""Stops by name: where a stop is in words that stay right when a program is compiled in another way."""

from nnsim.document import Place
from nnsim.trace.frame import Plan
from nnsim.trace.moment import Stop
from nnsim.trace.walk import Walk


def place_of(plan: Plan, stop: Stop) -> Place:
    """The place of a stop."""
    walk = plan.by_instruction[stop.instruction]
    alike = _alike(plan, walk.phase, walk.origin, _operation(plan, walk))
    return Place(walk.phase, walk.origin, _operation(plan, walk), alike.index(walk), stop.cell, stop.term)


def stop_of(plan: Plan, place: Place) -> Stop | None:
    """The stop at a place; the nearest cell and term where there are fewer now, None where the operation is gone."""
    alike = _alike(plan, place.phase, place.node, place.operation)
    if not alike:
        return None
    walk = alike[min(place.number, len(alike) - 1)]
    if place.cell is None or not walk.count:
        return Stop(walk.instruction)
    cell = min(place.cell, walk.count - 1)
    term = None if place.term is None else min(place.term, max(0, walk.terms_of(cell) - 1))
    return Stop(walk.instruction, cell, term)


def _alike(plan: Plan, phase: str, node: str, operation: str) -> list[Walk]:
    return [walk for walk in plan.walks
            if (walk.phase, walk.origin) == (phase, node) and _operation(plan, walk) == operation]


def _operation(plan: Plan, walk: Walk) -> str:
    return type(plan.program.instructions[walk.instruction].op).__name__
