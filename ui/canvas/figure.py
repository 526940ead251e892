"""Figures for papers and slides: the network on a light ground, as SVG, PDF or PNG, whole or only what is selected."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from html import unescape
from typing import Literal

import msgspec
from PySide6.QtCore import QBuffer, QIODevice, QMarginsF, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QImage, QPageLayout, QPageSize, QPainter, QPdfWriter
from PySide6.QtSvg import QSvgGenerator

from nnsim.document import Document, Views
from nnsim.edits.grouping import copied_groups
from ui.canvas.appearance import Look, canvas_font
from ui.canvas.diagram import Diagram, diagram_of
from ui.canvas.note_paint import note_rect
from ui.canvas.picture import paint_network
from ui.canvas.showing import Showing
from ui.look import load_tokens

Format = Literal["svg", "pdf", "png"]
PX_PER_CM = 96 / 2.54
MARGIN = 12.0
MOST_PIXELS = 12_000
"""Of a side of a PNG, so that it does not fill the memory"""
_FINE = 3.0  # device pixels per px of the discs and maps that vector files hold as pictures
_FALLBACKS = "Pretendard, 'Noto Sans KR', 'Apple SD Gothic Neo', 'Malgun Gothic', sans-serif"
_WORDS = re.compile(
    r'font-family="Pretendard" font-size="(?P<size>[\d.]+)" font-weight="(?P<weight>\d+)"'
    r"|<text(?P<rest>[^>]*)>(?P<words>[^<]+)</text>"
)
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


@dataclass(frozen=True)
class FigureStyle:
    """How a figure is made.

    Attributes:
        width: of the whole figure in cm; None for the size of the canvas at 100 %.
        dots: pixels per inch of a PNG.
        clear: whether the ground is left out.
        full: whether everything is drawn as at 100 %, however small it gets; else as from such a distance, with
            letters that stay readable.
    """

    width: float | None = None
    dots: int = 300
    clear: bool = False
    full: bool = False


class Figure:
    """A document with its numbers, ready to be drawn.

    Args:
        showing: what is known of values and maps; by default what the document itself tells.
        nodes, notes: what is drawn, with the links among it; None for everything.
    """

    def __init__(
        self, document: Document, showing: Showing | None = None, nodes: frozenset[str] | None = None,
        notes: frozenset[str] | None = None,
    ) -> None:
        if showing is None:
            showing = Showing()
            showing.take(document)
        self._document, self._showing = document, showing
        self._diagram = part_of(diagram_of(document), nodes)
        self._notes = tuple(note for note in document.views.notes if notes is None or note.id in notes)
        box = self._diagram.bounds
        for note in self._notes:
            box = box.united(note_rect(note))
        self.box = box.adjusted(-MARGIN, -MARGIN, MARGIN, MARGIN) if not box.isEmpty() else QRectF()

    @property
    def empty(self) -> bool:
        """Whether there is nothing to draw."""
        return self.box.isEmpty()

    def zoom(self, style: FigureStyle) -> float:
        """Size of the figure, 1 for that of the canvas at 100 %."""
        return 1.0 if style.width is None else style.width * PX_PER_CM / self.box.width()

    def size(self, style: FigureStyle) -> QSizeF:
        """Width and height in px, of which 96 are an inch."""
        return QSizeF(self.box.width(), self.box.height()) * self.zoom(style)

    def image(self, style: FigureStyle) -> QImage:
        """The figure as pixels, fewer than wanted where a side would have more than MOST_PIXELS."""
        size = self.size(style) * (style.dots / 96)
        shrunk = min(1.0, MOST_PIXELS / max(size.width(), size.height()))
        image = QImage(_whole(size * shrunk), QImage.Format.Format_ARGB32_Premultiplied)
        image.fill(QColor(Qt.GlobalColor.transparent) if style.clear else load_tokens("light").surface)
        per_meter = round(style.dots * shrunk / 0.0254)
        image.setDotsPerMeterX(per_meter)
        image.setDotsPerMeterY(per_meter)
        with QPainter(image) as painter:
            self._paint(painter, style, style.dots / 96 * shrunk, 1.0)
        return image

    def data(self, form: Format, style: FigureStyle) -> bytes:
        """The bytes of a file."""
        buffer = QBuffer()
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        if form == "png":
            self.image(style).save(buffer, "PNG")
            return bytes(buffer.data().data())
        if form == "pdf":
            self._write_pdf(buffer, style)
            return bytes(buffer.data().data())
        self._write_svg(buffer, style)
        return _lasting(_NOT_IN_XML.sub("", bytes(buffer.data().data()).decode("utf-8", "replace"))).encode()

    def _write_svg(self, buffer: QBuffer, style: FigureStyle) -> None:
        size = self.size(style)
        device = QSvgGenerator()
        device.setOutputDevice(buffer)
        device.setResolution(96)
        device.setSize(_whole(size))
        device.setViewBox(QRectF(0, 0, size.width(), size.height()))
        device.setTitle(_NOT_IN_XML.sub("", self._document.title_in("en")) or "nnsim")
        with QPainter(device) as painter:
            if not style.clear:
                painter.fillRect(QRectF(0, 0, size.width(), size.height()), load_tokens("light").surface)
            self._paint(painter, style, 1.0, _FINE)

    def _write_pdf(self, buffer: QBuffer, style: FigureStyle) -> None:
        size = self.size(style)
        device = QPdfWriter(buffer)
        device.setResolution(1200)
        page = QPageSize(size * (72 / 96), QPageSize.Unit.Point, "", QPageSize.SizeMatchPolicy.ExactMatch)
        device.setPageLayout(QPageLayout(page, QPageLayout.Orientation.Portrait, QMarginsF()))
        device.setTitle(self._document.title_in("en"))
        device.setCreator("nnsim")
        with QPainter(device) as painter:
            self._paint(painter, style, 1200 / 96, _FINE)

    def _paint(self, painter: QPainter, style: FigureStyle, factor: float, fine: float) -> None:
        """Draw with so many device units per px; `fine` of the pixels of pictures to one device unit, or to one px."""
        zoom = self.zoom(style)
        look = Look(load_tokens("light"), 1.0 if style.full else zoom, zoom * (factor if fine == 1.0 else fine))
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        painter.scale(zoom * factor, zoom * factor)
        painter.translate(-self.box.topLeft())
        paint_network(painter, self._diagram, look, self._showing, self._notes)


def part_of(diagram: Diagram, nodes: frozenset[str] | None) -> Diagram:
    """These cards of a diagram, the links among them and the blocks that hold nothing else; all of it for None."""
    document = diagram.document
    if nodes is None or document is None:
        return diagram
    groups = copied_groups(document.views, {node: node for node in nodes}, Views())
    document = msgspec.structs.replace(document, views=msgspec.structs.replace(document.views, groups=groups))
    cards = {node: card for node, card in diagram.cards.items() if node in nodes}
    bundles = tuple(each for each in diagram.bundles if each.source.id in cards and each.target.id in cards)
    return Diagram(cards, bundles, document)


def _lasting(svg: str) -> str:
    """An SVG whose words, seen as outlines, lie as wide over them for who searches or copies, without the typeface."""
    size, weight = 1, QFont.Weight.Normal

    def measured(match: re.Match[str]) -> str:
        nonlocal size, weight
        if match["size"] is not None:
            size, weight = round(float(match["size"])), QFont.Weight(int(match["weight"]))
            return match[0]
        width = QFontMetricsF(canvas_font(size, weight)).horizontalAdvance(unescape(match["words"]))
        return f'<text textLength="{width:.2f}" lengthAdjust="spacingAndGlyphs"{match["rest"]}>{match["words"]}</text>'

    return _WORDS.sub(measured, svg).replace('font-family="Pretendard"', f'font-family="{_FALLBACKS}"')


def _whole(size: QSizeF) -> QSize:
    return QSize(max(1, math.ceil(size.width())), max(1, math.ceil(size.height())))
