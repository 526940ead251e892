"""The guide: the shipped page in the language of the moment, in the type of the design."""

from __future__ import annotations

from PySide6.QtGui import QFont, QTextBlock, QTextBlockFormat, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QTextBrowser, QWidget

from nnsim.assets import asset_path
from nnsim.text import language, message
from ui.look import font, sized_font, theme
from ui.panels.dialog_page import DialogPage


class Guide(DialogPage):
    """One page of Markdown, which loads nothing from outside."""

    def __init__(self, parent: QWidget | None = None) -> None:
        self._page = QTextBrowser()
        self._page.setOpenLinks(False)
        self._page.setStyleSheet("QTextBrowser { background: transparent; border: none; padding: 0; }")
        super().__init__(message("Guide"), 620, 640, parent)
        self.body.addWidget(self._page)

    def restyle(self) -> None:
        """Take typeface and colours from the theme."""
        super().restyle()
        self._write()

    def retranslate(self) -> None:
        """Show the page of the language."""
        super().retranslate()
        self._write()

    def _write(self) -> None:
        text = asset_path("guide", f"{language()}.md").read_text(encoding="utf-8")
        page = self._page.document()
        page.setDocumentMargin(0)
        page.setDefaultFont(font("body"))
        page.setMarkdown(text.partition("\n")[2])  # the dialog itself has the title
        block = page.begin()
        while block.isValid():
            _dress(block)
            block = block.next()
        self._page.moveCursor(QTextCursor.MoveOperation.Start)


def _dress(block: QTextBlock) -> None:
    """Headings as card titles with room above, keys in bold instead of a typewriter face."""
    heading = block.blockFormat().headingLevel() > 0
    cursor = QTextCursor(block)
    form = block.blockFormat()
    form.setTopMargin(theme().px(18) if heading and block.blockNumber() else 0)
    form.setBottomMargin(theme().px(4))
    form.setLineHeight(136, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
    cursor.setBlockFormat(form)
    for piece in [piece.fragment() for piece in block]:
        cursor.setPosition(piece.position())
        cursor.setPosition(piece.position() + piece.length(), QTextCursor.MoveMode.KeepAnchor)
        strong = piece.charFormat().fontFixedPitch() or piece.charFormat().fontWeight() > QFont.Weight.Medium
        dressed = QTextCharFormat()
        weight = QFont.Weight.DemiBold if heading or strong else QFont.Weight.Normal
        dressed.setFont(sized_font(14 if heading else 13, weight))
        dressed.setForeground(theme().tokens.text if heading or strong else theme().tokens.text2)
        cursor.setCharFormat(dressed)
