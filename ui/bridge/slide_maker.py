"""Makes what the slides of a lecture show beside the event loop, each once and in their order."""

from __future__ import annotations

import math
from contextlib import suppress
from dataclasses import dataclass
from threading import Event
from typing import cast

from PySide6.QtCore import QObject, QRunnable, QThreadPool, Signal

from nnsim.backend import choose, threads_limited_to
from nnsim.document import Document, SlideMoment
from nnsim.session import Snapshot, TrainingSession
from nnsim.session.slideshow import Slideshow, trained
from nnsim.text import NnsimError
from nnsim.trace import Detail, Stepper
from ui.bridge.short_turns import short_turns
from ui.bridge.stepper_maker import bare


@dataclass(frozen=True, eq=False)
class Shown:
    """What one slide shows: its document, the figures of that, and where a curve is to be drawn, the one that comes.

    `figures` is None where the network cannot run. `stepper` stands at the slide's moment, and has told of it once;
    None where there is none, or it would take too much memory. `gone` says that the network no longer has this moment.
    """

    document: Document
    figures: Snapshot | None
    later: Document | None = None
    stepper: Stepper | None = None
    gone: bool = False


MOST_PARAMETERS = 1_000_000
"""Of a network each of whose slides keeps its training step at hand"""


class SlideMaker(QObject):
    """The slides of one document, made from the one that is asked for on; those that are made are kept.

    Signals:
        made(int): a slide is there, or the reason why it cannot be: see `shown` and `refusal`.
    """

    made = Signal(int)

    def __init__(self, document: Document, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._slideshow = Slideshow(document)
        self._shown: dict[int, Shown | NnsimError] = {}
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(1)
        self._task: _Task | None = None

    def shown(self, index: int) -> Shown | None:
        """What a slide shows; None while it is not made, or cannot be."""
        found = self._shown.get(index)
        return found if isinstance(found, Shown) else None

    def refusal(self, index: int) -> NnsimError | None:
        """Why a slide cannot be shown; None when nothing is wrong."""
        found = self._shown.get(index)
        return found if isinstance(found, NnsimError) else None

    def ask(self, index: int) -> None:
        """Make this slide, and those behind it; `made` tells of each."""
        if index in self._shown or (self._task is not None and self._task.at <= index):
            return
        self.stop()
        missing = [each for each in range(index, max(1, len(self._slideshow))) if each not in self._shown]
        self._task = _Task(self._document, self._slideshow, missing)
        self._task.tell.made.connect(self._take)
        self._pool.start(self._task)

    def stop(self) -> None:
        """Make no more."""
        if self._task is not None:
            self._task.stop.set()
            self._task = None

    def wait(self) -> None:
        """Until nothing is being made any more."""
        self._pool.waitForDone()

    def _take(self, task: _Task, index: int, result: Shown | Exception | None) -> None:
        if index < 0:
            self._task = None if task is self._task else self._task
        elif isinstance(result, Shown | NnsimError):
            self._shown[index] = result
            self.made.emit(index)
        elif result is not None:
            raise result


class _Tell(QObject):
    made = Signal(object, int, object)


class _Task(QRunnable):
    """Slides, one after another, in the thread of the pool."""

    def __init__(self, document: Document, slideshow: Slideshow, wanted: list[int]) -> None:
        super().__init__()
        self.setAutoDelete(False)
        self.tell, self.stop = _Tell(), Event()
        self.at = wanted[0]
        self._document, self._slideshow, self._wanted = document, slideshow, wanted

    def run(self) -> None:
        """Train and measure, giving the window's thread its turn."""
        try:
            with short_turns():
                for index in self._wanted:
                    self.at = index
                    result = self._made()
                    if result is None:
                        break
                    self.tell.made.emit(self, self.at, result)
        finally:
            self.tell.made.emit(self, -1, None)

    def _made(self) -> Shown | Exception | None:
        try:
            if not len(self._slideshow):
                return Shown(self._document, figures_of(self._document))
            document = self._slideshow.document(self.at, self._goes_on)
            if document is None:
                return None
            question = self._slideshow.slide(self.at).question
            epochs = getattr(question.way, "epochs", 0) if question is not None else 0
            later = trained(document, self._goes_on, epochs=epochs) if epochs else None
            figures = figures_of(document)
            stepper, gone = stepper_at(document, self._slideshow.slide(self.at).moment)
            return None if self.stop.is_set() else Shown(document, figures, later, stepper, gone)
        except NnsimError as error:
            return bare(error)
        except Exception as error:  # told in the window's thread
            return error

    def _goes_on(self) -> bool:
        return not self.stop.is_set()


def stepper_at(document: Document, moment: SlideMoment | None) -> tuple[Stepper | None, bool]:
    """A stepper at a moment, and whether the moment is gone; none where there is no moment, or for a large network."""
    if moment is None or sum(array.size for array in document.state.parameters.values()) > MOST_PARAMETERS:
        return None, False
    stepper = Stepper(document, moment.sample, cast(Detail, moment.detail))
    with threads_limited_to(stepper.threads):  # the bits depend on it, so it must be set before the step is run
        stepper = Stepper(document, moment.sample, cast(Detail, moment.detail))
    stepper.timeline()
    gone = moment.place is not None and not stepper.seek_place(moment.place)
    if not gone:
        stepper.view()
        stepper.explain()
    return stepper, gone


def figures_of(document: Document) -> Snapshot | None:
    """What the network of a document gives now: maps, values, losses; None where it cannot run."""
    for learns in (True, False):
        with suppress(NnsimError):
            session = TrainingSession(document, share=math.inf, backend=choose("numpy"), learns=learns)
            return session.snapshot(maps=True, fresh=True)
    return None
