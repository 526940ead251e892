"""What an overlay of the canvas may be told of."""

from __future__ import annotations

from typing import TYPE_CHECKING

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

    def show_training(self, running: bool) -> None:
        """Training has begun, or has ended."""

    def restyle(self) -> None:
        """Theme or language have changed."""
