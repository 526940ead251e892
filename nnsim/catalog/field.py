"""How a setting presents itself: its meaning, its range, and the check that every settings object passes."""

import math
import numbers
from dataclasses import dataclass
from typing import Any, Literal

from nnsim.document import Settings
from nnsim.text.messages import Message, message
from nnsim.text.numbers import whole_if_it_is

FieldType = Literal[
    "int", "float", "choice", "bool", "initializer", "columns", "shape", "numbers", "rule_table", "feature_list",
]

MOST_NUMBERS = 8192
PIXELS, STEPS, CELLS = message("pixels"), message("steps of the sequence"), message("cells")
SHARE, PROBABILITY = message("a share: 0.5 is half of them"), message("a probability")
SAMPLES, EPOCHS, UPDATES = message("samples"), message("epochs"), message("updates of the weights")


@dataclass(frozen=True)
class Field:
    """One setting: what it is called, what it means and which values it takes.

    `low` to `high` is what is accepted, `soft_low` to `soft_high` what a slider offers; `log` asks for a logarithmic
    slider. `choices` pairs each value of a choice with its title. `numbers` is a list of numbers from `low` to `high`.
    `unit` is what a number counts, where its title does not say so.
    """

    name: str
    title: Message
    meaning: Message
    type: FieldType
    default: Any
    low: float | None = None
    high: float | None = None
    soft_low: float | None = None
    soft_high: float | None = None
    log: bool = False
    choices: tuple[tuple[str, Message], ...] = ()
    unit: Message | None = None

    def check(self, value: Any) -> Message | None:
        """Why the value is not accepted, or None."""
        if self.type == "choice" and value not in (key for key, _ in self.choices):
            allowed = ", ".join(key for key, _ in self.choices)
            return message(
                "{title}: expected one of {allowed}, got {value}. Choose one of them.", title=self.title,
                allowed=allowed, value=value)
        if self.type == "numbers":
            if len(value) > MOST_NUMBERS:
                return message("{title}: expected at most {most} numbers, got {count}. Leave some out.",
                               title=self.title, most=MOST_NUMBERS, count=len(value))
            return next(filter(None, map(self._check_number, value)), None)
        return self._check_number(value) if self.type in ("int", "float") else None

    def _check_number(self, value: float) -> Message | None:
        low, high = -math.inf if self.low is None else self.low, math.inf if self.high is None else self.high
        whole = self.type != "int" or isinstance(value, numbers.Integral)
        if math.isfinite(value) and low <= value <= high and whole:
            return None
        given = {"title": self.title, "low": _exactly(low), "high": _exactly(high), "value": _exactly(value)}
        if self.type == "int":
            return message("{title}: expected a whole number from {low} to {high}, got {value}. Choose one in that "
                           "range.", **given)
        return message(
            "{title}: expected a number from {low} to {high}, got {value}. Choose one in that range.", **given)


def _exactly(value: float) -> int | Message:
    """A number with all its digits, for 0.9999 must not look like 1; a whole one without decimals."""
    whole = whole_if_it_is(value)
    return whole if isinstance(whole, int) else message("{value:exact}", value=value)


def check_fields(fields: tuple[Field, ...], settings: Settings) -> Message | None:
    """The first objection of any field to these settings, or None."""
    for field in fields:
        objection = field.check(getattr(settings, field.name))
        if objection is not None:
            return objection
    return None
