"""What the slides of a lecture show: the document after the training that they and the slides before them ask for."""

from collections.abc import Callable
from math import inf

from nnsim.backend import choose, threads_limited_to
from nnsim.document import Document, Slide
from nnsim.program import Replay
from nnsim.session.training_session import TrainingSession

SLICE_SECONDS = 0.02
"""Between two looks whether somebody goes on already"""


class Slideshow:
    """The documents of a lecture, slide after slide, each made once: going back is free, and always gives the same.

    The document that is presented never changes.
    """

    def __init__(self, document: Document) -> None:
        self._document = document
        self._trained: list[Document] = []
        self._shown: dict[int, Document] = {}

    def __len__(self) -> int:
        return len(self._document.lesson)

    def slide(self, index: int) -> Slide:
        """The slide at an index. Raises IndexError when there is none."""
        if index < 0:
            raise IndexError(index)
        return self._document.lesson.slides[index]

    def is_ready(self, index: int) -> bool:
        """Whether the document of a slide is there without computing."""
        return index in self._shown

    def document(self, index: int, go_on: Callable[[], bool] = lambda: True) -> Document | None:
        """What a slide shows; None when `go_on`, asked now and then, says no (what was trained by then is kept).

        Raises:
            IndexError: there is no such slide.
            NnsimError: the network cannot be trained as a slide asks.
        """
        self.slide(index)
        while len(self._trained) <= index:
            number = len(self._trained)
            before = self._trained[-1] if self._trained else begun(self._document, go_on)
            after = None if before is None else trained(before, go_on, epochs=self.slide(number).epochs)
            if after is None:
                return None
            self._trained.append(after)
        if index not in self._shown:
            moment = self.slide(index).moment
            shown = trained(self._trained[index], go_on, steps=0 if moment is None else moment.steps)
            if shown is None:
                return None
            self._shown[index] = shown
        return self._shown[index]


def begun(document: Document, go_on: Callable[[], bool] = lambda: True) -> Document | None:
    """A document at the training step that its lecture begins with, or as near as its past reaches; None when `go_on`
    says no."""
    start, now = document.lesson.start, document.state.step
    if start is None or start == now:
        return document
    if start > now:
        return trained(document, go_on, steps=start - now)
    replay = Replay(document)
    return replay.at(max(start, replay.steps.start), go_on)


def trained(
    document: Document, go_on: Callable[[], bool] = lambda: True, epochs: int = 0, steps: int = 0
) -> Document | None:
    """A document after so many more epochs, then steps, with its curves; None when `go_on` says no."""
    if not epochs and not steps:
        return document
    session = TrainingSession(document, share=inf, backend=choose("numpy"))
    with threads_limited_to(session.threads):
        for goal in ({"epochs": epochs} if epochs else None, {"steps": steps} if steps else None):
            if goal is None:
                continue
            session.set_goal(**goal)
            while not session.reached_goal and session.trouble is None:
                if not go_on():
                    return None
                session.advance(seconds=SLICE_SECONDS)
        session.snapshot(maps=False, fresh=True)
    return session.document()
