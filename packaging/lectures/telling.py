"""Slides whose numbers are read from the run that they show."""

from collections.abc import Mapping
from dataclasses import dataclass

import msgspec

from nnsim.document import (
    Amount,
    Choice,
    Document,
    Drawing,
    Lesson,
    Place,
    Pointing,
    Question,
    Slide,
    SlideMoment,
)
from nnsim.document.lesson import Words
from nnsim.program import Trainer
from nnsim.session.slideshow import trained
from nnsim.text.particles import PARTICLES, Ending, ending
from nnsim.trace import Stepper


@dataclass(frozen=True)
class At:
    """A number of the run: the outcome at a place, rounded to so many digits, `steps` steps after the slide's epochs."""

    place: Place
    digits: int = 4
    steps: int = 0
    sample: int = 0


@dataclass(frozen=True)
class Accuracy:
    """How many of 100 samples of a set (`train`, `test`) are right after the slide's epochs."""

    part: str = "train"


class Told(str):
    """A number in a text: `{z}` is the number, `{z:을/를}` the particle alone that follows its sound."""

    def __format__(self, particle: str) -> str:
        if not particle:
            return str(self)
        closed, open_form = PARTICLES[particle]
        sound = ending(self)
        is_open = sound is Ending.OPEN or (sound is Ending.RIEUL and particle == "으로/로")
        return open_form if is_open else closed


Named = Mapping[str, At | Accuracy | str]


def place(phase: str, node: str, operation: str, cell: int = 0, number: int = 0) -> Place:
    """A place in a step; the cell counts from 0."""
    return Place(phase, node, operation, number, cell)


def read(document: Document, wanted: At | Accuracy | str) -> str:
    """A number of the run as it is told. Raises LookupError where its place is not there."""
    if isinstance(wanted, str):
        return wanted
    if isinstance(wanted, Accuracy):
        right = Trainer(document).evaluate("test" if wanted.part == "test" else "train")[1]
        assert right is not None
        return f"{100 * right:.0f}"
    return minus(f"{value(document, wanted):.{wanted.digits}f}")


def value(document: Document, wanted: At) -> float:
    """The outcome at a place of the run."""
    after = trained(document, steps=wanted.steps)
    assert after is not None
    stepper = Stepper(after, wanted.sample)
    if not stepper.seek_place(wanted.place):
        raise LookupError(wanted.place)
    told = stepper.explain()
    assert told is not None
    return told.outcome


def minus(text: str) -> str:
    """With the sign of mathematics; nothing is less than nothing."""
    text = text.replace("-", "−")
    return text.removeprefix("−") if not text.strip("−0.") else text


class Lecture:
    """Collects the slides of a document that is not trained yet; `numbers` holds what each slide names."""

    def __init__(self, document: Document) -> None:
        self.start = self._now = document
        self.slides: list[Slide] = []
        self.numbers: dict[str, Named] = {}

    def add(
        self, en: tuple[str, str, str], ko: tuple[str, str, str], at: At | None = None, named: Named | None = None,
        *, epochs: int = 0, question: Question | None = None, **look: object,
    ) -> None:
        """A slide: title, caption and notes in both languages, the numbers that the texts name in braces, what it asks.

        `look` holds further fields of the slide: camera, spotlight, plot, formula.
        """
        slide_id = f"slide{len(self.slides) + 1}"
        after = trained(self._now, epochs=epochs)
        assert after is not None
        self._now = after
        named = named or {}
        told = {name: Told(read(after, wanted)) for name, wanted in named.items()}
        title, caption, notes = (
            {"en": one.format(**told), "ko": other.format(**told)} for one, other in zip(en, ko, strict=True))
        moment = SlideMoment(at.steps, at.place, "neuron", at.sample) if at else None
        self.numbers[slide_id] = named
        self.slides.append(Slide(slide_id, title, caption, notes, epochs=epochs, moment=moment,
                                 question=_filled(question, told), **look))  # type: ignore[arg-type]

    @property
    def now(self) -> Document:
        """The document as the slides so far leave it."""
        return self._now

    def document(self) -> Document:
        """The document that carries the slides."""
        return msgspec.structs.replace(self.start, lesson=Lesson(tuple(self.slides), start=self.start.state.step))


def choice(en: str, ko: str, options: tuple[tuple[str, str], ...], answer: int, why: tuple[str, str]) -> Question:
    """One of several answers, each in both languages; `answer` counts from 0."""
    return Question(_words(en, ko), Choice(tuple(_words(*option) for option in options), answer), _words(*why))


def amount(en: str, ko: str, tolerance: float, why: tuple[str, str]) -> Question:
    """A number: right is what the slide's own moment gives."""
    return Question(_words(en, ko), Amount(None, tolerance), _words(*why))


def pointing(en: str, ko: str, node: str, unit: int, why: tuple[str, str]) -> Question:
    """A neuron to point at."""
    return Question(_words(en, ko), Pointing(node, unit), _words(*why))


def drawing(en: str, ko: str, epochs: int, why: tuple[str, str]) -> Question:
    """The curve of the next epochs."""
    return Question(_words(en, ko), Drawing(epochs), _words(*why))


def _filled(question: Question | None, told: Mapping[str, str]) -> Question | None:
    if question is None:
        return None
    text, why = ({language: each.format(**told) for language, each in words.items()}
                 for words in (question.text, question.why))
    return msgspec.structs.replace(question, text=text, why=why)


def _words(en: str, ko: str) -> Words:
    return {"en": en, "ko": ko}
