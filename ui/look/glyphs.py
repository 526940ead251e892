"""Our own glyphs of layers and activations: a 24 px box, 1.5 px round strokes, true curves."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

from ui.look.svg_path import svg_path

BOX = 24.0
STROKE = 1.5
_AXES = "M3 12H21M12 3V21"


@dataclass(frozen=True)
class Glyph:
    """What one glyph draws, in its 24 px box: strokes, filled dots (x, y, radius), rings, faint axes."""

    strokes: str = ""
    dots: tuple[tuple[float, float, float], ...] = ()
    rings: tuple[tuple[float, float, float], ...] = ()
    faint: str = ""


_GLYPHS: dict[str, Glyph] = {
    "neuron": Glyph("M2 12H5.5M18.5 12H22", rings=((12, 12, 6.5),)),
    "input": Glyph("M2.5 12H10M6.8 9.2L10 12L6.8 14.8", rings=((15, 12, 5),)),
    "output": Glyph("M14 12H21.5M18.3 9.2L21.5 12L18.3 14.8", rings=((9, 12, 5),)),
    "loss": Glyph(dots=((12, 12, 1),), rings=((12, 12, 8), (12, 12, 3.6))),
    "dense": Glyph(
        "M6 6L18 6M6 6L18 18M6 18L18 6M6 18L18 18", dots=((6, 6, 2.6), (6, 18, 2.6), (18, 6, 2.6), (18, 18, 2.6))
    ),
    "tanh": Glyph("M3 18.5C9 18.5 10 17 12 12S15 5.5 21 5.5", faint=_AXES),
    "sigmoid": Glyph("M3 19C10 19 10 16 12 12S14 5 21 5", faint=_AXES),
    "relu": Glyph("M3 12H12L20 4", faint=_AXES),
    "gelu": Glyph("M3 12.2C8 12.6 9.5 14.6 12 12C14 9.8 17 6.5 20 3.6", faint=_AXES),
    "step": Glyph("M3 18H12V6H21", faint=_AXES),
    "sign": Glyph("M3 19.5H12V4.5H21", faint=_AXES),
    "linear": Glyph("M4 20L20 4", faint=_AXES),
    "leaky_relu": Glyph("M3 14.6L12 12L20 4", faint=_AXES),
    "elu": Glyph("M3 15.6C7 15.2 9.5 14.5 12 12L20 4", faint=_AXES),
    "selu": Glyph("M3 18.3C7 17.6 9.9 15.7 12 12L19.6 4", faint=_AXES),
    "silu": Glyph("M3 12.6C8 13.6 9.5 14.4 12 12C14 9.9 17 6.4 20 3.8", faint=_AXES),
    "softplus": Glyph("M3 11.6C7 11.2 9.8 10.3 12 9.2S17.6 5.6 20 3.5", faint=_AXES),
    "hard_sigmoid": Glyph("M3 18H7L17 6H21", faint=_AXES),
    "softmax": Glyph("M5 20V15M9.7 20V6M14.3 20V11M19 20V17"),
    "convolution": Glyph("M5 3.5H19A1.5 1.5 0 0 1 20.5 5V19A1.5 1.5 0 0 1 19 20.5H5A1.5 1.5 0 0 1 3.5 19V5"
                         "A1.5 1.5 0 0 1 5 3.5Z",
                         faint="M9.2 3.5V20.5M14.8 3.5V20.5M3.5 9.2H20.5M3.5 14.8H20.5"),
    "recurrent": Glyph("M9.5 9H14.5A2.5 2.5 0 0 1 17 11.5V16.5A2.5 2.5 0 0 1 14.5 19H9.5A2.5 2.5 0 0 1 7 16.5V11.5"
                       "A2.5 2.5 0 0 1 9.5 9ZM12 9V6.5A3 3 0 0 1 18 6.5V7M2.5 14H7M17 14H21.5"),
    "attention": Glyph("M5 19C10 19 14 5 19 5M5 12C10 12 14 5 19 5", faint="M4 5H20M4 12H20M4 19H20"),
    "merge": Glyph("M12 9.8V14.2M9.8 12H14.2M2.5 5C6 5 7 9 8.5 10M2.5 19C6 19 7 15 8.5 14M16.5 12H21.5",
                   rings=((12, 12, 4.5),)),
    "normalization": Glyph("M3 18C8 18 8 6 12 6S16 18 21 18", faint="M12 6V8M12 10V12M12 14V16"),
}  # fmt: skip
_ALIASES = {
    "activation": "tanh", "leaky": "leaky_relu", "gelu_tanh": "gelu", "conv2d": "convolution", "lstm": "recurrent",
}  # fmt: skip


def glyph_kinds() -> tuple[str, ...]:
    """The kinds that have a glyph."""
    return tuple(_GLYPHS)


def has_glyph(kind: str) -> bool:
    """Whether `kind` (a layer kind or an activation) has a glyph of its own."""
    return _ALIASES.get(kind, kind) in _GLYPHS


@cache
def glyph_path(kind: str) -> QPainterPath:
    """Strokes and rings of a glyph in its 24 px box, to be drawn with a 1.5 px round pen.

    Raises:
        KeyError: the kind has no glyph.
    """
    glyph = _glyph(kind)
    path = svg_path(glyph.strokes)
    for x, y, radius in glyph.rings:
        path.addEllipse(QRectF(x - radius, y - radius, 2 * radius, 2 * radius))
    return path


def paint_glyph(painter: QPainter, kind: str, rect: QRectF, color: QColor) -> None:
    """Draw a glyph centred in `rect`, as large as fits, in one colour; the painter's state is kept."""
    glyph = _glyph(kind)
    factor = min(rect.width(), rect.height()) / BOX
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(rect.center())
    painter.scale(factor, factor)
    painter.translate(-BOX / 2, -BOX / 2)
    if glyph.faint:
        faint = QColor(color)
        faint.setAlphaF(0.28)
        painter.setPen(QPen(faint, 1.0, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap))
        painter.drawPath(svg_path(glyph.faint))
    pen = QPen(color, STROKE, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPath(glyph_path(kind))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color)
    for x, y, radius in glyph.dots:
        painter.drawEllipse(QRectF(x - radius, y - radius, 2 * radius, 2 * radius))
    painter.restore()


def _glyph(kind: str) -> Glyph:
    return _GLYPHS[_ALIASES.get(kind, kind)]
