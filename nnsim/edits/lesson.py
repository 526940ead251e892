"""Edits of the lecture: slides are added, changed, moved, duplicated and removed."""

from itertools import accumulate

import msgspec

from nnsim.document import Document, Pointing, Slide

_replace = msgspec.structs.replace


def add_slide(document: Document, slide: Slide, at: int | None = None) -> tuple[Document, str]:
    """With a slide more, at a place in the order (the end); its id is made anew where another slide has it."""
    slides = document.lesson.slides
    slide = _replace(slide, id=_free_id(slides, slide.id))
    where = len(slides) if at is None else min(max(at, 0), len(slides))
    return _with(document, (*slides[:where], slide, *slides[where:])), slide.id


def record_slide(document: Document, slide: Slide, after: int, epochs: int, start: int) -> tuple[Document, str]:
    """With a slide that stands `epochs` after the lecture's start, behind the slide at the index `after`.

    Where the slides there stand earlier or later than that in the training, it goes to the nearest place at which
    they stand in their order. What the others show stays as it is.

    Args:
        start: the training step from which `epochs` count; the lecture begins there from now on.
    """
    reached = trained_epochs(document)
    at = min(max(after + 1, 0), len(reached))
    while at and reached[at - 1] > epochs:
        at -= 1
    while at < len(reached) and reached[at] < epochs:
        at += 1
    document, slide_id = add_slide(document, _replace(slide, epochs=epochs - (reached[at - 1] if at else 0)), at)
    slides = list(document.lesson.slides)
    if at + 1 < len(slides):
        slides[at + 1] = _replace(slides[at + 1], epochs=reached[at] - epochs)
    return _replace(document, lesson=_replace(document.lesson, slides=tuple(slides), start=start)), slide_id


def begin_earlier(document: Document, epochs: int) -> Document:
    """With a lecture that begins so many epochs earlier, and shows what it did: its first slide trains them."""
    slides = document.lesson.slides
    if not slides or not epochs:
        return document
    return _with(document, (_replace(slides[0], epochs=slides[0].epochs + epochs), *slides[1:]))


def trained_epochs(document: Document) -> list[int]:
    """How many epochs after the lecture's start each slide stands."""
    return list(accumulate(slide.epochs for slide in document.lesson.slides))


def change_slide(document: Document, slide: Slide) -> Document:
    """With another slide in the place of the one that has its id. Raises KeyError when there is none."""
    at = slide_index(document, slide.id)
    slides = document.lesson.slides
    return _with(document, (*slides[:at], slide, *slides[at + 1:]))


def remove_slides(document: Document, ids: set[str]) -> Document:
    """Without these slides. The next one that is left trains their epochs, so that what it shows stays."""
    left, epochs = list[Slide](), 0
    for slide in document.lesson.slides:
        epochs += slide.epochs
        if slide.id not in ids:
            left.append(_replace(slide, epochs=epochs))
            epochs = 0
    return _with(document, tuple(left))


def move_slide(document: Document, slide_id: str, to: int) -> Document:
    """With a slide at another place in the order, counted as it is then. Raises KeyError when there is none."""
    slide = document.lesson.slides[slide_index(document, slide_id)]
    others = [other for other in document.lesson.slides if other.id != slide_id]
    others.insert(min(max(to, 0), len(others)), slide)
    return _with(document, tuple(others))


def duplicate_slide(document: Document, slide_id: str) -> tuple[Document, str]:
    """With a copy of a slide behind it, which trains no further. Raises KeyError when there is none."""
    at = slide_index(document, slide_id)
    return add_slide(document, _replace(document.lesson.slides[at], epochs=0), at + 1)


def missing_nodes(document: Document, slide: Slide) -> set[str]:
    """The ids of the nodes that a slide speaks of and the network no longer has."""
    named = {*slide.camera, *slide.spotlight}
    if slide.moment is not None and slide.moment.place is not None:
        named.add(slide.moment.place.node)
    if slide.question is not None and isinstance(slide.question.way, Pointing):
        named.add(slide.question.way.node)
    return {node for node in named if not document.network.has(node)}


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
    return _replace(document, lesson=_replace(document.lesson, slides=slides))
