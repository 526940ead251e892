"""One sample network: its picture, its title, and what it is about."""

from __future__ import annotations

import re

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import QEnterEvent, QFont, QKeyEvent, QPainter, QPainterPath, QPaintEvent, QTextLayout, QTextOption
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from ui.look import font, paint_glyph, sized_font, theme
from ui.look.widgets.painting import draw_box, draw_focus_ring, faded
from ui.look.widgets.themed import KeyboardFocus, Themed
from ui.panels.gallery.dots import paint_dots
from ui.panels.gallery.entries import Entry

_PICTURE, _WORDS, _RADIUS, _PADDING = 134, 80, 13, 14
SHADOW = 4
_SHORTEST = 24  # letters: less, such as a year, says nothing by itself
_ARROWS = {Qt.Key.Key_Left: "left", Qt.Key.Key_Right: "right", Qt.Key.Key_Up: "up", Qt.Key.Key_Down: "down"}


class SampleCard(KeyboardFocus, Themed, QPushButton):
    """A card that opens its sample when clicked; `arrow_pressed` tells which arrow wants another card."""

    arrow_pressed = Signal(str)

    def __init__(self, entry: Entry, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.entry = entry
        self.setAutoDefault(False)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.follow_theme()

    def restyle(self) -> None:
        """Take the height from the theme."""
        self.setFixedHeight(theme().px(_PICTURE + _WORDS + SHADOW))
        self.update()

    def retranslate(self) -> None:
        """Say title and description."""
        self.setAccessibleName(self.entry.title)
        self.setAccessibleDescription(self.entry.description)
        self.setToolTip(self.entry.description)
        self.update()

    def _box(self) -> QRectF:
        return QRectF(self.rect()).adjusted(0, 0, 0, -theme().px(SHADOW))

    def _paint_picture(self, painter: QPainter, frame: QRectF) -> None:
        """The picture, cut to the frame's shape; a layer's glyph where the file has none."""
        tokens = theme().tokens
        picture = (self.entry.dark or self.entry.picture) if tokens.dark else self.entry.picture
        if picture is not None:
            size = QSizeF(picture.size())
            seen = QSizeF(frame.size()).scaled(size, Qt.AspectRatioMode.KeepAspectRatio)
            middle = QPointF((size.width() - seen.width()) / 2, (size.height() - seen.height()) / 2)
            painter.drawImage(frame, picture, QRectF(middle, seen))
            return
        painter.save()
        painter.scale(theme().scale, theme().scale)
        paint_dots(painter, frame.size() / theme().scale, tokens)
        painter.restore()
        side = theme().px(48)
        box = QRectF(frame.center().x() - side / 2, frame.center().y() - side / 2, side, side)
        paint_glyph(painter, self.entry.category or "neuron", box, tokens.text2)

    def _paint_words(self, painter: QPainter, frame: QRectF) -> None:
        look, tokens = theme(), theme().tokens
        painter.setFont(font("card_title"))
        painter.setPen(tokens.text)
        title = painter.fontMetrics().elidedText(self.entry.title, Qt.TextElideMode.ElideRight, int(frame.width()))
        painter.drawText(QRectF(frame.x(), frame.y(), frame.width(), look.px(20)), Qt.AlignmentFlag.AlignVCenter, title)
        painter.setPen(tokens.text3)
        painter.setFont(sized_font(12.5, QFont.Weight.Normal))
        for index, line in enumerate(two_lines(self.entry.description, painter, frame.width())):
            y = frame.y() + look.px(22 + 18 * index)
            painter.drawText(QRectF(frame.x(), y, frame.width(), look.px(18)), Qt.AlignmentFlag.AlignVCenter, line)

    def sizeHint(self) -> QSize:
        """The card of the design."""
        return QSize(theme().px(296), theme().px(_PICTURE + _WORDS + SHADOW))

    def minimumSizeHint(self) -> QSize:
        """Narrow enough for a compact window."""
        return QSize(theme().px(200), theme().px(_PICTURE + _WORDS + SHADOW))

    def enterEvent(self, event: QEnterEvent) -> None:
        """Wear the ink border."""
        super().enterEvent(event)
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """Take it off."""
        super().leaveEvent(event)
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens; arrows go to another card."""
        arrow = _ARROWS.get(Qt.Key(event.key()))
        if arrow is not None:
            self.arrow_pressed.emit(arrow)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Shadow, picture, words, border."""
        painter, look, tokens = QPainter(self), theme(), theme().tokens
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        box, radius = self._box(), look.px(_RADIUS)
        hovered = self.underMouse() or self.isDown()
        if hovered and not tokens.dark:
            draw_box(painter, box.translated(0, look.px(SHADOW)), radius, faded(tokens.shadow, 0.05))
        draw_box(painter, box, radius, tokens.surface)
        shape = QPainterPath()
        shape.addRoundedRect(box, radius, radius)
        picture = QRectF(box.x(), box.y(), box.width(), look.px(_PICTURE))
        painter.save()
        painter.setClipPath(shape)
        self._paint_picture(painter, picture)
        painter.fillRect(QRectF(box.x(), picture.bottom(), box.width(), look.px(1)), tokens.border)
        painter.restore()
        padding = look.px(_PADDING)
        top = picture.bottom() + look.px(10)
        self._paint_words(painter, QRectF(padding, top, box.width() - 2 * padding, look.px(58)))
        if hovered:
            draw_box(painter, box, radius, None, tokens.sel, 1.75 * look.scale)
        else:
            draw_box(painter, box, radius, None, tokens.border, max(1.0, look.scale))
        if self.ring:
            draw_focus_ring(painter, box, radius)


def two_lines(text: str, painter: QPainter, width: float) -> list[str]:
    """As many whole sentences as fit into two lines; of a longer first one clauses, or words with an ellipsis."""
    sentences = re.split(r"(?<=[.?!]) ", text)
    while len(sentences) > 1 and len(_lines(" ".join(sentences), painter, width)) > 2:
        sentences.pop()
    whole = " ".join(sentences)
    if len(lines := _lines(whole, painter, width)) > 2:
        whole = _clauses(whole, painter, width)
        lines = _lines(whole, painter, width)
    if len(lines) > 2:
        rest = whole[len(lines[0]) :].strip()
        lines = [lines[0], painter.fontMetrics().elidedText(rest, Qt.TextElideMode.ElideRight, int(width))]
    return [line.strip() for line in lines]


def _clauses(sentence: str, painter: QPainter, width: float) -> str:
    """The beginning of a sentence up to the last comma or colon that leaves two good lines, as a sentence; or all."""
    for mark in reversed(list(re.finditer(r"[,:;](?= )", sentence))):
        head = sentence[: mark.start()] + "."
        if len(head) > _SHORTEST and len(_lines(head, painter, width)) <= 2:
            return head
    return sentence


def _lines(text: str, painter: QPainter, width: float) -> list[str]:
    """A text broken at its words."""
    layout = QTextLayout(text, painter.font())
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WordWrap)
    layout.setTextOption(option)
    layout.beginLayout()
    lines: list[str] = []
    while (line := layout.createLine()).isValid():
        line.setLineWidth(width)
        lines.append(text[line.textStart() : line.textStart() + line.textLength()])
    layout.endLayout()
    return lines
