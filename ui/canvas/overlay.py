"""What an overlay of the canvas may be told of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF
from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from ui.canvas.hit import Hit
    from ui.canvas.view import CanvasView


class Overlay:
    """One thing over the network, made with the view. It overrides what it wants to be told of."""

    def __init__(self, view: CanvasView) -> None:
        self.view = view

    def show_document(self) -> None:
        """Another document is shown, a preview of a gesture too; the board has its diagram already."""

    def show_selection(self) -> None:
        """Something else is selected."""

    def place(self) -> None:
        """The scene stands elsewhere on the screen, or the view has another size."""

    def hover(self, found: Hit) -> None:
        """The pointer rests on this, without a gesture in progress."""

    def hit(self, point: QPointF, found: Hit) -> Hit:
        """What is at a point of the scene when all that lies below this overlay is `found`."""
        return found

    def press(self, found: Hit, adding: bool) -> None:
        """An item of an overlay is pressed, maybe to be dragged; `adding` to what is selected."""

    def click(self, found: Hit) -> None:
        """This was pressed and released without a drag; it is selected already, if it can be."""

    def number_field(self) -> QWidget | None:
        """Where a number goes that is typed while the canvas has the keys."""
        return None

    def show_training(self, running: bool) -> None:
        """Training has begun, or has ended."""

    def restyle(self) -> None:
        """Theme or language have changed."""
