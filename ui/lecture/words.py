"""The words of a slide as rich text: a safe part of Markdown, without HTML, pictures or anything that is fetched."""

from __future__ import annotations

import re

from PySide6.QtGui import QFont, QTextDocument

from nnsim.document.lesson import Words, words_in
from nnsim.text import language

_PICTURE = re.compile(r"!\[([^\]]*)\](\([^)]*\)|\[[^\]]*\])?")
_LINK = re.compile(r"\[([^\]]+)\](\([^)]*\)|\[[^\]]*\])")


def spoken(words: Words) -> str:
    """The text in the language of the moment."""
    return words_in(words, language())


def rich(words: Words, font: QFont) -> str:
    """The Markdown of the text as rich text in a font; empty where there is none."""
    text = spoken(words)
    if not text.strip():
        return ""
    document = QTextDocument()
    document.setDefaultFont(font)
    plain = _LINK.sub(r"\1", _PICTURE.sub(r"\1", text))
    features = QTextDocument.MarkdownFeature
    document.setMarkdown(plain, features.MarkdownNoHTML | features.MarkdownDialectCommonMark)
    return document.toHtml()
