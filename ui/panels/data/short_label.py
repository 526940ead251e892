"""One line of text that gives way where there is no room: what does not fit ends in dots."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.look import theme
from ui.look.typeface import Role
from ui.look.widgets import Label, Text
from ui.look.widgets.themed import shown

_LEAST = 48


class ShortLabel(Label):
    """A label that is never wider than its place; the tooltip has the whole text where dots stand for some of it."""

    def __init__(
        self, text: Text = "", role: Role = "body", token: str = "text", parent: QWidget | None = None
    ) -> None:
        super().__init__(text, role, token, parent=parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @property
    def whole(self) -> str:
        """The text without dots, in one line."""
        return " ".join(shown(self._shown_text).split())

    def restyle(self) -> None:
        """Measure anew in the typeface of the theme."""
        super().restyle()
        self._fit()

    def retranslate(self) -> None:
        """Take the text from the language."""
        self.setAccessibleName(self.whole)
        self._fit()

    def _fit(self) -> None:
        whole = self.whole
        told = self.fontMetrics().elidedText(whole, Qt.TextElideMode.ElideRight, max(self.width(), theme().px(_LEAST)))
        if told != self.text():
            self.setText(told)
        self.setToolTip("" if told == whole else whole)

    def sizeHint(self) -> QSize:
        """Wide enough for the whole text."""
        return QSize(self.fontMetrics().horizontalAdvance(self.whole) + 1, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        """A few letters."""
        return QSize(theme().px(_LEAST), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show as much as fits."""
        super().resizeEvent(event)
        self._fit()
