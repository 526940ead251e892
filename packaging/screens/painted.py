"""What text was painted where while pictures of the window are taken."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPainterPath, QPixmap, QTransform
from PySide6.QtWidgets import QWidget

from ui.canvas import math_text
from ui.canvas.kept_tiles import KeptTiles


@dataclass(frozen=True)
class Text:
    """A line of text, where its ink lies, and how it was painted.

    Attributes:
        box: around the ink, in pixels of the screen, or of a picture that it was painted on.
        seen: the part of it that is not cut off.
        lost: pixels that its own widget, or a clip while it was painted, cuts off at a side.
        size: of the type, in the pixels of the screen.
        short: pixels that the place it was given is too narrow by; what does not fit is cut off by Qt.
        ink: with the opacity it was painted with.
    """

    text: str
    box: QRectF
    seen: QRectF
    size: float
    short: float
    ink: QColor
    owner: QWidget | None = None
    lost: float = 0.0

    def moved(self, way: QTransform) -> Text:
        """The same where a picture of it is put."""
        return replace(self, box=way.mapRect(self.box), seen=way.mapRect(self.seen), size=self.size * abs(way.m22()))


class Watch:
    """Stands between painters and what is painted; keeps what is seen in pictures that are grabbed."""

    def __init__(self) -> None:
        self._texts: list[Text] = []
        self._grabbed: list[QWidget] = []
        self._names: dict[int, str] = {}
        self._draw_text, self._draw_pixmap = QPainter.drawText, QPainter.drawPixmap
        self._grab, self._fill, self._draw_tiles = QWidget.grab, QPixmap.fill, KeptTiles.draw
        self._draw_math, self._math_name = math_text.draw_math, math_text.math_name

    def begin(self) -> None:
        """Look on from now on."""
        self._stand_in(_method(self._on_text), _method(self._on_pixmap), _method(self._on_grab),
                       _method(self._on_fill), _method(self._on_tiles), self._on_math, self._on_name)

    def end(self) -> None:
        """Look away."""
        self._stand_in(self._draw_text, self._draw_pixmap, self._grab, self._fill, self._draw_tiles,
                       self._draw_math, self._math_name)

    def _stand_in(self, *calls: Callable[..., Any]) -> None:
        methods = ((QPainter, "drawText"), (QPainter, "drawPixmap"), (QWidget, "grab"), (QPixmap, "fill"),
                   (KeptTiles, "draw"))  # fmt: skip
        for (kind, name), call in zip(methods, calls, strict=False):
            setattr(kind, name, call)
        for module in [each for name, each in sys.modules.items() if name.startswith("ui.")]:
            for name, call in zip(("draw_math", "math_name"), calls[len(methods):], strict=True):
                if name in vars(module):
                    setattr(module, name, call)

    def taken(self) -> list[Text]:
        """What was painted in pictures since the last call."""
        texts, self._texts = self._texts, []
        return texts

    def _on_grab(self, widget: QWidget, *args: Any) -> QPixmap:
        self._grabbed.append(widget)
        try:
            return self._grab(widget, *args)
        finally:
            self._grabbed.pop()

    def _on_fill(self, picture: QPixmap, *args: Any) -> None:
        vars(picture)["texts"] = []
        self._fill(picture, *args)

    def _on_tiles(self, tiles: KeptTiles, *args: Any) -> bool:
        """Squares that were painted long ago tell nothing."""
        return not self._grabbed and self._draw_tiles(tiles, *args)

    def _on_text(self, painter: QPainter, *args: Any) -> Any:
        device = painter.device()
        if self._grabbed or isinstance(device, QPixmap):
            text = _read(painter, *args)
            if text is not None:
                self._keep(painter, text)
        return self._draw_text(painter, *args)

    def _on_name(self, symbol: str, index: str = "") -> tuple[QPainterPath, float]:
        name = self._math_name(symbol, index)
        self._names[id(name[0])] = symbol + index  # the name is cached, so its outline stays
        return name

    def _on_math(self, painter: QPainter, x: float, baseline: float, name: tuple[QPainterPath, float], size: float,
                 color: QColor) -> None:  # fmt: skip
        if self._grabbed or isinstance(painter.device(), QPixmap):
            way = QTransform.fromScale(size, size) * QTransform.fromTranslate(x, baseline)
            ink = way.mapRect(name[0].boundingRect())
            self._keep(painter, _placed(painter, self._names.get(id(name[0]), "?"), ink, size, 0.0, color))
        self._draw_math(painter, x, baseline, name, size, color)

    def _on_pixmap(self, painter: QPainter, *args: Any) -> None:
        picture = next(each for each in args if isinstance(each, QPixmap))
        known: list[Text] = vars(picture).get("texts", [])
        if known and (self._grabbed or isinstance(painter.device(), QPixmap)):
            way = _way(picture, *args) * painter.combinedTransform()
            for text in known:
                self._keep(painter, text.moved(way))
        self._draw_pixmap(painter, *args)

    def _keep(self, painter: QPainter, text: Text) -> None:
        device = painter.device()
        if isinstance(device, QPixmap):
            vars(device).setdefault("texts", []).append(text)
        elif isinstance(device, QWidget):
            inside = QRectF(device.rect())
            if painter.hasClipping():
                inside &= painter.combinedTransform().mapRect(painter.clipBoundingRect())
            box, seen, corner = text.box, text.seen & inside, QPointF(device.mapToGlobal(QPoint(0, 0)))
            lost = max(seen.left() - box.left(), seen.top() - box.top(),
                       box.right() - seen.right(), box.bottom() - seen.bottom())
            seen = seen.translated(corner) & _part_of(device, self._grabbed[-1])
            self._texts.append(replace(text, box=box.translated(corner), seen=seen, owner=device, lost=lost))


def _part_of(widget: QWidget, root: QWidget) -> QRectF:
    """The part of the screen where a widget is seen while `root` is grabbed."""
    part = QRect(widget.mapToGlobal(QPoint(0, 0)), widget.size())
    while widget is not root and (above := widget.parentWidget()) is not None:
        widget = above
        part &= QRect(widget.mapToGlobal(QPoint(0, 0)), widget.size())
    return QRectF(part)


def _method(stand_in: Callable[..., Any]) -> Callable[..., Any]:
    def method(self: Any, *args: Any) -> Any:
        return stand_in(self, *args)

    return method


def _read(painter: QPainter, *args: Any) -> Text | None:
    """The text that `drawText` is asked to paint, in pixels of its device; None for nothing but spaces."""
    text = next(each for each in args if isinstance(each, str))
    if not text.strip():
        return None
    metrics = QFontMetricsF(painter.font(), painter.device())
    short = 0.0
    if isinstance(args[0], (QRectF, QRect)):
        room, flags = QRectF(args[0]), int(args[1]) if not isinstance(args[1], str) else 0
        place = metrics.boundingRect(room, flags, text)
        if flags & Qt.TextFlag.TextWordWrap.value:
            ink, short = place, place.height() - room.height()
        else:
            ink = metrics.tightBoundingRect(text).translated(place.left(), place.top() + metrics.ascent())
            short = place.width() - room.width()
    elif isinstance(args[0], (QPointF, QPoint)):
        ink = metrics.tightBoundingRect(text).translated(QPointF(args[0]))
    else:
        ink = metrics.tightBoundingRect(text).translated(args[0], args[1])
    return _placed(painter, text, ink, painter.font().pixelSize(), short, painter.pen().color())


def _placed(painter: QPainter, text: str, ink: QRectF, size: float, short: float, color: QColor) -> Text:
    way, color = painter.combinedTransform(), QColor(color)
    scale = (way.m22() ** 2 + way.m21() ** 2) ** 0.5
    color.setAlphaF(color.alphaF() * painter.opacity())
    box = way.mapRect(ink)
    return Text(text, box, box, size * scale, short * scale, color)


def _way(picture: QPixmap, *args: Any) -> QTransform:
    """From the pixels of a picture to where it is painted."""
    numbers = [each for each in args if isinstance(each, (int, float))]
    if isinstance(args[0], (QPointF, QPoint)):
        return QTransform.fromTranslate(args[0].x(), args[0].y())
    if not isinstance(args[0], (QRectF, QRect)):
        return QTransform.fromTranslate(*numbers[:2])
    target, ratio = QRectF(args[0]), picture.devicePixelRatio()
    source = QRectF(args[2]) if len(args) > 2 else QRectF(picture.rect())
    way = QTransform.fromTranslate(-source.x() / ratio, -source.y() / ratio)
    way *= QTransform.fromScale(target.width() * ratio / source.width(), target.height() * ratio / source.height())
    return way * QTransform.fromTranslate(target.x(), target.y())
