"""The band at the foot of the stage: the question of a slide, the hands for each option, and the answer."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from nnsim.document import Amount, Choice, Drawing, Pointing
from nnsim.text import format_number, message, render, tr
from nnsim.trace.poll import Poll
from ui.lecture.deck import Deck
from ui.lecture.words import spoken
from ui.look import paint_icon, theme
from ui.look.typeface import make_font
from ui.look.widgets import draw_box

Weight = QFont.Weight
LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
QUESTION, OPTION, LABEL = 32.0, 28.0, 24.0


class Band(QWidget):
    """The question of a deck's slide.

    Signals:
        go_on_pressed(): the circle was pressed, which shows the answer.
    """

    go_on_pressed = Signal()

    def __init__(self, deck: Deck, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._deck = deck
        self._scale = 1.0
        self.inset = 0.0
        """What is left free at the left, for a plot"""
        self._options: list[QRectF] = []
        self._circle = QRectF()

    def set_scale(self, scale: float) -> None:
        """Pixels on the screen for one of the design."""
        self._scale = scale
        self.update()

    def height_for(self, width: float) -> float:
        """How high it has to be at a width; 0 where nothing is asked."""
        poll = self._deck.poll
        if poll is None:
            return 0.0
        s = self._scale
        rows = self._rows(poll, width)
        lines = self._question_height(poll, self._room(width))
        return max(30 * s + lines + 18 * s + rows * 84 * s + 12 * s, 190 * s)

    def _font(self, size: float, weight: QFont.Weight = Weight.DemiBold) -> QFont:
        return make_font(size, weight, self._scale)

    def _room(self, width: float) -> QRectF:
        s = self._scale
        left = 40 * s + (self.inset + 24 * s if self.inset else 0.0)
        return QRectF(left, 30 * s, max(60.0, width - left - 256 * s), 1e6)

    def _question_height(self, poll: Poll, room: QRectF) -> float:
        metrics = QFontMetricsF(self._font(QUESTION, Weight.Bold))
        return metrics.boundingRect(room, Qt.TextFlag.TextWordWrap, self._asked(poll)).height()

    def _asked(self, poll: Poll) -> str:
        why = spoken(poll.question.why)
        return why if poll.stage == "answered" and why else spoken(poll.question.text)

    def _rows(self, poll: Poll, width: float) -> int:
        return len({rect.top() for rect in self._chips(poll, self._room(width), 0.0)}) or 1

    def _chips(self, poll: Poll, room: QRectF, top: float) -> list[QRectF]:
        """Where the options stand, in as many rows as they need."""
        way, s = poll.question.way, self._scale
        if not isinstance(way, Choice):
            return []
        metrics, placed, x = QFontMetricsF(self._font(OPTION)), list[QRectF](), room.left()
        for number, option in enumerate(way.options):
            words = f"{number + 1}  {spoken(option)}   {self._hands(poll, number)}"
            wide = min(metrics.horizontalAdvance(words) + 72 * s, room.width())
            if x > room.left() and x + wide > room.right():
                x, top = room.left(), top + 84 * s
            placed.append(QRectF(QPointF(x, top), QSizeF(wide, 68 * s)))
            x += wide + 16 * s
        return placed

    def _hands(self, poll: Poll, option: int) -> str:
        return render(message("{count} hands", count=poll.hands[option]) if poll.hands[option] != 1
                      else message("1 hand"))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A hand for the option that is pressed; with the right button one less."""
        change = -1 if event.button() == Qt.MouseButton.RightButton else 1
        for number, rect in enumerate(self._options):
            if rect.contains(event.position()):
                self._deck.count_hand(number, change)
                return
        if self._circle.contains(event.position()):
            self.go_on_pressed.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Ground, question, options or number, and what to expect of the next key."""
        poll = self._deck.poll
        if poll is None:
            return
        painter, tokens, s = QPainter(self), theme().tokens, self._scale
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        draw_box(painter, QRectF(self.rect()), 28 * s, tokens.bg)
        room = self._room(self.width())
        height = self._question_height(poll, room)
        painter.setFont(self._font(QUESTION, Weight.Bold))
        painter.setPen(tokens.text)
        painter.drawText(QRectF(room.left(), room.top(), room.width(), height + 4),
                         LEFT | Qt.TextFlag.TextWordWrap, self._asked(poll))
        top = room.top() + height + 18 * s
        self._options = self._chips(poll, room, top)
        for number in range(len(self._options)):
            self._paint_option(painter, poll, number)
        if not self._options:
            self._paint_answer(painter, poll, QRectF(room.left(), top, room.width(), 68 * s))
        self._paint_circle(painter, poll)

    def _paint_option(self, painter: QPainter, poll: Poll, number: int) -> None:
        tokens, s, rect = theme().tokens, self._scale, self._options[number]
        way = poll.question.way
        assert isinstance(way, Choice)
        leads, told = number == poll.leading, poll.stage == "answered"
        right = told and number == poll.right
        if right:
            fill, outline, ink = tokens.okbg, tokens.ok, tokens.ok
        elif leads:
            fill, outline, ink = tokens.accent, tokens.accent, tokens.onaccent
        else:
            fill, outline, ink = tokens.surface, tokens.border2, tokens.text3 if told else tokens.text
        draw_box(painter, rect, 16 * s, fill, outline, (3 if right else 2) * s)
        mark, side = rect.left() + 24 * s, 26 * s
        if told and (right or leads):
            box = QRectF(mark, rect.center().y() - side / 2, side, side)
            paint_icon(painter, "check-circle-fill" if right else "x-circle-fill", box, ink)
        else:
            self._text(painter, QRectF(mark, rect.top(), 30 * s, rect.height()), str(number + 1), LABEL, ink, 0.75)
        hands = self._hands(poll, number)
        wide = QFontMetricsF(self._font(LABEL, Weight.Medium)).horizontalAdvance(hands)
        inner = rect.adjusted(62 * s, 0, -wide - 36 * s, 0)
        words = QFontMetricsF(self._font(OPTION)).elidedText(spoken(way.options[number]), Qt.TextElideMode.ElideRight,
                                                            inner.width() + 2)
        self._text(painter, inner.adjusted(0, 0, 8, 0), words, OPTION, ink)
        self._text(painter, QRectF(rect.right() - wide - 24 * s, rect.top(), wide + 4, rect.height()), hands, LABEL,
                   ink, 0.75)

    def _text(self, painter: QPainter, rect: QRectF, text: str, size: float, ink: QColor, opacity: float = 1.0) -> None:
        painter.setOpacity(opacity)
        painter.setFont(self._font(size, Weight.DemiBold if opacity == 1.0 else Weight.Medium))
        painter.setPen(ink)
        painter.drawText(rect, LEFT, text)
        painter.setOpacity(1.0)

    def _paint_answer(self, painter: QPainter, poll: Poll, rect: QRectF) -> None:
        """A number that is foretold beside the true one, or in words how to answer."""
        tokens, way = theme().tokens, poll.question.way
        text, ink = self._foretold(poll), tokens.text2
        if poll.stage == "answered":
            answer = self._true(poll)
            right = poll.is_right(self._deck.true_number)
            ink = tokens.text2 if right is None else tokens.ok if right else tokens.err
            if isinstance(way, Amount) and poll.number is not None and answer:
                text = render(message("Foretold {foretold}, in truth {answer}", foretold=format_number(poll.number),
                                      answer=answer))
            elif answer:
                text = render(message("The answer is {answer}", answer=answer))
        self._text(painter, rect, text, OPTION, ink)

    def _foretold(self, poll: Poll) -> str:
        way = poll.question.way
        if isinstance(way, Amount):
            return poll.typed.replace("-", "−") or tr("Type the number.")
        if isinstance(way, Pointing):
            return self._name(*poll.pointed) if poll.pointed is not None else tr(
                "Point at a neuron, or choose it with ↑, ↓ and Tab.")
        return tr("Draw the curve with the mouse, or with ↑ and ↓.") if (
            isinstance(way, Drawing) and poll.stage == "open") else ""

    def _true(self, poll: Poll) -> str:
        way, true = poll.question.way, self._deck.true_number
        if isinstance(way, Amount):
            return "" if true is None else format_number(true)
        return self._name(way.node, way.unit) if isinstance(way, Pointing) else ""

    def _name(self, node: str, unit: int | None) -> str:
        network = self._deck.document.network
        name = network.node(node).name if network.has(node) else node
        return name if unit is None else render(message("{node}, unit {number}", node=name, number=unit + 1))

    def _paint_circle(self, painter: QPainter, poll: Poll) -> None:
        """A question mark until the answer stands."""
        tokens, s = theme().tokens, self._scale
        center = QPointF(self.width() - 128 * s, self.height() / 2 - 20 * s)
        self._circle = QRectF(center.x() - 46 * s, center.y() - 46 * s, 92 * s, 92 * s)
        told = poll.stage == "answered"
        right = poll.is_right(self._deck.true_number) if told else None
        ink = tokens.text2 if right is None else tokens.ok if right else tokens.err
        pen = QPen(ink if told else tokens.border2, 2.5 * s, Qt.PenStyle.SolidLine if told else Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.setBrush(tokens.surface)
        painter.drawEllipse(self._circle)
        if told:
            name = "check-bold" if right is not False else "x-bold"
            paint_icon(painter, name, self._circle.adjusted(26 * s, 26 * s, -26 * s, -26 * s), ink)
        else:
            painter.setFont(self._font(44, Weight.Bold))
            painter.setPen(tokens.text2)
            painter.drawText(self._circle, Qt.AlignmentFlag.AlignCenter, "?")
        stages = {"open": tr("Commit"), "committed": tr("Show the answer"), "answered": tr("The right answer")}
        words = stages[poll.stage]
        painter.setFont(self._font(LABEL, Weight.Medium))
        painter.setPen(tokens.text2)
        box = QRectF(self._circle.center().x() - 120 * s, self._circle.bottom() + 8 * s, 240 * s, 40 * s)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, words)
