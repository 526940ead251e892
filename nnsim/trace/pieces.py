"""A formula as a tree of pieces: each is typeset by itself, so that it can be hovered, lit and cached."""

from dataclasses import dataclass
from typing import Literal

from nnsim.text.messages import Message, message, render

Role = Literal["symbol", "number", "operator", "relation", "bracket"]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a number of a formula lives.

    `slot` and `index` are its cell in the program; `node` and `unit` (from 0) the place on the canvas, where there is
    one; `path` and `parameter_index` the cell of the document's parameter that it is, or whose gradient, memory or new
    value it is; `value` what it holds at this moment.
    """

    slot: int
    index: tuple[int, ...]
    node: str = ""
    unit: int | None = None
    path: str = ""
    parameter_index: tuple[int, ...] = ()
    value: float = 0.0


@dataclass(frozen=True, slots=True)
class Piece:
    """A leaf: LaTeX for the typesetter and the same as plain text.

    `term` numbers the term of the running sum that it belongs to; `value` is the number behind it, for its color.
    """

    latex: str
    text: str
    role: Role = "symbol"
    place: Place | None = None
    term: int | None = None
    value: float | None = None


@dataclass(frozen=True, slots=True)
class More:
    """Terms that are left out: `… 776 more`."""

    count: int
    term: int | None = None

    @property
    def message(self) -> Message:
        """What stands in their place."""
        return message("… {count} more", count=self.count)


@dataclass(frozen=True, slots=True)
class Blank:
    """A number that is left out, to be worked out by hand; `number` counts the blanks of a formula from 0."""

    number: int
    term: int | None = None


@dataclass(frozen=True, slots=True)
class Fraction:
    """One row over another."""

    numerator: "Row"
    denominator: "Row"
    term: int | None = None


@dataclass(frozen=True, slots=True)
class Root:
    """A square root of a row."""

    inside: "Row"
    term: int | None = None


@dataclass(frozen=True, slots=True)
class Raised:
    """A row with a row as its exponent."""

    base: "Row"
    exponent: "Row"
    term: int | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """A row in brackets: `(` or `|`."""

    inside: "Row"
    bracket: Literal["(", "|"] = "("
    term: int | None = None


@dataclass(frozen=True, slots=True)
class Case:
    """One line behind a brace: a value, and the condition under which it holds; `holds` says whether it does now."""

    value: "Row"
    condition: "Row"
    holds: bool | None = None


@dataclass(frozen=True, slots=True)
class Cases:
    """A choice between lines behind a brace."""

    lines: tuple[Case, ...]
    term: int | None = None


Part = Piece | More | Blank | Fraction | Root | Raised | Group | Cases
Row = tuple[Part, ...]

_SPACED = ("operator", "relation")
_TALL = (Fraction, Cases)
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def plain_text(row: Row) -> str:
    """A row on one line, for the command line, screen readers and tooltips."""
    return "".join(_text(part) for part in row)


def _text(part: Part) -> str:
    match part:
        case Piece(text=text, role=role):
            return f" {text} " if role in _SPACED else text
        case More():
            return render(part.message)
        case Blank():
            return "▁▁"
        case Fraction(numerator, denominator):
            return f"{_numerator(numerator)}/{_grouped(denominator)}"
        case Root(inside):
            return f"√{_grouped(inside)}" if not isinstance(inside[0], Fraction) else f"√({plain_text(inside)})"
        case Raised(base, exponent):
            power = plain_text(exponent)
            if power.isdigit():
                return plain_text(base) + power.translate(_RAISED)
            return plain_text(base) + (f"^{power}" if len(exponent) == 1 else f"^({power})")
        case Group(inside, bracket):
            return f"{bracket}{plain_text(inside)}{')' if bracket == '(' else bracket}"
        case Cases(lines):
            return "{" + "; ".join(f"{plain_text(line.value)}: {plain_text(line.condition)}" for line in lines) + "}"


def _numerator(row: Row) -> str:
    """What stands above a line: factors side by side need no brackets before the stroke."""
    loose = any(isinstance(part, Fraction | Cases) or (isinstance(part, Piece) and part.role in _SPACED)
                for part in row)
    return _grouped(row) if loose or len(row) == 1 else plain_text(row)


def _grouped(row: Row) -> str:
    text = plain_text(row)
    loose = len(row) > 1 or any(
        isinstance(part, Piece) and (part.role in _SPACED or " − " in part.text) for part in row)
    return f"({text})" if loose else text
