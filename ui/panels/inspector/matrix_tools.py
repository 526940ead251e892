"""The buttons above a table of numbers: fill, zero, draw anew, freeze, prune, copy, paste."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from nnsim.text import message
from ui.look import theme
from ui.look.widgets import Button, NumberField, Themed

_LARGEST = 1e300


class MatrixTools(Themed, QWidget):
    """Tells what is asked for; `offer` says what is possible with the cells that are selected."""

    filled = Signal(float)
    zeroed = Signal()
    drawn = Signal()
    marked = Signal(str, bool)
    copied = Signal()
    pasted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._frozen = self._pruned = False
        self.value = NumberField(0.0, -_LARGEST, _LARGEST, name=message("Number to fill with"), width=84)
        self.fill = Button(message("Fill"), icon="paint-bucket", size="small")
        self.zero = Button(message("Set to 0"), icon="eraser", size="small")
        self.draw = Button(message("Draw anew"), icon="dice-five", size="small")
        self.freeze = Button(message("Freeze"), icon="lock", size="small")
        self.prune = Button(message("Prune"), icon="scissors", size="small")
        self.copy = Button(message("Copy"), icon="copy", size="small")
        self.paste = Button(message("Paste"), icon="clipboard", size="small")
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        for widget in (self.value, self.fill, self.zero, self.draw, self.freeze, self.prune):
            self._row.addWidget(widget)
        self._row.addStretch(1)
        self._row.addWidget(self.copy)
        self._row.addWidget(self.paste)
        self.fill.clicked.connect(self._fill)
        self.zero.clicked.connect(self.zeroed)
        self.draw.clicked.connect(self.drawn)
        self.freeze.clicked.connect(lambda: self.marked.emit("frozen", not self._frozen))
        self.prune.clicked.connect(lambda: self.marked.emit("pruned", not self._pruned))
        self.copy.clicked.connect(self.copied)
        self.paste.clicked.connect(self.pasted)
        self.follow_theme()

    def offer(self, chosen: bool, frozen: bool, pruned: bool, prunable: bool, writable: bool) -> None:
        """Whether cells are chosen that can be changed, are all frozen, are all pruned; whether links can be cut."""
        self._frozen, self._pruned = frozen, pruned
        for widget in (self.value, self.fill, self.zero, self.draw, self.freeze):
            widget.setEnabled(chosen)
        self.prune.setVisible(prunable)
        self.prune.setEnabled(chosen)
        self.paste.setEnabled(writable)
        self.freeze.set_text(message("Unfreeze") if frozen else message("Freeze"), "lock-open" if frozen else "lock")
        self.prune.set_text(message("Restore") if pruned else message("Prune"))

    def restyle(self) -> None:
        """Take spacing from the theme."""
        self._row.setSpacing(theme().px(6))

    def _fill(self) -> None:
        if self.value.commit():
            self.filled.emit(self.value.value)
        else:
            self.value.complain()
