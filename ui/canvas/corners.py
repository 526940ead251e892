"""Where the floating parts of the canvas stand, and the line and the button that an empty canvas shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, QRect, QRectF, Qt
from PySide6.QtWidgets import QWidget

from nnsim.text import message
from ui.canvas.corner import INSET, CornerButton, Legend, ZoomPill
from ui.look import theme
from ui.look.widgets import Button, Label

if TYPE_CHECKING:
    from ui.canvas.viewport import Viewport

EDGE, TOP, BOTTOM, GAP = 16, 14, 14, 8


class Corners(QObject):
    """The zoom pill, the legend, the buttons at the upper right, and the empty line with the way to the samples."""

    def __init__(self, view: Viewport) -> None:
        super().__init__(view)
        self._view = view
        self.covered = 0  # pixels at the right that something lies over
        self._away = False
        self.legend = Legend(view)
        self.pill = ZoomPill(view)
        self.ahead = CornerButton("eye-closed", message("Show ahead"), "A", True, view)
        self.menu = CornerButton("sliders-horizontal", message("View"), "", False, view)
        self.empty = Label(message("Take a layer from the left, or start from a sample."), "body", "text3", parent=view)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.empty.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.samples = Button(message("Show the samples"), icon="squares-four", size="small", parent=view)
        self.pill.zoom_in.connect(view.zoom_in)
        self.pill.zoom_out.connect(view.zoom_out)
        self.pill.fit.connect(lambda: view.fit())
        theme().language_changed.connect(self.place)

    def clear_away(self) -> None:
        """Leave the network alone on the view from now on, as on a stage."""
        self._away = True
        self.place()

    def place(self) -> None:
        """Stand in the corners of the view as it is now."""
        if self._away:
            for each in (self.legend, self.pill, self.ahead, self.menu, self.empty, self.samples):
                each.hide()
            return
        px, view = theme().px, self._view
        width, height = view.width() - self.covered, view.height()
        self.pill.move(width - px(EDGE) - self.pill.width(), height - px(BOTTOM) - self.pill.height())
        self.legend.move(px(24) - px(INSET), height - px(26) - self.legend.height() // 2)
        self.menu.move(width - px(EDGE) - self.menu.width(), px(TOP))
        self.ahead.move(self.menu.x() - px(GAP) - self.ahead.width(), px(TOP))
        self.legend.setVisible(
            self.legend.geometry().right() < self.pill.x() - px(8) and not self.empty.isVisibleTo(view)
        )
        self.empty.resize(self.empty.sizeHint())
        self.empty.move(QPoint(width - self.empty.width(), height - self.empty.height()) / 2)
        self.samples.resize(self.samples.sizeHint())
        self.samples.move((width - self.samples.width()) // 2, self.empty.geometry().bottom() + px(GAP))

    def set_empty(self, empty: bool) -> None:
        """Show or hide the line of the empty canvas and its button."""
        if not self._away and empty != self.empty.isVisibleTo(self._view):
            self.empty.setVisible(empty)
            self.samples.setVisible(empty)
            self.place()

    def floating(self, but: QWidget) -> list[QRectF]:
        """What is seen over the canvas at present, in pixels, but for one widget: these parts, banners, the overview.
        """
        view = self._view
        others = (each for each in view.children() if isinstance(each, QWidget) and each not in (but, view.viewport()))
        return [QRectF(each.geometry()) for each in others if each.isVisible() and not each.isWindow()]

    def room(self) -> QRectF:
        """The part of the viewport that is left for the network, in pixels."""
        px, view = theme().px, self._view.viewport()
        whole = QRectF(0, 0, view.width() - self.covered, view.height())
        return whole.adjusted(px(12), px(48), -px(12), -px(52))

    def seen(self) -> QRect:
        """The part of the viewport that nothing lies over, in pixels."""
        view = self._view.viewport()
        return QRect(0, 0, view.width() - self.covered, view.height())
