"""Why a text was not taken, said at its field for as long as it takes to read."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QRectF, Qt, QTimer
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from nnsim.text import Message, render
from ui.look.theme import theme
from ui.look.widgets.label import Label
from ui.look.widgets.painting import draw_box
from ui.look.widgets.tip import tip

_LASTS = 6000
_ENDS = (QEvent.Type.Hide, QEvent.Type.FocusIn, QEvent.Type.Move, QEvent.Type.Resize)
_GAP = 4


class Complaint(Label):
    """Stands below the field, or above one that was left; it goes when the text is put right or the field is turned
    to again. A window has one at a time.

    Qt's own tooltips go with the next click or movement, which is what leaving a field mostly is.
    """

    def __init__(self, field: QWidget, reason: Message) -> None:
        super().__init__(tip(render(reason)), "small", "err", parent=field.window())
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._field = field
        self.hush(field)
        self._place()
        self.show()
        self.raise_()
        field.installEventFilter(self)
        QTimer.singleShot(_LASTS, self, self.close)

    @staticmethod
    def hush(field: QWidget) -> None:
        """Take away what is said in the window of a field."""
        for said in field.window().findChildren(Complaint):
            if said.isVisible():
                said.close()

    def restyle(self) -> None:
        """Take sizes and colours from the theme."""
        px = theme().px
        self.setContentsMargins(px(10), px(6), px(10), px(6))
        super().restyle()

    def _place(self) -> None:
        self.adjustSize()
        window, gap = self.parentWidget(), theme().px(_GAP)
        field = self._field.rect().translated(self._field.mapTo(window, QPoint()))
        left = min(field.left(), window.width() - self.width() - gap)
        below = field.bottom() + gap
        above = field.top() - gap - self.height()
        left_behind = not self._field.hasFocus() and above >= 0  # what has the keys now stands mostly below
        upwards = left_behind or below + self.height() > window.height()
        self.move(max(gap, left), max(gap, above) if upwards else below)

    def paintEvent(self, event: QPaintEvent) -> None:
        """A box in the colours of an error."""
        tokens = theme().tokens
        with QPainter(self) as painter:
            draw_box(painter, QRectF(self.rect()), theme().px(8), tokens.errbg, tokens.err)
        super().paintEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Go with the field, when it is turned to again, and when its mark is taken away."""
        if watched is self._field and (event.type() in _ENDS or self._is_righted(event)):
            self.close()
        return False

    def _is_righted(self, event: QEvent) -> bool:
        return event.type() == QEvent.Type.DynamicPropertyChange and self._field.property("invalid") != "true"
