"""Which designed features a node computes: a chip for each that is offered."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from nnsim.catalog import PowerFeature
from nnsim.catalog.feature_node import DesignedFeature, offered
from ui.look import theme
from ui.look.widgets import Chip, Themed
from ui.panels.inspector.made_by_hand import ByHandEditor

_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_MOST_OFFERED = 40
_CUBES_UP_TO, _SQUARES_UP_TO = 2, 5
"""Inputs up to which powers of three, and of two, are offered: products grow fast in number."""


class FeatureEditor(ByHandEditor):
    """A chip for each feature; one that is pressed is computed. The last one cannot be taken away."""

    def _build(self, row: QHBoxLayout) -> None:
        super()._build(row)
        self._chips = Flow()
        self.column.addWidget(self._chips)

    def _show(self, value: Any) -> None:
        count = max(1, len(self.names))
        degree = 3 if count <= _CUBES_UP_TO else 2 if count <= _SQUARES_UP_TO else 1
        every = list(dict.fromkeys((*offered(count, degree)[:_MOST_OFFERED], *value)))
        self._chips.clear()
        for feature in every:
            chip = Chip(self._written(feature), checkable=True, height=28)
            chip.setChecked(feature in value)
            chip.setEnabled(value != (feature,))
            chip.clicked.connect(lambda on, feature=feature: self._toggle(feature, on))
            self._chips.add(chip)

    def _toggle(self, feature: DesignedFeature, on: bool) -> None:
        others = tuple(each for each in self.value if each != feature)
        self.committed.emit((*others, feature) if on else others)

    def _written(self, feature: DesignedFeature) -> str:
        if isinstance(feature, PowerFeature):
            return " ".join(self.name(i) + (str(power).translate(_RAISED) if power > 1 else "")
                            for i, power in feature.powers)
        name = self.name(feature.input)
        return f"|{name}|" if feature.function == "abs" else f"{feature.function} {name}"


class Flow(Themed, QWidget):
    """Widgets side by side, in as many lines as it takes."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._items: list[QWidget] = []
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.follow_theme()

    def add(self, widget: QWidget) -> None:
        """Put a widget behind the others."""
        widget.setParent(self)
        widget.show()
        self._items.append(widget)
        self.updateGeometry()
        self._place(self.width(), move=True)

    def clear(self) -> None:
        """Take all of them away."""
        for widget in self._items:
            widget.hide()
            widget.deleteLater()
        self._items = []

    def restyle(self) -> None:
        """Place anew."""
        self.updateGeometry()
        self._place(self.width(), move=True)

    def _place(self, width: int, move: bool) -> int:
        """The height that the lines take in this width; `move` puts the widgets there."""
        gap, x, y, line = theme().px(6), 0, 0, 0
        for widget in self._items:
            size = widget.sizeHint()
            if x and x + size.width() > width:
                x, y, line = 0, y + line + gap, 0
            if move:
                widget.setGeometry(QRect(x, y, min(size.width(), max(width, 1)), size.height()))
            x, line = x + size.width() + gap, max(line, size.height())
        return y + line

    def hasHeightForWidth(self) -> bool:
        """Narrower is higher."""
        return True

    def heightForWidth(self, width: int) -> int:
        """What the lines take."""
        return self._place(width, move=False)

    def sizeHint(self) -> QSize:
        """The lines in the present width."""
        width = self.width() if self.width() > 0 else theme().px(240)
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        """One widget wide."""
        return QSize(theme().px(80), self.heightForWidth(max(self.width(), theme().px(80))))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Place anew."""
        super().resizeEvent(event)
        self._place(self.width(), move=True)
        self.updateGeometry()
