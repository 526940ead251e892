"""What editors of rules and features share: a heading over a column, and the names of the inputs they speak of."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from nnsim.catalog import Field
from ui.look import theme
from ui.look.widgets import Label
from ui.panels.inspector.field_editor import FieldEditor
from ui.panels.inspector.field_words import field_words, paragraphs
from ui.panels.inspector.unit_names import subscript


class ByHandEditor(FieldEditor):
    """The base: rows below a heading; `set_names` follows what links into the node."""

    def __init__(self, field: Field, value: Any, names: Sequence[str], parent: QWidget | None = None) -> None:
        self.names = tuple(names)
        super().__init__(field, value, parent)

    def set_names(self, names: Sequence[str]) -> None:
        """Show the inputs by other names, or other inputs."""
        if tuple(names) != self.names:
            self.names = tuple(names)
            self._show(self.value)

    def name(self, number: int) -> str:
        """What an input (from 0) is called; by its number where it does not link in (yet)."""
        return self.names[number] if number < len(self.names) else f"x{subscript(number + 1)}"

    def restyle(self) -> None:
        """Take spacing from the theme."""
        super().restyle()
        self.column.setSpacing(theme().px(8))

    def retranslate(self) -> None:
        """Take the meaning from the language."""
        self._heading.setToolTip(paragraphs(field_words(self.field)))

    def _build(self, row: QHBoxLayout) -> None:
        self.column = QVBoxLayout()
        self.column.setContentsMargins(0, 0, 0, 0)
        self._heading = Label(self.field.title, "small", "text2")
        self.column.addWidget(self._heading)
        row.addLayout(self.column, 1)
