"""Dragging cards: the selection moves, snaps to its neighbors' edges and centers, and is committed once on release."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QPainterPath

from nnsim import edits
from nnsim.document import Document
from nnsim.text import message
from ui.canvas.gestures.base import Gesture, Modifiers, Stage
from ui.canvas.gestures.gaps import gap_lines, gap_shift
from ui.canvas.gestures.insert import OnLink, curves_of, link_for, with_room
from ui.canvas.gestures.neighbors import Neighbors
from ui.canvas.into_block import frame_at, outline_of, put_in_frame
from ui.canvas.layout import GRID
from ui.canvas.travel import commit_travelling

SNAP = 6.0
MOST_LIFTED = 100
"""Cards that lie over the others once they are dragged; of more of them, each may lie over another anyway"""


class MoveGesture(Gesture):
    """Moves the selected nodes, or the pressed one, which is then selected. Alt switches snapping off.

    One that is not linked yet can be put into a link.
    """

    cursor = Qt.CursorShape.ClosedHandCursor

    def __init__(self, stage: Stage, node: str) -> None:
        self._stage = stage
        self._pressed = node
        self._from = QPointF()
        self._cards: dict[str, QRectF] = {}
        self._neighbors = Neighbors(())
        self._link: OnLink | None = None

    def start(self, point: QPointF, modifiers: Modifiers) -> None:
        if self._pressed not in self._stage.selection.nodes:
            self._stage.selection.select([self._pressed])
        self._from = point
        self._stage.feedback.clear()  # the ports of the card under the pointer
        cards = self._stage.board.diagram.cards
        self._cards = {node: QRectF(cards[node].rect) for node in self._stage.selection.nodes if node in cards}
        if len(self._cards) <= MOST_LIFTED:
            self._stage.board.lift(self._cards)
        seen = self._stage.board.diagram.seen
        self._neighbors = Neighbors(card.rect for node, card in seen.items() if node not in self._cards)

    def move(self, point: QPointF, modifiers: Modifiers) -> None:
        shift = point - self._from
        guides: tuple[QLineF, ...] = ()
        gaps: tuple[QLineF, ...] = ()
        if not modifiers & Qt.KeyboardModifier.AltModifier:
            shift, guides, gaps = self._snapped(shift)
        self._stage.feedback.guides, self._stage.feedback.gaps = guides, gaps
        self._stage.feedback.lit = self._aimed(point, modifiers)
        self._stage.feedback.show()
        moved = edits.move(self._stage.document, self._positions(shift))
        self._stage.store.preview(notes_shifted(moved, self._stage.selection.notes, shift))

    def end(self, point: QPointF, modifiers: Modifiers) -> None:
        self.move(point, modifiers)
        self._stage.feedback.clear()
        blocks = self._stage.board.diagram.blocks
        document = put_in_frame(blocks, self._stage.store.shown, tuple(self._cards), point)
        text = message("Move") if len(self._cards) > 1 else message("Move '{name}'", name=self._name())
        if self._link is not None and self._link.objection is None:
            document = edits.put_on_link(document, self._link.link, self._pressed)
            document = with_room(document, self._link.link, self._pressed, point)
            text = message("Insert '{name}'", name=self._name())
        commit_travelling(self._stage, document, text)

    def cancel(self) -> None:
        self._stage.feedback.clear()
        self._stage.store.drop_preview()

    def _aimed(self, point: QPointF, modifiers: Modifiers) -> tuple[QPainterPath, ...]:
        """What lights: the link that a single node would be put into, else the frame that the nodes would stand in."""
        alone = len(self._cards) == 1 and not modifiers & Qt.KeyboardModifier.AltModifier
        self._link = link_for(self._stage, self._pressed, point, self._link) if alone else None
        if self._link is not None and self._link.objection is None:
            return curves_of(self._stage.board, self._link.link)
        frame = frame_at(self._stage.board.diagram.blocks, point, self._cards)
        return () if frame is None else (outline_of(frame),)

    def _name(self) -> str:
        return self._stage.document.network.node(next(iter(self._cards))).name

    def _positions(self, shift: QPointF) -> dict[str, tuple[float, float]]:
        return {node: (rect.x() + shift.x(), rect.y() + shift.y()) for node, rect in self._cards.items()}

    def _snapped(self, shift: QPointF) -> tuple[QPointF, tuple[QLineF, ...], tuple[QLineF, ...]]:
        """The shift to a neighbor's edge or center, else to equal distances, else to the grid; guides; equal gaps."""
        box = QRectF()
        for rect in self._cards.values():
            box = box.united(rect)
        around, reach = self._neighbors, SNAP / self._stage.zoom
        moved, guides = snapped(box, shift, around.lined(box.translated(shift), reach), reach)
        for axis in (0, 1):
            lined = any((guide.dx() == 0) == (axis == 0) for guide in guides)
            there = box.translated(shift)
            gap = None if lined else gap_shift(there, around.beside(there, axis), axis, reach)
            if gap is not None and axis == 0:
                moved.setX(shift.x() + gap)
            elif gap is not None:
                moved.setY(shift.y() + gap)
        final = box.translated(moved)
        return moved, guides, tuple(
            line for axis in (0, 1) for line in gap_lines(final, around.beside(final, axis), axis))


def notes_shifted(document: Document, notes: Collection[str], shift: QPointF) -> Document:
    """The document with these notes moved by so many px."""
    places = {note.id: note.position for note in document.views.notes if note.id in notes}
    return edits.move_notes(document, {note: (x + shift.x(), y + shift.y()) for note, (x, y) in places.items()})


def snapped(box: QRectF, shift: QPointF, others: Iterable[QRectF], reach: float) -> tuple[QPointF, tuple[QLineF, ...]]:
    """The shift that lines a box up with another's edge or center within reach, else with the grid; and the guides."""
    moved, others = box.translated(shift), tuple(others)
    across = _nearest([(*_lines(moved, 0), *_lines(other, 0), other) for other in others], reach)
    down = _nearest([(*_lines(moved, 1), *_lines(other, 1), other) for other in others], reach)
    guides = []
    x = shift.x() + across[0] if across else _to_grid(box.x() + shift.x()) - box.x()
    y = shift.y() + down[0] if down else _to_grid(box.y() + shift.y()) - box.y()
    final = box.translated(x, y)
    if across:
        both = final.united(across[2])
        guides.append(QLineF(across[1], both.top() - 12, across[1], both.bottom() + 12))
    if down:
        both = final.united(down[2])
        guides.append(QLineF(both.left() - 12, down[1], both.right() + 12, down[1]))
    return QPointF(x, y), tuple(guides)


def _lines(rect: QRectF, axis: int) -> tuple[float, float, float]:
    """Start, middle and end of a box along an axis."""
    if axis == 0:
        return rect.left(), rect.center().x(), rect.right()
    return rect.top(), rect.center().y(), rect.bottom()


def _nearest(pairs: list[tuple[float, float, float, float, float, float, QRectF]], reach: float
             ) -> tuple[float, float, QRectF] | None:  # fmt: skip
    """(correction, where the guide stands, the other box) of the closest pair of like lines."""
    best: tuple[float, float, QRectF] | None = None
    for *lines, other in pairs:
        for mine, theirs in ((lines[0], lines[3]), (lines[1], lines[4]), (lines[2], lines[5])):
            gap = theirs - mine
            if abs(gap) <= reach and (best is None or abs(gap) < abs(best[0])):
                best = gap, theirs, other
    return best


def _to_grid(value: float) -> float:
    return round(value / GRID) * GRID
