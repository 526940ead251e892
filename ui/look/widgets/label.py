"""A text in a role of the typeface and a colour of the table."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QLabel, QWidget

from ui.look.fonts import font
from ui.look.theme import theme
from ui.look.typeface import Role
from ui.look.widgets.themed import Text, Themed, shown


class Label(Themed, QLabel):
    """A text that follows theme and language.

    Args:
        role: of the typeface; `token`: its colour.
        wrap: break the text into lines.
    """

    def __init__(
        self,
        text: Text = "",
        role: Role = "body",
        token: str = "text",
        wrap: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._shown_text, self._role, self._token = text, role, token
        self.setWordWrap(wrap)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.follow_theme()

    def set_text(self, text: Text, token: str = "") -> None:
        """Change the text, and its colour when a token is given."""
        self._shown_text = text
        if token and token != self._token:
            self._token = token
            self.restyle()
        self.retranslate()

    def restyle(self) -> None:
        """Take typeface and colour from the theme."""
        self.setFont(font(self._role))
        dressed = QPalette(self.palette())
        dressed.setColor(QPalette.ColorRole.WindowText, theme().tokens.color(self._token))
        self.setPalette(dressed)

    def retranslate(self) -> None:
        """Take the text from the language."""
        self.setText(shown(self._shown_text))
