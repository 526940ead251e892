"""A text in a role of the typeface and a colour of the table."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPalette, QResizeEvent
from PySide6.QtWidgets import QLabel, QWidget

from ui.look.even_lines import even_width
from ui.look.fonts import font
from ui.look.theme import theme
from ui.look.typeface import Role
from ui.look.widgets.themed import Text, Themed, shown


class Label(Themed, QLabel):
    """A text that follows theme and language.

    Args:
        role: of the typeface; `token`: its colour.
        wrap: break the text into lines.
        even: of about the same width, for a text that stands alone in the middle.
    """

    def __init__(
        self,
        text: Text = "",
        role: Role = "body",
        token: str = "text",
        wrap: bool = False,
        parent: QWidget | None = None,
        even: bool = False,
    ) -> None:
        super().__init__(parent)
        self._shown_text, self._role, self._token, self._even = text, role, token, even
        self.setWordWrap(wrap or even)
        if even:
            self.setAlignment(Qt.AlignmentFlag.AlignCenter)
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
        self._even_out()

    def retranslate(self) -> None:
        """Take the text from the language."""
        self.setText(shown(self._shown_text))
        self._even_out()

    def _even_out(self) -> None:
        if self._even:
            room = self.width() - 2 * self.margin()
            side = round((room - even_width(QFontMetricsF(self.font()), self.text(), room)) / 2)
            self.setContentsMargins(side, 0, side, 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width breaks lines elsewhere."""
        super().resizeEvent(event)
        self._even_out()

    def minimumSizeHint(self) -> QSize:
        """What is left empty beside even lines may be less."""
        least = super().minimumSizeHint()
        return QSize(least.width() - 2 * self.contentsMargins().left(), least.height()) if self._even else least
