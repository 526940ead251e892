"""Editors for single settings, each made from its catalog field: number, choice, switch, initializer, columns."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from nnsim import catalog
from nnsim.catalog import Field, LossSettings
from nnsim.text import render
from ui.look import theme
from ui.look.widgets import MIXED, Label, LabeledSlider, NumberField, Segmented, ToggleSwitch, tip
from ui.panels.inspector.choice_box import ChoiceBox
from ui.panels.inspector.column_choice import MOST_SHOWN, ColumnChoice
from ui.panels.inspector.column_ranges import ColumnRanges
from ui.panels.inspector.field_editor import FieldEditor
from ui.panels.inspector.field_words import field_words, paragraphs
from ui.panels.inspector.labeled_choice import LabeledChoice
from ui.panels.inspector.numbers_field import NumbersField
from ui.panels.inspector.row import LABEL_WIDTH, FieldLabel

_MOST_SEGMENTS, _MOST_LETTERS = 2, 16


class SliderEditor(FieldEditor):
    """A number with a safe range: slider and field."""

    def _build(self, row: QHBoxLayout) -> None:
        field, whole = self.field, self.field.type == "int"
        low, high = _number(field.soft_low, 0.0), _number(field.soft_high, 1.0)
        self._slider = LabeledSlider(
            field.title, low, high, self._value, log=field.log, whole=whole,
            hard_low=field.low, hard_high=field.high, label_width=LABEL_WIDTH, exact=True,
        )  # fmt: skip
        self._slider.label.setToolTip(paragraphs(field_words(field)))
        self._slider.slider.setToolTip(paragraphs(field_words(field)))
        self._slider.previewed.connect(lambda number: self.previewed.emit(_as(field, number)))
        self._slider.committed.connect(lambda number: self.committed.emit(_as(field, number)))
        self._slider.dropped.connect(self.dropped)
        row.addWidget(self._slider, 1)

    def _show(self, value: Any) -> None:
        self._slider.set_value(float(value))

    def _show_mixed(self, values: Sequence[Any]) -> None:
        self._slider.set_mixed(float(values[0]))

    def retranslate(self) -> None:
        """Take the meaning from the language."""
        self._slider.label.setToolTip(paragraphs(field_words(self.field)))
        self._slider.slider.setToolTip(paragraphs(field_words(self.field)))


class NumberEditor(FieldEditor):
    """A number without a safe range: a field alone."""

    def _build(self, row: QHBoxLayout) -> None:
        field, whole = self.field, self.field.type == "int"
        row.addWidget(FieldLabel(field.title, field_words(field)))
        self._number = NumberField(
            self._value, _number(field.low, float("-inf")), _number(field.high, float("inf")),
            step=1.0 if whole else 0.1, whole=whole, name=field.title, width=92, exact=True,
        )  # fmt: skip
        self._number.committed.connect(lambda number: self.committed.emit(_as(field, number)))
        row.addWidget(self._number)
        row.addStretch(1)

    def _show(self, value: Any) -> None:
        self._number.set_value(float(value))

    def _show_mixed(self, values: Sequence[Any]) -> None:
        self._number.set_mixed(float(values[0]))


class ChoiceEditor(FieldEditor):
    """One of a few values: segments when there are two short ones, else a list."""

    high = 32

    def _build(self, row: QHBoxLayout) -> None:
        self._box = ChoiceBox(self.field.choices, self.field.title)
        self._box.chosen.connect(self.committed.emit)
        row.addWidget(LabeledChoice(FieldLabel(self.field.title, field_words(self.field)), self._box), 1)

    def _show(self, value: Any) -> None:
        self._box.set_current(str(value))

    def _show_mixed(self, values: Sequence[Any]) -> None:
        self._box.set_mixed()


class SegmentEditor(FieldEditor):
    """One of a few values side by side."""

    def _build(self, row: QHBoxLayout) -> None:
        row.addWidget(FieldLabel(self.field.title, field_words(self.field)))
        self._segments = Segmented(list(self.field.choices), name=self.field.title, padding=10)
        self._segments.chosen.connect(self.committed.emit)
        row.addWidget(self._segments)
        row.addStretch(1)

    def _show(self, value: Any) -> None:
        self._segments.set_current(str(value))


class SwitchEditor(FieldEditor):
    """On or off."""

    def _build(self, row: QHBoxLayout) -> None:
        row.addWidget(FieldLabel(self.field.title, field_words(self.field)))
        self._switch = ToggleSwitch()
        self._switch.setAccessibleName(render(self.field.title))
        # a lambda, since a bound emit is called without the value
        self._switch.clicked.connect(lambda on: self.committed.emit(on))
        self._switch.setToolTip(paragraphs(field_words(self.field)))
        self._word = Label(MIXED, "small", "text3")
        row.addWidget(self._switch)
        row.addWidget(self._word)
        row.addStretch(1)

    def _show(self, value: Any) -> None:
        self._switch.setChecked(bool(value))
        self._word.hide()

    def _show_mixed(self, values: Sequence[Any]) -> None:
        self._switch.setChecked(False)
        self._word.show()


class InitializerEditor(FieldEditor):
    """How weights begin: which initializer, and its own numbers below."""

    high = 32

    def _build(self, row: QHBoxLayout) -> None:
        column = QVBoxLayout()
        column.setContentsMargins(0, 0, 0, 0)
        kinds = catalog.initializers()
        self._box = ChoiceBox([(kind.id, kind.title) for kind in kinds], self.field.title)
        self._box.chosen.connect(self._choose)
        self._first = QHBoxLayout()
        self._first.addWidget(LabeledChoice(FieldLabel(self.field.title, field_words(self.field)), self._box), 1)
        column.addLayout(self._first)
        self._column, self._numbers = column, []  # type: tuple[QVBoxLayout, list[FieldEditor]]
        row.addLayout(column, 1)

    def _place_reset(self, row: QHBoxLayout) -> None:
        """Beside the choice: the numbers below have buttons of their own there."""
        super()._place_reset(self._first)

    def restyle(self) -> None:
        """Take spacing from the theme."""
        super().restyle()
        self._first.setSpacing(theme().px(6))

    def _show(self, value: Any) -> None:
        kind = _initializer_kind(value)
        self._box.set_current(kind.id)
        self._box.setToolTip(tip(render(kind.meaning)))
        if [editor.field for editor in self._numbers] != list(kind.fields):
            self._rebuild(kind.fields, value)
        for editor in self._numbers:
            editor.set_value(getattr(value, editor.field.name))

    def _show_mixed(self, values: Sequence[Any]) -> None:
        self._rebuild((), None)
        self._box.set_mixed()

    def _rebuild(self, fields: Sequence[Field], value: Any) -> None:
        for editor in self._numbers:
            self._column.removeWidget(editor)
            editor.deleteLater()
        self._numbers = [make_editor(field, getattr(value, field.name)) for field in fields]
        for editor in self._numbers:
            editor.committed.connect(lambda number, name=editor.field.name: self._change(name, number))
            self._column.addWidget(editor)

    def _choose(self, kind_id: str) -> None:
        self.committed.emit(next(kind for kind in catalog.initializers() if kind.id == kind_id).type())

    def _change(self, name: str, number: float) -> None:
        values = {editor.field.name: getattr(self._value, editor.field.name) for editor in self._numbers}
        self.committed.emit(type(self._value)(**{**values, name: number}))


class ColumnsEditor(FieldEditor):
    """Which input columns of the data enter an input node; `names` are those of the data."""

    def __init__(self, field: Field, value: Any, names: Sequence[str], parent: QWidget | None = None) -> None:
        self._names = tuple(names)
        super().__init__(field, value, parent)

    def _build(self, row: QHBoxLayout) -> None:
        row.addWidget(FieldLabel(self.field.title, field_words(self.field)), 0, Qt.AlignmentFlag.AlignTop)
        many = len(self._names) > MOST_SHOWN
        self._choice: ColumnChoice | ColumnRanges = (
            ColumnRanges(len(self._names)) if many else ColumnChoice(self._names)
        )
        self._choice.chosen.connect(self.committed.emit)
        row.addWidget(self._choice, 1)

    def _show(self, value: Any) -> None:
        self._choice.set_columns(value)
        self._reset.hide()


class NumbersEditor(FieldEditor):
    """A list of numbers; whole ones for a shape."""

    def _build(self, row: QHBoxLayout) -> None:
        row.addWidget(FieldLabel(self.field.title, field_words(self.field)))
        self._numbers = NumbersField(self.field.title, whole=self.field.type == "shape")
        self._numbers.committed.connect(self.committed.emit)
        row.addWidget(self._numbers, 1)

    def _show(self, value: Any) -> None:
        self._numbers.set_values(tuple(value))


def make_editor(field: Field, value: Any, names: Sequence[str] = (), several: bool = False) -> FieldEditor:
    """The editor that fits a field, of one thing or of several."""
    if field.type in ("int", "float"):
        has_range = field.soft_low is not None and field.soft_high is not None
        return SliderEditor(field, value) if has_range else NumberEditor(field, value)
    if field.type == "choice":
        letters = sum(len(title.id) for _, title in field.choices)
        short = len(field.choices) <= _MOST_SEGMENTS and letters <= _MOST_LETTERS
        return SegmentEditor(field, value) if short and not several else ChoiceEditor(field, value)
    if field.type == "bool":
        return SwitchEditor(field, value)
    if field.type in ("numbers", "shape"):
        return NumbersEditor(field, value)
    return InitializerEditor(field, value) if field.type == "initializer" else ColumnsEditor(field, value, names)


def matters(field: Field, settings: Any) -> bool:
    """Whether a setting changes anything beside the others: most losses are computed in one way only."""
    if isinstance(settings, LossSettings) and field.name != "function":
        return field.name in catalog.loss_function(settings.function).settings
    if field.name == "margin":
        return getattr(settings, "padding", "") == "cells"
    return True


def _initializer_kind(value: Any) -> catalog.InitializerKind:
    return next(kind for kind in catalog.initializers() if kind.type is type(value))


def _as(field: Field, number: float) -> int | float:
    return round(number) if field.type == "int" else number


def _number(bound: float | None, otherwise: float) -> float:
    return otherwise if bound is None else bound
