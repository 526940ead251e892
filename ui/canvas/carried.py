"""What the pointer carries after a click on an entry of the palette, until a click on the canvas puts it down."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from nnsim import catalog
from nnsim.text import Message, message
from ui.canvas.gestures.drop import DropGesture
from ui.look import theme
from ui.look.widgets import Label, Themed, draw_box

if TYPE_CHECKING:
    from ui.canvas.view import CanvasView

_FOOT = 56  # above the legend and the zoom pill
_NO_BUTTON = Qt.KeyboardModifier.NoModifier


class Carried(QObject):
    """The entry in hand, or none. `changed` tells its payload (`dense`, `activation:relu`), empty for none."""

    changed = Signal(str)

    def __init__(self, view: CanvasView) -> None:
        super().__init__(view)
        self._view = view
        self._gesture: DropGesture | None = None
        self.payload = ""
        self.hint = Hint(view)

    def take(self, payload: str) -> None:
        """Carry this one; the one that is carried already is laid down again."""
        again = payload == self.payload
        self.lay_down()
        if again:
            return
        self.payload, self._gesture = payload, DropGesture(self._view, payload)
        self.hint.say(message(
            "Click where '{name}' should stand. Enter finds a place for it, Esc lays it down.", name=title_of(payload)))
        self.place_hint()
        self.hint.show()
        self._view.setFocus(Qt.FocusReason.OtherFocusReason)
        self.changed.emit(payload)

    def lay_down(self) -> bool:
        """Carry nothing any more; whether there was something."""
        if self._gesture is None:
            return False
        self._gesture.cancel()
        self.payload, self._gesture = "", None
        self.hint.hide()
        self.changed.emit("")
        return True

    def move(self, point: QPointF) -> bool:
        """The pointer is at this point of the scene; whether it carries something."""
        if self._gesture is not None:
            self._gesture.move(point, _NO_BUTTON)
        return self._gesture is not None

    def put(self, point: QPointF) -> bool:
        """Put it down at a point of the scene; whether there was something."""
        gesture = self._gesture
        if gesture is None:
            return False
        self.lay_down()
        gesture.end(point, _NO_BUTTON)
        return True

    def put_anywhere(self) -> bool:
        """Put it down where the canvas finds a place for it; whether there was something."""
        payload = self.payload
        if not self.lay_down():
            return False
        self._view.add(payload)
        return True

    def place_hint(self) -> None:
        """The hint stands in the middle of the lower edge."""
        self.hint.adjustSize()
        seen = self._view.corners.seen()
        self.hint.move((seen.width() - self.hint.width()) // 2, seen.height() - theme().px(_FOOT) - self.hint.height())


def title_of(payload: str) -> Message:
    """What an entry of the palette is called: its kind, or the function of an activation."""
    kind, _, function = payload.partition(":")
    return catalog.activation(function).title if function else catalog.kind(kind).title


class Hint(Themed, QWidget):
    """A sentence on the canvas, which the pointer goes through."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._words = Label("", "small", "text2")
        row = QHBoxLayout(self)
        row.addWidget(self._words)
        self.hide()
        self.follow_theme()

    def say(self, text: Message) -> None:
        """Show this sentence."""
        self._words.set_text(text)

    def restyle(self) -> None:
        """Take the margins from the theme."""
        side, top = theme().px(14), theme().px(7)
        self.layout().setContentsMargins(side, top, side, top)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """A pill."""
        tokens, rect = theme().tokens, QRectF(self.rect())
        draw_box(QPainter(self), rect, rect.height() / 2, tokens.surface, tokens.border2, max(1.0, theme().scale))
