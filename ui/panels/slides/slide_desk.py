"""Where edits of slides go: each is one undo entry, and what is typed in a row is one together."""

from __future__ import annotations

from collections.abc import Callable

from msgspec.structs import replace
from PySide6.QtCore import QObject

from nnsim import edits
from nnsim.document import Slide
from nnsim.document.lesson import Words
from nnsim.text import Message, message
from ui.bridge import DocumentStore

CHANGE = message("Change a slide")


class SlideDesk(QObject):
    """Edits the slides of a document by their ids; an id that is gone is left alone."""

    def __init__(self, store: DocumentStore, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.store = store

    @property
    def slides(self) -> tuple[Slide, ...]:
        """All slides in their order."""
        return self.store.document.lesson.slides

    def slide(self, slide_id: str) -> Slide | None:
        """A slide by its id."""
        return next((slide for slide in self.slides if slide.id == slide_id), None)

    def change(self, slide_id: str, change: Callable[[Slide], Slide], what: str = "", text: Message = CHANGE) -> None:
        """Change a slide; changes of the same `what` in a row are one undo entry."""
        slide = self.slide(slide_id)
        if slide is not None:
            key = f"slide/{slide_id}/{what}" if what else None
            self.store.commit(edits.change_slide(self.store.document, change(slide)), text, merge_key=key)

    def move(self, slide_id: str, to: int) -> None:
        """Put a slide at another place in the order."""
        if self.slide(slide_id) is not None:
            self.store.commit(edits.move_slide(self.store.document, slide_id, to), message("Move a slide"))

    def duplicate(self, slide_id: str) -> str:
        """Put a copy behind a slide; its id."""
        document, copy = edits.duplicate_slide(self.store.document, slide_id)
        self.store.commit(document, message("Duplicate a slide"))
        return copy

    def remove(self, slide_id: str) -> None:
        """Take a slide out."""
        if self.slide(slide_id) is not None:
            self.store.commit(edits.remove_slides(self.store.document, {slide_id}), message("Remove a slide"))


def said(words: Words, language: str, text: str) -> Words:
    """The words with another text in a language; without it where that is empty."""
    others = {key: value for key, value in words.items() if key != language}
    return others | {language: text} if text.strip() else others


def with_words(slide: Slide, field: str, language: str, text: str) -> Slide:
    """A slide with another title, caption or notes in a language."""
    return replace(slide, **{field: said(getattr(slide, field), language, text)})  # type: ignore[arg-type]
