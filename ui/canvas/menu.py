"""The menus of the canvas: what can be done with a node, a wire, or the whole network."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QMenu

from nnsim.text import render
from ui.canvas.acts import GROUPS, CanvasAct, possible_acts
from ui.look import icon
from ui.look.widgets import Menu

if TYPE_CHECKING:
    from ui.canvas.view import CanvasView


def context_menu(view: CanvasView) -> QMenu:
    """The menu for what is selected; a right press selects what it hits first."""
    menu = Menu(parent=view)
    fill(menu, view, [act for act in possible_acts(view) if act.offered(view)])
    return menu


def fill_window_menu(menu: QMenu, view: CanvasView) -> None:
    """Everything that can be done on the canvas now and that the window's own menu does not have."""
    menu.clear()
    fill(menu, view, [act for act in possible_acts(view) if not act.of_window])


def fill(menu: QMenu, view: CanvasView, acts: list[CanvasAct]) -> None:
    """Entries for these acts, group by group."""
    for group in GROUPS:
        members = [act for act in acts if act.group == group.id]
        if not members:
            continue
        menu.addSeparator()
        into: QMenu = menu
        if group.nested and len(members) > 2:
            into = Menu(group.title, menu)
            menu.addMenu(into)
        for act in members:
            _add(into, view, act)


def _add(menu: QMenu, view: CanvasView, act: CanvasAct) -> None:
    action = menu.addAction(render(act.text_now(view)).replace("&", "&&"))
    if act.icon:
        action.setIcon(icon(act.icon))
    if act.keys:
        action.setShortcut(QKeySequence(act.keys[0]))
        action.setShortcutVisibleInContextMenu(True)
    action.triggered.connect(lambda _checked=False: act.do(view))
