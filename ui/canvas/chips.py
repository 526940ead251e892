"""Chips: the weight of a wire, written in the gap between the cards."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QPainter, QPen

from nnsim.text import format_number
from ui.canvas.appearance import Align, Look, Weight, draw_text, round_rect, text_width
from ui.canvas.diagram import Diagram
from ui.canvas.geometry import chip_center
from ui.canvas.math_text import draw_math, math_name
from ui.canvas.showing import Showing
from ui.canvas.wires import Wire
from ui.look import paint_icon

CHIP_HEIGHT, CHIP_WIDTH, SIZE = 24.0, 74.0, 12.5
ROOM = 95.0  # of a gap on a stage, for a chip and the number that comes along the wire


def paint_chips(painter: QPainter, wires: tuple[Wire, ...], hot: frozenset[Wire], diagram: Diagram, look: Look,
                showing: Showing) -> None:  # fmt: skip
    """A chip for each wire, outlined in its color where it is hot; with the old weight too where there is a new one.

    They are large enough to be read, as far as the gap has room; on a stage they are left out where it has not.
    """
    scale, gap = look.text_scale(SIZE), min((_gap(wire, diagram) for wire in wires), default=0.0)
    if not look.bare:
        scale = min(scale, max(1.0, gap / CHIP_WIDTH))
    elif scale > 1.0 and gap < ROOM * scale:
        return
    for wire, center in chip_places(wires, diagram, scale):
        text = format_number(showing.weight(wire))
        if showing.weight(wire) != showing.old_weight(wire):
            text = changed_text(showing.old_weight(wire), showing.weight(wire))
        weight = showing.weight(wire)
        outline = look.tokens.sign(weight) if wire in hot and len(wires) > 1 else None
        index = diagram.weight_number(wire.target, wire.row, wire.column)
        painter.save()
        painter.translate(center)
        painter.scale(scale, scale)
        painter.translate(-center)
        _chip(painter, center, index, text, look.tokens.sign(weight), outline, look)
        painter.restore()
        if showing.frozen_cell(wire.path, (wire.row, wire.column)):
            paint_icon(painter, "lock-fill", QRectF(center.x() + 22, center.y() - 22, 11, 11), look.tokens.text3)


def changed_text(old: float, new: float) -> str:
    """The old and the new weight; or, where they look alike, the old one and the change."""
    before, after = format_number(old), format_number(new)
    return f"{before} {format_number(new - old, signed=True)}" if before == after else f"{before} → {after}"


def _gap(wire: Wire, diagram: Diagram) -> float:
    return diagram.cards[wire.target].rect.left() - diagram.cards[wire.source].rect.right()


def chip_places(wires: tuple[Wire, ...], diagram: Diagram, scale: float = 1.0) -> list[tuple[Wire, QPointF]]:
    """Centers of the chips: in the gap, where the bundle is widest, moved apart where they would overlap."""
    places: list[tuple[Wire, QPointF]] = []
    spread_source = len({round(wire.start.y()) for wire in wires}) >= len({round(wire.end.y()) for wire in wires})
    for wire in wires:
        source, target = diagram.cards[wire.source], diagram.cards[wire.target]
        right, left = (source.rect.right(), target.rect.left())
        places.append((wire, chip_center(wire.start, wire.end, right, left, spread_source)))
    places.sort(key=lambda place: place[1].y())
    taken: list[QRectF] = []
    result = []
    for wire, center in places:
        wide, high = CHIP_WIDTH * scale, CHIP_HEIGHT * scale
        box = QRectF(center.x() - wide / 2, center.y() - high / 2, wide, high)
        while any(box.intersects(other) for other in taken):
            box.translate(0, 2)
        taken.append(box.adjusted(0, 0, 0, 3))
        result.append((wire, box.center()))
    return result


def _chip(
    painter: QPainter, center: QPointF, index: str, text: str, color: QColor, outline: QColor | None, look: Look
) -> None:
    name = math_name("w", index)
    width = max(CHIP_WIDTH, 8 + name[1] * 14 + 8 + text_width(text, 12.5, Weight.DemiBold) + 9)
    box = QRectF(center.x() - width / 2, center.y() - CHIP_HEIGHT / 2, width, CHIP_HEIGHT)
    painter.setPen(QPen(look.tokens.border2, 1.0) if outline is None else QPen(outline, 1.75))
    painter.setBrush(look.tokens.surface)
    round_rect(painter, box, 8)
    draw_math(painter, box.x() + 8, center.y() + 4.5, name, 14, look.tokens.text2)
    draw_text(painter, QPointF(box.right() - 9, center.y() + 4.5), text, 12.5, Weight.DemiBold, color, Align.AlignRight)
