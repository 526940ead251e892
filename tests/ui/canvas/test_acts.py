"""The table of what can be done on the canvas: one entry feeds keys, menus, command palette and map of keys."""

from collections import Counter

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from nnsim import catalog
from nnsim.text import render
from tests.ui.canvas.lab import Lab
from ui.canvas.acts import CANVAS_ACTS, GROUPS, HELD_KEYS, act, possible_acts
from ui.canvas.clipboard import can_paste
from ui.canvas.menu import context_menu, editing_entries, fill_window_menu
from ui.look import icon
from ui.look.widgets import Menu
from ui.panels import actions

Key = Qt.Key


def test_every_entry_has_a_group_a_name_and_an_icon_of_its_own_right(lab: Lab) -> None:
    assert Counter(each.id for each in CANVAS_ACTS).most_common(1)[0][1] == 1
    groups = {group.id for group in GROUPS}
    for each in (*CANVAS_ACTS, *HELD_KEYS):
        assert each.group in groups
    for each in CANVAS_ACTS:
        assert render(each.text, "ko") != render(each.text, "en")
        assert not each.icon or not icon(each.icon).isNull()
        assert all(not QKeySequence(keys).isEmpty() for keys in each.keys)


def test_the_canvas_takes_no_key_of_the_window(lab: Lab) -> None:
    of_window = {QKeySequence(keys) for _, acts in actions.GROUPS for act in acts for keys in act.keys}
    for each in CANVAS_ACTS:
        assert each.of_window or not of_window & {QKeySequence(keys) for keys in each.keys}, each.id


def test_a_key_is_claimed_while_its_act_is_possible_and_a_held_one_acts_once(lab: Lab) -> None:
    def override(key: Qt.Key) -> bool:
        event = QKeyEvent(QKeyEvent.Type.ShortcutOverride, key, Qt.KeyboardModifier.NoModifier)
        return lab.view.keyboard.claims(event)

    assert not override(Key.Key_K)
    lab.selection.select(["dense1"])
    assert override(Key.Key_K)
    QTest.keyPress(lab.view, Key.Key_K)
    held = QKeyEvent(QKeyEvent.Type.KeyPress, Key.Key_K, Qt.KeyboardModifier.NoModifier, "k", True)
    lab.view.keyPressEvent(held)
    assert lab.view.board.showing.frozen("dense1/weight")
    assert lab.store.undo_stack.count() == 1


def test_menus_offer_what_is_possible_with_keys_and_nested_groups_hang_below(lab: Lab) -> None:
    lab.selection.select(["dense1"])
    menu = context_menu(lab.view)
    told = {entry.text(): entry.shortcut().toString() for entry in menu.actions() if entry.text()}
    assert told["Rename…"] == "F2"
    assert told["Freeze weights"] == "K"
    assert "Select all" not in told
    window = Menu(parent=QWidget(lab.view))
    fill_window_menu(window, lab.view)
    filled = len(window.findChildren(QObject))
    fill_window_menu(window, lab.view)
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert len(window.findChildren(QObject)) == filled  # what it held before is gone, with the menus in it
    names = {entry.text() for entry in window.actions()}
    nested = [each for each in possible_acts(lab.view) if each.group == "arrange" and not each.of_window]
    assert ("Arrange" in names) == (len(nested) > 2)
    assert "Select all" not in names  # it stands in the Edit menu
    edit = editing_entries(window, lab.view)
    told = {entry.text(): (entry.shortcut().toString(), entry.isEnabled()) for entry in edit}
    assert told["Copy"] == ("Ctrl+C", True)
    assert told["Paste"] == ("Ctrl+V", can_paste(lab.view))
    assert list(told) == ["Cut", "Copy", "Paste", "Duplicate", "Delete", "Select all"]
    assert "Fit the network" not in names
    assert act("delete").text_now(lab.view) == act("delete").text


def test_every_key_of_the_palette_adds_its_layer() -> None:
    keys = {kind.id: kind.key for kind in catalog.kinds() if kind.key}
    assert keys
    of_actions = {act.id: act.keys for act in actions.ADD}
    for kind, key in keys.items():
        assert of_actions[f"add_{kind}"] == (key,)
        assert actions.ADDED_KINDS[f"add_{kind}"] == kind
