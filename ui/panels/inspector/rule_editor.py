"""The table of hand-written rules: conditions that must all hold, and the value that they give."""

from __future__ import annotations

from typing import Any

import msgspec
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from nnsim.catalog import RuleCondition, WrittenRule
from nnsim.catalog.rule_node import LARGEST, MOST_CONDITIONS, MOST_RULES
from nnsim.text import message
from ui.look import theme
from ui.look.widgets import Button, Divider, IconButton, Label, NumberField, Themed
from ui.panels.inspector.choice_box import ChoiceBox
from ui.panels.inspector.made_by_hand import ByHandEditor

_SIGNS = tuple((sign, message("{symbol}", symbol=sign)) for sign in (">", "≥", "<", "≤"))
_WORD_WIDTH = 38


class RuleEditor(ByHandEditor):
    """One card for each rule, and a button for one more."""

    def _build(self, row: QHBoxLayout) -> None:
        super()._build(row)
        self._cards: list[RuleCard] = []
        self._more = Button(message("Add a rule"), icon="plus", size="small")
        self._more.clicked.connect(lambda: self.committed.emit((*self.value, WrittenRule())))
        self.column.addWidget(self._more, 0, Qt.AlignmentFlag.AlignLeft)

    def _show(self, value: Any) -> None:
        rules: tuple[WrittenRule, ...] = value
        inputs = max([len(self.names), 1, *(each.input + 1 for rule in rules for each in rule.conditions)])
        names = tuple(self.name(number) for number in range(inputs))
        if [card.form for card in self._cards] != [(len(rule.conditions), names) for rule in rules]:
            self._rebuild(rules, names)
        for card, rule in zip(self._cards, rules, strict=True):
            card.set_rule(rule)
        self._more.setEnabled(len(rules) < MOST_RULES)

    def _rebuild(self, rules: tuple[WrittenRule, ...], names: tuple[str, ...]) -> None:
        for card in self._cards:
            self.column.removeWidget(card)
            card.hide()
            card.deleteLater()
        self._cards = [RuleCard(rule, names) for rule in rules]
        for number, card in enumerate(self._cards):
            card.changed.connect(lambda rule, number=number: self._change(number, rule))
            card.removed.connect(lambda number=number: self._change(number, None))
            self.column.insertWidget(1 + number, card)
            card.show()  # the layout would do so only later

    def _change(self, number: int, rule: WrittenRule | None) -> None:
        kept = (rule,) if rule is not None else ()
        self.committed.emit((*self.value[:number], *kept, *self.value[number + 1:]))


class RuleCard(Themed, QWidget):
    """If … and … then value. `changed` tells the rule as it should be."""

    changed = Signal(object)
    removed = Signal()

    def __init__(self, rule: WrittenRule, names: tuple[str, ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.form = (len(rule.conditions), names)
        self._rule = rule
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._lines = [ConditionLine(number, names, len(rule.conditions) > 1) for number in range(len(rule.conditions))]
        for number, line in enumerate(self._lines):
            line.changed.connect(lambda condition, number=number: self._change(number, condition))
            line.removed.connect(lambda number=number: self._change(number, None))
            self._column.addWidget(line)
        self._column.addLayout(self._ending(len(rule.conditions)))
        self._column.addWidget(Divider())
        self.follow_theme()

    def set_rule(self, rule: WrittenRule) -> None:
        """Show another rule of as many conditions."""
        self._rule = rule
        for line, condition in zip(self._lines, rule.conditions, strict=True):
            line.set_condition(condition)
        self._value.set_value(rule.value)

    def restyle(self) -> None:
        """Take spacing from the theme."""
        self._column.setSpacing(theme().px(6))
        self._then.setFixedWidth(theme().px(_WORD_WIDTH))

    def _ending(self, conditions: int) -> QHBoxLayout:
        self._then = Label(message("then"), "small", "text2")
        self._value = NumberField(self._rule.value, -LARGEST, LARGEST, name=message("Value"), width=72, exact=True)
        self._value.committed.connect(lambda value: self.changed.emit(msgspec.structs.replace(self._rule, value=value)))
        more = Button(message("and …"), icon="plus", size="small", kind="bare")
        more.setEnabled(conditions < MOST_CONDITIONS)
        more.clicked.connect(self._add)
        remove = IconButton("trash", message("Delete this rule"), size=28, icon_size=16)
        remove.clicked.connect(self.removed)
        row = QHBoxLayout()
        row.addWidget(self._then)
        row.addWidget(self._value)
        row.addStretch(1)
        row.addWidget(more)
        row.addWidget(remove)
        return row

    def _add(self) -> None:
        conditions = (*self._rule.conditions, RuleCondition(comparison="<"))
        self.changed.emit(msgspec.structs.replace(self._rule, conditions=conditions))

    def _change(self, number: int, condition: RuleCondition | None) -> None:
        kept = (condition,) if condition is not None else ()
        conditions = (*self._rule.conditions[:number], *kept, *self._rule.conditions[number + 1:])
        self.changed.emit(msgspec.structs.replace(self._rule, conditions=conditions))


class ConditionLine(Themed, QWidget):
    """An input, a comparison, a threshold. `changed` tells the condition as it should be."""

    changed = Signal(object)
    removed = Signal()

    def __init__(
        self, number: int, names: tuple[str, ...], removable: bool, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._condition = RuleCondition()
        self._word = Label(message("and") if number else message("if"), "small", "text2")
        inputs = [(str(at), message("{symbol}", symbol=name)) for at, name in enumerate(names)]
        self._input = ChoiceBox(inputs, message("Input"))
        self._sign = ChoiceBox(_SIGNS, message("Comparison"))
        self._threshold = NumberField(0.0, -LARGEST, LARGEST, name=message("Threshold"), width=60, exact=True)
        self._input.chosen.connect(lambda key: self._change(input=int(key)))
        self._sign.chosen.connect(lambda sign: self._change(comparison=sign))
        self._threshold.committed.connect(lambda value: self._change(threshold=value))
        self._remove = IconButton("x", message("Delete this condition"), size=24, icon_size=14)
        self._remove.clicked.connect(self.removed)
        keep = self._remove.sizePolicy()
        keep.setRetainSizeWhenHidden(True)
        self._remove.setSizePolicy(keep)
        self._remove.setVisible(removable)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._word)
        row.addWidget(self._input, 1)
        for widget in (self._sign, self._threshold, self._remove):
            row.addWidget(widget)
        self.follow_theme()

    def set_condition(self, condition: RuleCondition) -> None:
        """Show another condition."""
        self._condition = condition
        self._input.set_current(str(condition.input))
        self._sign.set_current(condition.comparison)
        self._threshold.set_value(condition.threshold)

    def restyle(self) -> None:
        """Take widths and spacing from the theme."""
        self._word.setFixedWidth(theme().px(_WORD_WIDTH))
        self._sign.setFixedWidth(theme().px(74))
        self._sign.setMinimumContentsLength(1)
        self._input.setMinimumContentsLength(1)
        self.layout().setSpacing(theme().px(6))

    def _change(self, **changes: Any) -> None:
        self.changed.emit(msgspec.structs.replace(self._condition, **changes))
