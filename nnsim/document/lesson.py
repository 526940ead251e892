"""A lecture in a file: slides with their words, what they frame and light, what happens, and what is asked."""

from typing import Literal

from msgspec import Struct, field

Words = dict[str, str]
"""A text by language; `""` is one for all languages"""
Plot = Literal["", "loss", "decision", "weights", "gradients"]


class Place(Struct, frozen=True):
    """A place in a training step that stays right when programs are compiled in another way.

    It is the `number`-th (from 0) operation of this name that a node has in a phase; `cell` and `term` count as a stop
    of the stepper does, None for all of them.
    """

    phase: str
    node: str
    operation: str
    number: int = 0
    cell: int | None = None
    term: int | None = None


class SlideMoment(Struct, frozen=True):
    """What a slide stops at: so many training steps after what the slides have trained, a place in the step after it
    (None: the network at rest before it), the detail of the walk, and the row of the batch whose numbers are shown."""

    steps: int = 0
    place: Place | None = None
    detail: str = "neuron"
    sample: int = 0


class Choice(Struct, frozen=True, tag="choice"):
    """One of several answers; `answer` counts them from 0."""

    options: tuple[Words, ...]
    answer: int


class Amount(Struct, frozen=True, tag="amount"):
    """A number. Right is what the slide's own moment gives, or `answer` where that is set, within `tolerance`."""

    answer: float | None = None
    tolerance: float = 0.005


class Pointing(Struct, frozen=True, tag="pointing"):
    """A neuron to point at: a node, and which of its units (None: any)."""

    node: str
    unit: int | None = None


class Drawing(Struct, frozen=True, tag="drawing"):
    """The loss curve of the next `epochs` epochs, drawn before they are trained."""

    epochs: int = 50


class Question(Struct, frozen=True):
    """What is foretold before the next slide: its words, how it is answered, and what is said afterwards."""

    text: Words
    way: Choice | Amount | Pointing | Drawing
    why: Words = field(default_factory=dict)


class Slide(Struct, frozen=True):
    """One slide.

    `camera` names the nodes that fill the stage (none: the whole network), `spotlight` those that stay bright (none:
    all). `epochs` are trained before the slide stands, on from what the slide before it left. `formula` shows the
    explanation of the moment. `notes` are for the speaker alone.
    """

    id: str
    title: Words = field(default_factory=dict)
    caption: Words = field(default_factory=dict)
    notes: Words = field(default_factory=dict)
    camera: tuple[str, ...] = ()
    spotlight: tuple[str, ...] = ()
    epochs: int = 0
    moment: SlideMoment | None = None
    formula: bool = True
    plot: Plot = ""
    question: Question | None = None


class Lesson(Struct, frozen=True):
    """The slides in their order.

    `start` is the training step before which the first one begins; None: wherever the training stands.
    """

    slides: tuple[Slide, ...] = ()
    start: int | None = None

    def __len__(self) -> int:
        return len(self.slides)


def words_in(words: Words, language: str) -> str:
    """A text in a language, else for all, else in English, else in whichever there is."""
    found = words.get(language) or words.get("") or words.get("en")
    return found or next(iter(words.values()), "")
