"""The wire form of `lesson.json`: every type, range and length that the reader accepts, and the way there and back."""

from typing import Annotated, Literal

import msgspec
from msgspec import Meta, field

from nnsim.document import Lesson
from nnsim.files import json_text
from nnsim.files.limits import LESSON, MOST_NODES, MOST_SLIDES
from nnsim.files.newer import known_fields_only
from nnsim.files.records import Count, Identifier, LanguageCode, Number, Rate, Record

Text = Annotated[str, Meta(max_length=20_000)]
Texts = Annotated[dict[LanguageCode, Text], Meta(max_length=40)]
Nodes = Annotated[tuple[Identifier, ...], Meta(max_length=MOST_NODES)]
Name = Annotated[str, Meta(max_length=300)]
Steps = Annotated[int, Meta(ge=0, le=1_000_000)]


class PlaceRecord(Record, frozen=True):
    """A place in a training step."""

    phase: Literal["forward", "loss", "backward", "update"]
    node: Name
    operation: Identifier
    number: Count = 0
    cell: Count | None = None
    term: Count | None = None


class SlideMomentRecord(Record, frozen=True):
    """What a slide stops at."""

    steps: Steps = 0
    place: PlaceRecord | None = None
    detail: Literal["layer", "neuron", "term"] = "neuron"
    sample: Count = 0


class ChoiceRecord(Record, frozen=True, tag="choice"):
    """One of several answers."""

    options: Annotated[tuple[Texts, ...], Meta(min_length=2, max_length=9)]
    answer: Annotated[int, Meta(ge=0, le=8)]


class AmountRecord(Record, frozen=True, tag="amount"):
    """A number."""

    answer: Number | None = None
    tolerance: Rate = 0.005


class PointingRecord(Record, frozen=True, tag="pointing"):
    """A neuron to point at."""

    node: Identifier
    unit: Count | None = None


class DrawingRecord(Record, frozen=True, tag="drawing"):
    """A curve to draw."""

    epochs: Annotated[int, Meta(ge=1, le=100_000)] = 50


class QuestionRecord(Record, frozen=True):
    """What is asked."""

    text: Texts
    way: ChoiceRecord | AmountRecord | PointingRecord | DrawingRecord
    why: Texts = field(default_factory=dict)


class SlideRecord(Record, frozen=True):
    """One slide."""

    id: Identifier
    title: Texts = field(default_factory=dict)
    caption: Texts = field(default_factory=dict)
    notes: Texts = field(default_factory=dict)
    camera: Nodes = ()
    spotlight: Nodes = ()
    epochs: Steps = 0
    moment: SlideMomentRecord | None = None
    formula: bool = True
    plot: Literal["", "loss", "decision", "weights", "gradients"] = ""
    question: QuestionRecord | None = None


class LessonRecord(Record, frozen=True):
    """The whole of `lesson.json`."""

    slides: Annotated[tuple[SlideRecord, ...], Meta(max_length=MOST_SLIDES)] = ()
    start: Count | None = None


def write_lesson(lesson: Lesson) -> bytes:
    """The bytes of `lesson.json`. Raises msgspec.ValidationError for what no file can hold."""
    record = msgspec.convert(msgspec.to_builtins(lesson), LessonRecord)
    return msgspec.json.encode(record, order="deterministic")


def read_lesson(data: bytes, newer: bool) -> Lesson:
    """The lesson in the bytes of `lesson.json`.

    Raises:
        FileError: `file.depth`, `file.json`, `file.value`.
    """
    raw = json_text.parse(data, LESSON)
    if newer:
        raw = known_fields_only(raw, LessonRecord)
    record = json_text.typed(raw, LessonRecord, LESSON)
    ids = [slide.id for slide in record.slides]
    if len(set(ids)) != len(ids):
        raise json_text.wrong_value(LESSON, "$.slides have one id twice")
    for number, slide in enumerate(record.slides):
        way = slide.question.way if slide.question is not None else None
        if isinstance(way, ChoiceRecord) and way.answer >= len(way.options):
            raise json_text.wrong_value(LESSON, f"$.slides[{number}].question.way.answer is beyond its options")
    return msgspec.convert(msgspec.to_builtins(record), Lesson)
