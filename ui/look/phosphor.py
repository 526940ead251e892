"""The Phosphor icon font as painter paths and pixmaps of any colour and size, from QtAwesome's fonts."""

from __future__ import annotations

import json
from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path

from PySide6.QtCore import QPointF, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontMetricsF, QPainter, QPainterPath, QPixmap, QTransform

_EM = 256


@cache
def icon_path(name: str) -> QPainterPath:
    """Outline of a Phosphor icon such as `play-fill` (the prefix `ph.` may be left out), 1 × 1 around the origin.

    Raises:
        KeyError: there is no such icon.
    """
    face, outline = _face(), QPainterPath()
    outline.addText(QPointF(), face, _letters()[name.removeprefix("ph.")])
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
def _face() -> QFont:
    """The icon font, an em in size."""
    number = QFontDatabase.addApplicationFont(str(next(_fonts().glob("phosphor-[0-9]*.ttf"))))
    face = QFont(QFontDatabase.applicationFontFamilies(number))
    face.setPixelSize(_EM)
    face.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return face


@cache
def _letters() -> dict[str, str]:
    """The letter of the font for each icon."""
    table = next(_fonts().glob("phosphor-charmap-*.json")).read_text("utf-8")
    return {name: chr(int(code, 16)) for name, code in json.loads(table).items()}


def _fonts() -> Path:
    """Where QtAwesome keeps its fonts. It is not imported: that alone takes a fifth of the window's start."""
    found = find_spec("qtawesome")
    assert found is not None
    assert found.origin is not None
    return Path(found.origin).parent / "fonts"
