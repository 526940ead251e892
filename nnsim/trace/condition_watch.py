"""Conditions that a training or a walk stops at: each is looked at where its number is known."""

from collections.abc import Iterable

from nnsim.document import Breakpoint, Condition
from nnsim.trace.breakpoints import Reading, conditions_of, stops_at, value_of


class ConditionWatch:
    """Tells when a condition begins to hold. One that held when it was looked at last has been told of already, so that
    training can go on after it has stopped.

    `held` are those; whoever goes on at the same step hands them on.
    """

    def __init__(self, breakpoints: Iterable[Breakpoint] = ()) -> None:
        self.conditions: tuple[Condition, ...] = conditions_of(breakpoints)
        self.held: frozenset[Condition] = frozenset()

    def set(self, breakpoints: Iterable[Breakpoint]) -> None:
        """Watch for the conditions among these breakpoints that are on, and for no others."""
        self.conditions = conditions_of(breakpoints)
        self.held &= frozenset(self.conditions)

    @property
    def for_broken(self) -> Condition | None:
        """The condition that stops where a number becomes NaN or infinite, if there is one."""
        return next((each for each in self.conditions if each.quantity == "not_finite"), None)

    def look(self, reading: Reading) -> tuple[Condition, float] | None:
        """The first condition that has begun to hold, and its number."""
        met = None
        for each in self.conditions:
            value = value_of(each, reading)
            if value is None:
                continue
            if not stops_at(each, reading):
                self.held -= {each}
            elif each not in self.held:
                self.held |= {each}
                met = met or (each, value)
        return met
