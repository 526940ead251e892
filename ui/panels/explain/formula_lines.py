"""An explanation as the lines of a formula, and its result."""

from __future__ import annotations

from nnsim.text import tr
from nnsim.trace import Explanation
from ui.teaching import Line


def lines_of(told: Explanation) -> list[Line]:
    """The symbols, the numbers put in, and what is worked out of them."""
    lines = [Line(told.symbols, size=19, height=34)]
    if told.numbers:
        lines.append(Line(told.numbers, told.relations[0], rule=True))
    if told.worked:
        lines.append(Line(told.worked, told.relations[1], height=36))
    return lines


def pill_of(told: Explanation) -> str:
    """The result, or what a sum has so far."""
    if told.complete:
        return told.outcome_text
    return tr("so far {value}", value=told.outcome_text)
