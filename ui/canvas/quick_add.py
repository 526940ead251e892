"""The list that opens where a link is dropped on empty ground: what fits there, found by a few letters."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QLayout,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from nnsim.text import message, render, tr
from ui.canvas.offers import Offer
from ui.look import font, paint_glyph, theme
from ui.look.widgets import WHAT, SearchPopup, draw_box

_WIDTH, _ROW, _EDGE = 248, 32, 8
_LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
_RIGHT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight


class QuickAdd(SearchPopup):
    """What fits where a link was let go; `chosen` is called with the payload of what was taken."""

    row_height, most_rows = _ROW, 8

    def __init__(self, offers: Sequence[Offer], chosen: Callable[[str], object], parent: QWidget) -> None:
        super().__init__(message("What follows?"), parent)
        self._offers, self._chosen = offers, chosen
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAccessibleName(tr("What follows"))
        self.list.setItemDelegate(OfferRow(self.list))
        self.list.setMouseTracking(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.itemEntered.connect(self.list.setCurrentItem)
        self._column.setSizeConstraint(QLayout.SizeConstraint.SetFixedSize)
        self.begin()

    def popup(self, at: QPoint) -> None:
        """Open with its upper left corner at a point of the screen, or as near as it has room."""
        px = theme().px
        self.adjustSize()
        room = self.parentWidget().screen().availableGeometry().adjusted(px(_EDGE), px(_EDGE), -px(_EDGE), -px(_EDGE))
        full = QRect(at, QSize(self.width(), self._height_of(self.most_rows)))
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
        self.fit()

    def found(self, query: str) -> list[tuple[str, Offer]]:
        """The offers that answer, the usual ones first."""
        return [(render(offer.title), offer) for offer in self._offers if offer.answers(query)]

    def nothing(self, query: str) -> str:
        """That there is none of this name."""
        return tr("Nothing called '{query}' fits here.", query=query)

    def take(self, what: Offer) -> None:
        """Place and link it."""
        self._chosen(what.payload)

    def _height_of(self, rows: int) -> int:
        return self.search.height() + theme().px(22 + rows * _ROW)


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
        offer: Offer = index.data(WHAT)
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
