"""Which number each class of a column has: a table of numbers and names, side by side in as many columns as fit."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QHelpEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QVBoxLayout, QWidget

from nnsim.text import format_count, message, tr
from ui.look import font, theme
from ui.look.widgets import Button, Label, Themed, draw_box

_LINE, _PAD, _GAP, _NARROWEST, _WIDEST = 22, 10, 8, 96, 200
_ROWS_AT_ONCE = 6


class ClassNumbers(Themed, QWidget):
    """The table; where other columns number their classes otherwise, `unify` gives all of them one numbering."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._told = 0
        self._title = Label(message("Number of each class"), "label", "text3")
        self.table = NumberTable()
        self.more = Button("", icon="caret-down", kind="bare", size="small")
        self.more.clicked.connect(self._open)
        self._warning = Label("", "small", "warn", wrap=True)
        self.unify = Button("", size="small")
        self._column = QVBoxLayout(self)
        for widget in (self._title, self.table, self.more, self._warning, self.unify):
            self._column.addWidget(widget)
        for button in (self.more, self.unify):
            self._column.setAlignment(button, Qt.AlignmentFlag.AlignLeft)
        self.follow_theme()

    def show_classes(self, classes: Sequence[tuple[str, int]], differing: int) -> None:
        """Show classes in order with how many samples each has; `differing` columns have numberings of their own."""
        self.table.show_classes(classes)
        self._told = len(classes)
        self._tell_more()
        self._warning.setVisible(differing > 0)
        self.unify.setVisible(differing > 0)
        if differing:
            self._warning.set_text(message(
                "The same class may have another number in another column, because each column numbers its own."))
            self.unify.set_text(message("One numbering for all {count} columns", count=differing))

    def restyle(self) -> None:
        """Take spacing from the theme."""
        self._column.setContentsMargins(0, theme().px(4), 0, theme().px(4))
        self._column.setSpacing(theme().px(4))

    def _open(self) -> None:
        self.table.open()
        self._tell_more()

    def _tell_more(self) -> None:
        self.more.setVisible(self.table.hidden > 0)
        self.more.set_text(message("Show all {count} classes", count=self._told))

    def resizeEvent(self, event: object) -> None:
        """Other columns fit."""
        super().resizeEvent(event)  # type: ignore[arg-type]
        self._tell_more()


class NumberTable(Themed, QWidget):
    """Numbers and names, down the first column and on in the next; the first few rows until it is opened."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._classes: tuple[tuple[str, int], ...] = ()
        self._is_open = False
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.follow_theme()

    @property
    def hidden(self) -> int:
        """How many classes are not shown yet."""
        return 0 if self._is_open else max(0, len(self._classes) - _ROWS_AT_ONCE * self._across(self.width()))

    def show_classes(self, classes: Sequence[tuple[str, int]]) -> None:
        """Show classes by name, with how many samples each has, numbered from 0."""
        self._classes = tuple(classes)
        self.setAccessibleDescription(", ".join(f"{name}: {number}" for number, (name, _) in enumerate(classes)))
        self.restyle()

    def open(self) -> None:
        """Show all."""
        self._is_open = True
        self.restyle()

    def restyle(self) -> None:
        """Measure anew."""
        self.updateGeometry()
        self.update()

    def retranslate(self) -> None:
        """Take the name from the language."""
        self.setAccessibleName(tr("Number of each class"))

    def _wide(self) -> float:
        """Width of a column: its widest name with the largest number."""
        metrics = QFontMetrics(font("small"))
        widest = max((metrics.horizontalAdvance(name) for name, _ in self._classes), default=0)
        needed = widest + self._number_width() + theme().px(2 * _PAD + _GAP)
        return float(min(max(needed, theme().px(_NARROWEST)), theme().px(_WIDEST)))

    def _number_width(self) -> int:
        return QFontMetrics(font("small_strong")).horizontalAdvance(str(max(0, len(self._classes) - 1)))

    def _across(self, width: int) -> int:
        return max(1, int((width + theme().px(_GAP)) // (self._wide() + theme().px(_GAP))))

    def _rows(self, width: int) -> int:
        rows = -(-len(self._classes) // self._across(width))
        return rows if self._is_open else min(rows, _ROWS_AT_ONCE)

    def _cell(self, index: int) -> QRectF:
        rows, line = max(1, self._rows(self.width())), theme().px(_LINE)
        wide, gap = self._wide(), theme().px(_GAP)
        return QRectF(index // rows * (wide + gap), index % rows * line, wide, line)

    def _shown(self) -> range:
        return range(min(len(self._classes), self._rows(self.width()) * self._across(self.width())))

    def hasHeightForWidth(self) -> bool:
        """Fewer rows where more columns fit."""
        return True

    def heightForWidth(self, width: int) -> int:
        """All rows that are shown."""
        return self._rows(width) * theme().px(_LINE)

    def sizeHint(self) -> QSize:
        """As wide as the dialog."""
        width = theme().px(560)
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        """One column."""
        return QSize(theme().px(_NARROWEST), theme().px(_LINE))

    def event(self, event: QEvent) -> bool:
        """A tooltip tells the whole name and how many samples have it."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            found = next((at for at in self._shown() if self._cell(at).contains(QPointF(event.pos()))), None)
            if found is None:
                QToolTip.hideText()
            else:
                name, count = self._classes[found]
                text = tr("{name} is class {number}: {count} samples", name=name, number=found, count=count)
                QToolTip.showText(event.globalPos(), text, self)
            return True
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Plates with a number and a name each."""
        tokens, painter, px = theme().tokens, QPainter(self), theme().px
        left = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        right = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
        for index in self._shown():
            cell = self._cell(index).adjusted(0, 1, 0, -1)
            draw_box(painter, cell, px(5), tokens.sunken)
            number = QRectF(cell.x() + px(_PAD), cell.y(), self._number_width() + 1, cell.height())
            painter.setFont(font("small_strong"))
            painter.setPen(tokens.text)
            painter.drawText(number, right, format_count(index))
            name = QRectF(number.right() + px(_GAP), cell.y(), 0, cell.height())
            name.setRight(cell.right() - px(_PAD) / 2)
            painter.setFont(font("small"))
            painter.setPen(tokens.text2)
            text = " ".join(self._classes[index][0].split())
            painter.drawText(name, left, painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight,
                                                                          int(name.width())))
