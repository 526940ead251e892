"""The deck: which slide is on, what it shows, how far its question is; it knows no widget."""

from __future__ import annotations

from typing import cast

from msgspec.structs import replace
from PySide6.QtCore import QObject, QTimer, Signal

from nnsim.document import Document, Slide
from nnsim.text import Message, message
from nnsim.trace import Detail
from ui.bridge import Selection, Snapshot, StepClock, TrainerClient
from ui.bridge.fork import LockedStore
from ui.bridge.slide_maker import Shown, SlideMaker
from ui.lecture.asking import Asking
from ui.lecture.stillness import Stillness

SMALLEST_SCALE, LARGEST_SCALE, SCALE_STEP = 1.0, 3.0, 0.25
_NO_SLIDE = Slide("")
GONE = message("The network has changed since this slide was made: its moment is no longer there.")


class Deck(Asking):
    """The slides of a document, on a fork of it. Without slides it is the network alone, and `next` steps through it.

    `maker` makes the slides where another deck of the same document has one. For a `patient` one a slide stands in two
    turns of the event loop, and no other is made ahead: nobody waits for it.

    A slide is on as soon as it is called; what it shows follows when it is made (`busy` until then).

    Signals:
        turned(): another slide is on.
        shown(): what the slide shows is there, or it cannot be shown (`refusal`).
        blanked_changed(bool), scale_changed(float).
    """

    turned = Signal()
    shown = Signal()
    blanked_changed = Signal(bool)
    scale_changed = Signal(float)

    def __init__(
        self, document: Document, detail: Detail = "neuron", parent: QObject | None = None, first: int = 0,
        maker: SlideMaker | None = None, patient: bool = False,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._document = document
        self._detail = detail
        self.index = min(max(first, 0), max(0, len(document.lesson) - 1))
        self.blanked = False
        self.scale = 1.0
        self._patient = patient
        self.settling = False
        """Whether a slide is on its way to the screen, so that what follows the clock may wait for `shown`"""
        self.store = LockedStore(document, self)
        self.stillness = Stillness(self)
        self.selection = Selection(self.store, self)
        self.clock = StepClock(self.store, cast(TrainerClient, self.stillness), self)
        self.clock.set_detail(detail)
        self._maker = maker or SlideMaker(document, self)
        self._owns_maker, self._closed = maker is None, False
        self._maker.made.connect(self._follow_making)
        self._maker.ask(self.index, alone=patient)
        self._show()

    @property
    def presented(self) -> Document:
        """The document that carries the slides."""
        return self._document

    @property
    def maker(self) -> SlideMaker:
        """What makes the slides, for who shows the same ones elsewhere."""
        return self._maker

    @property
    def count(self) -> int:
        """How many slides there are; 0 where the network is shown alone."""
        return len(self._document.lesson)

    @property
    def slides(self) -> tuple[Slide, ...]:
        """All of them, in their order."""
        return self._document.lesson.slides

    @property
    def slide(self) -> Slide:
        """The slide that is on; an empty one where there is none."""
        return self.slides[self.index] if self.count else _NO_SLIDE

    @property
    def coming(self) -> Slide | None:
        """The slide after it; None on the last."""
        return self.slides[self.index + 1] if self.index + 1 < self.count else None

    @property
    def busy(self) -> bool:
        """Whether what the slide shows is still being made."""
        return self._made is None and self._maker.refusal(self.index) is None

    @property
    def refusal(self) -> Message | None:
        """Why the slide cannot show its moment; None when nothing is wrong."""
        error = self._maker.refusal(self.index)
        if error is None and self._made is not None and self._made.gone:
            return GONE
        return None if error is None else error.message

    @property
    def document(self) -> Document:
        """What the slide shows; while it is being made, what was shown before."""
        return self.store.document

    @property
    def figures(self) -> Snapshot | None:
        """The figures of that document."""
        return None if self._made is None else self._made.figures

    @property
    def later(self) -> Document | None:
        """The document after the epochs whose curve is asked for."""
        return None if self._made is None else self._made.later

    def present(self, document: Document) -> None:
        """Show the slides of another document from now on, the one that is on first; nothing is answered yet."""
        self._maker.stop()
        self._maker.made.disconnect(self._follow_making)
        if self._owns_maker:
            self._maker.deleteLater()
        self._document, self._polls = document, {}
        self.index = min(self.index, max(0, self.count - 1))
        self._maker, self._owns_maker = SlideMaker(document, self), True
        self._maker.made.connect(self._follow_making)
        self._maker.ask(self.index, alone=self._patient)

    def show_again(self) -> None:
        """The slide as it was made, whatever was walked or trained on it since."""
        self.clock.end()
        if self.count:
            self._show()
        else:
            self.store.show(self._document)
            self.shown.emit()

    def next(self) -> None:
        """The next thing: the screen is lit again, a question goes on, or the next slide comes."""
        if self.blanked:
            self.toggle_blank()
        elif not self.count:
            self.clock.next()
        elif self.poll is not None and self.poll.go_on():
            self._uncover()
            self.polled.emit()
        else:
            self.go_to(self.index + 1)

    def back(self) -> None:
        """The slide before; its question stands as it was left."""
        if self.blanked:
            self.toggle_blank()
        elif not self.count:
            self.clock.back()
        else:
            self.go_to(self.index - 1)

    def go_to(self, index: int) -> None:
        """A slide by its number from 0; the nearest one when there is none of this number."""
        index = min(max(index, 0), max(0, self.count - 1))
        if index != self.index:
            self.index = index
            self._maker.ask(index, alone=self._patient)
            self.turned.emit()
            self._show()

    def toggle_blank(self) -> None:
        """Blank the screen, or light it again."""
        self.blanked = not self.blanked
        self.blanked_changed.emit(self.blanked)

    def set_scale(self, scale: float) -> None:
        """How large all is, 1 to 3."""
        scale = min(max(scale, SMALLEST_SCALE), LARGEST_SCALE)
        if scale != self.scale:
            self.scale = scale
            self.scale_changed.emit(scale)

    def grow(self) -> None:
        """One size larger."""
        self.set_scale(self.scale + SCALE_STEP)

    def shrink(self) -> None:
        """One size smaller."""
        self.set_scale(self.scale - SCALE_STEP)

    def close(self) -> None:
        """End all that is being made, unless it is for another deck too."""
        if not self._closed:
            self._closed = True
            self._maker.made.disconnect(self._follow_making)
        if self._owns_maker:
            self._maker.stop()
        self.clock.end()
        if self._owns_maker:
            self._maker.wait()

    @property
    def _made(self) -> Shown | None:
        return self._maker.shown(self.index)

    def _uncover(self) -> None:
        """Show the outcome, when the answer is."""
        made, hid = self._made, self.clock.quiz.lent == "node"
        if self.clock.quiz.lent != self._lent:
            self.clock.quiz.lent = self._lent
            if made is not None and hid:
                self._go_to_moment(made)
            else:
                self.clock.set_sample(self.clock.sample)

    def _follow_making(self, index: int) -> None:
        if index == self.index:
            self._show()

    def _show(self) -> None:
        """Show the slide, if it is made: its document, its figures, its moment."""
        made = self._made
        if made is not None:
            self.settling = True
            try:
                self._stand(made)
            finally:
                self.settling = False
        if made is None and self.refusal is None:
            return
        if self._patient:
            QTimer.singleShot(0, self, self.shown.emit)
        else:
            self.shown.emit()

    def _stand(self, made: Shown) -> None:
        moment = self.slide.moment
        self.clock.quiz.lent = self._lent
        if moment is None or moment.place is None or made.stepper is None:
            self.clock.end()
        if made.document is not self.store.document or made.figures is not self.stillness.latest:
            self.store.show(made.document)
            self.stillness.show(made.figures)
        if moment is None:
            return
        self._go_to_moment(made)

    def _go_to_moment(self, made: Shown) -> None:
        """To the slide's moment; where its neuron is asked for, to all of its layer at once."""
        moment = self.slide.moment
        if moment is None:
            return
        detail, place = cast(Detail, moment.detail), moment.place
        if place is not None and self.hides_numbers:
            detail, place = "layer", replace(place, cell=None, term=None)
        if made.stepper is not None:
            self.clock.stand(made.stepper, place, detail, moment.sample)
            return
        self.clock.set_detail(detail)
        self.clock.set_sample(moment.sample)
        if place is not None:
            self.clock.seek_place(place)
