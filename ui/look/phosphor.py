"""The Phosphor icon font as painter paths and pixmaps of any colour and size, through QtAwesome."""

from __future__ import annotations

import os
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from PySide6.QtCore import QPointF, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPainterPath, QPixmap, QTransform

_EM = 256


@cache
def icon_path(name: str) -> QPainterPath:
    """Outline of a Phosphor icon such as `play-fill` (the prefix `ph.` may be left out), 1 × 1 around the origin.

    Raises:
        KeyError: there is no such icon.
    """
    phosphor = _phosphor()
    face: QFont = phosphor.font("ph", _EM)
    face.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    outline = QPainterPath()
    outline.addText(QPointF(), face, phosphor.charmap["ph"][name.removeprefix("ph.")])
    # The em is square, and its middle lies halfway between ascent and descent.
    metrics = QFontMetricsF(face)
    outline.translate(-_EM / 2, (metrics.ascent() - metrics.descent()) / 2)
    return QTransform.fromScale(1 / _EM, 1 / _EM).map(outline)


def paint_icon(painter: QPainter, name: str, rect: QRectF, color: QColor) -> None:
    """Draw a Phosphor icon centred in `rect`, as large as fits."""
    size = min(rect.width(), rect.height())
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(rect.center())
    painter.scale(size, size)
    painter.fillPath(icon_path(name), color)
    painter.restore()


@lru_cache(maxsize=2048)
def icon_pixmap(name: str, color: str, size: int, ratio: float = 1.0) -> QPixmap:
    """One icon in the colour `#RRGGBB`, `size` device-independent pixels square."""
    icon_path(name)  # an unknown name is refused before a painter is at work
    pixmap = QPixmap(QSize(size, size) * ratio)
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    with QPainter(pixmap) as painter:
        paint_icon(painter, name, QRectF(QPointF(), QSizeF(size, size)), QColor(color))
    return pixmap


@cache
def _phosphor() -> Any:
    """QtAwesome's reader with the one font that is used: its own start would load eleven."""
    os.environ.setdefault("QT_API", "pyside6")
    from qtawesome import iconic_font

    fonts = Path(iconic_font.__file__).parent / "fonts"
    ttf, charmap = next(fonts.glob("phosphor-[0-9]*.ttf")), next(fonts.glob("phosphor-charmap-*.json"))
    return iconic_font.IconicFont(("ph", ttf.name, charmap.name, str(fonts)))
