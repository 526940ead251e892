"""What every chart has: an empty state, a picture of itself, and the theme and language of the moment."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QImage, QPainter, QRegion
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtWidgets import QWidget

from nnsim.text import Message, NnsimError, message
from ui.look import font, theme
from ui.look.even_lines import even_width
from ui.look.widgets import Text, Themed, shown

CENTER = Qt.AlignmentFlag.AlignCenter
LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
RIGHT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
WAITING: Message = message("Curves appear when training starts.")


class Chart(Themed):
    """Mixin of a chart widget; a subclass tells `is_empty` and paints the rest."""

    empty_text: Text = WAITING

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to draw yet."""
        raise NotImplementedError

    def set_empty_text(self, text: Text) -> None:
        """Change what stands in the empty chart."""
        self.empty_text = text
        self.repaint_chart()

    def restyle(self) -> None:
        """Draw in the colours and sizes of the moment."""
        self.repaint_chart()

    def retranslate(self) -> None:
        """Draw in the language of the moment."""
        self.repaint_chart()

    def repaint_chart(self) -> None:
        """Ask for a new painting."""
        self.update()

    def draw_empty(self, painter: QPainter, rect: QRectF) -> None:
        """The one line of the empty state."""
        painter.setFont(font("small"))
        painter.setPen(theme().tokens.text3)
        text = shown(self.empty_text)
        side = (rect.width() - even_width(QFontMetricsF(painter.font()), text, rect.width())) / 2
        painter.drawText(rect.adjusted(side, 0, -side, 0), CENTER | Qt.TextFlag.TextWordWrap, text)

    def picture(self, ratio: float = 2.0) -> QImage:
        """The chart as it stands, on its surface, `ratio` pixels per pixel of the screen."""
        image = QImage(self.size() * ratio, QImage.Format.Format_ARGB32_Premultiplied)
        image.setDevicePixelRatio(ratio)
        image.fill(theme().tokens.surface)
        with QPainter(image) as painter:
            self._render(painter)
        return image

    def export(self, path: Path) -> None:
        """Write the chart as PNG or, for a name that ends in `.svg`, as SVG.

        Raises:
            NnsimError: code `chart.export`, when the file cannot be written.
        """
        written = self._export_svg(path) if path.suffix.lower() == ".svg" else self.picture().save(str(path))
        if not written:
            raise NnsimError(
                "chart.export",
                message("The picture could not be written to '{path}'. Choose another folder.", path=str(path)),
            )

    def _export_svg(self, path: Path) -> bool:
        generator = QSvgGenerator()
        generator.setFileName(str(path))
        generator.setSize(QSize(self.width(), self.height()))
        generator.setViewBox(self.rect())
        generator.setTitle(self.accessibleName())
        painter = QPainter()
        if not painter.begin(generator):
            return False
        self._render(painter)
        return painter.end()

    def _render(self, painter: QPainter) -> None:
        self.render(painter, QPoint(), QRegion(), QWidget.RenderFlag.DrawChildren)


def draw_tick(painter: QPainter, rect: QRectF, text: str, align: Qt.AlignmentFlag, color: QColor | None = None) -> None:
    """One tick label."""
    painter.setFont(font("tick"))
    painter.setPen(color or theme().tokens.text3)
    painter.drawText(rect, align, text)
