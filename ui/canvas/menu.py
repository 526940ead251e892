"""The menus of the canvas: what can be done with a node, a wire, or the whole network."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu

from nnsim.text import render
from ui.canvas import acts as table
from ui.canvas.acts import GROUPS, CanvasAct, possible_acts
from ui.look import icon
from ui.look.widgets import Menu

if TYPE_CHECKING:
    from ui.canvas.view import CanvasView

_EDITING = ("cut", "copy", "paste", "duplicate", "delete", "select_all")


def context_menu(view: CanvasView) -> QMenu:
    """The menu for what is selected; a right press selects what it hits first."""
    menu = Menu(parent=view)
    fill(menu, view, [act for act in possible_acts(view) if act.offered(view)])
    return menu


def fill_window_menu(menu: QMenu, view: CanvasView) -> None:
    """Everything that can be done on the canvas now and that the window's own menu does not have."""
    for nested in menu.findChildren(QMenu, options=Qt.FindChildOption.FindDirectChildrenOnly):
        nested.deleteLater()  # to clear a menu leaves those that hang in it
    menu.clear()
    fill(menu, view, [act for act in possible_acts(view) if not act.of_window and act.id not in _EDITING])


def editing_entries(menu: QMenu, view: CanvasView) -> list[QAction]:
    """Entries of the Edit menu, gray where they are not possible."""
    entries = []
    for name in _EDITING:
        act = table.act(name)
        entries.append(_entry(menu, view, act))
        entries[-1].setEnabled(act.possible(view))
    return entries


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
    menu.addAction(_entry(menu, view, act))


def _entry(menu: QMenu, view: CanvasView, act: CanvasAct) -> QAction:
    action = QAction(render(act.text_now(view)).replace("&", "&&"), menu)
    if act.ticked is not None:  # an icon would stand where the tick stands
        action.setCheckable(True)
        action.setChecked(act.ticked(view))
    elif act.icon:
        action.setIcon(icon(act.icon))
    if act.keys:
        action.setShortcut(QKeySequence(act.keys[0]))
        action.setShortcutVisibleInContextMenu(True)
    action.triggered.connect(lambda _checked=False: act.do(view))
    return action
