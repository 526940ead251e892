"""The keyboard goes from area to area, comes back to the canvas after a click, and every command is found by name."""

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QWidget
from pytestqt.qtbot import QtBot

from nnsim import edits
from nnsim.catalog import LossSettings
from nnsim.text import message, render, set_language
from ui.look import theme
from ui.look.widgets import Banner, Button
from ui.main_window import MainWindow
from ui.panels.command_palette import CommandPalette
from ui.panels.inspector.field_editor import FieldEditor
from ui.panels.inspector.parameter_table import ParameterTable


def test_keys_go_round_the_areas_and_return_to_the_canvas_after_a_click(
    lab: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    lab.activateWindow()
    lab.canvas.setFocus()
    areas = (lab.canvas, lab.dock, lab.timeline, lab.top_bar, lab.palette_column)

    def at() -> int:
        focused = QApplication.focusWidget()
        return next(place for place, area in enumerate(areas) if area is focused or area.isAncestorOf(focused))

    qtbot.waitUntil(lambda: QApplication.focusWidget() is lab.canvas)
    visited = [at()]
    for _ in range(5):
        lab.acts["next_area"].trigger()
        visited.append(at())
    assert visited == [0, 1, 2, 3, 4, 0]
    lab.acts["previous_area"].trigger()
    assert at() == 4
    opened: list[QDialog] = []
    monkeypatch.setattr(QDialog, "open", lambda dialog: opened.append(dialog))
    QTest.mouseClick(lab.data_card.header, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: lab.focusWidget() is lab.canvas)
    assert len(opened) == 1
    opened[0].deleteLater()


def test_commands_are_found_in_both_languages_and_one_escape_closes(lab: MainWindow, qtbot: QtBot) -> None:
    set_language("ko")
    theme().language_changed.emit()
    palette = CommandPalette(lab.acts, lab)
    qtbot.addWidget(palette)
    palette.popup()
    for query, key in (("choose data", "Ctrl+T"), ("데이터 선택", "Ctrl+T"), ("select all", "Ctrl+A")):
        palette.search.setText(query)
        assert palette.list.item(0).data(Qt.ItemDataRole.UserRole).key == key
    QTest.keyClick(palette.search, Qt.Key.Key_Escape)
    assert not palette.isVisible()
    set_language("en")
    theme().language_changed.emit()


def test_a_press_beside_the_palette_closes_it_and_counts_where_it_falls(lab: MainWindow, qtbot: QtBot) -> None:
    palette = CommandPalette(lab.acts, lab)
    qtbot.addWidget(palette)
    palette.popup()
    node = lab.bench.store.document.network.nodes[0].id
    canvas = lab.canvas.viewport()
    at = lab.canvas.mapFromScene(lab.canvas.board.diagram.cards[node].rect.topLeft() + QPointF(20, 20))
    QTest.mousePress(palette, Qt.MouseButton.LeftButton, pos=palette.mapFromGlobal(canvas.mapToGlobal(at)))
    qtbot.waitUntil(lambda: not palette.isVisible())
    QTest.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=at)
    assert lab.bench.selection.nodes == {node}


def test_tab_goes_from_the_tabs_through_the_fields_of_a_layer_and_on_to_the_timeline(
    lab: MainWindow, qtbot: QtBot
) -> None:
    lab.activateWindow()
    lab.dock.bring("layer")
    layer = next(node.id for node in lab.bench.store.document.network.nodes if node.kind == "dense")
    lab.bench.selection.select([layer])
    lab.dock.tabs.setFocus()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is not None)
    visited: list[QWidget] = []
    while lab.dock.isAncestorOf(QApplication.focusWidget()):
        assert len(visited) < 30
        visited.append(QApplication.focusWidget())
        QTest.keyClick(visited[-1], Qt.Key.Key_Tab)
    assert lab.timeline.isAncestorOf(QApplication.focusWidget())
    page = lab.inspector.page
    assert page is not None
    assert sum(page.isAncestorOf(widget) for widget in visited) > 5
    assert [isinstance(widget, ParameterTable) for widget in visited].count(True) == 1


def test_from_a_panel_escape_leads_to_the_canvas_and_the_key_of_the_remedy_works(
    lab: MainWindow, qtbot: QtBot
) -> None:
    lab.activateWindow()
    lab.dock.bring("layer")
    link = next(link for link in lab.bench.store.document.network.links if link.target == "loss1")
    lab.bench.store.commit(edits.delete(lab.bench.store.document, (), [link]), message("Delete link"))
    qtbot.waitUntil(lambda: lab.canvas.problems.remedy is not None)
    remedy = lab.canvas.problems.remedy
    for key, modifier in ((Qt.Key.Key_Escape, Qt.KeyboardModifier.NoModifier),
                          (Qt.Key.Key_Period, Qt.KeyboardModifier.ControlModifier)):
        lab.dock.tabs.setFocus()
        qtbot.waitUntil(lambda: QApplication.focusWidget() is lab.dock.tabs)
        QTest.keyClick(lab.dock.tabs, key, modifier)
        assert QApplication.focusWidget() is lab.canvas
    assert lab.bench.store.undo_stack.undoText() == render(remedy.label)


def test_a_panel_is_entered_by_name(lab: MainWindow, qtbot: QtBot) -> None:
    lab.activateWindow()
    lab.bench.selection.select(["dense1"])
    lab.acts["dock"].setChecked(False)
    palette = CommandPalette(lab.acts, lab)
    qtbot.addWidget(palette)
    palette.popup()
    QTest.keyClicks(palette.search, "settings")
    QTest.keyClick(palette.search, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: lab.inspector.isAncestorOf(QApplication.focusWidget() or lab))
    assert (lab.dock.isVisible(), lab.dock.current) == (True, "layer")
    lab.acts["panel_plots"].trigger()
    assert lab.dock.current == "plots"


def test_single_settings_are_commands_that_lead_to_their_fields(lab: MainWindow, qtbot: QtBot) -> None:
    lab.activateWindow()
    lab.bench.selection.clear()
    for query, name, nodes in (("units hidden", "units", {"dense1"}), ("활성화 hidden", "activation", {"dense1"}),
                               ("learning rate of the training", "learning_rate", set())):
        palette = CommandPalette(lab.acts, lab)
        qtbot.addWidget(palette)
        palette.popup()
        palette.search.setText(query)
        QTest.keyClick(palette.search, Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: lab.inspector.isAncestorOf(QApplication.focusWidget() or lab), timeout=10_000)
        editor = QApplication.focusWidget()
        while not isinstance(editor, FieldEditor):
            editor = editor.parentWidget()
        assert (editor.field.name, lab.bench.selection.nodes) == (name, nodes)
        lab.canvas.setFocus()
    lab.bench.selection.select(["dense1", "dense2"])
    texts = [command.text for command in lab.acts.settings()]
    assert texts[0] == "Units of 2 nodes"
    assert len(texts) == len(set(texts))


def test_a_new_network_begins_at_full_size_and_is_explained(lab: MainWindow) -> None:
    lab.dock.bring("plots")
    lab.canvas.zoom_out()
    lab.acts["new"].trigger()
    assert (lab.canvas.zoom, lab.dock.current) == (1.0, "explain")


def test_the_keys_stay_in_the_panel_when_a_remedy_has_done_its_work(lab: MainWindow, qtbot: QtBot) -> None:
    store = lab.bench.store
    loss = next(node.id for node in store.document.network.nodes if node.kind == "loss")
    wrong = LossSettings("categorical_cross_entropy")
    lab.activateWindow()
    lab.bench.selection.select([loss])
    lab.dock.bring("layer")
    store.commit(edits.change_settings(store.document, loss, wrong), message("Choose data"))
    qtbot.waitUntil(lambda: bool(_remedies(lab.dock)), timeout=10_000)
    remedy = _remedies(lab.dock)[0]
    remedy.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(remedy, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not _remedies(lab.dock), timeout=10_000)
    qtbot.waitUntil(lambda: lab.dock.isAncestorOf(QApplication.focusWidget()), timeout=10_000)


def _remedies(panel: QWidget) -> list[QWidget]:
    return [button for banner in panel.findChildren(Banner) if banner.isVisible()
            for button in banner.findChildren(Button)]
