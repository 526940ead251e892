"""Qt's own words, such as those of file dialogs, in the language of the moment."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

from nnsim.text import Language, message, render

_LEFT_OUT = {
    ("QFileDialog", words.id): words for words in (message("&Look in:"), message("Files of &type:"))
} | {
    ("QAbstractFileIconProvider", words.id): words for words in (
        message("Folder"), message("File Folder"), message("File"), message("Drive"), message("Shortcut"),
        message("Unknown"),
    )
} | {("QFileSystemModel", "%1 bytes"): message("%1 bytes")}  # fmt: skip
"""Words that Qt shows and its own translation has not, by their context."""


class QtWords:
    """The translation that Qt brings for its own dialogs and buttons, and what it leaves out; English needs none."""

    def __init__(self) -> None:
        self._translators: list[QTranslator] = []

    def speak(self, language: Language) -> None:
        """Take the translation of this language in place of the one before; dialogs that open from now on use it."""
        while self._translators:
            QCoreApplication.removeTranslator(self._translators.pop())
        if language == "en":
            return
        translator = QTranslator()
        folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
        found = [translator] if translator.load(QLocale(language), "qtbase", "_", folder) else []
        for each in (_LeftOut(language), *found):
            QCoreApplication.installTranslator(each)
            self._translators.append(each)


class _LeftOut(QTranslator):
    """The words that Qt's translation has not, from ours."""

    def __init__(self, language: Language) -> None:
        super().__init__()
        self._language = language

    def isEmpty(self) -> bool:
        return False

    def translate(self, context: str, text: str, disambiguation: str | None = None, n: int = -1) -> str | None:
        words = _LEFT_OUT.get((context, text))
        return None if words is None else render(words, self._language)  # an empty text would count as a translation
