"""Numbers to colours: the diverging ramp of signed values and the sequential ramp of non-negative ones."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import Any, Literal

import numpy as np
import numpy.typing as npt
from PySide6.QtGui import QColor, QImage

from ui.look.theme import theme
from ui.look.tokens import Tokens, load_tokens

Ramp = Literal["diverging", "sequential"]
STEPS = 1024


def diverging_image(array: npt.NDArray[np.floating[Any]], lo: float, hi: float, tokens: Tokens | None = None) -> QImage:
    """Picture of a [rows, columns] array, negative end of the ramp at `lo`, positive end at `hi`; row 0 on top."""
    return _image(array, lo, hi, "diverging", tokens)


def sequential_image(
    array: npt.NDArray[np.floating[Any]], lo: float, hi: float, tokens: Tokens | None = None
) -> QImage:
    """Picture of a [rows, columns] array of non-negative values, paper at `lo`, ink at `hi`; row 0 on top."""
    return _image(array, lo, hi, "sequential", tokens)


def diverging_color(value: float, lo: float, hi: float, tokens: Tokens | None = None) -> QColor:
    """Colour of one signed value between `lo` and `hi`; the error colour for NaN."""
    return QColor(_pixel(value, lo, hi, "diverging", tokens))


def sequential_color(value: float, lo: float, hi: float, tokens: Tokens | None = None) -> QColor:
    """Colour of one non-negative value between `lo` and `hi`; the error colour for NaN."""
    return QColor(_pixel(value, lo, hi, "sequential", tokens))


def ramp_pixels(
    array: npt.NDArray[np.floating[Any]], lo: float, hi: float, ramp: Ramp, tokens: Tokens | None = None
) -> npt.NDArray[np.uint32]:
    """0xFFRRGGBB of every cell, same shape; cells outside the range take its ends, NaN takes the error colour."""
    used = tokens or theme().tokens
    table = _table(ramp, used.variant, used.high_contrast)
    values = np.asarray(array, dtype=np.float32)
    finite = np.isfinite(values)
    span = np.float32(hi - lo) if hi > lo else np.float32(1.0)
    cells = np.where(finite, (values - np.float32(lo)) * (np.float32(STEPS - 1) / span), np.float32(0.0))
    index = np.clip(cells, 0, STEPS - 1).astype(np.int32)
    return table[np.where(np.isnan(values), STEPS, np.where(finite, index, np.where(values > 0, STEPS - 1, 0)))]


def _pixel(value: float, lo: float, hi: float, ramp: Ramp, tokens: Tokens | None) -> int:
    """What `ramp_pixels` gives for one number, at a tenth of what an array of one costs."""
    used = tokens or theme().tokens
    if math.isnan(value):
        place = STEPS
    elif math.isinf(value):
        place = STEPS - 1 if value > 0 else 0
    else:
        span = np.float32(hi - lo) if hi > lo else np.float32(1.0)
        cell = (np.float32(value) - np.float32(lo)) * (np.float32(STEPS - 1) / span)
        place = int(min(max(cell, 0.0), STEPS - 1.0))
    return int(_table(ramp, used.variant, used.high_contrast)[place])


def _image(array: npt.NDArray[np.floating[Any]], lo: float, hi: float, ramp: Ramp, tokens: Tokens | None) -> QImage:
    pixels = np.ascontiguousarray(ramp_pixels(np.atleast_2d(array), lo, hi, ramp, tokens))
    rows, columns = pixels.shape
    # The copy lets the picture outlive the array that it was read from.
    return QImage(pixels.data, columns, rows, columns * 4, QImage.Format.Format_RGB32).copy()


@lru_cache(maxsize=8)
def _table(ramp: Ramp, variant: Literal["light", "dark"], high_contrast: bool) -> npt.NDArray[np.uint32]:
    """STEPS colours along the ramp, then the error colour."""
    tokens = load_tokens(variant, high_contrast)
    stops = tokens.divm if ramp == "diverging" else tokens.seqm
    at = np.linspace(0.0, 1.0, STEPS)
    knots = np.linspace(0.0, 1.0, len(stops))
    red, green, blue = (
        np.interp(at, knots, [color.getRgb()[channel] for color in stops]).round().astype(np.uint32)
        for channel in range(3)
    )
    ramp_colors = 0xFF000000 | (red << 16) | (green << 8) | blue
    return np.append(ramp_colors, tokens.err.rgb()).astype(np.uint32)
