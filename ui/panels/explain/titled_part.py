"""A part of the explain panel: a title, what stands at its right, and what it is about below."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.look.widgets import Label


def titled_part(title: Label, right: QWidget, content: QWidget) -> tuple[QWidget, QVBoxLayout]:
    """The part, and the column that it stands in."""
    part = QWidget()
    column, head = QVBoxLayout(part), QHBoxLayout()
    head.addWidget(title)
    head.addStretch(1)
    head.addWidget(right)
    column.addLayout(head)
    column.addWidget(content)
    return part, column
