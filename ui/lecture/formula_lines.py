"""The lines of a formula as a stage sets them: letters, numbers, what is worked out, and the result by itself."""

from __future__ import annotations

from nnsim.trace import Explanation, Piece, plain_text
from ui.teaching import Line

FORMULA, RESULT = 46.0, 60.0
OUTCOME = 1_000_000  # the number of the term that stands for the result, which alone is tinted


def formula_lines(told: Explanation, covered: bool, per: float) -> list[Line]:
    """The lines of an explanation, at so many pixels `per` one of the design; a `covered` result is a question mark."""
    size, high = FORMULA * per, 84 * per
    left = 1 if plain_text(told.symbols[1:2]).strip() == "=" else 0
    lines = [Line(told.symbols, size=size, height=high, left=left)]
    if told.numbers:
        lines.append(Line(told.numbers, told.relations[0], size=size, height=high))
    if told.worked and not covered:
        lines.append(Line(told.worked, told.relations[1], size=size, height=high))
    text = told.outcome_text
    result = Piece("?", "?", "symbol", None, OUTCOME) if covered else (
        Piece(text, text, "number", told.result, OUTCOME, told.outcome))
    return [*lines, Line((result,), "=", size=RESULT * per, height=108 * per)]
