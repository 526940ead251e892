"""Small pictures of the slides for their list: a small stage that nobody sees, painted in idle time."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QPixmap
from PySide6.QtWidgets import QWidget

from nnsim.document import Document, Slide
from nnsim.text import language
from ui.bridge.workbench import Workbench
from ui.lecture.deck import Deck
from ui.lecture.stage import Stage
from ui.look import theme

SIZE, KEPT = QSize(480, 300), QSize(288, 180)
REST, FADED, PAUSED = 700, 240, 1000  # milliseconds: after the last change; for the spotlight; until the next look
MOST_WORK = 3_000_000
"""Epochs times parameters that a slide's picture may cost: with a thousand samples some seconds"""
FEW = 500  # parameters: with fewer an epoch takes no less
MOST_PICTURES = 300


class Thumbnails(QObject):
    """Pictures of the slides of the document that was asked for last; they are kept until they would look different.

    A slide is made in four turns of a few milliseconds, while `idle` says that nothing else is going on; what it shows
    is trained beside the event loop.

    Signals:
        made(str, QPixmap): the picture of a slide, by its id.
    """

    made = Signal(str, object)

    def __init__(self, idle: Callable[[], bool], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._idle = idle
        self._document: Document | None = None
        self._stage: Stage | None = None
        self._shown: Document | None = None
        self._kept: dict[tuple[object, ...], tuple[QPixmap, Document]] = {}
        self._missing: list[int] = []
        self._rest, self._next, self._settled = (QTimer(self, interval=wait, singleShot=True)
                                                 for wait in (REST, 0, FADED))
        self._rest.timeout.connect(self._begin)
        self._next.timeout.connect(self._turn)
        self._settled.timeout.connect(self._take)

    def follow(self, document: Document | None) -> None:
        """Tell of the slides of this document what is known, and of the others when they are made; None: of none."""
        for timer in (self._rest, self._next, self._settled):
            timer.stop()
        self._document, self._missing = document, []
        if document is None:
            return
        for index, slide in enumerate(document.lesson.slides):
            known = self._kept.get(self._key(document, index))
            if known is not None:
                self.made.emit(slide.id, known[0])
            elif _work(document, index) <= MOST_WORK:
                self._missing.append(index)
        if self._missing:
            self._rest.start()

    def close(self) -> None:
        """Make no more."""
        self.follow(None)
        if self._stage is not None:
            self._stage.deck.close()
            self._stage.close()
            self._stage.deleteLater()
            self._stage = None

    def _begin(self) -> None:
        """Have a stage for the document."""
        document = self._document
        if document is None:
            return
        if not self._idle():
            self._rest.start(PAUSED)
            return
        if self._stage is None:
            deck = Deck(document, first=self._missing[0], patient=True)
            self._stage = Stage(deck, still=True)
            deck.setParent(self._stage)
            self._stage.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
            self._stage.resize(SIZE)
            deck.shown.connect(self._settle)
            QTimer.singleShot(0, self._stage, self._stage.show)
        elif self._shown is not document:
            self._stage.deck.present(document)
        self._shown = document
        self._next.start()

    def _turn(self) -> None:
        """Call the next slide that is missing."""
        if self._stage is None or self._document is None or not self._missing:
            return
        if not self._idle():
            self._next.start(PAUSED)
            return
        deck, index = self._stage.deck, self._missing[0]
        if deck.index != index:
            deck.go_to(index)
        elif not deck.busy:
            self._settled.start()

    def _settle(self) -> None:
        if self._missing:
            self._settled.start()

    def _take(self) -> None:
        """Paint the slide that has settled; another one is called in a turn of its own."""
        stage, document = self._stage, self._document
        if stage is None or document is None or not self._missing or stage.deck.index != self._missing[0]:
            return
        index = self._missing.pop(0)
        whole = stage.grab()
        picture = whole.scaled(KEPT, Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation)
        if len(self._kept) >= MOST_PICTURES:
            self._kept.pop(next(iter(self._kept)))
        self._kept[self._key(document, index)] = picture, document
        self.made.emit(document.lesson.slides[index].id, picture)
        self._next.start()

    def _key(self, document: Document, index: int) -> tuple[object, ...]:
        """What the look of a slide depends on; documents that are kept with it keep the numbers from being others'."""
        slides, tokens = document.lesson.slides, theme().tokens
        trained = tuple((slide.epochs, slide.moment and slide.moment.steps) for slide in slides[:index])
        parts = (document.network, document.state, document.data, document.plan)
        return (_told(slides[index]), index, len(slides), trained, document.lesson.start, *map(id, parts),
                tokens.variant, tokens.high_contrast, language())


def at_rest(bench: Workbench, window: QWidget) -> bool:
    """Whether small things may be made: nothing runs, nothing is dragged, and nobody presents."""
    running = bench.trainer.running or bench.clock.playing or bench.clock.busy
    return not running and window.isActiveWindow() and not QGuiApplication.mouseButtons()


def _told(slide: Slide) -> str:
    """A slide without what only the speaker sees."""
    return repr((slide.title, slide.caption, slide.camera, slide.spotlight, slide.epochs, slide.moment, slide.formula,
                 slide.plot, slide.question))


def _work(document: Document, index: int) -> int:
    """What training up to a slide costs."""
    slides = document.lesson.slides[: index + 1]
    question = slides[-1].question
    epochs = sum(slide.epochs for slide in slides) + getattr(question and question.way, "epochs", 0)
    return epochs * max(FEW, sum(array.size for array in document.state.parameters.values()))
