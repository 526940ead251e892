"""Glyph outlines of formulas: LaTeX through ziamath, numbers and signs from the same font, STIX Two Math."""

from __future__ import annotations

import importlib
import re
from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path
from threading import Lock, Thread
from typing import Any

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QFont, QFontDatabase, QFontMetricsF, QPainterPath, QTransform

from ui.teaching.symbols import derivative_of, symbol_of
from ui.threads.short_turns import short_turns

EM = 100.0
"""Size in pixels at which outlines are kept; they are scaled when drawn, so that one outline serves all sizes."""

_ELEMENT = re.compile(r"<(path|rect|line)\b([^>]*)>")
_ATTRIBUTE = re.compile(r'([\w-]+)="([^"]*)"')
_TOKEN = re.compile(r"[A-Za-z]|-?(?:\d+\.?\d*|\.\d+)(?:e-?\d+)?")
# of STIX Two Math, in em: size of scripts, how far they are moved, the fraction bar and the space around it
_SCRIPT, _LOWER, _RAISE, _AXIS, _RULE, _SPACE = 0.7, 0.21, 0.36, 0.258, 0.068, 0.13
_USUAL = r"""x h y z w b a \delta \partial L W \cdot \mathbf{x} \mathbf{h} \mathbf{y} \mathbf{z} \mathbf{W} \mathbf{b}
\mathbf{a} \hat{y} \eta \sigma \tanh \max \odot \ln e i f o g c u s m v \hat{m} \hat{v} \beta \varepsilon"""
_SUPERSCRIPTS = {ord(high): low for high, low in zip("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789−", strict=True)}
_POWER = re.compile(r"^(.*10)([⁰¹²³⁴⁵⁶⁷⁸⁹⁻]+)(.*)$")

_one_at_a_time = Lock()  # ziafont reads a font at one place, which two threads would move for each other


@cache
def math_family() -> str:
    """The family name of the formula font, made known to Qt once; it comes with ziamath."""
    spec = find_spec("ziamath")
    folders = spec.submodule_search_locations if spec is not None else None
    assert folders is not None  # ziamath is a dependency of ours
    file = Path(folders[0]) / "fonts" / "STIXTwoMath-Regular.ttf"
    families = QFontDatabase.applicationFontFamilies(QFontDatabase.addApplicationFont(str(file)))
    return families[0] if families else "serif"


def math_font(size: float) -> QFont:
    """The formula font at a size in pixels of the screen."""
    made = QFont(math_family())
    made.setPixelSize(max(1, round(size)))
    return made


@lru_cache(maxsize=8192)
def glyphs(latex: str) -> QPainterPath:
    """The outline of a LaTeX fragment at EM pixels, pen at the origin, y downwards.

    A letter with numbers below, and letters, time steps and samples above it, and a derivative, are put together from
    outlines that are kept, since there are many of them; all else is typeset as it stands.
    """
    derivative = derivative_of(latex)
    if derivative is not None:
        over, under = (_beside(_letter("\\partial"), glyphs(part)) for part in derivative)
        return _fraction(over, under)
    function, gap, rest = latex.partition(" ")
    if gap and function == "\\tanh":
        return _beside(_letter(function), glyphs(rest), 0.16)
    symbol = symbol_of(latex)
    if symbol is None or symbol.bare:
        return _letter(latex)
    return _with_scripts(_letter(symbol.letter), symbol.below, symbol.primes, symbol.above)


@lru_cache(maxsize=512)
def _letter(latex: str) -> QPainterPath:
    """A fragment as ziamath sets it: 2 to 7 ms when it is new."""
    with _one_at_a_time:
        svg: str = _ziamath().Latex(latex, size=EM).svg()
    path = QPainterPath()
    for name, text in _ELEMENT.findall(svg):
        attributes = dict(_ATTRIBUTE.findall(text))
        if name == "path":
            path.addPath(_outline(attributes["d"]))
        elif name == "rect":
            left, top, width, height = (float(attributes[key]) for key in ("x", "y", "width", "height"))
            path.addRect(left, top, width, height)
    path.setFillRule(Qt.FillRule.WindingFill)
    return path


@lru_cache(maxsize=8192)
def text_outline(text: str) -> tuple[QPainterPath, float]:
    """Outline and advance of plain text (numbers, signs, brackets) at EM pixels; far quicker than LaTeX."""
    power = _POWER.match(text)
    if power:
        return _with_power(*power.groups())
    font = math_font(EM)
    path = QPainterPath()
    path.addText(QPointF(), font, text)
    return path, _advance(font, text)


@lru_cache(maxsize=256)
def word_advance(text: str, font: QFont) -> float:
    """The advance of words in a font of the interface."""
    return _advance(font, text)


def warm_up() -> None:
    """Load the typesetter beside the event loop, which takes a fifth of a second, before the first formula needs it,
    and set the letters that most formulas are made of."""
    if not _loading:
        _loading.append(Thread(target=_set_usual, name="typesetter"))
        _loading[0].start()


def _set_usual() -> None:
    with short_turns():
        for letter in _USUAL.split():
            _letter(letter)


_loading: list[Thread] = []


@cache
def _ziamath() -> Any:
    ziamath = importlib.import_module("ziamath")
    ziamath.config.svg2 = False  # plain paths instead of references to symbols
    return ziamath


def _with_scripts(base: QPainterPath, below: str, primes: int, above: tuple[str, ...]) -> QPainterPath:
    """A letter with a number below, and primes, letters and numbers above it."""
    whole = QPainterPath(base)
    right = base.boundingRect().right() + 0.03 * EM
    high = max(_RAISE * EM, -base.boundingRect().top() - 0.3 * EM)
    if below:
        whole.addPath(_scaled(text_outline(below)[0], _SCRIPT).translated(right, _LOWER * EM))
    if primes:
        outline, advance = text_outline("′" * primes)
        whole.addPath(outline.translated(right, 0))
        right += advance
    right += 0.02 * EM
    for part in above:
        italic = len(part) == 1 and part.isalpha()
        outline = _scaled(_letter(part) if italic else text_outline(part)[0], _SCRIPT)
        whole.addPath(outline.translated(right - (outline.boundingRect().left() if italic else 0.0), -high))
        advance = outline.boundingRect().width() if italic else text_outline(part)[1] * _SCRIPT
        right += advance + 0.05 * EM
    return whole


def _beside(first: QPainterPath, second: QPainterPath, gap: float = 0.06) -> QPainterPath:
    whole = QPainterPath(first)
    shift = first.boundingRect().right() - second.boundingRect().left() + gap * EM
    whole.addPath(second.translated(shift, 0))
    return whole


def _fraction(over: QPainterPath, under: QPainterPath) -> QPainterPath:
    """One outline over another with a bar between."""
    upper, lower = over.boundingRect(), under.boundingRect()
    width = max(upper.width(), lower.width()) + 0.1 * EM
    space, rule = _SPACE * EM, _RULE * EM
    whole = QPainterPath()
    whole.setFillRule(Qt.FillRule.WindingFill)
    axis = -_AXIS * EM
    left = (width - upper.width()) / 2 - upper.left()
    whole.addPath(over.translated(left, axis - rule / 2 - space - upper.bottom()))
    left = (width - lower.width()) / 2 - lower.left()
    whole.addPath(under.translated(left, axis + rule / 2 + space - lower.top()))
    whole.addRect(0, axis - rule / 2, width, rule)
    return whole


def _with_power(mantissa: str, power: str, rest: str) -> tuple[QPainterPath, float]:
    """10 with a raised exponent."""
    path, advance = text_outline(mantissa)
    whole = QPainterPath(path)
    raised, width = text_outline(power.translate(_SUPERSCRIPTS))
    whole.addPath(_scaled(raised, 0.68).translated(advance + 0.02 * EM, -0.36 * EM))
    advance += 0.68 * width + 0.04 * EM
    if rest:
        behind, more = text_outline(rest)
        whole.addPath(behind.translated(advance, 0))
        advance += more
    return whole, advance


def _scaled(path: QPainterPath, by: float) -> QPainterPath:
    return QTransform.fromScale(by, by).map(path)


def _advance(font: QFont, text: str) -> float:
    return QFontMetricsF(font).horizontalAdvance(text)


def _outline(data: str) -> QPainterPath:
    """The painter path of SVG path data of moves, lines, quadratic and cubic curves, as ziamath writes it."""
    path, numbers, command = QPainterPath(), list[float](), ""
    for token in [*_TOKEN.findall(data), "M"]:
        if not token.isalpha():
            numbers.append(float(token))
            continue
        points = [QPointF(x, y) for x, y in zip(numbers[::2], numbers[1::2], strict=True)]
        match command:
            case "M":
                path.moveTo(points[0])
            case "L":
                path.lineTo(points[0])
            case "Q":
                path.quadTo(points[0], points[1])
            case "C":
                path.cubicTo(points[0], points[1], points[2])
            case "Z":
                path.closeSubpath()
        command, numbers = token, []
    return path
