"""Lays a formula out on one line: each part becomes a box on a baseline."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QFont, QPainterPath

from nnsim.text import render
from nnsim.trace import Blank, Cases, Fraction, Group, More, Part, Piece, Raised, Root, Row
from ui.teaching.boxes import Box, Ink, Spot, Writing
from ui.teaching.typesetter import EM, glyphs, text_outline, word_advance

_AXIS = 0.258
"""Height of the mathematical axis over the baseline, of STIX Two Math, in em."""
_BAR = 0.055
_SMALL, _FRACTION = 0.74, 0.92
_SIGN_GAP = 0.28
_TIGHT = 0.035
BLANK = (2.75, 1.0, 0.42)
"""Width, ascent and descent of a number that is left out, in em."""


Boxes = dict[tuple[int, float, bool], tuple[Part, Box]]
"""Boxes of parts by their identity, their size, and whether they are muted."""


@dataclass(frozen=True, slots=True)
class Style:
    """How a row is set: size in pixels, the term that is lit (None: none), the font of words, padding of the tint."""

    size: float
    current: int | None
    words: QFont
    pad: tuple[float, float]
    muted: bool = False
    known: Boxes = field(default_factory=dict, compare=False, repr=False)
    """Boxes of parts in this style: breaking a row asks for the same ones again."""

    def smaller(self, share: float = _SMALL) -> Style:
        """For exponents and fractions."""
        return Style(self.size * share, self.current, self.words, self.pad, self.muted, self.known)

    def quiet(self) -> Style:
        """For what does not hold."""
        return Style(self.size, self.current, self.words, self.pad, True, self.known)


@dataclass(slots=True)
class Atom:
    """A box that stays whole when a row is broken; `breaks` where a line may begin with it."""

    box: Box
    term: int | None = None
    breaks: bool = False


def set_row(row: Row, size: float, words: QFont) -> Box:
    """A row on one line, with nothing lit; `size` in pixels of the screen."""
    return row_box(row, Style(size, None, words, (0.0, 0.0)))


def row_box(row: Row, style: Style) -> Box:
    return joined([Atom(part_box(part, style), getattr(part, "term", None)) for part in row], style)


def joined(atoms: list[Atom], style: Style) -> Box:
    """Atoms side by side, with a tint behind those of the term at hand."""
    line = Box()
    lit: QRectF | None = None
    for atom in atoms:
        start = line.width
        line.append(atom.box)
        if atom.term is None or atom.term != style.current or not atom.box.width:
            lit = _tinted(line, lit, style)
            continue
        rect = QRectF(start, -atom.box.ascent, atom.box.width, atom.box.ascent + atom.box.descent)
        lit = rect if lit is None else lit.united(rect)
    _tinted(line, lit, style)
    return line


def _tinted(line: Box, lit: QRectF | None, style: Style) -> None:
    if lit is not None:
        across, along = style.pad
        line.tints.append(lit.adjusted(-across, -along, across, along))


def part_box(part: Part, style: Style) -> Box:
    key = id(part), style.size, style.muted
    known = style.known.get(key)
    if known is None:
        known = style.known[key] = part, _part_box(part, style)  # the part is kept, so that its id stays its own
    return known[1]


def _part_box(part: Part, style: Style) -> Box:
    match part:
        case Piece():
            return _piece_box(part, style)
        case More():
            return _more_box(part, style)
        case Blank():
            return _blank_box(part, style)
        case Fraction(numerator, denominator):
            return _fraction_box(numerator, denominator, style)
        case Root(inside):
            return _root_box(inside, style)
        case Raised(base, exponent):
            return _raised_box(base, exponent, style)
        case Group(inside, bracket):
            return _group_box(inside, bracket, style)
        case Cases():
            return _cases_box(part, style)


def _color(piece: Piece, style: Style) -> str:
    waits = style.current is not None and piece.term is not None and piece.term > style.current
    if style.muted or waits:
        return "text3"
    if piece.role != "number" or piece.value is None or not piece.value:
        return "text"
    return "pos" if piece.value > 0 else "neg" if piece.value < 0 else "err"


def _piece_box(piece: Piece, style: Style) -> Box:
    if piece.role in ("operator", "relation"):
        return sign_box(piece.text, style, _SIGN_GAP)
    if piece.role == "bracket":
        return sign_box(piece.text, style, 0.0)
    box = _inked(_of_text(piece.text) if piece.role == "number" else _of_symbol(piece.latex), style,
                 _color(piece, style))  # fmt: skip
    if piece.place is not None:
        box.spots.append(Spot(box.rect, piece.place))
    return box


@dataclass(frozen=True, slots=True)
class Outline:
    """An outline with its measures at EM pixels; measuring takes longer than laying out, so they are kept."""

    path: QPainterPath
    shift: float
    advance: float
    ascent: float
    descent: float


@lru_cache(maxsize=8192)
def _of_symbol(latex: str) -> Outline:
    path = glyphs(latex)
    bounds = path.boundingRect()
    return Outline(path, -bounds.left() + _TIGHT * EM, bounds.width() + 2 * _TIGHT * EM, max(0.0, -bounds.top()),
                   max(0.0, bounds.bottom()))  # fmt: skip


@lru_cache(maxsize=8192)
def _of_text(text: str, gap: float = 0.0) -> Outline:
    path, advance = text_outline(text)
    bounds = path.boundingRect()
    return Outline(path, gap * EM, advance + 2 * gap * EM, max(0.0, -bounds.top()), max(0.0, bounds.bottom()))


def _inked(outline: Outline, style: Style, token: str) -> Box:
    scale = style.size / EM
    return Box(
        outline.advance * scale, outline.ascent * scale, outline.descent * scale,
        [Ink(outline.path, QPointF(outline.shift * scale, 0), scale, token)],
    )


def sign_box(text: str, style: Style, gap: float = 0.0) -> Box:
    return _inked(_of_text(text, gap), style, "text3" if style.muted else "text")


def _more_box(more: More, style: Style) -> Box:
    text = render(more.message)
    width, height = word_advance(text, style.words), style.size
    box = Box(width, 0.7 * height, 0.25 * height)
    box.writings.append(Writing(text, style.words, QPointF(0, 0), "text2"))
    box.spots.append(Spot(box.rect, None))
    return box


def _blank_box(blank: Blank, style: Style) -> Box:
    """Room for a field, with a little air on both sides."""
    width, ascent, descent = (share * style.size for share in BLANK)
    box = Box(width + 0.2 * style.size, ascent, descent)
    box.spots.append(Spot(QRectF(0.1 * style.size, -ascent, width, ascent + descent), None, blank.number))
    return box


def _fraction_box(numerator: Row, denominator: Row, style: Style) -> Box:
    inner = style.smaller(_FRACTION)
    over, under = row_box(numerator, inner), row_box(denominator, inner)
    pad, gap, bar = 0.12 * style.size, 0.2 * style.size, max(1.0, _BAR * style.size)
    width, axis = max(over.width, under.width) + 2 * pad, _AXIS * style.size
    box = Box(
        width, over.ascent + over.descent + gap + axis + bar / 2, under.ascent + under.descent + gap - axis + bar / 2
    )
    box.add(over, (width - over.width) / 2, -axis - bar / 2 - gap - over.descent)
    box.add(under, (width - under.width) / 2, -axis + bar / 2 + gap + under.ascent)
    box.inks.append(
        _rule(QRectF(pad / 3, -axis - bar / 2, width - 2 * pad / 3, bar), "text3" if style.muted else "text")
    )
    return box


def _rule(rect: QRectF, token: str) -> Ink:
    path = QPainterPath()
    path.addRect(rect)
    return Ink(path, QPointF(), 1.0, token)


def _root_box(inside: Row, style: Style) -> Box:
    inner = row_box(inside, style)
    gap, bar, hook = 0.14 * style.size, max(1.0, _BAR * style.size), 0.62 * style.size
    top, bottom = -inner.ascent - gap - bar, inner.descent
    box = Box(hook + inner.width + 0.1 * style.size, -top, bottom)
    box.add(inner, hook)
    path = QPainterPath()
    middle = top + 0.55 * (bottom - top)
    for x, y in ((0.0, middle), (0.22, middle - 0.08), (0.42, bottom), (1.0, top), (1.0, top + bar)):
        point = QPointF(x * hook, y)
        path.lineTo(point) if path.elementCount() else path.moveTo(point)
    for x, y in ((0.46, bottom), (0.34, bottom), (0.14, middle + 0.06), (0.02, middle + 0.08)):
        path.lineTo(QPointF(x * hook, y))
    path.closeSubpath()
    token = "text3" if style.muted else "text"
    box.inks += [Ink(path, QPointF(), 1.0, token), _rule(QRectF(hook * 0.97, top, box.width - hook, bar), token)]
    return box


def _raised_box(base: Row, exponent: Row, style: Style) -> Box:
    lower, upper = row_box(base, style), row_box(exponent, style.smaller())
    lift = max(0.36 * style.size, lower.ascent - 0.3 * style.size)
    box = Box(lower.width + upper.width + 0.03 * style.size, max(lower.ascent, lift + upper.ascent), lower.descent)
    box.add(lower, 0)
    box.add(upper, lower.width + 0.03 * style.size, -lift)
    return box


def _group_box(inside: Row, bracket: str, style: Style) -> Box:
    inner = row_box(inside, style)
    box = Box()
    box.append(_bracket(bracket, inner, style))
    box.append(inner)
    box.append(_bracket(")" if bracket == "(" else bracket, inner, style))
    return box


def _bracket(sign: str, inner: Box, style: Style) -> Box:
    """A bracket as tall as what it holds."""
    plain = sign_box(sign, style)
    needed, has = inner.ascent + inner.descent + 0.1 * style.size, plain.ascent + plain.descent
    if needed <= 1.35 * has:
        return plain
    tall = sign_box(sign, Style(style.size * needed / has, style.current, style.words, style.pad, style.muted))
    shift = (inner.descent - inner.ascent) / 2 - (tall.descent - tall.ascent) / 2
    box = Box(tall.width, inner.ascent, inner.descent)
    box.add(tall, 0, shift)
    return box


def _cases_box(cases: Cases, style: Style) -> Box:
    rows = []
    for line in cases.lines:
        told = style.quiet() if line.holds is False else style
        rows.append((row_box(line.value, told), row_box(line.condition, told)))
    left = max(value.width for value, _ in rows)
    lead, gap = 0.35 * style.size, 0.9 * style.size
    heights = [max(v.ascent, c.ascent) + max(v.descent, c.descent) for v, c in rows]
    total, axis = sum(heights) + lead * (len(rows) - 1), _AXIS * style.size
    brace = sign_box("{", Style(total * 1.08, None, style.words, style.pad))
    scale = total * 1.1 / (brace.ascent + brace.descent)
    brace = sign_box("{", Style(total * 1.08 * scale, None, style.words, style.pad))
    box = Box(0, total / 2 + axis, total / 2 - axis)
    box.add(brace, 0, -axis + (brace.ascent - brace.descent) / 2)
    start, y = brace.width + 0.15 * style.size, -total / 2 - axis
    for (value, condition), height in zip(rows, heights, strict=True):
        baseline = y + max(value.ascent, condition.ascent)
        box.add(value, start, baseline)
        box.add(condition, start + left + gap, baseline)
        box.width = max(box.width, start + left + gap + condition.width)
        y += height + lead
    return box
