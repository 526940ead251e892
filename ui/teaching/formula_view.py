"""The formula view: lines of a formula whose numbers light up, tell their place and lead to where they were made."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetricsF, QHelpEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from nnsim.text import format_exact
from nnsim.trace import Place, plain_text
from ui.look import sized_font, theme
from ui.look.tokens import Phase
from ui.look.widgets import Themed, draw_box
from ui.teaching.boxes import Spot, paint_box
from ui.teaching.layout import Boxes, Style
from ui.teaching.placed_lines import Line, Placed, PlacedLines
from ui.teaching.typesetter import EM, text_outline

_KEPT = 8
"""Formulas whose lines are kept: those beside the one that is shown, and who goes back and forth"""


@dataclass(slots=True)
class _Set:
    """A formula as it was set: at another width its parts are the same, in other places."""

    lines: tuple[Line, ...]
    current: int | None
    known: Boxes = field(default_factory=dict)
    width: float = -1.0
    placed: PlacedLines | None = None


class FormulaView(Themed, QWidget):
    """Typeset lines with a pill for the result at the end of the last one.

    Signals:
        operand_hovered(Place | None): the mouse is over a number, or has left it.
        operand_clicked(Place): a number was clicked.
        more_clicked(): the terms that were left out are wanted.
    """

    operand_hovered = Signal(object)
    operand_clicked = Signal(object)
    more_clicked = Signal()

    _PILL = 26

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines: tuple[Line, ...] = ()
        self._placed: list[Placed] = []
        self._spots: tuple[Spot, ...] | None = None
        self._set: list[_Set] = []
        """Formulas that were set, the last one at the end"""
        self._rules: list[float] = []
        self.small = 12.0
        """How large the words for what is left out are, in pixels at 100 %"""
        self._current: int | None = None
        self._phase: Phase = "forward"
        self._pill, self._before, self._solid = "", "", True
        self._pill_rect = QRectF()
        self._hovered: Spot | None = None
        self._lit: Callable[[Place], bool] | None = None
        self._names: Callable[[Place], str] = lambda place: ""
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.follow_theme()

    def set_lines(
        self, lines: Sequence[Line], phase: Phase, current: int | None = None, pill: str = "", solid: bool = True,
        before: str = "",
    ) -> None:
        """Show a formula; `current` is the lit term, `pill` the result, in the phase's color where `solid`; `before` is
        another result, struck out beside it."""
        self._lines, self._phase, self._current = tuple(lines), phase, current
        self._pill, self._before, self._solid = pill, before, solid
        self._hovered = None
        self.setAccessibleDescription("; ".join(f"{line.relation} {plain_text(line.row)}".strip() for line in lines))
        self._lay_out()

    def set_names(self, names: Callable[[Place], str]) -> None:
        """How a place is called in tooltips."""
        self._names = names

    def light(self, chosen: Callable[[Place], bool] | None) -> None:
        """Light the numbers whose place is chosen, as when the canvas is pointed at."""
        self._lit = chosen
        self.update()

    @property
    def spots(self) -> tuple[Spot, ...]:
        """Everything that can be pointed at, in pixels of the widget."""
        if self._spots is None:
            self._spots = tuple(
                spot for line in self._placed for spot in line.box.all_spots(line.at.x(), line.at.y())
            )
        return self._spots

    def prepare(self, lines: Sequence[Line], current: int | None) -> None:
        """Set a formula that is to be shown soon; what is shown stays."""
        if self.width() > 0 and self._placed:
            self._laid(tuple(lines), current)
            self._set.insert(max(0, len(self._set) - 1), self._set.pop())  # what is shown is the last to be forgotten

    def restyle(self) -> None:
        """Take sizes from the theme."""
        self._set.clear()
        self._lay_out()

    def retranslate(self) -> None:
        """Take words from the language."""
        self._set.clear()
        self._lay_out()

    def _laid(self, lines: tuple[Line, ...], current: int | None) -> PlacedLines:
        """Lines at the present width; of the last few formulas what was set is kept."""
        width = float(self.width())
        at = next((at for at, each in enumerate(self._set) if (each.lines, each.current) == (lines, current)), None)
        found = _Set(lines, current) if at is None else self._set.pop(at)
        self._set.append(found)
        del self._set[:-_KEPT]
        if found.placed is None or found.width != width:
            scale, small = theme().scale, sized_font(self.small)

            def style(line: Line) -> Style:
                return Style(line.size * scale, current, small, (3 * scale, 4 * scale), known=found.known)

            found.width, found.placed = width, PlacedLines(lines, width, style)
        return found.placed

    def _lay_out(self) -> None:
        """Set the lines anew at the present width, which gives the height."""
        lines = self._laid(self._lines, self._current)
        self._placed, self._rules, self._spots = lines.placed, lines.rules, None
        self.setFixedHeight(int(self._place_pill(lines.height, float(self.width())) + 0.999))
        self.update()

    @property
    def overflows(self) -> bool:
        """Whether a line is wider than the view."""
        return any(line.at.x() + line.box.width > self.width() + 1 for line in self._placed)

    def _place_pill(self, y: float, width: float) -> float:
        """The pill stands at the right end of the last line, or below it where there is no room; returns the height."""
        self._pill_rect = QRectF()
        if not self._pill or not self._placed:
            return y
        scale, last = theme().scale, self._placed[-1]
        height = self._PILL * scale
        wide = max(QFontMetricsF(self._pill_font()).horizontalAdvance(self._pill) + 20 * scale, 58 * scale)
        middle = last.at.y() - 0.26 * last.size
        if last.at.x() + last.box.width + 10 * scale + wide + self._before_width() > width:
            middle = y + 2 * scale + height / 2
        self._pill_rect = QRectF(width - wide, middle - height / 2, wide, height)
        return max(y, self._pill_rect.bottom() + 2 * scale)

    def _before_width(self) -> float:
        """Room for the other result, left of the pill."""
        if not self._before:
            return 0.0
        return QFontMetricsF(self._before_font()).horizontalAdvance(self._before) + 12 * theme().scale

    def _before_font(self) -> QFont:
        font = QFont(sized_font(13, QFont.Weight.Medium))
        font.setStrikeOut(True)
        return font

    def _pill_font(self) -> QFont:
        return sized_font(13, QFont.Weight.DemiBold)

    def _spot_at(self, position: QPointF) -> Spot | None:
        grown = 2 * theme().scale
        return next(
            (spot for spot in self.spots if spot.rect.adjusted(-grown, -grown, grown, grown).contains(position)), None
        )

    def _hover(self, spot: Spot | None) -> None:
        if spot == self._hovered:
            return
        self._hovered = spot
        self.setCursor(Qt.CursorShape.ArrowCursor if spot is None else Qt.CursorShape.PointingHandCursor)
        self.operand_hovered.emit(None if spot is None else spot.place)
        self.update()

    def _draw_marks(self, painter: QPainter) -> None:
        """Tints behind the term at hand, and behind what is pointed at here or on the canvas."""
        tokens, scale = theme().tokens, theme().scale
        _, tint = tokens.phase(self._phase)
        for line in self._placed:
            for rect in line.box.all_tints(line.at.x(), line.at.y()):
                draw_box(painter, rect, 6 * scale, tint)
        pointed = [spot.rect for spot in self.spots if self._is_lit(spot)]
        for rect in pointed:
            grown = rect.adjusted(-3 * scale, -3 * scale, 3 * scale, 3 * scale)
            draw_box(painter, grown, 5 * scale, tokens.hover, tokens.border2, scale)

    def _is_lit(self, spot: Spot) -> bool:
        if spot == self._hovered:
            return True
        if spot.place is None:
            return False
        if self._hovered is not None and self._hovered.place is not None:
            here = self._hovered.place
            return (here.slot, here.index) == (spot.place.slot, spot.place.index)
        return self._lit is not None and self._lit(spot.place)

    def _draw_ink(self, painter: QPainter) -> None:
        tokens = theme().tokens
        for line in self._placed:
            paint_box(painter, line.box, line.at)
            if line.relation:
                painter.save()
                painter.translate(line.relation_x, line.at.y())
                painter.scale(line.size / EM, line.size / EM)
                painter.fillPath(text_outline(line.relation)[0], tokens.text)
                painter.restore()

    def _draw_pill(self, painter: QPainter) -> None:
        tokens, rect = theme().tokens, self._pill_rect
        if rect.isEmpty():
            return
        solid, _ = tokens.phase(self._phase)
        if self._solid:
            draw_box(painter, rect, rect.height() / 2, solid)
        else:
            draw_box(painter, rect, rect.height() / 2, tokens.sunken, tokens.border2, theme().scale)
        painter.setFont(self._pill_font())
        painter.setPen(tokens.onaccent if self._solid else tokens.text)
        painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, self._pill)
        if self._before:
            painter.setFont(self._before_font())
            painter.setPen(tokens.text3)
            room = self._before_width()
            painter.drawText(rect.adjusted(-room, 0, 0, 0), Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter,
                             self._before)

    def event(self, event: QEvent) -> bool:
        """Tooltips tell a number's name and all its digits."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            spot = self._spot_at(QPointF(event.pos()))
            if spot is not None and spot.place is not None:
                name = self._names(spot.place)
                exact = format_exact(spot.place.value)
                QToolTip.showText(event.globalPos(), f"{name} = {exact}" if name else exact, self)
            else:
                QToolTip.hideText()
            return True
        return super().event(event)

    def sizeHint(self) -> QSize:
        """As wide as a panel, as high as the lines."""
        return QSize(theme().px(314), self.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Break the lines anew."""
        if event.size().width() != event.oldSize().width():
            self._lay_out()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Point at a number."""
        self._hover(self._spot_at(event.position()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Follow a number, or open what was left out."""
        spot = self._spot_at(event.position())
        if event.button() != Qt.MouseButton.LeftButton or spot is None:
            return
        if spot.place is None:
            self.more_clicked.emit()
        else:
            self.operand_clicked.emit(spot.place)

    def leaveEvent(self, event: QEvent) -> None:
        """Nothing is pointed at."""
        self._hover(None)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Rules, tints, outlines, pill."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for y in self._rules:
            painter.fillRect(QRectF(0, y, self.width(), theme().px(1)), theme().tokens.border)
        self._draw_marks(painter)
        self._draw_ink(painter)
        self._draw_pill(painter)
