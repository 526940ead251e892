"""The one theme: light or dark, scale, contrast, motion, language, and the signals that tell every view to follow."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Literal

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication, QStyleFactory

from nnsim.text import Language, language, set_language
from ui.look.indicators import write_indicators
from ui.look.qt_words import QtWords
from ui.look.stylesheet import stylesheet
from ui.look.tokens import Tokens, Variant, load_tokens
from ui.look.typeface import TYPE, load_fonts, make_font

Mode = Literal["light", "dark", "system"]
MODES: tuple[Mode, ...] = ("light", "dark", "system")
SMALLEST_SCALE, LARGEST_SCALE = 1.0, 3.0


class Theme(QObject):
    """What the whole interface looks like at this moment; get it with `theme()`.

    `changed` follows every change of mode, scale, contrast or motion, `language_changed` every change of language.
    """

    changed = Signal()
    language_changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._mode: Mode = "light"
        self._scale = 1.0
        self._high_contrast = False
        self._reduced_motion = False
        self._app: QApplication | None = None
        self._qt_words = QtWords()
        self._tokens = load_tokens("light")

    @property
    def tokens(self) -> Tokens:
        """The colour table in use."""
        return self._tokens

    @property
    def mode(self) -> Mode:
        """What the user chose; `system` follows the desktop."""
        return self._mode

    @property
    def dark(self) -> bool:
        """Whether the colours in use are the dark ones."""
        return self._tokens.dark

    @property
    def scale(self) -> float:
        """Interface scale, 1.0 to 3.0."""
        return self._scale

    @property
    def high_contrast(self) -> bool:
        """Whether outlines are raised and negative edges dashed."""
        return self._high_contrast

    @property
    def reduced_motion(self) -> bool:
        """Whether travel and camera moves are left out."""
        return self._reduced_motion

    def px(self, length: float) -> int:
        """A length of the design, in pixels at 100 %, at the scale of the moment; at least 1 for a positive length."""
        return max(1, round(length * self._scale)) if length > 0 else round(length * self._scale)

    def duration(self, milliseconds: int) -> int:
        """How long an animation runs: 0 with reduced motion."""
        return 0 if self._reduced_motion else milliseconds

    def set_mode(self, mode: Mode) -> None:
        """Choose light, dark, or the desktop's choice."""
        if mode not in MODES:
            raise ValueError(f"mode must be one of {', '.join(MODES)}, got {mode!r}")
        if mode != self._mode:
            self._mode = mode
            self._refresh()

    def set_scale(self, scale: float) -> None:
        """Choose the interface scale; values outside 1.0 to 3.0 take the nearest end."""
        bounded = min(LARGEST_SCALE, max(SMALLEST_SCALE, scale))
        if bounded != self._scale:
            self._scale = bounded
            self._refresh()

    def set_high_contrast(self, on: bool) -> None:
        """Raise outlines, or put them back."""
        if on != self._high_contrast:
            self._high_contrast = on
            self._refresh()

    def set_reduced_motion(self, on: bool) -> None:
        """Leave out travel and camera moves, or put them back."""
        if on != self._reduced_motion:
            self._reduced_motion = on
            self.changed.emit()

    def set_language(self, chosen: Language) -> None:
        """Switch the language of every text, at once."""
        if chosen != language():
            set_language(chosen)
            self._qt_words.speak(chosen)
            self.language_changed.emit()

    def apply(self, app: QApplication) -> None:
        """Dress the application: typeface, palette and style sheet; it follows every later change."""
        load_fonts()
        if self._app is None:
            app.setStyle(QStyleFactory.create("Fusion"))
            app.styleHints().colorSchemeChanged.connect(self._follow_system)
        self._app = app
        self._qt_words.speak(language())
        self._refresh()

    @contextmanager
    def dressing_together(self) -> Iterator[None]:
        """Widgets that are made inside get the style sheet all at once at the end: one by one takes twice as long."""
        assert self._app is not None
        sheet = self._app.styleSheet()
        self._app.setStyleSheet("")
        try:
            yield
        finally:
            self._app.setStyleSheet(sheet)

    def _follow_system(self) -> None:
        if self._mode == "system":
            self._refresh()

    def _refresh(self) -> None:
        self._tokens = load_tokens(self._variant(), self._high_contrast)
        if self._app is not None:
            images = write_indicators(self._tokens, self._scale)
            sheet = stylesheet(self._tokens, self._scale, images)
            self._app.setPalette(palette(self._tokens))
            if self._app.styleSheet() != sheet:  # putting the same on again costs as much as another one
                size, _, weight = TYPE["body"]
                self._app.setFont(make_font(size, weight, self._scale))
                self._app.setStyleSheet(sheet)
        self.changed.emit()

    def _variant(self) -> Variant:
        if self._mode != "system":
            return self._mode
        scheme = QGuiApplication.styleHints().colorScheme()
        return "dark" if scheme == Qt.ColorScheme.Dark else "light"


def palette(tokens: Tokens) -> QPalette:
    """The palette that widgets without a style rule of their own are painted with."""
    made = QPalette()
    role = QPalette.ColorRole
    for name, color in {
        role.Window: tokens.surface,
        role.WindowText: tokens.text,
        role.Base: tokens.surface,
        role.AlternateBase: tokens.sunken,
        role.Text: tokens.text,
        role.PlaceholderText: tokens.text3,
        role.Button: tokens.surface,
        role.ButtonText: tokens.text,
        role.BrightText: tokens.err,
        role.Link: tokens.pos,
        role.LinkVisited: tokens.grad,
        role.Highlight: tokens.accent,
        role.HighlightedText: tokens.onaccent,
        role.Accent: tokens.accent,
        role.ToolTipBase: tokens.accent,
        role.ToolTipText: tokens.onaccent,
        role.Light: tokens.surface,
        role.Midlight: tokens.border,
        role.Mid: tokens.border2,
        role.Dark: tokens.text3,
        role.Shadow: tokens.shadow,
    }.items():
        made.setColor(name, color)
    for name in (role.WindowText, role.Text, role.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, name, tokens.ghost)
    made.setColor(QPalette.ColorGroup.Disabled, role.Highlight, QColor(tokens.border2))
    return made


_theme: Theme | None = None


def theme() -> Theme:
    """The theme of the application."""
    global _theme
    if _theme is None:
        _theme = Theme()
    return _theme
