"""The speaker's view on a second screen: pictures of this slide and the next, the notes, the clock, the time spent."""

from __future__ import annotations

from time import monotonic

from PySide6.QtCore import QRectF, Qt, QTime, QTimer
from PySide6.QtGui import QCloseEvent, QColor, QFont, QKeyEvent, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QWidget

from nnsim.text import message, render, tr
from ui.lecture.pictures import Pictures
from ui.lecture.stage import Stage
from ui.lecture.words import spoken
from ui.look import theme
from ui.look.typeface import make_font
from ui.look.widgets import Themed, draw_box

_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop
_WEIGHT = QFont.Weight


class SpeakerView(Themed, QWidget):
    """Follows a stage; its keys are those of the presenter."""

    def __init__(self, stage: Stage, keys: QWidget, begun: float) -> None:
        super().__init__(None, Qt.WindowType.Window)
        self._deck, self._keys, self._begun = stage.deck, keys, begun
        self.pictures = Pictures(stage, self)
        self.pictures.changed.connect(self.update)
        self._tick = QTimer(self, interval=1000)
        self._tick.timeout.connect(self.update)
        self._tick.start()
        for told in (self._deck.turned, self._deck.polled, self._deck.shown):
            told.connect(self.update)
        self.follow_theme()

    def spent(self) -> str:
        """Minutes and seconds since the lecture began."""
        minutes, seconds = divmod(int(monotonic() - self._begun), 60)
        return f"{minutes}:{seconds:02}"

    def retranslate(self) -> None:
        """Take words from the language."""
        self.setWindowTitle(tr("Speaker view"))
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """As on the stage."""
        self._keys.keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Nothing is followed any more."""
        self.pictures.close()
        super().closeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """All of it as one picture."""
        painter, tokens, deck = QPainter(self), theme().tokens, self._deck
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        painter.fillRect(self.rect(), tokens.bg)
        u = max(0.3, min(self.width() / 1600, self.height() / 1000))
        side, top = 56 * u, 48 * u
        number = f"{deck.index + 1} / {deck.count}" if deck.count else ""
        clock = QTime.currentTime().toString("HH:mm")
        times = render(message("{clock} · {spent} spent", clock=clock, spent=self.spent()))
        self._write(painter, QRectF(side, top, self.width() - 2 * side, 48 * u), times, 28 * u, tokens.text2)
        large = min(0.56 * self.width(), (self.height() - 330 * u) * 1.6)
        small = self.width() - large - 3 * side
        y = top + 72 * u
        title = f"{number}   {spoken(deck.slide.title)}"
        low = self._show(painter, QRectF(side, y, large, large / 1.6), self.pictures.now, tr("Now"), title, u)
        if deck.coming is not None:
            room = QRectF(2 * side + large, y, small, small / 1.6)
            self._show(painter, room, self.pictures.next, tr("Next"), spoken(deck.coming.title), u)
        notes = QRectF(side, low + 16 * u, self.width() - 2 * side, self.height() - low - 40 * u)
        self._write(painter, notes, spoken(deck.slide.notes), 30 * u, tokens.text, _WEIGHT.Medium)

    def _show(self, painter: QPainter, room: QRectF, picture: QPixmap, word: str, title: str, u: float) -> float:
        """A word and a title over a picture; where it ends."""
        tokens = theme().tokens
        self._write(painter, QRectF(room.left(), room.top(), room.width(), 34 * u), word, 24 * u, tokens.text3)
        words = QRectF(room.left(), room.top() + 34 * u, room.width(), 44 * u)
        self._write(painter, words, title, 30 * u, tokens.text)
        box = QRectF(room.left(), room.top() + 86 * u, room.width(), room.height())
        if not picture.isNull():
            box.setHeight(min(room.height(), room.width() * picture.height() / picture.width()))
            wide = box.height() * picture.width() / picture.height()
            box.setWidth(wide)
            painter.drawPixmap(box, picture, QRectF(picture.rect()))
        draw_box(painter, box, 8 * u, None, tokens.border2, max(1.0, 1.5 * u))
        return box.bottom()

    def _write(
        self, painter: QPainter, room: QRectF, text: str, size: float, ink: QColor,
        weight: QFont.Weight = _WEIGHT.DemiBold,
    ) -> None:  # fmt: skip
        painter.setFont(make_font(size, weight, 1.0))
        painter.setPen(ink)
        painter.drawText(room, _LEFT | Qt.TextFlag.TextWordWrap, text)
