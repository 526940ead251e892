"""Weights and gradients by layer: two charts side by side, or below each other where it is narrow."""

from __future__ import annotations

import math

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QWidget

from nnsim.document import ArrayMap, Document
from nnsim.text import message
from ui.bridge import Snapshot
from ui.bridge.by_node import norms_by_node, weights_by_node
from ui.charts.gradient_bars import GradientBars
from ui.charts.rows import least_height
from ui.charts.weight_ridges import WeightRidges
from ui.look import theme
from ui.look.widgets import Divider, Themed
from ui.panels.plots.plot_part import PADDING, PlotPart

_SIDE_BY_SIDE_FROM = 440
_HEIGHT, _ROW, _FOOT = 192, 39, 32


class LayersPart(Themed, QWidget):
    """Ridges of the weights and bars of the gradient norms, one row for each layer that learns."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows = 0
        self.ridges, self.bars = WeightRidges(), GradientBars()
        self._weights = PlotPart(message("Weights"), first=True)
        self._gradients = PlotPart(message("Gradient norm"), message("log"), first=True)
        self._weights.add(self.ridges)
        self._gradients.add(self.bars)
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._row.addWidget(self._weights, 1)
        self._row.addWidget(self._gradients, 1)
        self._outer = QBoxLayout(QBoxLayout.Direction.TopToBottom, self)
        self._outer.addWidget(Divider())
        self._outer.addLayout(self._row)
        self.follow_theme()

    def take(self, document: Document, parameters: ArrayMap, snapshot: Snapshot | None) -> None:
        """Show the weights and gradients of this moment."""
        weights = weights_by_node(parameters)
        nodes = [node for node in document.network.nodes if node.id in weights]
        self.setVisible(bool(nodes))
        self.ridges.set_data([(node.name, weights[node.id]) for node in nodes])
        norms = norms_by_node(snapshot.gradient_norms) if snapshot is not None else {}
        self._set_rows(len(nodes))
        known = {node.id: norms[node.id] for node in nodes if not math.isnan(norms.get(node.id, math.nan))}
        held = {path.partition("/")[0] for path in document.network.masks if path.endswith(":frozen")} - known.keys()
        shown = [(node.name, None if node.id in held else norms.get(node.id, math.nan)) for node in nodes]
        self.bars.set_data(shown if known else [])

    def restyle(self) -> None:
        """Take spacing from the theme."""
        self._outer.setContentsMargins(0, 0, 0, 0)
        self._outer.setSpacing(0)
        self._rows, rows = 0, self._rows
        self._set_rows(rows)
        self._turn()

    def _set_rows(self, rows: int) -> None:
        """As high as the rows need, up to the height of the design."""
        if rows != self._rows:
            self._rows = rows
            natural = theme().px(_FOOT + _ROW * max(2, rows))
            height = max(min(natural, theme().px(_HEIGHT)), least_height(rows))
            self.ridges.setFixedHeight(height)
            self.bars.setFixedHeight(height)

    def _turn(self) -> None:
        wide = self.width() >= theme().px(_SIDE_BY_SIDE_FROM)
        direction = QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom
        self._row.setDirection(direction)
        self._row.setSpacing(theme().px(28 - 2 * PADDING) if wide else 0)

    def minimumSizeHint(self) -> QSize:
        """Narrower than both side by side, since they can stand below each other."""
        return QSize(theme().px(240), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Side by side, or below each other."""
        super().resizeEvent(event)
        self._turn()
