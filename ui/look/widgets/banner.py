"""Messages at the object itself: a banner in a panel, and a toast over a window, both with what to do next."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Literal

from PySide6.QtCore import QEvent, QObject, QRect, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QBoxLayout, QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from nnsim.text import message
from ui.look.phosphor import paint_icon
from ui.look.theme import theme
from ui.look.widgets.button import Button
from ui.look.widgets.icon_button import IconButton
from ui.look.widgets.label import Label
from ui.look.widgets.painting import draw_box
from ui.look.widgets.themed import KeyboardFocus, Text, Themed, shown

Tone = Literal["error", "warning", "info", "ok"]
Action = tuple[Text, Callable[[], None]]
_FOOT = 56  # a toast leaves the legend and the zoom in the corners free

# tone: icon, ink, tint
_TONES: dict[str, tuple[str, str, str]] = {
    "error": ("warning-circle-fill", "err", "errbg"),
    "warning": ("warning-fill", "warn", "warnbg"),
    "info": ("info", "text2", "sunken"),
    "ok": ("check-circle-fill", "ok", "okbg"),
}


class Banner(Themed, QFrame):
    """What happened, where, and the buttons that mend it.

    Args:
        tone: error, warning, info or ok.
        actions: (text, what to do) from left to right.
        closable: with a cross; `closed` tells that it was pressed.
    """

    closed = Signal()

    def __init__(
        self,
        tone: Tone,
        text: Text,
        actions: Sequence[Action] = (),
        closable: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._tone: Tone = tone
        self._text = Label("", "body", "text", wrap=True)
        self._text.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._text.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self._buttons = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._buttons.setAlignment(Qt.AlignmentFlag.AlignLeft)
        self._shown: list[Button] = []
        self._column = QVBoxLayout()
        self._column.addWidget(self._text)
        self._column.addLayout(self._buttons)
        self._row = QHBoxLayout(self)
        self._row.addLayout(self._column, 1)
        self._cross = IconButton("x", message("Close"), size=24, icon_size=14, parent=self)
        self._cross.clicked.connect(self.closed)
        self._cross.setVisible(closable)
        self._row.addWidget(self._cross, 0, Qt.AlignmentFlag.AlignTop)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        self.show_message(tone, text, actions)
        self.follow_theme()

    def show_message(self, tone: Tone, text: Text, actions: Sequence[Action] = ()) -> None:
        """Say something else."""
        self._tone = tone
        self._text.set_text(text)
        for button in self._shown:
            self._buttons.removeWidget(button)
            button.hide()  # at once, so that nothing old can be pressed
            button.deleteLater()
        self._shown = [Button(label, size="small") for label, _ in actions]
        for button, (_, act) in zip(self._shown, actions, strict=True):
            button.clicked.connect(lambda _=False, act=act: act())
            self._buttons.addWidget(button)
            button.show()  # at once, or the height is measured without it
        self._flow(self.width())
        self.setAccessibleName(shown(text))
        self.update()

    def _flow(self, width: int) -> None:
        """Put the buttons side by side where they fit, else below each other."""
        margins, cross = self._row.contentsMargins(), self._cross
        room = width - margins.left() - margins.right()
        room -= 0 if cross.isHidden() else cross.sizeHint().width() + self._row.spacing()
        gaps = self._buttons.spacing() * max(0, len(self._shown) - 1)
        needed = sum(button.sizeHint().width() for button in self._shown) + gaps
        fits = needed <= room
        self._buttons.setDirection(QBoxLayout.Direction.LeftToRight if fits else QBoxLayout.Direction.TopToBottom)
        self._column.invalidate()  # layouts around the buttons remember their height as it was
        self._row.invalidate()

    def restyle(self) -> None:
        """Take sizes from the theme."""
        px = theme().px
        self._row.setContentsMargins(px(38), px(9), px(12), px(10))
        self._row.setSpacing(px(8))
        self._column.setSpacing(px(8))
        self._buttons.setSpacing(px(8))
        self.update()

    def retranslate(self) -> None:
        """Take the accessible name from the language."""
        self.setAccessibleName(self._text.text())

    def heightForWidth(self, width: int) -> int:
        """As high as text and buttons need at this width."""
        self._flow(width)
        return super().heightForWidth(width)

    def sizeHint(self) -> QSize:
        """As high as the text needs at the width there is, which a wrapped label alone only guesses."""
        hint = super().sizeHint()
        return QSize(hint.width(), max(self._row.totalMinimumHeightForWidth(self.width()), theme().px(40)))

    def minimumSizeHint(self) -> QSize:
        """A sentence is never cut, and of buttons that can stand below each other only the widest needs room."""
        margins, cross = self._row.contentsMargins(), self._cross
        beside = 0 if cross.isHidden() else cross.sizeHint().width() + self._row.spacing()
        widest = max((button.sizeHint().width() for button in self._shown), default=theme().px(80))
        return QSize(margins.left() + widest + beside + margins.right(), self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width is another height."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._flow(event.size().width())
            self.updateGeometry()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Tint, outline, icon."""
        tokens, painter, px = theme().tokens, QPainter(self), theme().px
        icon, ink, tint = _TONES[self._tone]
        outline = tokens.color(ink) if self._tone == "error" else tokens.border
        draw_box(painter, QRectF(self.rect()), px(10), tokens.color(tint), outline, max(1.0, theme().scale))
        paint_icon(painter, icon, QRectF(px(13), px(11), px(16), px(16)), tokens.color(ink))


class Toast(Banner):
    """A banner that floats at the foot of `host` and goes by itself, unless the pointer or the keyboard is on it.

    `room` gives the part of the host that nothing lies over; without it, all of it counts.
    """

    def __init__(
        self, host: QWidget, tone: Tone, text: Text, actions: Sequence[Action] = (), milliseconds: int = 6000,
        room: Callable[[], QRect] | None = None,
    ) -> None:
        self._host, self._room = host, room or host.rect
        super().__init__(tone, text, actions, closable=True, parent=host)
        self._clock = QTimer(self)
        self._clock.setSingleShot(True)
        self._clock.setInterval(milliseconds)
        self._clock.timeout.connect(self._expire)
        self.closed.connect(self.leave)
        host.installEventFilter(self)
        self.place()
        self.show()
        self.raise_()
        self._clock.start()

    def place(self) -> None:
        """Stand in the middle of the foot of the room."""
        px, room = theme().px, self._room()
        width = max(px(120), min(px(480), room.width() - 2 * px(16)))
        self.resize(width, max(self.heightForWidth(width), px(40)))
        self.move(room.left() + (room.width() - width) // 2, room.bottom() + 1 - self.height() - px(_FOOT))

    def leave(self) -> None:
        """Go, and give the keys to the host, which would fall to whatever comes first in the window."""
        focused = QApplication.focusWidget()
        if focused is not None and self.isAncestorOf(focused):
            self._host.setFocus()
        self.hide()
        self.deleteLater()

    def restyle(self) -> None:
        """Take sizes from the theme and stand anew."""
        super().restyle()
        if hasattr(self, "_host"):
            self.place()

    def _expire(self) -> None:
        focused = QApplication.focusWidget()
        in_use = isinstance(focused, KeyboardFocus) and focused.ring and self.isAncestorOf(focused)
        if self.underMouse() or in_use:
            self._clock.start()
        else:
            self.leave()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the size of the host."""
        if watched is self._host and event.type() == QEvent.Type.Resize:
            self.place()
        return super().eventFilter(watched, event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Opaque, because things lie below."""
        draw_box(QPainter(self), QRectF(self.rect()), theme().px(10), theme().tokens.surface)
        super().paintEvent(event)
