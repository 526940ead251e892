"""Breaks a row that is too long for one line: before operators, between terms, inside wide brackets and fractions."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from nnsim.trace import Fraction, Group, Piece, Row
from ui.teaching.boxes import Box
from ui.teaching.layout import Atom, Style, joined, part_box, row_box, sign_box

_OPENED = 0.45
"""Share of a line from which brackets are opened in a row that is too long for one."""


def set_lines(row: Row, style: Style, width: float, indent: float) -> list[Box]:
    """A row broken into lines of at most `width` pixels; the second and later ones begin at `indent`."""
    whole = row_box(row, style)
    if whole.width <= width:
        return [whole]
    lines: list[Box] = []
    line: list[Atom] = []
    room = width
    for run, begins in _runs(list(_atoms(row, style, width - indent)), width - indent):
        needed = sum(atom.box.width for atom in run)
        if line and (
            sum(atom.box.width for atom in line) + needed > room
            or (begins and (lines or any(atom.term is not None for atom in line)))
        ):
            lines.append(joined(line, style))
            line, room = [], width - indent
        line += run
    lines.append(joined(line, style))
    return lines


def _runs(atoms: list[Atom], room: float) -> Iterator[tuple[list[Atom], bool]]:
    """Atoms in groups that stay together on a line, and whether one begins a line: whole terms where they fit, else
    what stands between operators, with each term on a new line."""
    for term in _split(atoms, lambda before, atom: atom.breaks and atom.term != before.term):
        if sum(atom.box.width for atom in term) <= room:
            yield term, False
        else:
            for number, run in enumerate(_split(term, lambda _, atom: atom.breaks)):
                yield run, number == 0


def _split(atoms: list[Atom], begins: Callable[[Atom, Atom], bool]) -> Iterator[list[Atom]]:
    run: list[Atom] = []
    for atom in atoms:
        if run and begins(run[-1], atom):
            yield run
            run = []
        run.append(atom)
    if run:
        yield run


def _atoms(row: Row, style: Style, width: float) -> Iterator[Atom]:
    """The parts of a row as atoms; what takes more than half a line is opened."""
    for part in row:
        box = part_box(part, style)
        term = getattr(part, "term", None)
        wide = box.width > _OPENED * width
        if wide and isinstance(part, Group):
            yield Atom(sign_box(part.bracket, style), term)
            yield from _atoms(part.inside, style, width)
            yield Atom(sign_box(")" if part.bracket == "(" else part.bracket, style), term)
        elif box.width > width and isinstance(part, Fraction):
            yield from _opened_fraction(part, style, width)
        else:
            yield Atom(box, term, isinstance(part, Piece) and part.role == "operator")


def _opened_fraction(part: Fraction, style: Style, width: float) -> Iterator[Atom]:
    """A fraction with a long numerator, as one part in so many times that; with a long denominator, on one line."""
    numerator = part.numerator
    if row_box(part.denominator, style).width > _OPENED * width:
        yield from _atoms(numerator, style, width)
        yield Atom(sign_box("/", style, 0.12))
        inside = part.denominator[0] if len(part.denominator) == 1 else None
        yield from _atoms((inside if isinstance(inside, Group) else Group(part.denominator),), style, width)
        return
    if isinstance(numerator[0], Piece) and numerator[0].text == "−" and len(numerator) > 1:
        yield Atom(part_box(numerator[0], style))
        numerator = numerator[1:]
    one = Piece("1", "1", "number")
    yield Atom(part_box(Fraction((one,), part.denominator), style))
    inside = numerator[0] if len(numerator) == 1 else None
    yield from _atoms((inside if isinstance(inside, Group) else Group(numerator),), style, width)
