"""The recorder of lectures: what the window shows becomes a slide, without anything to be typed first."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import get_args

from msgspec.structs import replace
from PySide6.QtCore import QObject, Signal

from nnsim.document import Document, Slide
from nnsim.document.lesson import Plot, Words
from nnsim.edits.lesson import change_slide
from nnsim.session.recording import Recorded, add_recorded, take_again
from nnsim.text import Language, Message, NnsimError, message, render
from ui.bridge.selection import Selection
from ui.bridge.step_clock import StepClock
from ui.bridge.store import DocumentStore
from ui.bridge.trainer_client import TrainerClient


@dataclass(frozen=True)
class Framing:
    """How the window looks at the moment: the nodes that fill the canvas (none: the whole network) and the plot that
    is open."""

    camera: tuple[str, ...] = ()
    plot: Plot = ""


class SlideRecorder(QObject):
    """Adds slides to the document of a store, and gives them other moments. A running training is paused first.

    Signals:
        recorded(str): a slide was added; its id.
        refused(Message): what is seen cannot be shown by this slide.
    """

    recorded = Signal(str)
    refused = Signal(object)

    def __init__(
        self, store: DocumentStore, trainer: TrainerClient, clock: StepClock, selection: Selection,
        parent: QObject | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._store, self._trainer, self._clock, self._selection = store, trainer, clock, selection
        self._after_pause: Callable[[], None] | None = None
        trainer.running_changed.connect(self._follow_training)

    def record(self, after: int, framing: Framing) -> None:
        """Add what is seen as a slide behind the one at an index (−1: as the first)."""
        self._once_paused(lambda: self._record(after, framing))

    def take(self, slide: Slide, framing: Framing) -> None:
        """Give a slide what is seen now: moment, frame, spotlight, plot. Its words and its question stay."""
        self._once_paused(lambda: self._take(slide, framing))

    def forget_moment(self, slide: Slide) -> None:
        """Let a slide show the whole network, as its training leaves it."""
        bare = replace(slide, moment=None, camera=(), spotlight=())
        self._store.commit(change_slide(self._store.document, bare), message("Change a slide"))

    def _record(self, after: int, framing: Framing) -> None:
        slide = Slide("", self._title(), spotlight=self._spotlight(), camera=framing.camera, plot=framing.plot)
        document, slide_id = add_recorded(self._base(), self._store.document, self._seen(), slide, after)
        self._commit(document, message("Record a slide"))
        self.recorded.emit(slide_id)

    def _take(self, slide: Slide, framing: Framing) -> None:
        slide = replace(slide, spotlight=self._spotlight(), camera=framing.camera, plot=framing.plot)
        try:
            document = take_again(self._base(), self._store.document, self._seen(), slide)
        except NnsimError as error:
            self.refused.emit(error.message)
            return
        self._commit(document, message("Take the present view into a slide"))

    def _base(self) -> Document:
        """Where training stands, whichever moment is visited."""
        return self._store.present

    def _commit(self, document: Document, text: Message) -> None:
        self._store.commit(replace(self._store.document, lesson=document.lesson), text)

    def _seen(self) -> Recorded:
        clock = self._clock
        if clock.view is None:
            return Recorded()
        return Recorded(True, clock.place, clock.detail, clock.sample)

    def _spotlight(self) -> tuple[str, ...]:
        """What is selected, in the order of the network."""
        chosen = self._selection.nodes
        return tuple(node.id for node in self._store.document.network.nodes if node.id in chosen)

    def _title(self) -> Words:
        """What happens at the stop, in every language; else how far the training is."""
        told = self._clock.explanation()
        state = self._store.document.state
        if told is not None:
            text = told.title
        elif state.epoch:
            text = message("After {count} epochs", count=state.epoch) if state.epoch > 1 else message("After 1 epoch")
        else:
            return {}
        return {language: render(text, language) for language in get_args(Language)}

    def _once_paused(self, act: Callable[[], None]) -> None:
        if self._trainer.running:
            self._after_pause = act
            self._trainer.pause()
        else:
            act()

    def _follow_training(self, running: bool) -> None:
        act, self._after_pause = self._after_pause, None
        if not running and act is not None:
            act()
