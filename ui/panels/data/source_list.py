"""The list of data sets to choose from, in groups."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QListWidget, QListWidgetItem, QWidget

from nnsim.data import SourceKind, sources
from nnsim.text import Message, message, render, tr
from ui.look import font, theme
from ui.look.widgets import Themed

_GROUPS: dict[str, Message] = {
    "points": message("Points"),
    "small": message("Small tables"),
    "shipped": message("Measured"),
    "own": message("Own"),
}
_ID = Qt.ItemDataRole.UserRole
_WIDTH, _NARROW = 208, 160


class SourceList(Themed, QListWidget):
    """Titles by group; `chosen` tells the id of the data set that the user picked, `taken` that it is the one: by
    Enter or a double click."""

    chosen = Signal(str)
    taken = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._titles: list[tuple[QListWidgetItem, Message, bool]] = []
        self._narrow = False
        group = ""
        for kind in sources():
            if kind.form != group:
                group = kind.form
                self._add_heading(_GROUPS[group])
            self._add_choice(kind)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)  # alike names differ at their ends
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.currentItemChanged.connect(self._tell)
        self.itemDoubleClicked.connect(lambda _item: self.taken.emit())
        self.follow_theme()

    def set_current(self, kind_id: str) -> None:
        """Show a choice; emits nothing."""
        self.blockSignals(True)
        for item, _, is_heading in self._titles:
            if not is_heading and item.data(_ID) == kind_id:
                self.setCurrentItem(item)
        self.blockSignals(False)

    def set_narrow(self, on: bool) -> None:
        """Leave more room to what stands beside it."""
        if on != self._narrow:
            self._narrow = on
            self.restyle()

    def restyle(self) -> None:
        """Take sizes from the theme."""
        for item, _, is_heading in self._titles:
            item.setFont(font("label" if is_heading else "control"))
            item.setSizeHint(QSize(0, theme().px(30)))
            if is_heading:
                item.setForeground(theme().tokens.text3)
        self.setFixedWidth(theme().px(_NARROW if self._narrow else _WIDTH))
        radius = theme().px(8)
        self.setStyleSheet(
            f"QListWidget {{ border: none; }} QListWidget::item, QListWidget::item:focus {{ border: none; "
            f"border-radius: {radius}px; }}"
        )

    def retranslate(self) -> None:
        """Take the titles from the language."""
        self.setAccessibleName(tr("Data sets"))
        for item, title, _ in self._titles:
            item.setText(render(title))

    def _add_heading(self, title: Message) -> None:
        item = QListWidgetItem(self)
        item.setFlags(Qt.ItemFlag.NoItemFlags)
        item.setTextAlignment(Qt.AlignmentFlag.AlignBottom | Qt.AlignmentFlag.AlignLeft)
        self._titles.append((item, title, True))

    def _add_choice(self, kind: SourceKind) -> None:
        item = QListWidgetItem(self)
        item.setData(_ID, kind.id)
        self._titles.append((item, kind.title, False))

    def _tell(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            self.chosen.emit(str(item.data(_ID)))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter takes what is chosen."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.taken.emit()
        else:
            super().keyPressEvent(event)
