"""How a question is answered, to be set: the options, the number, the neuron, or the epochs of the curve."""

from __future__ import annotations

from functools import partial
from typing import Any

from msgspec.structs import replace
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QRadioButton, QVBoxLayout, QWidget

from nnsim import edits
from nnsim.document import Amount, Choice, Document, Drawing, Pointing
from nnsim.document.lesson import Words, words_in
from nnsim.text import message, render, shown_name
from ui.bridge import Selection
from ui.look import theme
from ui.look.widgets import Button, IconButton, Label, NumberField, Themed, ToggleSwitch
from ui.panels.inspector.row import FieldLabel
from ui.panels.slides.slide_desk import said
from ui.panels.slides.word_field import WordField

FEWEST, MOST = 2, 9
Way = Choice | Amount | Pointing | Drawing


def first_options() -> tuple[Words, ...]:
    """Options that a new choice begins with, in both languages."""
    told = (message("it grows"), message("it shrinks"), message("it stays"))
    return tuple({"en": render(text, "en"), "ko": render(text, "ko")} for text in told)


class WayPart(Themed, QWidget):
    """One way to answer. `changed` carries another way, and what of it was changed in a row."""

    changed = Signal(object, str)

    def __init__(self) -> None:
        super().__init__()
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.follow_theme()

    def take(self, document: Document, way: Any, language: str) -> None:
        """Show a way of this kind."""

    def restyle(self) -> None:
        """Take the gap from the theme."""
        self.column.setSpacing(theme().px(6))

    def add_row(self, *parts: QWidget) -> None:
        """Put things side by side below the others."""
        row = QHBoxLayout()
        row.setSpacing(theme().px(8))
        for part in parts:
            row.addWidget(part)
        row.addStretch(1)
        self.column.addLayout(row)


class ChoiceWay(WayPart):
    """Options, of which one is right."""

    def __init__(self) -> None:
        super().__init__()
        self._way, self._language = Choice((), 0), "en"
        self.rows: list[_Option] = []
        self._right = QButtonGroup(self)
        self._right.idClicked.connect(lambda answer: self.changed.emit(replace(self._way, answer=answer), ""))
        self.column.addWidget(Label(message("Options; the dot marks the right one"), "small", "text2"))
        self.more = Button(message("Add an option"), icon="plus", size="small")
        self.more.clicked.connect(self._add)
        self.column.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)

    def take(self, document: Document, way: Choice, language: str) -> None:
        """Show options and the right one."""
        self._way, self._language = way, language
        while len(self.rows) < len(way.options):
            self._grow()
        for number, row in enumerate(self.rows):
            row.setVisible(number < len(way.options))
            if number < len(way.options):
                words = way.options[number]
                row.text.show_text(words.get(language, ""), words_in(words, language))
                row.right.setChecked(number == way.answer)
                row.away.setEnabled(len(way.options) > FEWEST)
        self.more.setEnabled(len(way.options) < MOST)

    def _grow(self) -> None:
        row, number = _Option(len(self.rows)), len(self.rows)
        row.text.typed.connect(partial(self._write, number))
        row.away.clicked.connect(lambda: self._remove(number))
        self._right.addButton(row.right, number)
        self.rows.append(row)
        self.column.insertWidget(self.column.count() - 1, row)

    def _write(self, number: int, text: str) -> None:
        options = list(self._way.options)
        options[number] = said(options[number], self._language, text)
        self.changed.emit(replace(self._way, options=tuple(options)), f"option/{number}/{self._language}")

    def _add(self) -> None:
        number = len(self._way.options)
        self.changed.emit(replace(self._way, options=(*self._way.options, {})), "")
        self.rows[number].text.setFocus(Qt.FocusReason.OtherFocusReason)

    def _remove(self, number: int) -> None:
        options = self._way.options
        answer = self._way.answer - (self._way.answer > number)
        left = (*options[:number], *options[number + 1:])
        self.changed.emit(replace(self._way, options=left, answer=min(answer, len(left) - 1)), "")


class _Option(QWidget):
    """The dot of the right answer, the words, and a cross."""

    def __init__(self, number: int) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme().px(6))
        self.right = QRadioButton()
        self.right.setAccessibleName(render(message("Option {number} is right", number=number + 1)))
        self.text = WordField(message("Option {number}", number=number + 1))
        self.away = IconButton("x", message("Remove the option"), size=28, icon_size=14)
        for part in (self.right, self.text, self.away):
            row.addWidget(part)


class AmountWay(WayPart):
    """A number: that of the moment, or one that is given."""

    def __init__(self) -> None:
        super().__init__()
        self._way = Amount()
        self.own = ToggleSwitch(message("Right is the number of the moment"))
        self.own.clicked.connect(lambda on: self.changed.emit(replace(self._way, answer=None if on else 0.0), ""))
        self.answer = NumberField(0.0, name=message("Right answer"), width=96, exact=True)
        self.answer.committed.connect(lambda value: self.changed.emit(replace(self._way, answer=value), ""))
        self._label = FieldLabel(message("Right answer"))
        self.tolerance = NumberField(0.005, 0.0, 1e6, 0.01, name=message("Tolerance"), width=96, exact=True)
        self.tolerance.committed.connect(lambda value: self.changed.emit(replace(self._way, tolerance=value), ""))
        self.column.addWidget(self.own)
        self.add_row(self._label, self.answer)
        self.add_row(FieldLabel(message("Tolerance")), self.tolerance)

    def take(self, document: Document, way: Amount, language: str) -> None:
        """Show answer and tolerance."""
        self._way = way
        self.own.setChecked(way.answer is None)
        for widget in (self._label, self.answer):
            widget.setVisible(way.answer is not None)
        self.answer.set_value(way.answer or 0.0)
        self.tolerance.set_value(way.tolerance)


class PointingWay(WayPart):
    """A neuron: the one that is selected on the canvas is taken."""

    def __init__(self, selection: Selection) -> None:
        super().__init__()
        self._selection = selection
        self._right = Label("", "small", "text", wrap=True)
        self.take_it = Button(message("Take the selected neuron"), icon="target", size="small")
        self.take_it.clicked.connect(self._take_selected)
        self.column.addWidget(self._right)
        self.column.addWidget(self.take_it, 0, Qt.AlignmentFlag.AlignLeft)
        selection.changed.connect(self._follow)
        self._follow()

    def take(self, document: Document, way: Pointing, language: str) -> None:
        """Show which neuron is right."""
        network = document.network
        name = shown_name(network.node(way.node).name) if network.has(way.node) else way.node
        counts = edits.units(network) if network.has(way.node) else {}
        if way.unit is None or counts.get(way.node) == 1:
            self._right.set_text(message("Right: {node}", node=name))
        else:
            self._right.set_text(message("Right: {node}, unit {number}", node=name, number=way.unit + 1))

    def _follow(self) -> None:
        self.take_it.setEnabled(self._selection.node is not None)

    def _take_selected(self) -> None:
        node, unit = self._selection.node, self._selection.unit
        if node is not None:
            self.changed.emit(Pointing(node, None if unit is None else unit[1]), "")


class DrawingWay(WayPart):
    """The loss curve of the coming epochs."""

    def __init__(self) -> None:
        super().__init__()
        self.epochs = NumberField(50, 1, 100_000, 10, whole=True, name=message("Epochs of the curve"), width=96)
        self.epochs.committed.connect(lambda value: self.changed.emit(Drawing(int(value)), ""))
        self.add_row(FieldLabel(message("Epochs of the curve")), self.epochs)

    def take(self, document: Document, way: Drawing, language: str) -> None:
        """Show how many epochs."""
        self.epochs.set_value(way.epochs)
