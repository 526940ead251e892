"""Names of quantities such as h₃ and ŷ as outlines of the formula typeface, cached."""

from __future__ import annotations

import importlib.util
from functools import cache, lru_cache
from pathlib import Path

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QRawFont, QTransform

_EM = 100.0
_INDEX_SIZE, _INDEX_DROP = 0.68, 0.18
_ITALIC = {"h": "ℎ"}
_HAT = "ˆ"


@cache
def _font() -> QRawFont:
    spec = importlib.util.find_spec("ziamath")
    if spec is None or spec.origin is None:
        raise FileNotFoundError("the formula typeface is part of the package ziamath, which is not installed")
    return QRawFont(str(Path(spec.origin).parent / "fonts" / "STIXTwoMath-Regular.ttf"), _EM)


@lru_cache(maxsize=4096)
def math_name(symbol: str, index: str = "") -> tuple[QPainterPath, float]:
    """Outline of a name at 1 px per em with its baseline at 0, and its width in em. `ŷ` wears its hat."""
    path, width = QPainterPath(), 0.0
    for letter in symbol:
        hat = letter == "ŷ"
        outline, advance = _glyph(_italic("y" if hat else letter))
        path.addPath(outline.translated(width, 0.0))
        if hat:
            mark, _ = _glyph(_HAT)
            shift = width + outline.boundingRect().center().x() + 0.05 - mark.boundingRect().center().x()
            path.addPath(mark.translated(shift, 0.0))
        width += advance
    for digit in index:
        outline, advance = _glyph(digit)
        path.addPath(_scaled(outline, _INDEX_SIZE).translated(width, _INDEX_DROP))
        width += advance * _INDEX_SIZE
    return path, width


def draw_math(painter: QPainter, x: float, baseline: float, name: tuple[QPainterPath, float], size: float,
              color: QColor) -> None:  # fmt: skip
    """Paint a name from `math_name` with its left end at x."""
    painter.save()
    painter.translate(x, baseline)
    painter.scale(size, size)
    painter.fillPath(name[0], color)
    painter.restore()


def _italic(letter: str) -> str:
    if letter in _ITALIC:
        return _ITALIC[letter]
    if "a" <= letter <= "z":
        return chr(0x1D44E + ord(letter) - ord("a"))
    if "A" <= letter <= "Z":
        return chr(0x1D434 + ord(letter) - ord("A"))
    return {"δ": "𝛿"}.get(letter, letter)


@lru_cache(maxsize=256)
def _glyph(character: str) -> tuple[QPainterPath, float]:
    font = _font()
    index = font.glyphIndexesForString(character)[0]
    outline = _scaled(font.pathForGlyph(index), 1 / _EM)
    outline.setFillRule(Qt.FillRule.WindingFill)
    advance: QPointF = font.advancesForGlyphIndexes([index])[0]
    return outline, advance.x() / _EM


def _scaled(path: QPainterPath, factor: float) -> QPainterPath:
    return QTransform.fromScale(factor, factor).map(path)
