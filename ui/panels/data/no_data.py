"""What the data card says while there is no data."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from nnsim.text import Message, message
from ui.look import theme
from ui.look.widgets import Button, Label, Themed


class NoData(Themed, QWidget):
    """One line and one action while there is no data, or none that can be used."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sentence = Label("", "small", "text2", wrap=True)
        self.choose = Button(message("Choose data"), icon="database", size="small")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(Label(message("Data"), "small_strong"))
        column.addWidget(self._sentence)
        column.addWidget(self.choose)
        self.follow_theme()

    def restyle(self) -> None:
        """Take spacing from the theme."""
        self.layout().setSpacing(theme().px(8))

    def tell(self, problem: Message | None) -> None:
        """Say why there is nothing to show."""
        self._sentence.set_text(problem or message("No samples to learn from yet."), "err" if problem else "text2")
