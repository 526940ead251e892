"""One entry of the palette, as a row or as a tile: drag it, click it and then the canvas, or press Enter on it."""

from __future__ import annotations

from PySide6.QtCore import QMimeData, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QDrag, QFont, QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QApplication, QSizePolicy, QWidget

from nnsim.text import render
from ui.look import font, paint_glyph, paint_icon, sized_font, theme
from ui.look.widgets.painting import draw_box, draw_focus_ring
from ui.look.widgets.themed import KeyboardFocus, Themed
from ui.look.widgets.tip import tip
from ui.panels.palette_entries import KIND_MIME, Entry

_LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
_RIGHT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
LINE = 12  # from one line of a name on a tile to the next
_ADD_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class PaletteEntry(KeyboardFocus, Themed, QWidget):
    """What rows and tiles share: dragging, adding, hovering."""

    chosen = Signal(object)
    taken = Signal(object)

    def __init__(self, entry: Entry, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.entry = entry
        self._carried = self._next = False
        self._pressed_at: QPoint | None = None
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCursor(Qt.CursorShape.OpenHandCursor)
        self.follow_theme()

    def retranslate(self) -> None:
        """Take name and meaning from the language."""
        self.setAccessibleName(render(self.entry.title))
        self.setToolTip(tip(render(self.entry.meaning)))
        self.update()

    def set_carried(self, on: bool) -> None:
        """Show that this entry is the one that the next click on the canvas puts down."""
        self._carried = on
        self.update()

    def set_next(self, on: bool) -> None:
        """Show that this entry is the one that Enter places."""
        if on != self._next:
            self._next = on
            self.update()

    def _lit(self) -> bool:
        return self.underMouse() or self.ring or self._carried or self._next

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter adds."""
        if event.key() in _ADD_KEYS:
            self.chosen.emit(self.entry)
        else:
            super().keyPressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """A double click adds."""
        self._pressed_at = None
        self.chosen.emit(self.entry)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A press may become a drag."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._pressed_at = event.position().toPoint()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Far enough from the press, the entry is carried away."""
        if self._pressed_at is None:
            return
        if (event.position().toPoint() - self._pressed_at).manhattanLength() >= QApplication.startDragDistance():
            self._pressed_at = None
            carry(self, self.entry)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A press that stayed in place takes the entry in hand, for a click on the canvas to put it down."""
        pressed, self._pressed_at = self._pressed_at, None
        if pressed is not None and self.rect().contains(event.position().toPoint()):
            self.taken.emit(self.entry)


class PaletteRow(PaletteEntry):
    """Glyph, name and key letter in 32 pixels."""

    def restyle(self) -> None:
        """Take the height from the theme."""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(theme().px(32))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Hover plate, glyph, name, key or grip."""
        painter, look = QPainter(self), theme()
        tokens, rect = look.tokens, QRectF(self.rect()).adjusted(look.px(8), 0, -look.px(8), 0)
        if self._lit():
            draw_box(painter, rect, look.px(8), tokens.sunken)
        side = look.px(22)
        paint_glyph(
            painter,
            self.entry.glyph,
            QRectF(rect.x() + look.px(10), (self.height() - side) / 2, side, side),
            tokens.text2,
        )
        painter.setFont(font("control"))
        painter.setPen(tokens.text)
        title, words = render(self.entry.title), rect.adjusted(look.px(42), 0, -look.px(4), 0)
        painter.drawText(words, _LEFT, title)
        fits = painter.fontMetrics().horizontalAdvance(title) <= words.width() - look.px(20)
        if self._lit() and fits:
            grip = look.px(14)
            box = QRectF(rect.right() - look.px(8) - grip, (self.height() - grip) / 2, grip, grip)
            paint_icon(painter, "dots-six-vertical", box, tokens.text3)
        elif self.entry.key:
            painter.setFont(_key_font())
            painter.setPen(tokens.text3)
            painter.drawText(rect.adjusted(0, 0, -look.px(8), 0), _RIGHT, self.entry.key)
        if self.ring or self._carried:
            draw_focus_ring(painter, rect, look.px(8))


class PaletteTile(PaletteEntry):
    """Glyph over name in 46 × 50 pixels, or higher where names take two lines."""

    _width, _height = 46, 50

    def set_extent(self, width: int, height: int) -> None:
        """Change width and height, in pixels at 100 %."""
        self._width, self._height = width, height
        self.restyle()

    def restyle(self) -> None:
        """Take the size from the theme."""
        self.setFixedSize(self.sizeHint())
        self.update()

    def sizeHint(self) -> QSize:
        """The tile of the design."""
        return QSize(theme().px(self._width), theme().px(self._height))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Hover plate, glyph, name."""
        painter, look, rect = QPainter(self), theme(), QRectF(self.rect())
        tokens, side = look.tokens, look.px(24)
        if self._lit():
            draw_box(painter, rect, look.px(8), tokens.sunken)
        paint_glyph(painter, self.entry.glyph, QRectF((self.width() - side) / 2, look.px(5), side, side), tokens.text2)
        painter.setFont(sized_font(11, QFont.Weight.Medium))
        painter.setPen(tokens.text2)
        for place, line in enumerate(name_lines(self.entry, self.width())):
            box = QRectF(0, look.px(31) + place * look.px(LINE), self.width(), look.px(14))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, line)
        if self.ring or self._carried:
            draw_focus_ring(painter, rect, look.px(8))


def name_lines(entry: Entry, width: int) -> list[str]:
    """The name of an entry as it stands on a tile of so many pixels: in one line, or a line for each word."""
    title = render(entry.title)
    return [title] if name_width(title) <= width else title.split()


def name_width(text: str) -> int:
    """How wide a name on a tile is, in pixels."""
    return QFontMetrics(sized_font(11, QFont.Weight.Medium)).horizontalAdvance(text)


def carry(source: QWidget, entry: Entry) -> None:
    """Drag an entry from a widget until it is dropped."""
    data = QMimeData()
    data.setData(KIND_MIME, entry.payload.encode())
    drag = QDrag(source)
    drag.setMimeData(data)
    drag.setPixmap(drag_picture(entry))
    drag.setHotSpot(QPoint(theme().px(20), theme().px(20)))
    drag.exec(Qt.DropAction.CopyAction)


def drag_picture(entry: Entry) -> QPixmap:
    """The little card that hangs on the pointer while an entry is dragged."""
    look, tokens = theme(), theme().tokens
    size, ratio = QSize(look.px(148), look.px(40)), 2.0
    picture = QPixmap(size * ratio)
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    draw_box(painter, QRectF(0, 0, size.width(), size.height()), look.px(10), tokens.surface, tokens.border2)
    side = look.px(22)
    paint_glyph(painter, entry.glyph, QRectF(look.px(12), look.px(9), side, side), tokens.text2)
    painter.setFont(font("control_strong"))
    painter.setPen(tokens.text)
    painter.drawText(QRectF(look.px(44), 0, size.width() - look.px(48), size.height()), _LEFT, render(entry.title))
    painter.end()
    return picture


def _key_font() -> QFont:
    return sized_font(11, QFont.Weight.Normal)
