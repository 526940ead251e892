"""The speaker's view on a second screen: the slide that is on, the next one, the notes, the clock, the time spent."""

from __future__ import annotations

from time import monotonic

from PySide6.QtCore import QRectF, Qt, QTime, QTimer
from PySide6.QtGui import QColor, QFont, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from nnsim.text import message, render, tr
from ui.lecture.deck import Deck
from ui.lecture.words import spoken
from ui.look import theme
from ui.look.typeface import make_font
from ui.look.widgets import Themed

_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop


class SpeakerView(Themed, QWidget):
    """Follows a deck; its keys are those of the presenter."""

    def __init__(self, deck: Deck, keys: QWidget, begun: float) -> None:
        super().__init__(None, Qt.WindowType.Window)
        self._deck, self._keys, self._begun = deck, keys, begun
        self._tick = QTimer(self, interval=1000)
        self._tick.timeout.connect(self.update)
        self._tick.start()
        for told in (deck.turned, deck.polled, deck.shown):
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

    def paintEvent(self, event: QPaintEvent) -> None:
        """All of it as one picture."""
        painter, tokens, deck = QPainter(self), theme().tokens, self._deck
        painter.fillRect(self.rect(), tokens.surface)
        u = max(0.3, min(self.width() / 1600, self.height() / 1000))
        side, width = 72 * u, self.width() - 144 * u
        number = f"{deck.index + 1} / {deck.count}" if deck.count else ""
        clock = QTime.currentTime().toString("HH:mm")
        times = render(message("{clock} · {spent} spent", clock=clock, spent=self.spent()))
        title = f"{number}   {spoken(deck.slide.title)}"
        rows = [(tr("Now"), 24.0, tokens.text3, 40.0), (title, 44.0, tokens.text, 84.0)]
        if deck.coming is not None:
            rows += [(tr("Next"), 24.0, tokens.text3, 40.0), (spoken(deck.coming.title), 32.0, tokens.text2, 76.0)]
        y = 60 * u
        self._write(painter, QRectF(side, y, width, 60 * u), times, 28 * u, tokens.text2, QFont.Weight.DemiBold)
        y += 90 * u
        for text, size, ink, high in rows:
            self._write(painter, QRectF(side, y, width, high * u), text, size * u, ink, QFont.Weight.DemiBold)
            y += high * u
        notes = QRectF(side, y + 24 * u, width, self.height() - y - 60 * u)
        self._write(painter, notes, spoken(deck.slide.notes), 30 * u, tokens.text, QFont.Weight.Medium)

    def _write(
        self, painter: QPainter, room: QRectF, text: str, size: float, ink: QColor, weight: QFont.Weight
    ) -> None:
        painter.setFont(make_font(size, weight, 1.0))
        painter.setPen(ink)
        painter.drawText(room, _LEFT | Qt.TextFlag.TextWordWrap, text)
