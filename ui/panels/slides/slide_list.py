"""The list of the slides: number, picture, title, what happens; slides are moved in it by hand and by keys."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QDropEvent, QFontMetricsF, QKeyEvent, QPainter, QPainterPath, QPixmap
from PySide6.QtWidgets import (
    QFrame,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from nnsim.document import Document, Place, Slide
from nnsim.text import format_count, message, render, tr
from ui.look import font, paint_icon, theme
from ui.look.widgets import Themed, draw_box, draw_focus_ring
from ui.panels.slides.slide_words import facts_of, fault_of, title_of

ROW, NUMBER, PICTURE = 58, 30, (72, 45)
_ID, _FACTS, _FAULT, _PICTURE = (Qt.ItemDataRole.UserRole + place for place in range(4))
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
Key = Qt.Key


class SlideList(Themed, QListWidget):
    """Follows a document by `take`.

    Signals:
        chosen(str): another slide is the current one, by its id; empty for none.
        moved(str, int): a slide is wanted at another place in the order.
        wanted(str, str): something is to be done with a slide, by its id: `rename`, `duplicate`, `remove`, `edit`,
            `present`.
    """

    chosen = Signal(str)
    moved = Signal(str, int)
    wanted = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._taking = False
        self._pictures: dict[str, QPixmap] = {}
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setItemDelegate(_Row(self))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.setDragDropMode(QListWidget.DragDropMode.InternalMove)
        self.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.setMouseTracking(True)
        self.currentItemChanged.connect(lambda *_: None if self._taking else self.chosen.emit(self.current))
        self.itemDoubleClicked.connect(lambda _item: self._want("edit"))
        self.follow_theme()

    @property
    def current(self) -> str:
        """The id of the current slide; empty where there is none."""
        item = self.currentItem()
        return "" if item is None else str(item.data(_ID))

    def take(self, document: Document, has: Callable[[Place], bool | None]) -> None:
        """Show the slides of a document; the current one stays, or the one in its place is current then."""
        slides, row, current = document.lesson.slides, self.currentRow(), self.current
        self._taking = True
        while self.count() > len(slides):
            self.takeItem(self.count() - 1)
        while self.count() < len(slides):
            self.addItem(QListWidgetItem())
        for index, slide in enumerate(slides):
            self._fill(self.item(index), index, slide, document, has)
        ids = [slide.id for slide in slides]
        self.setCurrentRow(ids.index(current) if current in ids else min(max(row, 0), len(slides) - 1))
        self._taking = False
        if self.current != current:
            self.chosen.emit(self.current)

    def set_picture(self, slide_id: str, picture: QPixmap) -> None:
        """Show what a slide looks like beside its title."""
        self._pictures[slide_id] = picture
        for index in range(self.count()):
            if self.item(index).data(_ID) == slide_id:
                self.item(index).setData(_PICTURE, picture)

    def choose(self, slide_id: str) -> None:
        """Make a slide the current one."""
        for index in range(self.count()):
            if self.item(index).data(_ID) == slide_id:
                self.setCurrentRow(index)
                self.scrollToItem(self.item(index))

    def _fill(
        self, item: QListWidgetItem, index: int, slide: Slide, document: Document, has: Callable[[Place], bool | None]
    ) -> None:
        title, fault = title_of(slide, index), fault_of(document, slide, has)
        facts = ", ".join(render(fact) for fact in facts_of(document, slide))
        item.setText(title)
        item.setData(_ID, slide.id)
        item.setData(_FACTS, facts)
        item.setData(_PICTURE, self._pictures.get(slide.id))
        item.setData(_FAULT, "" if fault is None else render(fault))
        item.setToolTip("" if fault is None else render(fault))
        spoken = render(message("Slide {number}: {title}", number=index + 1, title=title))
        item.setData(Qt.ItemDataRole.AccessibleTextRole, ". ".join(
            text for text in (spoken, facts, str(item.data(_FAULT))) if text))

    def _want(self, what: str) -> None:
        if self.current:
            self.wanted.emit(what, self.current)

    def restyle(self) -> None:
        """Take sizes from the theme."""
        self.setFont(font("control"))
        self.setStyleSheet("QListWidget { border: none; background: transparent; }")
        self.scheduleDelayedItemsLayout()

    def retranslate(self) -> None:
        """Take the name from the language."""
        self.setAccessibleName(tr("Slides"))

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and _act_of(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Alt with an arrow moves a slide; F2, Ctrl+D, Delete and Enter do what they do elsewhere."""
        act = _act_of(event)
        if act in ("up", "down"):
            self.moved.emit(self.current, self.currentRow() + (1 if act == "down" else -1))
        elif act:
            self._want(act)
        else:
            super().keyPressEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        """The document is told where the slide goes; the list follows it."""
        row = self.drop_row(event.position().toPoint().y())
        event.setDropAction(Qt.DropAction.IgnoreAction)
        event.accept()
        if self.current and row != self.currentRow():
            self.moved.emit(self.current, row)

    def drop_row(self, y: int) -> int:
        """The place in the order that the current slide gets when it is let go at a height of the viewport."""
        middles = [self.visualItemRect(self.item(index)).center().y() for index in range(self.count())]
        return sum(middle < y for index, middle in enumerate(middles) if index != self.currentRow())


def _act_of(event: QKeyEvent) -> str:
    held, key = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier, event.key()
    if held == Qt.KeyboardModifier.AltModifier:
        return {Key.Key_Up: "up", Key.Key_Down: "down"}.get(Key(key), "")
    if held == Qt.KeyboardModifier.ControlModifier:
        return "duplicate" if key == Key.Key_D else ""
    if held == Qt.KeyboardModifier.NoModifier:
        return {Key.Key_F2: "rename", Key.Key_Delete: "remove", Key.Key_Backspace: "remove", Key.Key_Return: "edit",
                Key.Key_Enter: "edit"}.get(Key(key), "")  # fmt: skip
    return ""


class _Row(QStyledItemDelegate):
    """Paints a slide: its number, its title, and below what happens, or what is wrong."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """The width of the list."""
        return QSize(theme().px(120), theme().px(ROW))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Plate, number, two lines."""
        tokens, px, states = theme().tokens, theme().px, QStyle.StateFlag
        rect = QRectF(option.rect).adjusted(px(8), px(1), -px(8), -px(1))  # type: ignore[attr-defined]
        state = option.state  # type: ignore[attr-defined]
        painter.save()
        on, hovered = bool(state & states.State_Selected), bool(state & states.State_MouseOver)
        if on or hovered:
            draw_box(painter, rect, px(8), tokens.accentbg if on else tokens.hover)
        if state & states.State_HasFocus and on:
            draw_focus_ring(painter, rect, px(8))
        painter.setFont(font("small_strong"))
        painter.setPen(tokens.text if on else tokens.text3)
        number = QRectF(rect.left(), rect.top(), px(NUMBER), rect.height())
        painter.drawText(number, Qt.AlignmentFlag.AlignCenter, format_count(index.row() + 1))
        facts, fault = str(index.data(_FACTS) or ""), str(index.data(_FAULT) or "")
        wide, high = (px(side) for side in PICTURE)
        frame = QRectF(number.right(), rect.center().y() - high / 2, wide, high)
        self._picture(painter, frame, index.data(_PICTURE))
        room = rect.adjusted(px(NUMBER + 10) + wide, px(8), -px(10), -px(8))
        upper, lower = QRectF(room), QRectF(room)
        if facts or fault:
            upper.setHeight(room.height() / 2)
            lower.setTop(upper.bottom())
        self._write(painter, upper, str(index.data()), "control_strong", "text")
        if fault:
            side = px(14)
            paint_icon(painter, "warning-fill", QRectF(lower.left(), lower.center().y() - side / 2, side, side),
                       tokens.warn)
            lower.setLeft(lower.left() + side + px(5))
        self._write(painter, lower, fault or facts, "small", "warn" if fault else "text3")
        painter.restore()

    def _picture(self, painter: QPainter, frame: QRectF, picture: object) -> None:
        """What the slide looks like; an empty box until that is known."""
        radius, tokens = theme().px(5), theme().tokens
        if isinstance(picture, QPixmap):
            painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
            outline = QPainterPath()
            outline.addRoundedRect(frame, radius, radius)
            painter.save()
            painter.setClipPath(outline)
            painter.drawPixmap(frame, picture, QRectF(picture.rect()))
            painter.restore()
        draw_box(painter, frame, radius, None if isinstance(picture, QPixmap) else tokens.sunken, tokens.border)

    def _write(self, painter: QPainter, rect: QRectF, text: str, role: str, ink: str) -> None:
        face = font(role)  # type: ignore[arg-type]
        painter.setFont(face)
        painter.setPen(theme().tokens.color(ink))
        painter.drawText(rect, _LEFT, QFontMetricsF(face).elidedText(text, Qt.TextElideMode.ElideRight, rect.width()))
