"""Edits of the lecture: slides are added, changed, moved, duplicated and removed."""

import msgspec

from nnsim.document import Document, Lesson, Slide

_replace = msgspec.structs.replace


def add_slide(document: Document, slide: Slide, at: int | None = None) -> tuple[Document, str]:
    """With a slide more, at a place in the order (the end); its id is made anew where another slide has it."""
    slides = document.lesson.slides
    slide = _replace(slide, id=_free_id(slides, slide.id))
    where = len(slides) if at is None else min(max(at, 0), len(slides))
    return _with(document, (*slides[:where], slide, *slides[where:])), slide.id


def change_slide(document: Document, slide: Slide) -> Document:
    """With another slide in the place of the one that has its id. Raises KeyError when there is none."""
    at = slide_index(document, slide.id)
    slides = document.lesson.slides
    return _with(document, (*slides[:at], slide, *slides[at + 1:]))


def remove_slides(document: Document, ids: set[str]) -> Document:
    """Without these slides."""
    return _with(document, tuple(slide for slide in document.lesson.slides if slide.id not in ids))


def move_slide(document: Document, slide_id: str, to: int) -> Document:
    """With a slide at another place in the order, counted as it is then. Raises KeyError when there is none."""
    slide = document.lesson.slides[slide_index(document, slide_id)]
    others = [other for other in document.lesson.slides if other.id != slide_id]
    others.insert(min(max(to, 0), len(others)), slide)
    return _with(document, tuple(others))


def duplicate_slide(document: Document, slide_id: str) -> tuple[Document, str]:
    """With a copy of a slide behind it. Raises KeyError when there is none."""
    at = slide_index(document, slide_id)
    return add_slide(document, document.lesson.slides[at], at + 1)


def slide_index(document: Document, slide_id: str) -> int:
    """Where a slide stands in the order. Raises KeyError when there is none."""
    for index, slide in enumerate(document.lesson.slides):
        if slide.id == slide_id:
            return index
    raise KeyError(slide_id)


def _free_id(slides: tuple[Slide, ...], wanted: str) -> str:
    taken = {slide.id for slide in slides}
    if wanted and wanted not in taken:
        return wanted
    number = 1
    while f"slide{number}" in taken:
        number += 1
    return f"slide{number}"


def _with(document: Document, slides: tuple[Slide, ...]) -> Document:
    return _replace(document, lesson=Lesson(slides))
