"""Slides are added, changed, moved, duplicated and removed; every one keeps an id of its own."""

import pytest
from msgspec.structs import replace

from nnsim import edits
from nnsim.document import Document, Slide


def order(document: Document) -> list[str]:
    return [slide.id for slide in document.lesson.slides]


@pytest.fixture
def three() -> Document:
    document = edits.new_document()
    for name in ("a", "b", "c"):
        document, _ = edits.add_slide(document, Slide(name, {"en": name.upper()}))
    return document


def test_slides_are_put_where_they_are_wanted(three: Document) -> None:
    assert order(three) == ["a", "b", "c"]
    more, name = edits.add_slide(three, Slide("b"), 1)
    assert (order(more), name) == (["a", "slide1", "b", "c"], "slide1")
    assert order(edits.add_slide(three, Slide(""), 99)[0]) == ["a", "b", "c", "slide1"]
    assert order(edits.move_slide(three, "a", 2)) == ["b", "c", "a"]
    assert order(edits.move_slide(three, "c", -5)) == ["c", "a", "b"]
    assert order(edits.remove_slides(three, {"a", "c", "x"})) == ["b"]


def test_a_copy_stands_behind_its_slide_and_is_changed_alone(three: Document) -> None:
    more, copy = edits.duplicate_slide(three, "b")
    assert order(more) == ["a", "b", copy, "c"]
    more = edits.change_slide(more, replace(more.lesson.slides[2], title={"en": "other"}))
    assert [slide.title["en"] for slide in more.lesson.slides] == ["A", "B", "other", "C"]
    assert edits.difference(three, more) == edits.ChangeSet(lesson=True)
    with pytest.raises(KeyError):
        edits.change_slide(three, Slide("x"))
