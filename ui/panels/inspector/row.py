"""The rows of the inspector: a label column of one width, headings, and lines of facts."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from nnsim.text import Message, render
from ui.look import theme
from ui.look.widgets import Divider, Label, Text, Themed, tip

LABEL_WIDTH = 104


class FieldLabel(Label):
    """The name of a setting, in the label column; what there is to know of it appears on hover, a line for each."""

    def __init__(self, title: Message, about: Sequence[Message] = (), parent: QWidget | None = None) -> None:
        self._about = tuple(about)
        super().__init__(title, "small", "text2", wrap=True, parent=parent)

    def restyle(self) -> None:
        """Take the width of the column from the theme."""
        super().restyle()
        self.setFixedWidth(theme().px(LABEL_WIDTH))
        self.setMinimumHeight(theme().px(28))

    def retranslate(self) -> None:
        """Take name and words from the language."""
        super().retranslate()
        self.setToolTip("\n".join(tip(render(each)) for each in self._about))


class Fact(Themed, QWidget):
    """A label and a value that cannot be edited."""

    def __init__(self, title: Text, value: Text = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        self._title = Label(title, "small", "text3")
        self._value = Label(value, "small", "text", wrap=True)
        self._value.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        row.addWidget(self._title, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._value, 1, Qt.AlignmentFlag.AlignTop)
        self.follow_theme()

    def set_value(self, value: Text) -> None:
        """Show another value."""
        self._value.set_text(value)

    def restyle(self) -> None:
        """Take the width of the column from the theme."""
        self._title.setFixedWidth(theme().px(LABEL_WIDTH))
        self.layout().setSpacing(theme().px(8))


class Part(Themed, QWidget):
    """A part of a page: a hairline above (but for the first), a heading, and rows.

    Args:
        title: of the part; empty for none.
        note: stands at the right of the title.
    """

    def __init__(self, title: Text = "", note: Text = "", first: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        self._first = first
        if not first:
            self._column.addWidget(Divider())
        self._head = QHBoxLayout()
        self._note = Label(note, "small", "text3", parent=self)
        self._note.setVisible(bool(title))
        if title:
            self._head.addWidget(Label(title, "control_strong"))
            self._head.addStretch(1)
            self._head.addWidget(self._note)
            self._column.addLayout(self._head)
        self.follow_theme()

    def add(self, widget: QWidget) -> None:
        """Put a row below the others."""
        self._column.addWidget(widget)

    def add_to_head(self, widget: QWidget) -> None:
        """Put something small at the right of the title."""
        self._head.addWidget(widget)

    def set_note(self, note: Text) -> None:
        """Change what stands at the right of the title."""
        self._note.set_text(note)

    def restyle(self) -> None:
        """Take spacing from the theme."""
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme().px(8))
        self._head.setContentsMargins(0, 0 if self._first else theme().px(4), 0, 0)
        self._head.setSpacing(theme().px(8))


class Page(Themed, QWidget):
    """One page of the inspector: parts below each other, with the padding of a panel."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        self._column.addStretch(1)
        self.follow_theme()

    def add(self, part: QWidget) -> None:
        """Put a part below the others."""
        self._column.insertWidget(self._column.count() - 1, part)

    def restyle(self) -> None:
        """Take padding from the theme."""
        side = theme().px(20)
        self._column.setContentsMargins(side, theme().px(16), side, side)
        self._column.setSpacing(theme().px(14))
