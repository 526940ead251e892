"""The list that opens where a link is dropped on empty ground: what fits there, found by a few letters."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPainterPath, QPaintEvent, QRegion, QResizeEvent
from PySide6.QtWidgets import (
    QDialog,
    QLayout,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from nnsim.text import message, render, tr
from ui.canvas.offers import Offer
from ui.look import font, paint_glyph, theme
from ui.look.widgets import Label, SearchField, Themed, draw_box

_WIDTH, _ROW, _MOST_ROWS, _RADIUS, _EDGE = 248, 32, 8, 14, 8
_OFFER = Qt.ItemDataRole.UserRole
_LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
_RIGHT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight


class QuickAdd(Themed, QDialog):
    """A list that follows what is typed. Up and Down move in it, Enter and a click choose, Escape leaves."""

    def __init__(self, offers: Sequence[Offer], chosen: Callable[[str], object], parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup | Qt.WindowType.FramelessWindowHint)
        self._offers, self._chosen = offers, chosen
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAccessibleName(tr("What follows"))
        self.search = SearchField(message("What follows?"))
        self.search.installEventFilter(self)
        self.search.textChanged.connect(self._filter)
        self.list = QListWidget()
        self.list.setItemDelegate(OfferRow(self.list))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setMouseTracking(True)
        self.list.setFrameShape(QListWidget.Shape.NoFrame)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setStyleSheet("QListWidget { border: none; }")
        self.list.itemClicked.connect(lambda _: self._choose())
        self.list.itemEntered.connect(self.list.setCurrentItem)
        self._nothing = Label("", "small", "text3")
        self._column = QVBoxLayout(self)
        self._column.setSizeConstraint(QLayout.SizeConstraint.SetFixedSize)
        for widget in (self.search, self.list, self._nothing):
            self._column.addWidget(widget)
        self._filter("")
        self.follow_theme()

    def popup(self, at: QPoint) -> None:
        """Open with its upper left corner at a point of the screen, or as near as it has room."""
        px = theme().px
        self.adjustSize()
        room = self.parentWidget().screen().availableGeometry().adjusted(px(_EDGE), px(_EDGE), -px(_EDGE), -px(_EDGE))
        full = QRect(at, QSize(self.width(), self._height_of(_MOST_ROWS)))
        corner = QPoint(min(full.x(), room.right() - full.width()), min(full.y(), room.bottom() - full.height()))
        self.move(max(corner.x(), room.left()), max(corner.y(), room.top()))
        self.show()
        self.search.setFocus(Qt.FocusReason.PopupFocusReason)

    def restyle(self) -> None:
        """Take sizes from the theme."""
        px = theme().px
        self.search.setFixedWidth(px(_WIDTH - 16))
        self.list.setFixedWidth(px(_WIDTH - 16))
        self._column.setContentsMargins(px(8), px(8), px(8), px(8))
        self._column.setSpacing(px(6))
        self._fit()

    def _filter(self, query: str) -> None:
        self.list.clear()
        for offer in self._offers:
            if offer.answers(query):
                item = QListWidgetItem(render(offer.title))
                item.setData(_OFFER, offer)
                self.list.addItem(item)
        self.list.setCurrentRow(0)
        empty = self.list.count() == 0
        self._nothing.setVisible(empty)
        self._nothing.set_text(tr("Nothing called '{query}' fits here.", query=query) if empty else "")
        self._fit()

    def _fit(self) -> None:
        rows = min(_MOST_ROWS, self.list.count())
        self.list.setFixedHeight(rows * theme().px(_ROW) + 2)
        self.list.setVisible(rows > 0)

    def _height_of(self, rows: int) -> int:
        return self.search.height() + theme().px(22 + rows * _ROW)

    def _choose(self) -> None:
        item = self.list.currentItem()
        offer = item.data(_OFFER) if item is not None else None
        if isinstance(offer, Offer):
            self.close()
            self._chosen(offer.payload)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Surface and outline."""
        tokens, painter = theme().tokens, QPainter(self)
        painter.fillRect(self.rect(), tokens.surface)
        draw_box(painter, QRectF(self.rect()), theme().px(_RADIUS), tokens.surface, tokens.border2)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Round corners without a compositor."""
        super().resizeEvent(event)
        shape = QPainterPath()
        shape.addRoundedRect(QRectF(self.rect()), theme().px(_RADIUS), theme().px(_RADIUS))
        self.setMask(QRegion(shape.toFillPolygon().toPolygon()))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The keys of the list work while the cursor stands in the search field."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
                step = 1 if event.key() == Qt.Key.Key_Down else -1
                self.list.setCurrentRow((self.list.currentRow() + step) % max(1, self.list.count()))
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._choose()
                return True
        return super().eventFilter(watched, event)


class OfferRow(QStyledItemDelegate):
    """Glyph, title and key letter of one offer, as in the palette."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """The height of a row."""
        return QSize(theme().px(120), theme().px(_ROW))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Plate of the chosen row, glyph, title, key."""
        tokens, px, rect = theme().tokens, theme().px, QRectF(option.rect)
        if option.state & QStyle.StateFlag.State_Selected:
            draw_box(painter, rect, px(8), tokens.hover)
        offer: Offer = index.data(_OFFER)
        side = px(20)
        box = QRectF(rect.x() + px(8), rect.center().y() - side / 2, side, side)
        paint_glyph(painter, offer.glyph, box, tokens.text2)
        painter.setFont(font("control"))
        painter.setPen(tokens.text)
        painter.drawText(rect.adjusted(px(38), 0, -px(28), 0), _LEFT, render(offer.title))
        if offer.key:
            painter.setFont(font("small"))
            painter.setPen(tokens.text3)
            painter.drawText(rect.adjusted(0, 0, -px(10), 0), _RIGHT, offer.key)
