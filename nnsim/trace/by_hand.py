"""A stop's formula with its numbers left out, to be worked out by hand, and what is said about what was written."""

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from nnsim.text.errors import NnsimError
from nnsim.text.messages import Message, message
from nnsim.text.number_entry import parse_number
from nnsim.text.numbers import format_count
from nnsim.trace.explanation import Explanation
from nnsim.trace.pieces import (
    Blank,
    Case,
    Cases,
    Fraction,
    Group,
    More,
    Part,
    Piece,
    Place,
    Raised,
    Root,
    Row,
    plain_text,
)

LineOfSheet = Literal["numbers", "worked", "result"]
NEAR = 0.01
"""Share of a number that was worked out, by which an answer may be off"""
_POWER = re.compile("10[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+$")
_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")
_CLOSE, _TENS = 4.0, (0.001, 0.01, 0.1, 10.0, 100.0, 1000.0)


@dataclass(frozen=True, slots=True)
class Entry:
    """A number to be written: what it is called, its value as it is printed, how far an answer may be off, the line of
    the formula that it stands in, and where it lives (None: it is worked out only here)."""

    name: Message
    text: str
    value: float
    tolerance: float
    line: LineOfSheet
    place: Place | None = None

    def takes(self, value: float) -> bool:
        """Whether a number is near enough."""
        return abs(value - self.value) <= self.tolerance


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is said about what was written: the entries that are right up to the first one that is not, which is named
    with the reason; None when all are right."""

    right: int
    wrong: int | None
    words: Message


@dataclass(frozen=True)
class Sheet:
    """The lines of a formula with blanks, and the entry behind each; the result is the last one and stands in no line.

    `missing` are the terms of its sum, name and value, by which a result is recognized that lacks one.
    """

    symbols: Row
    numbers: Row
    worked: Row
    relations: tuple[str, str]
    entries: tuple[Entry, ...]
    missing: tuple[tuple[str, float], ...] = ()

    def check(self, typed: Sequence[str]) -> Verdict:
        """What is said about the answers, one text for each entry: decimal comma and fractions are read."""
        for number, (entry, text) in enumerate(zip(self.entries, typed, strict=True)):
            if not text.strip():
                return Verdict(number, number, message("Next comes {name}.", name=entry.name))
            try:
                value = parse_number(text)
            except NnsimError as error:
                return Verdict(number, number, error.message)
            if not entry.takes(value):
                return Verdict(number, number, self._reason(number, value))
        return Verdict(len(self.entries), None, message("All of it is right."))

    def _reason(self, number: int, value: float) -> Message:
        entry = self.entries[number]
        name, true = entry.name, entry.value
        if true and entry.takes(-value):
            return message("The sign of {name} is the other one.", name=name)
        if abs(value - true) <= _CLOSE * entry.tolerance:
            return message("{name} is nearly right: write it as exactly as the numbers here are.", name=name)
        if entry.line == "result":
            for term, part in self.missing:
                if part and entry.takes(value + part):
                    return message("In {name} the term {term} is missing.", name=name, term=term)
                if part and entry.takes(value + 2 * part):
                    return message("In {name} the term {term} has the other sign.", name=name, term=term)
        if any(true and entry.takes(value / ten) for ten in _TENS):
            return message("In {name} the decimal point stands at another place.", name=name)
        if entry.line == "numbers":
            for other in self.entries:
                if other.line == "numbers" and other.name != name and abs(other.value - value) <= other.tolerance:
                    return message("This is {other}, not {name}.", other=other.name, name=name)
            return message("{name} has another value: look for it in the network or in the table.", name=name)
        if entry.line == "worked":
            return message("{name} comes to something else: work it out from the line above.", name=name)
        return message("{name} comes to something else, although all before it is right.", name=name)


def is_worked(told: Explanation) -> bool:
    """Whether there is something to work out at a stop."""
    return bool(told.numbers or told.worked)


def sheet(told: Explanation) -> Sheet | None:
    """The formula of a stop as blanks; None where nothing is worked out, as of a value that is taken over, and where
    a number is not finite."""
    if not is_worked(told):
        return None
    names = {(place.slot, place.index): piece.text for piece in _pieces(told.symbols) if (place := piece.place)}
    terms = {term.number: plain_text(term.symbols) for term in told.terms if term.count == 1}
    given = {term.number: term.text.removeprefix("+") for term in told.terms if term.count > 1}
    entries: list[Entry] = []
    numbers = _blanked(told.numbers, "numbers", entries, names, terms)
    numbers = numbers if told.worked else _with_given(numbers, given)  # a sum of numbers as they are
    worked = _with_given(_blanked(told.worked, "worked", entries, names, terms), given)
    result = _entry(told.outcome_text, told.outcome, message("{name}", name=plain_text(told.symbols[:1])), "result")
    spread = result.tolerance * (1 + len(told.terms) / 2) if result.line == "result" else result.tolerance
    entries.append(replace(result, tolerance=max(spread, NEAR * abs(told.outcome)), place=told.result))
    if not all(math.isfinite(entry.value) for entry in entries):
        return None
    missing = tuple((terms[term.number], term.value) for term in told.terms if term.number in terms)
    return Sheet(told.symbols, numbers, worked, told.relations, tuple(entries), missing)


def _blanked(
    row: Row, line: LineOfSheet, entries: list[Entry], names: dict[tuple[int, tuple[int, ...]], str],
    terms: dict[int, str],
) -> Row:
    """A row with blanks for its numbers, whose entries join the others."""

    def inside(row: Row) -> Row:
        return tuple(each for part in row for each in blanked(part))

    def blanked(part: Part) -> tuple[Part, ...]:
        match part:
            case Piece(role="number", value=value) if value is not None:
                return _of_number(part, _named(part, line, entries, names, terms), line, entries)
            case Fraction(numerator, denominator):
                return (replace(part, numerator=inside(numerator), denominator=inside(denominator)),)
            case Root(under) | Group(under):
                return (replace(part, inside=inside(under)),)
            case Raised(base, exponent):
                return (replace(part, base=inside(base), exponent=inside(exponent)),)
            case Cases(lines):
                return (replace(part, lines=tuple(Case(inside(each.value), inside(each.condition)) for each in lines)),)
            case _:
                return (part,)

    return inside(row)


def _with_given(row: Row, given: dict[int, str]) -> Row:
    """A row in which terms that are left out come with what they add, so that the sum can be worked out."""
    parts: list[Part] = []
    for part in row:
        match part:
            case More(_, term) if term is not None and term in given:
                text = f"({given[term]})" if given[term].startswith("−") else given[term]
                parts += [Piece(text, text, "number", None, term), Piece("\\,", " ", "bracket"), part]
            case Fraction(numerator, denominator):
                parts.append(replace(part, numerator=_with_given(numerator, given),
                                     denominator=_with_given(denominator, given)))
            case Group(inside):
                parts.append(replace(part, inside=_with_given(inside, given)))
            case _:
                parts.append(part)
    return tuple(parts)


def _of_number(piece: Piece, name: Message, line: LineOfSheet, entries: list[Entry]) -> tuple[Part, ...]:
    """A blank for a number, between the brackets that it has."""
    text, bracketed = piece.text, piece.text.startswith("(")
    text = text[1:-1] if bracketed else text
    entry = _entry(text, piece.value or 0.0, name, line)
    blank = Blank(len(entries), piece.term)
    entries.append(replace(entry, place=piece.place))
    if not bracketed:
        return (blank,)
    return Piece("(", "(", "bracket", None, piece.term), blank, Piece(")", ")", "bracket", None, piece.term)


def _named(
    piece: Piece, line: LineOfSheet, entries: list[Entry], names: dict[tuple[int, tuple[int, ...]], str],
    terms: dict[int, str],
) -> Message:
    """What a number is called: by its own letter, by its term, else by where it stands."""
    if piece.place is not None and (piece.place.slot, piece.place.index) in names:
        return message("{name}", name=names[piece.place.slot, piece.place.index])
    if line == "worked" and piece.term is not None and piece.term in terms:
        return message("{name}", name=terms[piece.term])
    number = format_count(sum(entry.line == line for entry in entries) + 1)
    if line == "numbers":
        return message("number {number} of the line with the numbers", number=number)
    return message("number {number} of the line below the numbers", number=number)


def _entry(text: str, value: float, name: Message, line: LineOfSheet) -> Entry:
    """An entry whose value is that of the print, since that is what is read and written."""
    try:
        printed = parse_number(f"1×{text}" if text.startswith("10⁻") else text)
    except NnsimError:  # not a number, or infinite: only the same word would be right
        printed = value
    unit = _last_place(text)
    if line == "numbers":
        return Entry(name, text, printed, 0.501 * unit, line)
    return Entry(name, text, printed, max(1.001 * unit, NEAR * abs(printed)), line)


def _last_place(text: str) -> float:
    """What the last printed digit counts: 0.01 of `1.25`, 1e-6 of `1.25×10⁻⁴`; of a whole number a hundredth."""
    power = _POWER.search(text)
    mantissa = text[:power.start()].rstrip("×") if power else text
    digits = len(mantissa.partition(".")[2]) if "." in mantissa else 0 if power else 2
    scale = float(f"1e{power.group()[2:].translate(_RAISED)}") if power else 1.0
    return scale / 10.0**digits


def _pieces(row: Row) -> Iterator[Piece]:
    """All leaves of a row."""
    for part in row:
        match part:
            case Piece():
                yield part
            case Fraction(numerator, denominator):
                yield from _pieces(numerator)
                yield from _pieces(denominator)
            case Root(inside) | Group(inside):
                yield from _pieces(inside)
            case Raised(base, exponent):
                yield from _pieces(base)
                yield from _pieces(exponent)
            case Cases(lines):
                for line in lines:
                    yield from _pieces(line.value)
                    yield from _pieces(line.condition)
