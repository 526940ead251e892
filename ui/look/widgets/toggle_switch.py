"""A switch for something that is on or off at once."""

from __future__ import annotations

from PySide6.QtCore import QEasingCurve, QPoint, QRectF, QSize, Qt, QVariantAnimation
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QCheckBox, QSizePolicy, QWidget

from ui.look.fonts import font
from ui.look.theme import theme
from ui.look.widgets.painting import draw_box, draw_focus_ring, mixed
from ui.look.widgets.themed import KeyboardFocus, Text, Themed, shown

_TRACK_WIDTH, _TRACK_HEIGHT, _GAP = 32, 18, 10


class ToggleSwitch(KeyboardFocus, Themed, QCheckBox):
    """A check box drawn as a switch; the text stands right of it. Connect `clicked(bool)` for what the user does."""

    def __init__(self, text: Text = "", on: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = text
        self.setChecked(on)
        self._place = float(on)
        self._slide = QVariantAnimation(self)
        self._slide.setEasingCurve(QEasingCurve.Type.OutCubic)
        self._slide.valueChanged.connect(self._move_knob)
        self.toggled.connect(self._start)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.follow_theme()

    def restyle(self) -> None:
        """Take typeface and size from the theme."""
        self.setFont(font("control"))
        self.updateGeometry()
        self.update()

    def retranslate(self) -> None:
        """Take the text from the language."""
        self.setText(shown(self._text))
        self.setAccessibleName(shown(self._text))
        self.updateGeometry()

    def _start(self, on: bool) -> None:
        self._slide.stop()
        if not self.isVisible() or theme().reduced_motion:
            self._move_knob(float(on))
            return
        self._slide.setDuration(theme().duration(120))
        self._slide.setStartValue(self._place)
        self._slide.setEndValue(float(on))
        self._slide.start()

    def _move_knob(self, place: float) -> None:
        self._place = place
        self.update()

    def hitButton(self, position: QPoint) -> bool:
        """Switch and text answer a click."""
        return self.rect().contains(position)

    def sizeHint(self) -> QSize:
        """Switch and text."""
        text = QFontMetrics(font("control")).horizontalAdvance(self.text())
        return QSize(theme().px(_TRACK_WIDTH) + (theme().px(_GAP) + text if text else 0), theme().px(28))

    def minimumSizeHint(self) -> QSize:
        """The text is never cut."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Track, knob, text, focus ring."""
        tokens, painter, scale = theme().tokens, QPainter(self), theme().scale
        height, width = theme().px(_TRACK_HEIGHT), theme().px(_TRACK_WIDTH)
        track = QRectF(0, (self.height() - height) / 2, width, height)
        fill = mixed(tokens.border2, tokens.accent, self._place) if self.isEnabled() else tokens.border
        draw_box(painter, track, height / 2, fill)
        knob = height - 4 * scale
        left = track.x() + 2 * scale + (width - height) * self._place
        disc = QRectF(left, track.y() + 2 * scale, knob, knob)
        draw_box(painter, disc, knob / 2, mixed(tokens.knob, tokens.onaccent, self._place))
        painter.setFont(font("control"))
        painter.setPen(tokens.text if self.isEnabled() else tokens.ghost)
        text = QRectF(width + theme().px(_GAP), 0, self.width(), self.height())
        painter.drawText(text, Qt.AlignmentFlag.AlignVCenter, self.text())
        if self.ring:
            ring = track.adjusted(-2 * scale, -3 * scale, 2 * scale, 3 * scale).intersected(QRectF(self.rect()))
            draw_focus_ring(painter, ring, ring.height() / 2, tokens.text3)
