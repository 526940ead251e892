"""A recurrent cell as a drawing: gates, states and the wires between them, with the numbers of one unit."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFont,
    QFontMetricsF,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from nnsim.text import format_exact, render, tr
from nnsim.trace import Gates, GateSpot, Row, plain_text
from ui.look import diverging_color, sized_font, theme
from ui.look.widgets import Themed, draw_box
from ui.panels.explain.gate_layout import BACKWARD, CHIP, FORWARD, WIDTH, Drawing, Operation, Wire, drawing_of
from ui.teaching import Box, paint_box, set_row

_CENTER = Qt.AlignmentFlag.AlignCenter
_REACH, _HEAD, _WIDEST, _MOST_NAMES = 1.6, 4.0, 1.5, 256
_NARROWEST = 70
"""Percent of the width of a font"""
_BESIDE = 58.0
"""Room of a name and its number side by side"""


class GateDrawing(Themed, QWidget):
    """The cell of one unit at one time step; the present operation is lit, and each value leads to its moment.

    Signals:
        place_hovered(Place | None): a value is pointed at, or none is.
        place_clicked(Place): a value was chosen; in the backward phase its gradient.
    """

    place_hovered = Signal(object)
    place_clicked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._gates: Gates | None = None
        self._drawing = Drawing()
        self._names: dict[str, Box] = {}
        self._set: dict[Row, Box] = {}
        self._pointed: str | None = None
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.follow_theme()

    def set_gates(self, gates: Gates) -> None:
        """Show this cell."""
        self._gates, self._drawing = gates, drawing_of(gates)
        if self._pointed not in self._drawing.values:
            self._pointed = None
        self._lay_out()
        self.retranslate()

    @property
    def pointed(self) -> GateSpot | None:
        """The value that is pointed at."""
        return None if self._pointed is None else self._spot(self._pointed)

    def restyle(self) -> None:
        """Take sizes from the theme."""
        self._set.clear()
        self._lay_out()

    def _lay_out(self) -> None:
        """Set the names, those that were set before only once, and take the height."""
        if len(self._set) > _MOST_NAMES:
            self._set.clear()
        for spot in () if self._gates is None else self._gates.spots:
            if spot.name not in self._set:
                self._set[spot.name] = set_row(spot.name, 13.5 * theme().scale, sized_font(11))
            self._names[spot.role] = self._set[spot.name]
        self.setFixedHeight(round((self._drawing.height + 2) * theme().scale))
        self.update()

    def retranslate(self) -> None:
        """Tell the values to screen readers."""
        self.setAccessibleName(tr("The cell in one view"))
        self.setAccessibleDescription("; ".join(map(_told, () if self._gates is None else self._gates.spots)))

    def _spot(self, role: str) -> GateSpot | None:
        return next((spot for spot in (() if self._gates is None else self._gates.spots) if spot.role == role), None)

    def _at(self, x: float, y: float) -> QPointF:
        """A point of the drawing in pixels: as wide as there is room, but not wider than half as much again."""
        scale, wide = theme().scale, self._wide
        left = (self.width() - WIDTH * scale * wide) / 2
        return QPointF(left + x * scale * wide, (y + 1) * scale)

    @property
    def _wide(self) -> float:
        return min(self.width() / (WIDTH * theme().scale), _WIDEST)

    def _box(self, role: str) -> QRectF:
        center, scale = self._at(*self._drawing.values[role]), theme().scale
        high = BACKWARD if self._gates is not None and self._gates.phase == "backward" else FORWARD
        box = QRectF(0, 0, CHIP * scale * min(1.0, self._wide), high * scale)
        box.moveCenter(center)
        return box

    def _role_at(self, position: QPointF) -> str | None:
        return next((role for role in self._drawing.values if self._box(role).contains(position)), None)

    def _point(self, role: str | None) -> None:
        if role == self._pointed:
            return
        self._pointed = role
        spot = None if role is None else self._spot(role)
        self.setCursor(Qt.CursorShape.ArrowCursor if spot is None else Qt.CursorShape.PointingHandCursor)
        self.place_hovered.emit(None if spot is None else spot.place)
        self.update()

    def _choose(self, role: str | None) -> None:
        spot = None if role is None else self._spot(role)
        if spot is not None:
            self.place_clicked.emit(spot.slope if spot.slope is not None and spot.slope_text else spot.place)

    def _draw_wire(self, painter: QPainter, wire: Wire) -> None:
        tokens, scale = theme().tokens, theme().scale
        spot = self._spot(wire.role)
        lit = spot is not None and spot.at_hand
        color = tokens.phase(self._phase)[0] if lit else tokens.text3
        dashed = spot is not None and not spot.text
        style = Qt.PenStyle.DotLine if dashed else Qt.PenStyle.SolidLine
        painter.setPen(QPen(color, (1.75 if lit else 1.0) * scale, style))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        points = [self._at(*step) for step in wire.steps]
        painter.drawPolyline(QPolygonF(points))
        if wire.ends:
            _arrow(painter, points[-2], points[-1], _HEAD * scale)

    def _draw_operation(self, painter: QPainter, operation: Operation) -> None:
        tokens, scale = theme().tokens, theme().scale
        spot, center = self._spot(operation.role), self._at(*operation.at)
        solid, tint = tokens.phase(self._phase)
        lit = spot is not None and spot.at_hand
        high = 20 * scale
        box = QRectF(0, 0, (38 * scale if len(operation.sign) > 2 else 28 * scale) if operation.boxed else high, high)
        box.moveCenter(center)
        radius = 6 * scale if operation.boxed else high / 2
        draw_box(painter, box, radius, tint if lit else tokens.sunken, solid if lit else tokens.border2,
                 (1.75 if lit else 1.0) * scale)
        painter.setFont(sized_font(12 if operation.boxed else 13, QFont.Weight.Medium))
        painter.setPen(solid if lit else tokens.text2)
        painter.drawText(box, _CENTER, operation.sign)

    @property
    def _phase(self) -> str:
        return "forward" if self._gates is None else self._gates.phase

    def _draw_value(self, painter: QPainter, spot: GateSpot) -> None:
        tokens, scale, box = theme().tokens, theme().scale, self._box(spot.role)
        solid, _ = tokens.phase(self._phase)
        line = QRectF(box.x(), box.y(), box.width(), FORWARD * scale)
        known = bool(spot.text)
        fill = diverging_color(spot.place.value, -_REACH, _REACH) if known else tokens.surface
        draw_box(painter, box, 5 * scale, tokens.surface)
        if known and box.height() > line.height():
            draw_box(painter, box, 5 * scale, tokens.surface, tokens.border2, scale)
            draw_box(painter, line, 5 * scale, fill)
        else:
            draw_box(painter, box, 5 * scale, fill, tokens.border if known else None, scale)
        if not known or (box.height() > line.height() and not spot.slope_text):
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(tokens.border2, scale, Qt.PenStyle.DashLine))
            painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 5 * scale, 5 * scale)
        if spot.at_hand or spot.role == self._pointed:
            ink = solid if spot.at_hand else tokens.accent
            draw_box(painter, box, 5 * scale, None, ink, 2 * scale)
        self._draw_texts(painter, spot, line, "text" if tokens.ink_on(fill) == tokens.text else "onaccent")
        if box.height() > line.height() and spot.slope_text:
            painter.setFont(_within(sized_font(11, QFont.Weight.DemiBold), spot.slope_text, box.width() - 4 * scale))
            painter.setPen(tokens.phase("backward")[0])
            below = QRectF(box.x(), line.bottom() - 2 * scale, box.width(), box.bottom() - line.bottom())
            painter.drawText(below, _CENTER, spot.slope_text)

    def _draw_texts(self, painter: QPainter, spot: GateSpot, line: QRectF, ink: str) -> None:
        """The letter, and the number behind it, in the ink of a token."""
        tokens, scale, name = theme().tokens, theme().scale, self._names[spot.role]
        whole = _BESIDE * scale * min(1.0, self._wide)
        painter.setFont(sized_font(12, QFont.Weight.Medium))
        wide = painter.fontMetrics().horizontalAdvance(spot.text)
        if wide + name.width > whole:
            painter.setFont(_within(sized_font(11), spot.text, whole - 18 * scale))
            wide = painter.fontMetrics().horizontalAdvance(spot.text)
        room = whole - wide
        shrink = min(1.0, max(room, 14 * scale) / max(name.width, 1.0))
        gap = 4 * scale if spot.text else 0.0
        left = line.center().x() - (shrink * name.width + gap + wide) / 2
        painter.save()
        painter.translate(left, line.center().y() + 4 * scale)
        painter.scale(shrink, shrink)
        paint_box(painter, name, QPointF(), ink if spot.text else "text3")
        painter.restore()
        painter.setPen(tokens.color(ink))
        box = QRectF(left + shrink * name.width + gap, line.y(), wide + 2, line.height())
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, spot.text)

    def event(self, event: QEvent) -> bool:
        """Tooltips tell what a value is called, and all its digits."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            role = self._role_at(QPointF(event.pos()))
            spot = None if role is None else self._spot(role)
            if spot is None:
                QToolTip.hideText()
            else:
                exact = format_exact(spot.place.value) if spot.text else tr("not computed yet")
                QToolTip.showText(event.globalPos(), f"{render(spot.title)}\n{plain_text(spot.name)} = {exact}", self)
            return True
        return super().event(event)

    def sizeHint(self) -> QSize:
        """As wide as a panel."""
        return QSize(theme().px(round(WIDTH)), self.height())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Point at a value."""
        self._point(self._role_at(event.position()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Go to a value."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._choose(self._role_at(event.position()))

    def leaveEvent(self, event: QEvent) -> None:
        """Nothing is pointed at."""
        self._point(None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and Down point at a value, Return goes to it."""
        by = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
        roles = [spot.role for spot in (() if self._gates is None else self._gates.spots)]
        if by is not None and roles:
            start = roles.index(self._pointed) if self._pointed in roles else (-1 if by > 0 else len(roles))
            self._point(roles[min(max(start + by, 0), len(roles) - 1)])
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._choose(self._pointed)
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Wires, operations on them, values over both."""
        if self._gates is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for wire in self._drawing.wires:
            self._draw_wire(painter, wire)
        for operation in self._drawing.operations:
            self._draw_operation(painter, operation)
        for spot in self._gates.spots:
            self._draw_value(painter, spot)
        painter.setFont(sized_font(12))
        painter.setPen(theme().tokens.text2)
        for words, (x, y) in self._drawing.words:
            center, half = self._at(x, y), 30 * theme().scale
            painter.drawText(QRectF(center.x() - half, center.y() - half, 2 * half, 2 * half), _CENTER, words)


def _within(font: QFont, text: str, width: float) -> QFont:
    """The font, set narrower where a text would not fit; it stays as high."""
    wide = QFontMetricsF(font).horizontalAdvance(text)
    if wide > width > 0:
        font.setStretch(max(_NARROWEST, int(100 * width / wide)))
    return font


def _told(spot: GateSpot) -> str:
    told = f"{render(spot.title)} {spot.text or tr('not computed yet')}"
    return f"{told}, ∂L {spot.slope_text}" if spot.slope_text else told


def _arrow(painter: QPainter, start: QPointF, end: QPointF, size: float) -> None:
    length = max(1e-6, ((end - start).x() ** 2 + (end - start).y() ** 2) ** 0.5)
    unit = (end - start) / length
    side = QPointF(-unit.y(), unit.x())
    painter.setBrush(painter.pen().color())
    painter.setPen(Qt.PenStyle.NoPen)
    painter.drawPolygon(QPolygonF([end, end - unit * 1.7 * size + side * size * 0.8,
                                   end - unit * 1.7 * size - side * size * 0.8]))  # fmt: skip
