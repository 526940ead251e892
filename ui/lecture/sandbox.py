"""The sandbox: the network of a slide is walked through and trained freely, and is as it was with the next key."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Signal

from nnsim.document import Document
from nnsim.session import Snapshot
from nnsim.session.slideshow import trained
from nnsim.text import NnsimError
from nnsim.trace import DETAILS
from ui.bridge.slide_maker import figures_of
from ui.lecture.deck import Deck
from ui.threads import Beside, Work


class Sandbox(QObject):
    """Plays with what the slide of a deck shows; the deck's fork holds it, until `reset` or another slide comes.

    It is not opened while an outcome is covered: it would tell it.

    Signals:
        changed(): it is open, or no longer, or has been trained.
    """

    changed = Signal()

    def __init__(self, deck: Deck, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._deck = deck
        self.on = False
        self._training: Work | None = None
        self._beside = Beside(self)
        self._beside.ended.connect(self._take)
        deck.turned.connect(self._leave)

    def toggle(self) -> None:
        """Open it, or show the slide as it was."""
        if self.on:
            self.reset()
        elif not self._deck.covered and not self._deck.busy:
            self.on = True
            self.changed.emit()

    def reset(self) -> None:
        """The slide as it was."""
        if self.on:
            self._leave()
            self._deck.show_again()

    def walk(self, steps: int, phases: bool = False) -> None:
        """A step on, or back, or to the next phase, or the one before."""
        clock = self._deck.clock
        moves = (clock.next_phase, clock.previous_phase) if phases else (clock.next, clock.back)
        moves[steps < 0]()

    def stride(self, number: int) -> None:
        """By layer, neuron or term, from 0."""
        self._deck.clock.set_detail(DETAILS[number])

    def train(self) -> None:
        """One epoch more, beside the event loop; nothing where one is being trained already."""
        if self._training is None:
            self._training = self._beside.start(partial(_epoch, self._deck.document))

    def _take(self, work: Work) -> None:
        self._training = None
        if isinstance(work.result, Exception):
            raise work.result
        if work.result is not None and self.on:
            document, figures = work.result
            self._deck.clock.end()
            self._deck.store.show(document)
            self._deck.stillness.show(figures)
            self.changed.emit()

    def _leave(self) -> None:
        if self.on:
            self._beside.drop()
            self.on, self._training = False, None
            self.changed.emit()


def _epoch(document: Document, work: Work) -> tuple[Document, Snapshot | None] | None:
    """A document after an epoch, with its figures; None where it cannot be trained, or nobody waits for it any more."""
    goes_on: Callable[[], bool] = work.goes_on
    try:
        after = trained(document, goes_on, epochs=1)
    except NnsimError:
        return None
    return None if after is None else (after, figures_of(after))
