"""The context menu of the canvas: what can be done with a node, a wire, or the whole network."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QMenu

from nnsim import edits
from nnsim.text import message, tr
from ui.canvas.clipboard import copy_selected, cut_selected, duplicate_selected, paste, select_all
from ui.canvas.diagram import tidied
from ui.canvas.keyboard import delete_selected
from ui.canvas.wires import Wire
from ui.look.widgets import Menu

if TYPE_CHECKING:
    from ui.canvas.view import CanvasView


def context_menu(view: CanvasView) -> QMenu:
    """The menu for what is selected; a right press selects what it hits first."""
    menu = Menu(parent=view)
    wire = _selected_wire(view)
    if view.selection.nodes:
        _node_entries(menu, view)
    elif wire is not None:
        _wire_entries(menu, view, wire)
    else:
        _entry(menu, tr("Fit the network"), lambda: view.fit(), "F")
        _entry(menu, tr("Tidy"), lambda: tidy_up(view))
        if view.copied is not None:
            _entry(menu, tr("Paste"), lambda: paste(view), "Ctrl+V")
        _entry(menu, tr("Select all"), lambda: select_all(view), "Ctrl+A")
    return menu


def _selected_wire(view: CanvasView) -> Wire | None:
    """The wire of the selected link that was pressed, else its first."""
    link, pressed = view.selection.link, view.keyboard.wire
    if link is None or (pressed is not None and pressed.link == link):
        return pressed if link is not None else None
    wires = view.board.wiring.between.get((link.source, link.target), ())
    return next((wire for wire in wires if wire.link == link), None)


def tidy_up(view: CanvasView) -> None:
    """Place all nodes in layers, as one edit."""
    view.store.commit(tidied(view.document), message("Tidy"))
    view.fit()


def _node_entries(menu: QMenu, view: CanvasView) -> None:
    selection = view.selection
    single = selection.node
    if single is not None:
        _entry(menu, tr("Rename…"), lambda: view.rename(single), "F2")
    _entry(menu, tr("Cut"), lambda: cut_selected(view), "Ctrl+X")
    _entry(menu, tr("Copy"), lambda: copy_selected(view), "Ctrl+C")
    _entry(menu, tr("Duplicate"), lambda: duplicate_selected(view), "Ctrl+D")
    _entry(menu, tr("Delete"), lambda: delete_selected(view), "Delete")
    paths = [path for path in view.document.state.parameters if path.partition("/")[0] in selection.nodes]
    if not paths:
        return
    menu.addSeparator()
    frozen = all(view.board.showing.frozen(path) for path in paths)
    _entry(menu, tr("Unfreeze weights") if frozen else tr("Freeze weights"), lambda: freeze(view, paths, not frozen))
    _entry(menu, tr("Draw weights anew"), lambda: initialize_selected(view))


def _wire_entries(menu: QMenu, view: CanvasView, wire: Wire) -> None:
    if wire.path:
        index, showing = (wire.row, wire.column), view.board.showing
        frozen, pruned = showing.frozen_cell(wire.path, index), showing.pruned(wire)
        _entry(menu, tr("Unfreeze this weight") if frozen else tr("Freeze this weight"),
               lambda: freeze_weight(view, wire, not frozen))  # fmt: skip
        _entry(
            menu, tr("Restore this link") if pruned else tr("Prune this link"), lambda: prune(view, wire, not pruned)
        )
        menu.addSeparator()
    source, target = (view.document.network.node(node).name for node in (wire.link.source, wire.link.target))
    _entry(menu, tr("Delete the link from '{source}' to '{target}'", source=source, target=target),
           lambda: delete_selected(view), "Delete")  # fmt: skip


def freeze(view: CanvasView, paths: list[str], on: bool) -> None:
    """Freeze or unfreeze whole parameters, as one edit."""
    document = view.document
    for path in paths:
        document = edits.freeze(document, path, None, on)
    view.store.commit(document, message("Freeze weights") if on else message("Unfreeze weights"))


def freeze_weight(view: CanvasView, wire: Wire, on: bool) -> None:
    """Freeze or unfreeze one weight."""
    document = edits.freeze(view.document, wire.path, (wire.row, wire.column), on)
    view.store.commit(document, message("Freeze a weight") if on else message("Unfreeze a weight"))


def prune(view: CanvasView, wire: Wire, on: bool) -> None:
    """Prune or restore one link."""
    document = edits.prune(view.document, wire.path, (wire.row, wire.column), on)
    view.store.commit(document, message("Prune a link") if on else message("Restore a link"))


def initialize_selected(view: CanvasView) -> None:
    """Draw the selected nodes' parameters anew."""
    view.store.commit(edits.initialize(view.document, sorted(view.selection.nodes)), message("Draw weights anew"))


def _entry(menu: QMenu, text: str, act: Callable[[], object], key: str = "") -> None:
    action = menu.addAction(text)
    if key:
        action.setShortcut(QKeySequence(key))
        action.setShortcutVisibleInContextMenu(True)
    action.triggered.connect(lambda _checked=False: act())
