"""The canvas as a picture: for papers, slides and letters, and in a corner as an overview."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication

from nnsim.text import Message, message
from ui.canvas.acts.act import CanvasAct
from ui.canvas.figure import Figure, FigureStyle
from ui.canvas.minimap import Minimap
from ui.canvas.refusal import tell_below

if TYPE_CHECKING:
    from ui.canvas.view import CanvasView

_DOTS = 192


def figure_of(view: CanvasView, selected: bool) -> Figure | None:
    """The canvas as a figure; what is `selected` alone, or None when nothing is."""
    selection = view.selection
    if not selected:
        return Figure(view.document, view.board.showing)
    if not selection.nodes and not selection.notes:
        return None
    return Figure(view.document, view.board.showing, selection.nodes, selection.notes)


def copy_picture(view: CanvasView) -> None:
    """Put what is selected, else everything, on the clipboard as a picture."""
    figure = figure_of(view, True) or figure_of(view, False)
    if figure is not None and not figure.empty:
        QGuiApplication.clipboard().setImage(figure.image(FigureStyle(dots=_DOTS)))


def _anything(view: CanvasView) -> bool:
    return bool(view.board.diagram.cards or view.document.views.notes)


def _has_overview(view: CanvasView) -> bool:
    return view.overlays[Minimap].on


def toggle_overview(view: CanvasView) -> None:
    """Switch the overview on or off, with a word where nothing is to be seen of that."""
    overview = view.overlays[Minimap]
    seen = overview.map.isVisibleTo(view)
    overview.toggle()
    if seen == overview.map.isVisibleTo(view):
        tell_below(view, message("The overview appears as soon as a part of the network is out of view.")
                   if overview.on else message("The overview stays hidden."))


def _copying(view: CanvasView) -> Message:
    selection = view.selection
    some = bool(selection.nodes or selection.notes)
    return message("Copy the selection as a picture") if some else message("Copy as a picture")


ACTS = (
    CanvasAct("minimap", message("Overview"), toggle_overview, ("M",), "map-trifold",
              group="showing", possible=_anything, ticked=_has_overview,
              offered=lambda view: view.selection.empty),
    CanvasAct("export", message("Export a figure…"), lambda view: view.figure_requested.emit(), ("Ctrl+Shift+E",),
              "export", group="figures", possible=_anything, of_window=True),
    CanvasAct("copy_picture", message("Copy as a picture"), copy_picture, ("Ctrl+Shift+C",), "image", group="figures",
              possible=_anything, named=_copying),
)  # fmt: skip
