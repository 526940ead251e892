"""What is wrong with a picture of the window: texts that are cut, lie over each other or are hard to read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPoint, QRect, QRectF
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QAbstractScrollArea, QGraphicsView, QWidget

from tests.ui.window.room_for_text import covered_now, cut_now
from ui.lecture.presenter import Presenter

if TYPE_CHECKING:
    from screens.painted import Text
    from screens.stage import Shot

NEAR = 1.5
"""Pixels that nobody sees."""
LEAST, LEAST_ON_STAGE = 11.0, 24.0
"""The smallest type, in pixels at 100 %, and on a stage of 1600 × 1000."""
CONTRAST = 3.0
CROSSED, OFF = 0.12, 48.0
"""The share of a text's box that may be of another color than its ink and its ground, and how different that is."""

Pixels = NDArray[np.float64]


def faults(shot: Shot, texts: Sequence[Text], scale: float) -> list[str]:
    """What is wrong with a picture, a sentence each."""
    pixels = _pixels(shot.picture.toImage())
    if shot.widget:
        texts = [text for text in texts if text.owner is not None and text.owner.window() is shot.widget.window()]
    seen = [text for text in texts if text.owner.isEnabled() and text.seen.height() > 0.6 * text.box.height()
            and _ink_shows(text, text.box, pixels, shot.corner)]
    found = [f"cut: {told}" for told in cut_now(shot.widget)] if shot.widget else []
    found += [f"covered: {told}" for told in covered_now(shot.widget)] if shot.widget else []
    found += [f"cut: '{text.text}' by {round(text.short, 1)}" for text in seen if text.short > NEAR]
    found += [f"edge: '{text.text}' {_at(text, shot.corner)}" for text in seen if _over_an_edge(text)]
    found += [f"over: '{one.text}' and '{other.text}' {_at(one, shot.corner)}"
              for one, other in _over_each_other(seen, pixels, shot.corner)]
    least = LEAST_ON_STAGE * shot.widget.stage.unit if isinstance(shot.widget, Presenter) else LEAST * scale
    found += [f"small: '{text.text}' {round(text.size, 1)} px {_at(text, shot.corner)}" for text in seen
              if 0 < text.size < 0.93 * least]
    for text in seen:
        contrast, crossed = _legible(text, pixels, shot.corner)
        if contrast < CONTRAST:
            found.append(f"faint: '{text.text}' {contrast:.1f} {_at(text, shot.corner)}")
        if crossed > CROSSED:
            found.append(f"crossed: '{text.text}' {crossed:.2f} {_at(text, shot.corner)}")
    return list(dict.fromkeys(found))


def _over_an_edge(text: Text) -> bool:
    """Whether a clip or its own widget cuts it off, other than the edge of what may be scrolled or panned."""
    owner = text.owner
    if owner is not None and isinstance(owner.parentWidget(), QAbstractScrollArea):
        inside = QRectF(QRect(owner.mapToGlobal(QPoint(0, 0)), owner.size())).contains(text.box)
        return inside and text.lost > NEAR
    return text.lost > NEAR


def _over_each_other(texts: Sequence[Text], pixels: Pixels, corner: QPoint) -> Iterator[tuple[Text, Text]]:
    for one, other in combinations(texts, 2):
        both = one.seen & other.seen
        if min(both.width(), both.height()) <= NEAR or _floats_over(one.owner, other.owner):
            continue
        twice = one.text == other.text and (one.box.topLeft() - other.box.topLeft()).manhattanLength() < 2 * NEAR
        if not twice and _ink_shows(one, one.seen, pixels, corner, other) and \
                _ink_shows(other, other.seen, pixels, corner, one):
            yield one, other


def _floats_over(one: QWidget | None, other: QWidget | None) -> bool:
    """Whether one stands over the other on a panel or a card of its own."""
    if one is other or one is None or other is None:
        return False
    return one.window() is not other.window() or _on_canvas(one) or _on_canvas(other)


def _on_canvas(widget: QWidget) -> bool:
    return isinstance(widget.parentWidget(), QGraphicsView)


def _pixels(image: QImage) -> Pixels:
    image = image.convertToFormat(QImage.Format.Format_RGB32)
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
    return rows[:, : 4 * image.width()].reshape(image.height(), image.width(), 4)[..., 2::-1].astype(float)


def _cut_out(box: QRectF, pixels: Pixels, corner: QPoint, around: int = 0) -> Pixels:
    rect = box.translated(-corner.x(), -corner.y()).toAlignedRect().adjusted(-around, -around, around, around)
    return pixels[max(0, rect.top()):max(0, rect.bottom() + 1), max(0, rect.left()):max(0, rect.right() + 1)]


def _ground_and_ink(text: Text, pixels: Pixels, corner: QPoint) -> tuple[Any, Any]:
    """The color that most of the surroundings of a text have, and its ink on it."""
    around = _cut_out(text.box, pixels, corner, 2).reshape(-1, 3)
    rough = np.round(around / 8).astype(int) @ (1, 64, 4096)
    values, counts = np.unique(rough, return_counts=True)
    ground = around[rough == values[counts.argmax()]].mean(axis=0)
    ink, alpha = np.array(text.ink.getRgb()[:3], float), text.ink.alphaF()
    return ground, ground + alpha * (ink - ground)


def _ink_shows(text: Text, box: QRectF, pixels: Pixels, corner: QPoint, other: Text | None = None) -> bool:
    """Whether its color is there, beside the other text if there is one, so that nothing was painted over it."""
    inside = _cut_out(box, pixels, corner)
    if not inside.size or text.ink.alpha() == 0:
        return False
    ground, ink = _ground_and_ink(text, pixels, corner)
    off = np.linalg.norm(inside - ink, axis=2)
    if other is not None:
        hidden = (other.box & box).translated(-box.left(), -box.top()).toAlignedRect()
        beside = np.ones(off.shape, bool)
        beside[max(0, hidden.top()):hidden.bottom() + 1, max(0, hidden.left()):hidden.right() + 1] = False
        off = off[beside] if beside.any() else off
    return float(off.min()) < max(12.0, 0.5 * float(np.linalg.norm(ground - ink)))


def _legible(text: Text, pixels: Pixels, corner: QPoint) -> tuple[float, float]:
    """Contrast of ink and ground, and the share of its box that is neither of them nor between them."""
    ground, ink = _ground_and_ink(text, pixels, corner)
    inside, way = _cut_out(text.seen, pixels, corner).reshape(-1, 3) - ground, ink - ground
    along = np.clip(inside @ way / max(1.0, float(way @ way)), 0.0, 1.0)
    off = np.linalg.norm(inside - along[:, None] * way, axis=1)
    light, dark = sorted((_luminance(ground), _luminance(ink)), reverse=True)
    return (light + 0.05) / (dark + 0.05), float((off > OFF).mean()) if len(off) else 0.0


def _luminance(color: Any) -> float:
    """Relative luminance of an sRGB color of 0–255 (WCAG 2)."""
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in (np.asarray(color) / 255)]
    return float(np.dot(linear, (0.2126, 0.7152, 0.0722)))


def _at(text: Text, corner: QPoint) -> str:
    """Where it is in the picture."""
    spot = text.box.center() - corner
    return f"at {round(spot.x())},{round(spot.y())}"
