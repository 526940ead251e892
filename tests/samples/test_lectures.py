"""The lectures of the samples: what they say is what the run shows, and every slide stands, in both languages."""

import importlib
import sys
from pathlib import Path
from types import ModuleType

import pytest
from msgspec.structs import replace

from nnsim import files
from nnsim.assets import asset_path, assets_folder
from nnsim.document import Choice, Document, Lesson, Pointing, Slide, SlideMoment
from nnsim.session.slideshow import Slideshow
from nnsim.trace import Stepper

NAMES = ("mlp-by-hand", "perceptron", "adaline", "cnn-digits")


@pytest.fixture(scope="module")
def recipes() -> ModuleType:
    sys.path.insert(0, str(Path(assets_folder()).parent / "packaging"))
    return importlib.import_module("lectures.telling")


def shipped(name: str) -> Document:
    return files.load(asset_path("samples", f"{name}.nnsim"))


@pytest.mark.parametrize("name", NAMES)
def test_every_slide_speaks_both_languages_and_every_lecture_asks_in_different_ways(name: str) -> None:
    slides = shipped(name).lesson.slides
    assert 8 <= len(slides) <= 14
    for slide in slides:
        questions = [] if slide.question is None else [slide.question.text, slide.question.why]
        if slide.question is not None and isinstance(slide.question.way, Choice):
            questions += slide.question.way.options
        for words in (slide.title, slide.caption, slide.notes, *questions):
            assert set(words) == {"en", "ko"}, slide.id
            assert all(words.values()), slide.id
            assert not any("{" in text or "}" in text for text in words.values()), slide.id
    assert len({type(slide.question.way) for slide in slides if slide.question is not None}) >= 2


@pytest.mark.parametrize("name", NAMES)
def test_the_slideshow_reaches_every_slide_and_its_place(name: str) -> None:
    document = shipped(name)
    before = files.dumps(document)
    show = Slideshow(document)
    nodes = {node.id for node in document.network.nodes}
    for index in range(len(show)):
        slide, shown = show.slide(index), show.document(index)
        assert shown is not None
        assert {*slide.camera, *slide.spotlight} <= nodes
        if slide.moment is not None and slide.moment.place is not None:
            stepper = Stepper(shown, slide.moment.sample, "neuron")
            assert stepper.seek_place(slide.moment.place), slide.id
            assert stepper.place() == slide.moment.place, slide.id
    assert files.dumps(document) == before


@pytest.mark.parametrize("name", NAMES)
def test_every_number_that_a_slide_names_is_the_steppers(name: str, recipes: ModuleType) -> None:
    document = shipped(name)
    lecture = importlib.import_module(f"lectures.{name.replace('-', '_')}").lecture(without_slides(document))
    show, held = Slideshow(document), 0
    for index in range(len(show)):
        slide = show.slide(index)
        for wanted in lecture.numbers[slide.id].values():
            if not isinstance(wanted, recipes.At):
                continue
            shown = Slideshow(document_of(document, show, index, wanted.steps)).document(0)
            assert shown is not None
            stepper = Stepper(shown, wanted.sample)
            assert stepper.seek_place(wanted.place), slide.id
            told = stepper.explain()
            assert told is not None
            text = recipes.minus(f"{told.outcome:.{wanted.digits}f}")
            assert all(text in texts_of(slide, language) for language in ("en", "ko")), (slide.id, text)
            held += 1
    assert held >= 4


def test_the_published_numbers_stand_on_the_slides() -> None:
    said = " ".join(texts_of(slide, "ko") for slide in shipped("mlp-by-hand").lesson.slides)
    assert all(number in said for number in ("0.298371109", "0.35891648", "0.149780716"))


@pytest.mark.parametrize("name", ["cnn-digits"])
def test_the_neuron_to_point_at_answers_the_most(name: str) -> None:
    show = Slideshow(shipped(name))
    index = next(index for index in range(len(show)) if is_pointing(show.slide(index)))
    slide, shown = show.slide(index), show.document(index)
    assert shown is not None
    assert slide.question is not None
    assert isinstance(slide.question.way, Pointing)
    assert slide.moment is not None
    assert slide.moment.place is not None
    stepper, answers = Stepper(shown), []
    for cell in range(10):
        assert stepper.seek_place(replace(slide.moment.place, cell=cell))
        told = stepper.explain()
        assert told is not None
        answers.append(told.outcome)
    assert answers.index(max(answers)) == slide.question.way.unit


def is_pointing(slide: Slide) -> bool:
    return slide.question is not None and isinstance(slide.question.way, Pointing)


def without_slides(document: Document) -> Document:
    return replace(document, lesson=Lesson())


def document_of(document: Document, show: Slideshow, index: int, steps: int) -> Document:
    """A lecture of one slide that stands so many steps after what the slides up to one have trained."""
    slides = (Slide("all", epochs=sum(show.slide(number).epochs for number in range(index + 1)),
                    moment=SlideMoment(steps)),)
    return replace(document, lesson=Lesson(slides))


def texts_of(slide: Slide, language: str) -> str:
    """All that a slide says in a language."""
    questions = [] if slide.question is None else [slide.question.text, slide.question.why]
    return " ".join(words.get(language, "") for words in (slide.caption, slide.notes, *questions))
