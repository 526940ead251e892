"""The question of a slide: its words, how it is answered, what is right, and what is said afterwards."""

from __future__ import annotations

from functools import partial

from msgspec.structs import replace

from nnsim.document import Amount, Choice, Document, Drawing, Pointing, Question, Slide
from nnsim.document.lesson import words_in
from nnsim.text import Message, message
from ui.bridge import Selection
from ui.look.widgets import Label
from ui.panels.inspector.choice_box import ChoiceBox
from ui.panels.inspector.labeled_choice import LabeledChoice
from ui.panels.inspector.row import FieldLabel, Part
from ui.panels.slides.slide_desk import SlideDesk, said
from ui.panels.slides.slide_words import WAYS, way_of
from ui.panels.slides.way_parts import AmountWay, ChoiceWay, DrawingWay, PointingWay, WayPart, first_options
from ui.panels.slides.word_field import WordField

_WORDS: tuple[tuple[str, Message], ...] = (
    ("text", message("The question in words")), ("why", message("What is said after the answer")),
)  # fmt: skip


class QuestionPart(Part):
    """Follows a slide by `take`. Words are those of one language."""

    def __init__(self, desk: SlideDesk, selection: Selection) -> None:
        super().__init__(message("Question"))
        self._desk, self._selection = desk, selection
        self._slide, self._language = Slide(""), "en"
        self.way = ChoiceBox(list(WAYS.items()), message("How it is answered"))
        self.way.chosen.connect(self._choose_way)
        self.add(LabeledChoice(FieldLabel(message("Answered by")), self.way))
        self.words: dict[str, tuple[Label, WordField]] = {}
        for name, title in _WORDS:
            field = WordField(title, 1 if name == "text" else 2)
            field.typed.connect(partial(self._write, name))
            self.words[name] = Label(title, "small", "text2"), field
        self.ways: dict[str, WayPart] = {
            "choice": ChoiceWay(), "amount": AmountWay(), "pointing": PointingWay(selection), "drawing": DrawingWay(),
        }  # fmt: skip
        for name in ("text", "why"):
            for widget in self.words[name]:
                self.add(widget)
            if name == "text":
                for part in self.ways.values():
                    part.changed.connect(self._change_way)
                    self.add(part)

    def take(self, document: Document, slide: Slide, language: str) -> None:
        """Show the question of a slide in a language."""
        self._slide, self._language = slide, language
        question, way = slide.question, way_of(slide)
        self.way.set_current(way)
        for name, (label, field) in self.words.items():
            words = getattr(question, name) if question is not None else {}
            field.show_text(words.get(language, ""), words_in(words, language))
            for widget in (label, field):
                widget.setVisible(question is not None)
        for key, part in self.ways.items():
            if key == way and question is not None:
                part.take(document, question.way, language)
            part.setVisible(key == way)

    def _choose_way(self, key: str) -> None:
        before = self._slide.question
        if key == "none":
            self._set(None)
            return
        network, chosen = self._desk.store.document.network, self._selection.unit
        first = network.nodes[0].id if network.nodes else ""
        node = chosen[0] if chosen is not None else self._selection.node or first
        fresh: dict[str, Choice | Amount | Pointing | Drawing] = {
            "choice": Choice(first_options(), 0), "amount": Amount(), "drawing": Drawing(),
            "pointing": Pointing(node, None if chosen is None else chosen[1]),
        }  # fmt: skip
        if key != way_of(self._slide):
            way = fresh[key]
            self._set(Question({}, way) if before is None else replace(before, way=way))

    def _set(self, question: Question | None) -> None:
        self._desk.change(self._slide.id, lambda slide: replace(slide, question=question))

    def _change_way(self, way: Choice | Amount | Pointing | Drawing, what: str) -> None:
        def changed(slide: Slide) -> Slide:
            return slide if slide.question is None else replace(slide, question=replace(slide.question, way=way))

        self._desk.change(self._slide.id, changed, what)

    def _write(self, name: str, text: str) -> None:
        language = self._language

        def changed(slide: Slide) -> Slide:
            if slide.question is None:
                return slide
            words = said(getattr(slide.question, name), language, text)
            question = replace(slide.question, **{name: words})  # type: ignore[arg-type]
            return replace(slide, question=question)

        self._desk.change(self._slide.id, changed, f"question/{name}/{language}", message("Write on a slide"))
