"""Cards in as many columns as the width has room for; arrow keys go from card to card."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.look import theme
from ui.look.widgets.themed import Themed
from ui.panels.gallery.sample_card import SHADOW, SampleCard

_NARROWEST, _GAP, _ROW_GAP, _MOST_COLUMNS = 264, 18, 16, 5


class CardGrid(Themed, QWidget):
    """Lays out the cards that are not hidden, row by row."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._cards: list[SampleCard] = []
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.follow_theme()

    @property
    def all(self) -> list[SampleCard]:
        """Every card, in order."""
        return list(self._cards)

    @property
    def shown(self) -> list[SampleCard]:
        """The cards that are not hidden, in their order."""
        return [card for card in self._cards if not card.isHidden()]

    @property
    def columns(self) -> int:
        """How many cards stand side by side."""
        return self._columns(self.width())

    def add(self, card: SampleCard) -> None:
        """Put a card behind the others."""
        card.setParent(self)
        card.arrow_pressed.connect(partial(self._go, card))
        self._cards.append(card)
        card.show()
        self.arrange()

    def arrange(self) -> None:
        """Put every card in its place."""
        columns, gap = self.columns, theme().px(_GAP)
        width = (self.width() - gap * (columns - 1)) / columns
        for index, card in enumerate(self.shown):
            row, column = divmod(index, columns)
            left, right = round(column * (width + gap)), round(column * (width + gap) + width)
            top = row * self._row_height()
            card.setGeometry(QRect(left, top, right - left, card.sizeHint().height()))
        self.setFixedHeight(max(1, self.heightForWidth(self.width())))

    def restyle(self) -> None:
        """Sizes come with the cards."""
        self.arrange()

    def _columns(self, width: int) -> int:
        gap = theme().px(_GAP)
        return max(1, min(_MOST_COLUMNS, (width + gap) // (theme().px(_NARROWEST) + gap)))

    def _row_height(self) -> int:
        card = self._cards[0].sizeHint().height() if self._cards else 0
        return card + theme().px(_ROW_GAP - SHADOW)

    def _go(self, card: SampleCard, arrow: str) -> None:
        shown = self.shown
        step = {"left": -1, "right": 1, "up": -self.columns, "down": self.columns}[arrow]
        target = shown.index(card) + step
        if 0 <= target < len(shown):
            shown[target].setFocus(Qt.FocusReason.TabFocusReason)

    def hasHeightForWidth(self) -> bool:
        """More columns, fewer rows."""
        return True

    def heightForWidth(self, width: int) -> int:
        """All rows."""
        rows = -(-len(self.shown) // self._columns(width))
        return rows * self._row_height()

    def sizeHint(self) -> QSize:
        """Four columns of the design."""
        return QSize(theme().px(1240), self.heightForWidth(theme().px(1240)))

    def minimumSizeHint(self) -> QSize:
        """One column."""
        return QSize(theme().px(200), self.heightForWidth(self.width()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width, other columns."""
        super().resizeEvent(event)
        self.arrange()
