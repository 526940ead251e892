"""Edits of breakpoints: set, changed, switched off and removed. None of them changes a number."""

import math
from collections.abc import Iterable, Mapping

import msgspec

from nnsim.document import Breakpoint, Condition, Document, NodeBreakpoint
from nnsim.document.breakpoints import StopPhase
from nnsim.text.errors import NnsimError
from nnsim.text.messages import Message, message

MOST_BREAKPOINTS = 200
LARGEST_VALUE = 1e300
COUNTS = ("epoch", "step")
LARGEST_COUNT = 2**53
SHARES = ("accuracy", "test_accuracy")
_replace = msgspec.structs.replace


def objection_to(document: Document, breakpoint: Breakpoint) -> Message | None:
    """Why a document cannot have a breakpoint, or None."""
    node = breakpoint.node
    if node is not None and not document.network.has(node):
        return message("There is no such node any more. Choose another.")
    if isinstance(breakpoint, NodeBreakpoint):
        return None
    if (node is None) == (breakpoint.quantity == "gradient"):
        return message("A gradient is that of a node. Choose one.")
    value = breakpoint.value
    if not math.isfinite(value) or abs(value) > LARGEST_VALUE:
        return message("A condition needs a number.")
    if breakpoint.quantity in COUNTS and not (value == int(value) and 1 <= value <= LARGEST_COUNT):
        return message("Epochs and steps are counted from 1. Write a whole number.")
    if breakpoint.quantity in SHARES and not 0 <= value <= 1:
        return message("An accuracy lies between 0 and 1, such as 0.95 for 95 %.")
    if breakpoint != plain(breakpoint):
        return message("A condition needs a number.")
    return None


def plain(condition: Condition) -> Condition:
    """The condition without what its quantity has no use for: a count is reached from below, NaN has no value."""
    if condition.quantity in COUNTS:
        return _replace(condition, above=True, node=None)
    if condition.quantity == "not_finite":
        return Condition("not_finite", on=condition.on)
    return condition if condition.quantity == "gradient" else _replace(condition, node=None)


def add_breakpoint(document: Document, breakpoint: Breakpoint) -> Document:
    """With a breakpoint more; one that is there already is only switched on.

    Raises:
        NnsimError: it cannot be, or there are too many.
    """
    breakpoint = plain(breakpoint) if isinstance(breakpoint, Condition) else breakpoint
    objection = objection_to(document, breakpoint)
    if objection is not None:
        raise NnsimError("breakpoint.wrong", objection)
    present = document.views.breakpoints
    if any(alike(each, breakpoint) for each in present):
        return with_breakpoints(document, (breakpoint if alike(each, breakpoint) else each for each in present))
    if len(present) >= MOST_BREAKPOINTS:
        raise NnsimError("breakpoint.many", message(
            "There are {most} breakpoints; more cannot be kept. Remove one first.", most=MOST_BREAKPOINTS))
    return with_breakpoints(document, (*present, breakpoint))


def change_breakpoint(document: Document, old: Breakpoint, new: Breakpoint) -> Document:
    """With one breakpoint in the place of another. Raises NnsimError as `add_breakpoint`."""
    new = plain(new) if isinstance(new, Condition) else new
    objection = objection_to(document, new)
    if objection is not None:
        raise NnsimError("breakpoint.wrong", objection)
    others = [each for each in document.views.breakpoints if each == old or not alike(each, new)]
    return with_breakpoints(document, (new if each == old else each for each in others))


def remove_breakpoint(document: Document, breakpoint: Breakpoint) -> Document:
    """Without this breakpoint."""
    return with_breakpoints(document, (each for each in document.views.breakpoints if each != breakpoint))


def toggle_breakpoint(document: Document, nodes: Iterable[str], phase: StopPhase) -> Document:
    """With a breakpoint at each of these nodes in a phase; without them where all have one that is on."""
    wanted = [NodeBreakpoint(node, phase) for node in nodes]
    if all(each in document.views.breakpoints for each in wanted):
        return with_breakpoints(document, (each for each in document.views.breakpoints if each not in wanted))
    for each in wanted:
        document = add_breakpoint(document, each)
    return document


def alike(one: Breakpoint, other: Breakpoint) -> bool:
    """Whether two breakpoints are the same but for being on."""
    return _replace(one, on=True) == _replace(other, on=True)


def with_breakpoints(document: Document, breakpoints: Iterable[Breakpoint]) -> Document:
    """With these breakpoints and no others."""
    return _replace(document, views=_replace(document.views, breakpoints=tuple(breakpoints)))


def of_other_nodes(
    breakpoints: tuple[Breakpoint, ...], new: Mapping[str, Iterable[str]]
) -> tuple[Breakpoint, ...]:
    """The breakpoints where nodes gave way to others: each goes to the first node in the place of its own, or goes."""
    if not any(each.node in new for each in breakpoints):
        return breakpoints
    found: list[Breakpoint] = []
    for each in breakpoints:
        if each.node is not None and each.node in new:
            after = next(iter(new[each.node]), None)
            if after is None:
                continue
            each = _replace(each, node=after)
        if not any(alike(each, other) for other in found):
            found.append(each)
    return tuple(found)
