"""Small pictures for the speaker: the slide as the audience sees it, and the one that comes next."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtGui import QPixmap

from ui.lecture.deck import Deck
from ui.lecture.stage import Stage

SIZE = (1280, 800)
SOON, LATER = 120, 600  # milliseconds: a slide that has just come is not kept waiting; a camera has landed


class Pictures(QObject):
    """Follows a stage. The next slide stands on a stage of its own that nobody sees.

    Signals:
        changed(): `now` or `next` is another picture.
    """

    changed = Signal()

    def __init__(self, stage: Stage, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.now, self.next = QPixmap(), QPixmap()
        self._stage, deck = stage, stage.deck
        self._ahead = Deck(deck.presented, parent=self, first=deck.index + 1, maker=deck.maker)
        self._unseen = Stage(self._ahead)
        self._unseen.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
        self._unseen.resize(*SIZE)
        self._unseen.show()
        self._soon, self._later = (QTimer(self, interval=wait, singleShot=True) for wait in (SOON, LATER))
        self._soon.timeout.connect(self._begin)
        self._later.timeout.connect(self._take)
        for told in (deck.turned, deck.shown, deck.polled, deck.blanked_changed, self._ahead.shown):
            told.connect(self._ask)
        self._soon.start()

    def close(self) -> None:
        """Follow no more."""
        self._soon.stop()
        self._later.stop()
        self._ahead.close()
        self._unseen.close()
        self._unseen.deleteLater()

    def _ask(self, *_: object) -> None:
        self._soon.start()

    def _begin(self) -> None:
        if self._stage.deck.coming is not None:
            self._ahead.go_to(self._stage.deck.index + 1)
        self._later.start()

    def _take(self) -> None:
        self.now = self._stage.grab()
        coming = self._stage.deck.coming
        self.next = QPixmap() if coming is None or self._ahead.busy else self._unseen.grab()
        self.changed.emit()
