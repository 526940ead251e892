"""The discs of a layer's decision maps, all at once: resampled, coloured and set into their ring as arrays."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Qt
from PySide6.QtGui import QBrush, QImage, QPainter, QPixmap

from ui.canvas.appearance import Look
from ui.canvas.disc import (
    MARGIN,
    disc_painter,
    disc_pixmap,
    draw_filling,
    draw_gap,
    draw_ring,
    map_image,
    side_of,
)
from ui.canvas.showing import value_range
from ui.look import load_tokens, ramp_pixels

Floats = NDArray[np.floating[Any]]
FORMAT = QImage.Format.Format_ARGB32_Premultiplied
Mode = QPainter.CompositionMode


@dataclass(frozen=True)
class Frame:
    """A disc without its filling: what stands around it, and how much of the filling each pixel shows.

    Attributes:
        around: premultiplied colours [side, side, 4].
        share: 0 to 255, [side, side, 1].
    """

    around: NDArray[np.uint16]
    share: NDArray[np.uint16]


def disc_sprites(maps: Floats, activation: str, radius: float, look: Look) -> list[QPixmap]:
    """What `disc_pixmap` gives for each of these maps [units, rows, columns], row 0 at the top."""
    if not np.isfinite(maps).all():  # which would spread from one cell over its neighbors
        return [disc_pixmap(map_image(values, activation, look), radius, look) for values in maps]
    side, inner = side_of(radius, look), radius / (radius + MARGIN)
    frame = _frame(side, radius, look.ratio, look.tokens.variant, look.tokens.high_contrast)
    low, high = np.array([value_range(activation, values) for values in maps], np.float32).T[..., None, None]
    shown = (_resampled(maps, side, inner) - low) / (high - low)
    filling = ramp_pixels(shown, 0.0, 1.0, "diverging", look.tokens).view(np.uint8).reshape(*shown.shape, 4)
    discs = np.minimum(frame.around + (filling * frame.share + 127) // 255, 255).astype(np.uint8)
    # The copies let the pictures outlive the array that they are read from.
    return [QPixmap.fromImage(QImage(disc.data, side, side, 4 * side, FORMAT).copy()) for disc in discs]


def _resampled(maps: Floats, side: int, inner: float) -> Floats:
    """Maps [units, side, side] of which these fill the middle share `inner`; their edges go on around it."""
    # Not as matrix products: those wake the threads of BLAS, which then take the processor from the training.
    while maps.shape[1] >= 2 * inner * side and not maps.shape[1] % 2 and not maps.shape[2] % 2:
        maps = (maps[:, ::2, ::2] + maps[:, 1::2, ::2] + maps[:, ::2, 1::2] + maps[:, 1::2, 1::2]) / 4
    for axis in (1, 2):
        before, share = _places(side, maps.shape[axis], inner)
        share = share[:, None] if axis == 1 else share
        maps = maps.take(before, axis) * (1 - share) + maps.take(before + 1, axis) * share
    return maps


@lru_cache(maxsize=32)
def _places(side: int, count: int, inner: float) -> tuple[NDArray[np.intp], NDArray[np.float32]]:
    """For each of `side` pixels the cell before it, and how far it stands towards the next one, 0 to 1."""
    at = ((np.arange(side) + 0.5) / side - (1.0 - inner) / 2) / inner * count - 0.5
    before = np.clip(np.floor(at).astype(np.intp), 0, count - 2)
    return before, np.clip(at - before, 0.0, 1.0).astype(np.float32)


@lru_cache(maxsize=8)  # those of large discs are half a megabyte each
def _frame(side: int, radius: float, ratio: float, variant: Literal["light", "dark"], high_contrast: bool) -> Frame:
    look = Look(load_tokens(variant, high_contrast), ratio=ratio)
    opaque = QBrush(look.tokens.text)
    cut, over = Mode.CompositionMode_DestinationOut, Mode.CompositionMode_SourceOver

    def around(painter: QPainter) -> None:
        draw_gap(painter, radius, look)
        painter.setCompositionMode(cut)
        draw_filling(painter, radius, opaque)
        painter.setCompositionMode(over)
        draw_ring(painter, radius, look)

    def share(painter: QPainter) -> None:
        draw_filling(painter, radius, opaque)
        painter.setCompositionMode(cut)
        draw_ring(painter, radius, look)

    return Frame(_painted(side, radius, around), _painted(side, radius, share)[..., 3:])


def _painted(side: int, radius: float, paint: Callable[[QPainter], None]) -> NDArray[np.uint16]:
    image = QImage(side, side, FORMAT)
    image.fill(Qt.GlobalColor.transparent)
    painter = disc_painter(image, radius)
    paint(painter)
    painter.end()
    pixels = np.frombuffer(image.constBits(), np.uint8).reshape(side, image.bytesPerLine() // 4, 4)
    return pixels[:, :side].astype(np.uint16)
