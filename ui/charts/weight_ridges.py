"""How the weights of every layer are spread, as one ridge per layer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from nnsim.text import message, tr
from ui.charts.chart import CENTER, Chart, draw_tick
from ui.charts.rows import draw_name, least_height, name_width, row_height
from ui.charts.series import areas, lines
from ui.charts.ticks import nice_ticks, tick_text
from ui.look import draw_lines, theme
from ui.look.widgets import faded

Floats = npt.NDArray[np.floating[Any]]
BINS = 91
MOST_WEIGHTS = 20_000
WIDEST_TICK = 0.8  # of the axis: further out its number would be cut off


class WeightRidges(Chart, QWidget):
    """One ridge per layer, negative weights left of zero in their colour, positive right; all share one axis."""

    empty_text = message("No layer has weights yet.")

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._names: tuple[str, ...] = ()
        self._ridges: list[Floats] = []
        self._reach = 1.0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.follow_theme()

    @property
    def is_empty(self) -> bool:
        """Whether no layer has a finite weight."""
        return not self._ridges

    def set_data(self, layers: Sequence[tuple[str, Floats]]) -> None:
        """Show (name, weights of any shape) from first layer to last; NaN and infinite weights are left out."""
        finite = [(name, _sampled(np.asarray(weights, dtype=np.float64).ravel())) for name, weights in layers]
        finite = [(name, weights) for name, weights in finite if len(weights)]
        names = tuple(name for name, _ in finite)
        if len(names) != len(self._names):
            self.setMinimumHeight(least_height(len(names)))
        self._names = names
        self._grow(max((float(np.abs(weights).max()) for _, weights in finite), default=1.0))
        self._ridges = [_ridge(weights, self._reach) for _, weights in finite]
        self.update()

    def retranslate(self) -> None:
        """Take texts from the language."""
        self.setAccessibleName(tr("Weights of every layer"))
        super().retranslate()

    def restyle(self) -> None:
        """Take sizes from the theme."""
        self.setMinimumHeight(least_height(len(self._names)))
        super().restyle()

    def _grow(self, widest: float) -> None:
        """Widen the axis at once, narrow it only when half of it stands empty, so that it does not tremble."""
        wanted = max(widest * 1.15, 1e-6)
        if wanted > self._reach or wanted < 0.5 * self._reach:
            self._reach = wanted

    def _area(self) -> QRectF:
        left = name_width(self._names, self.width())
        return QRectF(left, theme().px(8), max(20, self.width() - left - 2), max(20, self.height() - theme().px(30)))

    def _draw_ridge(self, painter: QPainter, heights: Floats, base: float, height: float, area: QRectF) -> None:
        tokens, scale, middle = theme().tokens, theme().scale, BINS // 2
        x, y = np.linspace(area.left(), area.right(), BINS), base - height * heights
        # Square caps close the corners between the lines.
        solid, cap = Qt.PenStyle.SolidLine, Qt.PenCapStyle.SquareCap
        for half, color in ((slice(0, middle + 1), tokens.neg), (slice(middle, BINS), tokens.pos)):
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)  # the line runs along the edge
            painter.setPen(Qt.PenStyle.NoPen)
            (shape,) = areas(x[half], y[half], base)
            for filling in (tokens.surface, faded(color, 0.3)):
                painter.setBrush(filling)
                painter.drawPolygon(shape)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(color, 1.6 * scale, solid, cap))
            draw_lines(painter, lines(x[half], y[half]))
        painter.setPen(QPen(tokens.border, scale))
        painter.drawLine(QPointF(area.left(), base), QPointF(area.right(), base))

    def _draw_axis(self, painter: QPainter, area: QRectF, color: QColor) -> None:
        ticks = nice_ticks(0.0, self._reach, 2)
        step = ticks[1]
        while step > WIDEST_TICK * self._reach:
            step /= 2
        for value in (-step, 0.0, step):
            x = area.center().x() + value / self._reach * area.width() / 2
            box = QRectF(x - 40, area.bottom() + theme().px(6), 80, theme().px(16))
            draw_tick(painter, box, tick_text(value, step), CENTER, color)

    def sizeHint(self) -> QSize:
        """The size of the design."""
        return QSize(theme().px(212), max(theme().px(192), least_height(len(self._names))))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Zero line, ridges from the top down, names, axis."""
        painter, tokens = QPainter(self), theme().tokens
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.is_empty:
            self.draw_empty(painter, QRectF(self.rect()))
            return
        area = self._area()
        pitch = row_height(len(self._ridges), self.height())
        zero = QPen(tokens.border2, theme().scale)
        zero.setDashPattern([2, 3])
        painter.setPen(zero)
        painter.drawLine(QPointF(area.center().x(), area.top()), QPointF(area.center().x(), area.bottom()))
        for index, name in enumerate(self._names):
            base = area.top() + (index + 1) * pitch
            self._draw_ridge(painter, self._ridges[index], base, pitch * 0.87, area)
            row = QRectF(0, base - theme().px(12), area.left(), theme().px(16))
            draw_name(painter, name, row)
        self._draw_axis(painter, area, tokens.text3)


def _sampled(weights: Floats) -> Floats:
    """Finite weights, evenly thinned to what a picture can show."""
    finite = weights[np.isfinite(weights)]
    return finite[:: max(1, len(finite) // MOST_WEIGHTS)]


def _ridge(weights: Floats, reach: float) -> Floats:
    """The height of a ridge from 0 to 1 at BINS places from -reach to reach, which holds all weights."""
    places = ((weights / reach + 1) * (BINS / 2)).astype(np.intp)
    counts = np.bincount(np.minimum(places, BINS - 1), minlength=BINS)
    spread = float(weights.std()) or reach / 20
    width = max(1.2, 1.06 * min(spread, reach) * len(weights) ** -0.2 / (2 * reach / BINS))
    reach_bins = np.arange(-int(3 * width) - 1, int(3 * width) + 2)
    kernel = np.exp(-0.5 * (reach_bins / width) ** 2)
    smooth = np.convolve(counts, kernel / kernel.sum(), mode="full")
    smooth = smooth[len(reach_bins) // 2 : len(reach_bins) // 2 + BINS]
    return smooth / max(float(smooth.max()), 1e-12)
