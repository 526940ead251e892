"""Qt's own words, such as those of file dialogs, in the language of the moment."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

from nnsim.text import Language


class QtWords:
    """The translation that Qt brings for its own dialogs and buttons; English needs none."""

    def __init__(self) -> None:
        self._translator: QTranslator | None = None

    def speak(self, language: Language) -> None:
        """Take the translation of this language in place of the one before; dialogs that open from now on use it."""
        if self._translator is not None:
            QCoreApplication.removeTranslator(self._translator)
            self._translator = None
        if language == "en":
            return
        translator = QTranslator()
        folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
        if translator.load(QLocale(language), "qtbase", "_", folder):
            QCoreApplication.installTranslator(translator)
            self._translator = translator
