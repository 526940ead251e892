"""The guide: the shipped pages in the language of the moment."""

from __future__ import annotations

from PySide6.QtGui import QFont
from PySide6.QtWidgets import QTextBrowser, QWidget

from nnsim.assets import asset_path
from nnsim.text import language, message
from ui.look import font, theme
from ui.panels.dialog_page import DialogPage


class Guide(DialogPage):
    """One page of Markdown, which loads nothing from outside."""

    def __init__(self, parent: QWidget | None = None) -> None:
        self._page = QTextBrowser()
        super().__init__(message("Guide"), 640, 680, parent)
        self._page.setOpenLinks(False)
        self._page.setFrameShape(QTextBrowser.Shape.NoFrame)
        self.body.addWidget(self._page)

    def restyle(self) -> None:
        """Take typeface and colours from the theme."""
        super().restyle()
        self._page.setFont(font("body"))
        self._write()

    def retranslate(self) -> None:
        """Show the page of the language."""
        super().retranslate()
        self._write()

    def _write(self) -> None:
        text = asset_path("guide", f"{language()}.md").read_text(encoding="utf-8")
        self._page.document().setDefaultFont(font("body"))
        self._page.document().setDocumentMargin(theme().px(8))
        self._page.setMarkdown(text.partition("\n")[2])  # the dialog itself has the title
        self._page.document().setDefaultFont(QFont(font("body")))
