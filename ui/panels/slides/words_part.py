"""The words of a slide: title, caption and notes, in the one language or the other."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal

from nnsim.document import Slide
from nnsim.document.lesson import words_in
from nnsim.text import Message, language, message
from ui.look import theme
from ui.look.widgets import Label, Segmented
from ui.panels.inspector.row import Part
from ui.panels.slides.slide_desk import SlideDesk, with_words
from ui.panels.slides.word_field import WordField

_FIELDS: tuple[tuple[str, Message, int], ...] = (
    ("title", message("Title"), 1),
    ("caption", message("Caption"), 2),
    ("notes", message("Notes for the speaker"), 2),
)


class WordsPart(Part):
    """Follows a slide by `take`. `language_chosen` tells in which language is written from now on."""

    language_chosen = Signal(str)

    def __init__(self, desk: SlideDesk) -> None:
        super().__init__(message("Words"), first=True)
        self._desk, self._slide = desk, Slide("")
        self.language = str(language())
        self._languages = Segmented([("en", "EN"), ("ko", "한")], self.language, message("Language of the words"),
                                    padding=9, height=28)
        self._languages.chosen.connect(self.speak)
        self.add_to_head(self._languages)
        self.fields: dict[str, WordField] = {}
        for name, title, lines in _FIELDS:
            field = self.fields[name] = WordField(title, lines)
            field.typed.connect(partial(self._keep, name))
            label = Label(title, "small", "text2")
            label.setBuddy(field)
            self.add(label)
            self.add(field)
        theme().language_changed.connect(self._follow_language)

    def take(self, slide: Slide) -> None:
        """Show the words of a slide."""
        self._slide = slide
        for name, field in self.fields.items():
            words = getattr(slide, name)
            field.show_text(words.get(self.language, ""), words_in(words, self.language))

    def speak(self, chosen: str) -> None:
        """Write in another language from now on."""
        self.language = chosen
        self._languages.set_current(chosen)
        self.take(self._slide)
        self.language_chosen.emit(chosen)

    def _follow_language(self) -> None:
        self.speak(str(language()))

    def write(self, name: str) -> None:
        """Give the keyboard to a field, with all of its text chosen."""
        self.fields[name].setFocus(Qt.FocusReason.OtherFocusReason)
        self.fields[name].selectAll()

    def _keep(self, name: str, text: str) -> None:
        change = partial(with_words, field=name, language=self.language, text=text)
        self._desk.change(self._slide.id, change, f"{name}/{self.language}", message("Write on a slide"))
