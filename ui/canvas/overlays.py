"""What lies over the cards and links: things that are made with the view and told what happens to it."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QPointF
from PySide6.QtWidgets import QWidget

from ui.canvas.blocks import Blocks
from ui.canvas.breakpoint_marks import BreakpointMarks
from ui.canvas.gradient_legend import GradientLegend
from ui.canvas.hovered import Hovered
from ui.canvas.kernel_tiles import KernelTiles
from ui.canvas.kernel_values import KernelValues
from ui.canvas.minimap import Minimap
from ui.canvas.note_bar import NoteBar
from ui.canvas.notes import Notes
from ui.canvas.overlay import Overlay
from ui.canvas.popovers import Popovers
from ui.canvas.port_names import PortNames
from ui.canvas.trial import Trial
from ui.canvas.value_swap import ValueSwap
from ui.canvas.wide_layer import WideLayers

if TYPE_CHECKING:
    from ui.canvas.hit import Hit
    from ui.canvas.view import CanvasView

Kind = TypeVar("Kind", bound=Overlay)

OVERLAYS: tuple[type[Overlay], ...] = (
    KernelTiles,
    Blocks,
    BreakpointMarks,
    Notes,
    NoteBar,
    Minimap,
    WideLayers,
    Hovered,
    PortNames,
    KernelValues,
    Popovers,
    ValueSwap,
    GradientLegend,
    Trial,
)
"""Made in this order; a new one is one more line."""


class Overlays:
    """The overlays of one view."""

    def __init__(self, view: CanvasView) -> None:
        self._all = tuple(make(view) for make in OVERLAYS)

    def __getitem__(self, kind: type[Kind]) -> Kind:
        """The overlay of this class.

        Raises:
            KeyError: it is not in the list.
        """
        for each in self._all:
            if type(each) is kind:
                return each
        raise KeyError(kind.__name__)

    def show_document(self) -> None:
        """Another document is shown."""
        for each in self._all:
            each.show_document()

    def show_selection(self) -> None:
        """Something else is selected."""
        for each in self._all:
            each.show_selection()

    def place(self) -> None:
        """The scene stands elsewhere on the screen."""
        for each in self._all:
            each.place()

    def hover(self, found: Hit) -> None:
        """The pointer rests on this."""
        for each in self._all:
            each.hover(found)

    def hit(self, point: QPointF, found: Hit) -> Hit:
        """What is at a point of the scene, of which the network has `found`; the last of the overlays lies on top."""
        for each in self._all:
            found = each.hit(point, found)
        return found

    def press(self, found: Hit, adding: bool) -> None:
        """An item of an overlay is pressed."""
        for each in self._all:
            each.press(found, adding)

    def click(self, found: Hit) -> None:
        """This is clicked."""
        for each in self._all:
            each.click(found)

    def number_field(self) -> QWidget | None:
        """Where a number goes that is typed now."""
        fields = (each.number_field() for each in self._all)
        return next((field for field in fields if field is not None), None)

    def show_training(self, running: bool) -> None:
        """Training has begun, or has ended."""
        for each in self._all:
            each.show_training(running)

    def restyle(self) -> None:
        """Theme or language have changed."""
        for each in self._all:
            each.restyle()
