"""Recording a lecture: a moment of the training becomes a slide that comes to it again."""

from dataclasses import dataclass

from msgspec.structs import replace

from nnsim.document import Document, Place, Slide, SlideMoment
from nnsim.edits.lesson import begin_earlier, change_slide, record_slide, slide_index, trained_epochs
from nnsim.program import Replay
from nnsim.text import NnsimError, message


@dataclass(frozen=True)
class Recorded:
    """What is seen: a place in the training step of a document (None: before its first operation), how it is walked,
    and the row of the batch whose numbers are shown. Without `stepping` no step is walked at all."""

    stepping: bool = False
    place: Place | None = None
    detail: str = "neuron"
    sample: int = 0


def add_recorded(
    document: Document, moment: Document, seen: Recorded, slide: Slide, after: int
) -> tuple[Document, str]:
    """With a slide more that shows what is seen, behind the slide at the index `after` (−1: the first).

    Args:
        document: what is given the slide: where training stands.
        moment: the document that is seen: the same, or an earlier moment of its past.
        slide: its words and its look; epochs and moment are put in.
    """
    there = _there(document, moment)
    document = begin_earlier(document, there.earlier)
    slide = replace(slide, moment=_moment(there.steps, seen))
    return record_slide(document, slide, after, there.epochs, there.start)


def take_again(document: Document, moment: Document, seen: Recorded, slide: Slide) -> Document:
    """With what is seen in the place of what a slide has shown so far; those after it show what they did.

    Raises:
        KeyError: the document has no such slide.
        NnsimError: the moment lies before what the slide before shows, or after what the next one does.
    """
    there, at = _there(document, moment), slide_index(document, slide.id)
    reached = trained_epochs(document)
    before = reached[at - 1] if at else 0
    after = reached[at + 1] if at + 1 < len(reached) else there.epochs
    if (there.earlier and at) or not before <= there.epochs <= after:
        raise NnsimError("lesson.order", message(
            "The slides around it stand at another time of the training. Record this moment as a slide of its own."))
    document = begin_earlier(document, there.earlier) if there.earlier else document
    changed = replace(slide, epochs=there.epochs - before, moment=_moment(there.steps, seen))
    document = change_slide(document, changed)
    slides = list(document.lesson.slides)
    if at + 1 < len(slides):
        slides[at + 1] = replace(slides[at + 1], epochs=reached[at + 1] + there.earlier - there.epochs)
    return replace(document, lesson=replace(document.lesson, slides=tuple(slides), start=there.start))


@dataclass(frozen=True)
class _There:
    """Where a moment lies: epochs after the lecture's start, and steps after these; how many epochs earlier than before
    the lecture has to start for it."""

    start: int
    epochs: int
    steps: int
    earlier: int


def _there(document: Document, moment: Document) -> _There:
    replay, state = Replay(document), moment.state
    begun = min(replay.step_of(float(state.epoch)), state.step) if state.position else state.step
    start = document.lesson.start
    if start is None and document.lesson.slides:
        start = replay.steps.start  # a lecture that says nothing is made for the beginning of the run
    if start is None or start > document.state.step:
        return _There(begun, 0, state.step - begun, 0)
    first = int(replay.epoch_of(max(start, replay.steps.start)))
    if begun < start:
        return _There(begun, 0, state.step - begun, max(0, first - state.epoch))
    epochs = state.epoch - first
    return _There(start, epochs, state.step - (begun if epochs else start), 0)


def _moment(steps: int, seen: Recorded) -> SlideMoment | None:
    if not steps and not seen.stepping:
        return None
    return SlideMoment(steps, seen.place, seen.detail, seen.sample)
