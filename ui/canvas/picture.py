"""A picture of a document's network without a window: thumbnails, the tour's pages, exports."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from PySide6.QtCore import QPointF, QSize
from PySide6.QtGui import QColor, QImage, QPainter, QPixmap

from nnsim.document import Document, Note
from ui.canvas.appearance import Look
from ui.canvas.block_paint import open_blocks, paint_folded, paint_frame
from ui.canvas.card import Card
from ui.canvas.card_paint import CardState, paint_card
from ui.canvas.detail import Detail
from ui.canvas.diagram import Diagram, diagram_of
from ui.canvas.disc import disc_pixmap, map_image
from ui.canvas.kernel_tiles import kerneled, paint_kernels
from ui.canvas.link_paint import paint_ribbon, paint_strokes, strokes_of
from ui.canvas.note_paint import note_rect, paint_note
from ui.canvas.showing import Showing
from ui.canvas.spotlight import Spotlight
from ui.canvas.unit_paint import paint_units, unit_color
from ui.canvas.weaving import wiring_of
from ui.look import Tokens

FRAME = 24.0


def render_picture(document: Document, size: QSize, tokens: Tokens, showing: Showing | None = None,
                   ground: QColor | None = None) -> QImage:  # fmt: skip
    """The whole network, fitted into a picture of `size` device pixels, on the canvas color or on `ground`."""
    image = QImage(size, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(ground or tokens.canvas)
    diagram, notes = diagram_of(document), document.views.notes
    box = diagram.bounds
    for note in notes:
        box = box.united(note_rect(note))
    if box.isEmpty():
        return image
    if showing is None:
        showing = Showing()
        showing.take(document)
    bounds = box.adjusted(-FRAME, -FRAME, FRAME, FRAME)
    zoom = min(size.width() / bounds.width(), size.height() / bounds.height(), 1.5)
    look = Look(tokens, zoom, zoom)
    painter = QPainter(image)
    painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
    painter.translate(QPointF(size.width() / 2, size.height() / 2))
    painter.scale(zoom, zoom)
    painter.translate(-bounds.center())
    paint_network(painter, diagram, look, showing, notes)
    painter.end()
    return image


def paint_network(
    painter: QPainter, diagram: Diagram, look: Look, showing: Showing, notes: Iterable[Note] = ()
) -> None:
    """Everything that stands on the canvas, in scene coordinates."""
    for block, inner in open_blocks(diagram.blocks):
        paint_frame(painter, block, look, False, False, inner)
    for card in diagram.seen.values():
        paint_card(painter, card, look, CardState())
    showing = replace(showing, kernels=kerneled(diagram, showing))
    wiring = wiring_of(diagram, look.detail == Detail.STRIP)
    for ribbon in wiring.ribbons:
        paint_ribbon(painter, ribbon, look)
    for _ in paint_strokes(painter, strokes_of(wiring.wires, look, showing), look):
        pass

    def disc(card: Card, unit: int, opacity: float) -> QPixmap:
        maps = showing.maps.get(card.id)
        flat = maps is None or unit >= len(maps) or look.detail < Detail.MAPS
        filling = (
            unit_color(card, unit, look, showing)
            if flat or maps is None
            else map_image(maps[unit], card.activation, look)
        )
        return disc_pixmap(filling, card.shape.radius, look, opacity)

    for card in diagram.seen.values():
        paint_units(painter, card, look, showing, disc)
    paint_kernels(painter, diagram, look, showing, Spotlight())
    for block in diagram.blocks:
        if block.folded:
            paint_folded(painter, block, look, CardState())
    for note in notes:
        paint_note(painter, note, look)
