"""What comes next: in one line, or in two where there is no room for it; dots stand for what even those do not hold."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from nnsim.text import Message, message, render
from ui.look import font, theme
from ui.look.typeface import Role
from ui.look.widgets import Label
from ui.teaching import rich_sentence

_BREAK = " · "
_LINE = 16
_ELIDE = Qt.TextElideMode.ElideMiddle  # the unit or weight at the end is what tells one stop from the next


class NextLabel(Label):
    """A sentence with letters as in a formula, such as `Gradient of a weight · Hidden · w₁₁`.

    Where it does not fit it stands smaller in two lines, broken at the dot between what happens and where; its whole
    text is the tooltip where that does not fit, either.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        self._sentence = message("")
        super().__init__("", "body", "text2", parent=parent)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def set_sentence(self, sentence: Message) -> None:
        """Show another sentence."""
        self._sentence = sentence
        self.retranslate()

    def restyle(self) -> None:
        """Measure the sentence in the sizes of the theme."""
        super().restyle()
        self.retranslate()

    def retranslate(self) -> None:
        """Take the sentence from the language."""
        plain, rich = render(self._sentence), rich_sentence(self._sentence, theme().tokens)
        role: Role
        one, two = QFontMetrics(font("body")), QFontMetrics(font("small"))
        room = self.width() - theme().px(2)  # letters of a formula are a little wider
        lines = [plain] if one.horizontalAdvance(plain) <= room else in_two(plain, two, room)
        role, metrics = ("body", one) if len(lines) == 1 else ("small", two)
        fits = all(metrics.horizontalAdvance(line) <= room for line in lines)
        self.setFont(font(role))
        self.setTextFormat(Qt.TextFormat.RichText if fits else Qt.TextFormat.PlainText)
        if fits:
            text = "<br>".join(_split(rich, _places(plain, lines)))
            # letters of a formula must not push the lines apart
            high = f"line-height:{theme().px(_LINE)}px; -qt-line-height-type:fixed"
            self.setText(text if len(lines) == 1 else f'<p style="{high}">{text}</p>')
        else:
            self.setText("\n".join(metrics.elidedText(line, _ELIDE, room) for line in lines))
        self.setToolTip("" if fits else plain)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """More or less fits now."""
        super().resizeEvent(event)
        self.retranslate()


def in_two(text: str, metrics: QFontMetrics, room: int) -> list[str]:
    """The text in two lines, broken at the first ` · ` behind which the rest fits, else at the first there is."""
    parts = text.split(_BREAK)
    if len(parts) == 1:
        return [text]
    breaks = [(_BREAK.join(parts[:at]), _BREAK.join(parts[at:])) for at in range(1, len(parts))]
    fitting = (lines for lines in breaks if all(metrics.horizontalAdvance(line) <= room for line in lines))
    return list(next(fitting, breaks[0]))


def _places(text: str, lines: list[str]) -> int:
    """At which of the dots the text was broken, counted from 1; 0 where it stands in one line."""
    return lines[0].count(_BREAK) + 1 if len(lines) > 1 else 0


def _split(rich: str, place: int) -> list[str]:
    parts = rich.split(_BREAK)
    return [rich] if not place else [_BREAK.join(parts[:place]), _BREAK.join(parts[place:])]
