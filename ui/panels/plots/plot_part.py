"""One part of the plots: a title, a note at its right, the chart, and the hairline above."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.look import theme
from ui.look.widgets import Divider, Label, Text, Themed

PADDING = 20


class PlotPart(Themed, QWidget):
    """Title and note over whatever is added; the hairline runs from edge to edge."""

    def __init__(self, title: Text, note: Text = "", first: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._first = first
        self._title, self._note = Label(title, "control_strong"), Label(note, "small", "text3")
        self._outer = QVBoxLayout(self)
        self._outer.setContentsMargins(0, 0, 0, 0)
        self._outer.setSpacing(0)
        if not first:
            self._outer.addWidget(Divider())
        self._column = QVBoxLayout()
        head = QHBoxLayout()
        head.setSpacing(0)
        head.addWidget(self._title)
        head.addStretch(1)
        head.addWidget(self._note)
        self._column.addLayout(head)
        self._outer.addLayout(self._column)
        self.follow_theme()

    def add(self, widget: QWidget) -> None:
        """Put something below, on a ground of its own: when it moves, nothing under it is painted."""
        widget.setAutoFillBackground(True)
        self._column.addWidget(widget)

    @property
    def title(self) -> str:
        """What the part is called, as it is shown."""
        return self._title.text()

    def set_title(self, title: Text) -> None:
        """Change what the part is called."""
        self._title.set_text(title)

    def set_note(self, note: Text) -> None:
        """Change what stands at the right of the title."""
        self._note.set_text(note)

    def restyle(self) -> None:
        """Take padding from the theme."""
        side = theme().px(PADDING)
        self._column.setContentsMargins(side, theme().px(12), side, theme().px(14))
        self._column.setSpacing(theme().px(8))
        self._title.setFixedHeight(theme().px(20))
