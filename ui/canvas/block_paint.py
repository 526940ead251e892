"""Painting of blocks: a titled frame around what stands in them, or a card that shows it in small."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from PySide6.QtCore import QLineF, QPointF, QRectF
from PySide6.QtGui import QPainter, QPen

from nnsim.text import tr
from ui.canvas.appearance import Look, Weight, draw_text, elided, faded, mixed, round_rect, text_width
from ui.canvas.blocks_of import FOOT, HEAD, TITLE, Block
from ui.canvas.card_paint import SELECTED, CardState, paint_surface
from ui.look import paint_icon

RADIUS, STACK = 18.0, 5.0
ICON = 16.0
_NAME, _FACTS, _FRAME_NAME = 14.0, 12.0, 13.0
_PAD, _INSET = 14.0, 12.0
_HIGH, _OVER, _SMALL_ICON = 14.0, 3.0, 12.0  # px on the screen: a line of text, its distance from a frame below it


def stands_over(block: Block, zoom: float) -> bool:
    """Whether the title stands above the frame: from afar it is higher than the room that it has inside."""
    return not block.folded and (TITLE - 4) * zoom < _HIGH


def shown_block_name(block: Block) -> str:
    """What a block is called; one without a name of its own is a block."""
    return block.name or tr("Block")


def fold_rect(block: Block, zoom: float = 1.0) -> QRectF:
    """Where a click folds or opens the block."""
    if stands_over(block, zoom):
        size, top = _SMALL_ICON / zoom, block.rect.top() - (_OVER + (_HIGH + _SMALL_ICON) / 2) / zoom
        return QRectF(block.rect.left(), top, size, size)
    size = ICON / min(1.0, max(zoom, 0.4))
    if block.folded:
        return QRectF(block.rect.right() - 8 - size, block.rect.top() + 10, size, size)
    return QRectF(block.rect.left() + 12, block.rect.top() + (TITLE - 4) / 2 - size / 2 + 2, size, size)


def title_rect(block: Block, zoom: float = 1.0) -> QRectF:
    """The head of a block: what is written there, and the place to take hold of a frame."""
    rect = block.rect
    if stands_over(block, zoom):
        high = (_HIGH + _OVER) / zoom
        return QRectF(rect.left(), rect.top() - high, rect.width(), high)
    return QRectF(rect.left(), rect.top(), rect.width(), HEAD if block.folded else TITLE - 4)


def open_blocks(blocks: Iterable[Block]) -> Iterator[tuple[Block, bool]]:
    """The frames among the blocks, and whether each stands in another; outer ones come first."""
    outer: list[QRectF] = []
    for block in blocks:
        if not block.folded:
            yield block, any(rect.contains(block.rect) for rect in outer)
            outer.append(block.rect)


def paint_frame(painter: QPainter, block: Block, look: Look, selected: bool, hovered: bool, inner: bool) -> None:
    """An open block, which lies under its cards; an `inner` one stands in another, whose frame its title would cross.
    """
    tokens, rect, thin = look.tokens, block.rect, 1.0 / min(1.0, look.zoom)
    usual = QPen(tokens.text3 if hovered else tokens.border2, 1.25 * thin)
    painter.setPen(QPen(tokens.sel, SELECTED / look.zoom) if selected else usual)
    painter.setBrush(faded(tokens.text3, 0.07 if tokens.dark else 0.05))
    round_rect(painter, rect, RADIUS)
    over = stands_over(block, look.zoom)
    if over and inner:
        return
    fold = fold_rect(block, look.zoom)
    paint_icon(painter, "caret-down", fold, tokens.text2)
    scale = look.text_scale(_FRAME_NAME)
    gap, end = (3.0 / look.zoom, 0.0) if over else (6.0, 14.0)
    room = (rect.right() - fold.right() - gap - end) / scale
    name = elided(shown_block_name(block), _FRAME_NAME, Weight.DemiBold, room)
    at = QPointF(fold.right() + gap, fold.center().y() + 0.36 * _FRAME_NAME * scale)
    draw_text(painter, at, name, _FRAME_NAME, Weight.DemiBold, tokens.text2, scale=scale)


def paint_folded(painter: QPainter, block: Block, look: Look, state: CardState) -> None:
    """A block that stands as one card, with its inside in small and the ports at its edges."""
    tokens, rect, thin = look.tokens, block.rect, 1.0 / min(1.0, look.zoom)
    painter.setPen(QPen(tokens.border2, thin))
    painter.setBrush(tokens.surface)
    round_rect(painter, rect.translated(STACK, -STACK), RADIUS - 4)
    paint_surface(painter, rect, look, state)
    _head(painter, block, look)
    _sketch(painter, block, look)
    painter.setPen(QPen(tokens.border2, 1.5 * thin))
    painter.setBrush(tokens.surface)
    for x, ports in ((rect.left(), block.arriving), (rect.right(), block.leaving)):
        for _, y in ports:
            painter.drawEllipse(QPointF(x, y), 4.0, 4.0)


def _head(painter: QPainter, block: Block, look: Look) -> None:
    rect, tokens = block.rect, look.tokens
    if rect.width() * look.zoom < 30:
        return
    scale, small = look.text_scale(_NAME), look.text_scale(_FACTS)
    fold = fold_rect(block, look.zoom)
    room, name = fold.left() - rect.left() - _PAD - 4, shown_block_name(block)
    wide = text_width(name, _NAME, Weight.DemiBold) * scale
    if wide > room:
        scale = max(1.0, scale * room / wide)
    title = elided(name, _NAME, Weight.DemiBold, room / scale)
    draw_text(painter, QPointF(rect.x() + _PAD, rect.y() + 27), title, _NAME, Weight.DemiBold, tokens.text, scale=scale)
    if look.zoom >= 0.5:
        count = len(block.nodes)
        facts = tr("1 node") if count == 1 else tr("{count} nodes", count=count)
        facts = elided(facts, _FACTS, Weight.Medium, (rect.width() - 2 * _PAD) / small)
        at = QPointF(rect.x() + _PAD, rect.y() + 27 + max(18.0, 14.5 / look.zoom))
        draw_text(painter, at, facts, _FACTS, Weight.Medium, tokens.text3, scale=small)
    paint_icon(painter, "caret-right", fold, tokens.text2)


def _sketch(painter: QPainter, block: Block, look: Look) -> None:
    """The cards inside as small boxes where they stand to each other."""
    body = block.rect.adjusted(_PAD + _INSET, HEAD, -_PAD - _INSET, -FOOT)
    whole = QRectF()
    for outline in block.outlines:
        whole = whole.united(QRectF(*outline))
    if whole.isEmpty():
        return
    factor = min(body.width() / whole.width(), body.height() / whole.height(), 0.4)
    tokens = look.tokens
    painter.setPen(QPen(tokens.border2, 1.0 / min(1.0, look.zoom)))
    painter.setBrush(mixed(tokens.text3, tokens.surface, 0.10))
    for outline in block.outlines:
        box = QRectF(*outline)
        middle = body.center() + (box.center() - whole.center()) * factor
        size = QRectF(0, 0, max(3.0, box.width() * factor), max(3.0, box.height() * factor))
        size.moveCenter(middle)
        round_rect(painter, size, min(4.0, size.width() / 3))
    for ports, edge, side in ((block.arriving, block.rect.left(), body.left()),
                              (block.leaving, block.rect.right(), body.right())):  # fmt: skip
        for _, y in ports:
            painter.drawLine(QLineF(edge, y, side, y))


def frame_title_at(block: Block, point: QPointF, zoom: float) -> bool:
    """Whether a point lies on the title of a frame, or on its edge."""
    rect = block.rect
    edge = rect.contains(point) and not rect.adjusted(6, 6, -6, -6).contains(point)
    return edge or title_rect(block, zoom).contains(point)

