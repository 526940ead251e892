"""Makes what the slides of a lecture show beside the event loop, each once and in their order."""

from __future__ import annotations

import math
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import cast

from PySide6.QtCore import QObject, Signal

from nnsim.backend import choose, threads_limited_to
from nnsim.document import Document, SlideMoment
from nnsim.session import Snapshot, TrainingSession
from nnsim.session.slideshow import Slideshow, trained
from nnsim.text import NnsimError
from nnsim.trace import Detail, Stepper
from ui.bridge.stepper_maker import bare
from ui.threads import Beside, Work


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
        self._beside = Beside(self)
        self._beside.told.connect(self._take)
        self._beside.ended.connect(self._end)
        self._at: int | None = None
        self._end_at = 0

    def shown(self, index: int) -> Shown | None:
        """What a slide shows; None while it is not made, or cannot be."""
        found = self._shown.get(index)
        return found if isinstance(found, Shown) else None

    def refusal(self, index: int) -> NnsimError | None:
        """Why a slide cannot be shown; None when nothing is wrong."""
        found = self._shown.get(index)
        return found if isinstance(found, NnsimError) else None

    def ask(self, index: int, alone: bool = False) -> None:
        """Make this slide, and unless it is wanted `alone` those behind it; `made` tells of each."""
        if index in self._shown or (self._at is not None and self._at <= index < self._end_at):
            return
        self.stop()
        self._at, self._end_at = index, index + 1 if alone else max(1, len(self._slideshow))
        missing = [each for each in range(index, self._end_at) if each not in self._shown]
        self._beside.start(partial(_make, self._slideshow, self._document, missing))

    def stop(self) -> None:
        """Make no more."""
        self._beside.drop()
        self._at = None

    def wait(self) -> None:
        """Until nothing is being made any more."""
        self._beside.wait()

    def _take(self, _: Work, told: tuple[int, Shown | NnsimError]) -> None:
        index, made = told
        self._shown[index], self._at = made, index + 1
        self.made.emit(index)

    def _end(self, work: Work) -> None:
        self._at = None
        if isinstance(work.result, Exception):
            raise work.result


def _make(slideshow: Slideshow, document: Document, wanted: list[int], work: Work) -> None:
    """Train and measure for slides, one after another, and tell of each; in the thread."""
    for index in wanted:
        try:
            made: Shown | NnsimError | None = _made(slideshow, document, index, work.goes_on)
        except NnsimError as error:
            made = bare(error)
        if made is None:
            break
        work.tell((index, made))


def _made(slideshow: Slideshow, document: Document, index: int, goes_on: Callable[[], bool]) -> Shown | None:
    """A slide; None where nobody waits for it any more."""
    if not len(slideshow):
        return Shown(document, figures_of(document))
    found = slideshow.document(index, goes_on)
    if found is None:
        return None
    question = slideshow.slide(index).question
    epochs = getattr(question.way, "epochs", 0) if question is not None else 0
    later = trained(found, goes_on, epochs=epochs) if epochs else None
    figures = figures_of(found)
    stepper, gone = stepper_at(found, slideshow.slide(index).moment)
    return Shown(found, figures, later, stepper, gone) if goes_on() else None


def stepper_at(document: Document, moment: SlideMoment | None) -> tuple[Stepper | None, bool]:
    """A stepper at a moment, and whether the moment is gone; none where no place is named, or for a large network."""
    if moment is None or moment.place is None:
        return None, False
    if sum(array.size for array in document.state.parameters.values()) > MOST_PARAMETERS:
        return None, False
    stepper = Stepper(document, moment.sample, cast(Detail, moment.detail))
    with threads_limited_to(stepper.threads):  # the bits depend on it, so it must be set before the step is run
        stepper = Stepper(document, moment.sample, cast(Detail, moment.detail))
    stepper.timeline()
    gone = not stepper.seek_place(moment.place)
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
