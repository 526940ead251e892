"""What a gesture shows while it lasts: rubber band, guides, the link in progress, the card to be dropped, refusals."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QLineF, QPointF, QRectF, QSizeF, Qt, QTimer
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

from ui.canvas.appearance import Weight, broken, draw_text, faded, round_rect, text_width
from ui.canvas.board import Board
from ui.canvas.geometry import CARD_RADIUS, link_path
from ui.canvas.items import TOP_LAYER, Painted

PORT = 5.5
READING = 6000
WORDS_WIDE, EDGE = 300.0, 8.0
LIT, LIT_SHARE = 9.0, 0.28
GAP_END = 5.0


class Feedback:
    """Holds and paints the feedback of the gesture in progress. Setting an attribute and `show()` changes it.

    Args:
        room: gives the part of the scene that is seen and that nothing lies over.
    """

    def __init__(self, board: Board, room: Callable[[], QRectF]) -> None:
        self.band: QRectF | None = None
        self.guides: tuple[QLineF, ...] = ()
        self.wire: tuple[QPointF, QPointF] | None = None
        self.refused = False
        self.ports: tuple[QPointF, ...] = ()
        self.port_on: QPointF | None = None
        self.ghost: tuple[QRectF, bool] | None = None
        self.lit: tuple[QPainterPath, ...] = ()
        self.gaps: tuple[QLineF, ...] = ()
        self.words: tuple[QPointF, str] | None = None
        self.hint = False  # the words tell what will happen, not why it cannot
        self._board, self._room = board, room
        self._item = Painted(TOP_LAYER + 1.0, self._paint)
        board.addItem(self._item)
        self._read = QTimer(board)
        self._read.setSingleShot(True)
        self._read.setInterval(READING)
        self._read.timeout.connect(self.hush)

    def show(self) -> None:
        """Paint what is set."""
        self._item.cover(self._box())

    def words_box(self, at: QPointF, text: str) -> QRectF:
        """Where words stand: beside the pointer, but not past the right and the lower edge of what is seen."""
        factor, lines = 1.0 / self._board.look.zoom, broken(text, WORDS_WIDE)
        width = max(text_width(line, 12, Weight.Medium) for line in lines) + 20
        box = QRectF(at + self.from_pointer(), QSizeF(width, 16 * len(lines) + 12) * factor)
        seen = self._room()
        if not seen.isEmpty():
            box.moveRight(min(box.right(), seen.right() - EDGE * factor))
            box.moveBottom(min(box.bottom(), seen.bottom() - EDGE * factor))
        return box

    def from_pointer(self) -> QPointF:
        """How far from what they are told at the corner of words stands, beside the pointer."""
        return QPointF(16, 18) / self._board.look.zoom

    def _box(self) -> QRectF:
        """The part of the scene that the feedback takes; empty when there is none."""
        size = 1.0 / self._board.look.zoom
        boxes = [QRectF(port, port).adjusted(-1, -1, 1, 1) for port in (*self.ports, self.port_on) if port is not None]
        boxes += [QRectF(guide.p1(), guide.p2()).normalized().adjusted(-1, -1, 1, 1) for guide in self.guides]
        boxes += [path.controlPointRect().adjusted(-1, -1, 1, 1) for path in self.lit]
        boxes += [QRectF(gap.p1(), gap.p2()).normalized().adjusted(-1, -1, 1, 1) for gap in self.gaps]
        boxes += [self.band.adjusted(0, 0, 1, 1)] if self.band is not None else []
        boxes += [self.ghost[0]] if self.ghost is not None else []
        boxes += [link_path(*self.wire).controlPointRect().adjusted(-1, -1, 1, 1)] if self.wire is not None else []
        boxes += [self.words_box(*self.words)] if self.words is not None else []
        whole = QRectF()
        for box in boxes:
            whole = whole.united(box)
        return whole.adjusted(-16 * size, -16 * size, 16 * size, 16 * size) if boxes else QRectF()

    def leave_words(self) -> None:
        """Show the words alone, for as long as they take to read."""
        words = self.words
        self.clear()
        self.words = words
        self.show()
        self._read.start()

    def hush(self) -> None:
        """Take the words away."""
        self._read.stop()
        if self.words is not None:
            self.drop_hint()
            self.words = None
            self.show()

    def drop_hint(self) -> None:
        """Forget what tells what will happen, and what lights with it; words of refusal stay."""
        if self.hint:
            self.words, self.lit, self.hint = None, (), False

    def clear(self) -> None:
        """Show nothing."""
        self._read.stop()
        self.band = self.wire = self.port_on = self.ghost = self.words = None
        self.guides, self.ports, self.lit, self.gaps = (), (), (), ()
        self.refused = self.hint = False
        self.show()

    def _paint(self, painter: QPainter) -> None:
        tokens, zoom = self._board.look.tokens, self._board.look.zoom
        thin = 1.0 / zoom
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._light(painter, thin)
        if self.ghost is not None:
            rect, round_ = self.ghost
            painter.setPen(QPen(tokens.text3, 1.5 * thin, Qt.PenStyle.DashLine))
            painter.setBrush(faded(tokens.surface, 0.7 if not self.lit else 0.35))
            round_rect(painter, rect, rect.height() / 2 if round_ else CARD_RADIUS)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(tokens.text3, thin, Qt.PenStyle.DashLine))
        for guide in self.guides:
            painter.drawLine(guide)
        self._show_gaps(painter, thin)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if self.wire is not None:
            color = tokens.err if self.refused else tokens.text
            painter.setPen(QPen(color, 2.0 * thin, Qt.PenStyle.DashLine if self.refused else Qt.PenStyle.SolidLine))
            painter.drawPath(link_path(*self.wire))
        for port in self.ports:
            self._port(painter, port, tokens.surface, tokens.text3, thin)
        if self.port_on is not None:
            self._port(painter, self.port_on, tokens.err if self.refused else tokens.text, tokens.surface, thin)
        if self.band is not None:
            painter.setPen(QPen(tokens.text2, thin))
            painter.setBrush(faded(tokens.text2, 0.08))
            painter.drawRect(self.band)
        if self.words is not None:
            self._say(painter, *self.words)

    def _light(self, painter: QPainter, thin: float) -> None:
        """A halo along the link, or around the card, that what is dropped becomes a part of."""
        tokens = self._board.look.tokens
        pen = QPen(faded(tokens.err if self.refused else tokens.sel, LIT_SHARE), LIT * thin)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        whole = QPainterPath()
        for path in self.lit:
            whole.addPath(path)
        painter.drawPath(whole)

    def _show_gaps(self, painter: QPainter, thin: float) -> None:
        """Equal distances, as lines from edge to edge with a stroke at both ends."""
        painter.setPen(QPen(self._board.look.tokens.sel, 1.5 * thin))
        for gap in self.gaps:
            painter.drawLine(gap)
            across = gap.normalVector().unitVector()
            side = QPointF(across.dx(), across.dy()) * GAP_END * thin
            for end in (gap.p1(), gap.p2()):
                painter.drawLine(end - side, end + side)

    @staticmethod
    def _port(painter: QPainter, at: QPointF, fill: QColor, line: QColor, thin: float) -> None:
        size = max(1.0, thin) if thin < 2 else 2.0
        painter.setPen(QPen(line, 1.5 * size))
        painter.setBrush(fill)
        painter.drawEllipse(at, PORT * size, PORT * size)

    def _say(self, painter: QPainter, at: QPointF, text: str) -> None:
        """Words beside the pointer, in the color of errors unless they are a hint, broken into short lines."""
        tokens, factor, box = self._board.look.tokens, 1.0 / self._board.look.zoom, self.words_box(at, text)
        painter.save()
        painter.translate(box.topLeft())
        painter.scale(factor, factor)
        line_color, fill, ink = (tokens.border2, tokens.surface, tokens.text) if self.hint else (
            tokens.err, tokens.errbg, tokens.err)
        painter.setPen(QPen(line_color, 1.0))
        painter.setBrush(fill)
        round_rect(painter, QRectF(QPointF(), box.size() / factor), 8)
        for place, line in enumerate(broken(text, WORDS_WIDE)):
            draw_text(painter, QPointF(10, 18 + 16 * place), line, 12, Weight.Medium, ink)
        painter.restore()
