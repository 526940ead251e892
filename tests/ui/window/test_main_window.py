"""The window as a student uses it: keys, stepping, saving, closing; models and views in step."""

from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QMenu
from pytestqt.qtbot import QtBot

from nnsim import edits
from nnsim.assets import asset_path
from nnsim.text import Message, message, render
from ui.look import theme
from ui.look.widgets import IconButton
from ui.main_window import MainWindow
from ui.panels import document_files
from ui.panels.actions import GROUPS
from ui.panels.command_palette import CommandPalette
from ui.panels.inspector.parameter_table import ParameterTable
from ui.panels.menus import told_apart
from ui.panels.preferences import load_preferences, remember_file


def names(window: MainWindow) -> list[str]:
    return [node.name for node in window.bench.store.document.network.nodes]


def press(window: MainWindow, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(window.canvas, key, modifiers)


def test_it_begins_with_the_welcome_page(window: MainWindow) -> None:
    assert window.pages.currentWidget() is window.gallery
    assert not window.acts["train"].isEnabled()
    assert window.acts["open"].isEnabled()


def test_a_new_network_is_built_with_keys(window: MainWindow, qtbot: QtBot) -> None:
    window.acts["new"].trigger()
    assert window.pages.currentWidget() is window.lab
    window.activateWindow()
    for name in ("add_input", "add_dense", "add_output"):
        window.acts[name].trigger()
    assert names(window) == ["Input", "Dense 1", "Output", "Loss"]
    assert window.top_bar.title._modified
    window.acts["undo"].trigger()
    assert names(window) == ["Input", "Dense 1"]
    window.acts["redo"].trigger()
    assert len(names(window)) == 4
    assert window.acts["undo"].text().startswith("Undo: ")


def test_the_explain_panel_says_what_is_missing_to_step(window: MainWindow, qtbot: QtBot) -> None:
    window.acts["new"].trigger()
    window.dock.bring("explain")
    window.acts["add_dense"].trigger()
    qtbot.waitUntil(lambda: "no input" in window.explain._empty.text(), timeout=5_000)
    assert not window.explain._step.isEnabled()
    window.bench.store.undo_stack.setClean()  # or it would ask whether to save
    window.open_file(asset_path("samples", "mlp-xor.nnsim"))
    qtbot.waitUntil(lambda: window.explain._step.isEnabled(), timeout=5_000)
    assert window.explain._empty.text().startswith("Press →")


def test_the_mark_leads_back_to_the_welcome_page(window: MainWindow) -> None:
    window.open_file(asset_path("samples", "mlp-xor.nnsim"))
    assert window.pages.currentWidget() is window.lab
    mark = window.top_bar.childAt(30, window.top_bar.height() // 2)
    assert isinstance(mark, IconButton)
    QTest.mouseClick(mark, Qt.MouseButton.LeftButton)
    assert window.pages.currentWidget() is window.gallery


def test_no_key_has_two_meanings() -> None:
    keys = [key for _, acts in GROUPS for act in acts for key in act.keys]
    assert len(keys) == len(set(keys))


def test_steps_go_forward_and_back(lab: MainWindow) -> None:
    lab.acts["detail_term"].trigger()
    assert lab.bench.clock.detail == "term"
    lab.acts["next"].trigger()
    lab.acts["next"].trigger()
    second = lab.bench.clock.cursor
    lab.acts["back"].trigger()
    assert lab.bench.clock.cursor == second - 1
    lab.acts["show_ahead"].trigger()
    assert lab.bench.clock.show_ahead


def test_values_before_the_first_step_are_hidden_and_that_is_kept(lab: MainWindow, qtbot: QtBot) -> None:
    showing, act = lab.canvas.board.showing, lab.acts["values_at_rest"]
    qtbot.waitUntil(lambda: bool(showing.activations), timeout=30_000)
    assert act.isChecked()
    act.trigger()
    assert not showing.activations
    assert not load_preferences().values_at_rest
    act.trigger()
    assert showing.activations
    assert load_preferences().values_at_rest


def test_an_arrow_steps_though_a_card_is_selected_and_moves_it_with_alt(lab: MainWindow, qtbot: QtBot) -> None:
    qtbot.waitActive(lab)
    lab.canvas.setFocus()
    lab.bench.selection.select(["dense1"])
    place = lab.bench.store.document.views.positions["dense1"]
    for key, cursor in ((Qt.Key.Key_Right, 0), (Qt.Key.Key_Right, 1), (Qt.Key.Key_Left, 0)):
        qtbot.keyClick(lab.canvas, key)
        assert lab.bench.clock.cursor == cursor
        assert lab.bench.store.document.views.positions["dense1"] == place
    qtbot.keyClick(lab.canvas, Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    assert lab.bench.clock.cursor == 0
    assert lab.bench.store.document.views.positions["dense1"] == (place[0] + 8, place[1])


def test_it_is_saved_and_opened_again_as_it_was(
    lab: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    path = tmp_path / "mine.nnsim"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))
    lab.bench.trainer.epoch()
    qtbot.waitUntil(lambda: lab.bench.store.document.state.epoch == 1 and not lab.bench.trainer.running, timeout=30_000)
    lab.acts["save"].trigger()
    saved = lab.bench.store.document
    lab.acts["close"].trigger()
    assert lab.pages.currentWidget() is lab.gallery
    assert lab.open_file(path)
    assert lab.bench.store.document == saved
    assert not lab.isWindowModified()


def test_a_dropped_file_is_opened(window: MainWindow, tmp_path: Path) -> None:
    window.acts["new"].trigger()
    window.bench.store.save(tmp_path / "dropped.nnsim")
    window.acts["close"].trigger()
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(tmp_path / "dropped.nnsim"))])
    event = QDropEvent(QPointF(50, 50), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton,
                       Qt.KeyboardModifier.NoModifier, QEvent.Type.Drop)  # fmt: skip
    window.dropEvent(event)
    assert window.bench.store.path == tmp_path / "dropped.nnsim"


def test_closing_asks_for_unsaved_work(lab: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    store = lab.bench.store
    store.commit(edits.set_title(store.document, "Mine"), Message("Rename"))
    monkeypatch.setattr(document_files, "ask_before_leaving", lambda *_: "stay")
    assert not lab.close()
    assert lab.isVisible()
    monkeypatch.setattr(document_files, "ask_before_leaving", lambda *_: "discard")
    assert lab.close()


def test_the_title_is_edited_in_place(lab: MainWindow) -> None:
    lab.top_bar.title.rename()
    editor = lab.top_bar.title._editor
    editor.setText("My XOR")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    assert lab.bench.store.document.title_in("en") == "My XOR"
    assert "My XOR" in lab.windowTitle()


def test_language_and_theme_switch_at_once_and_are_kept(lab: MainWindow) -> None:
    lab.top_bar.language_chosen.emit("ko")
    assert lab.top_bar.train.text() == render(message("Train"), "ko") != "Train"
    assert load_preferences().language == "ko"
    lab.acts["theme"].trigger()
    assert theme().dark
    assert load_preferences().mode == "dark"


def test_a_typed_letter_is_no_shortcut(lab: MainWindow, qtbot: QtBot) -> None:
    lab.palette_column.focus_search()
    before = names(lab)
    QTest.keyClicks(lab.palette_column.search, "tnd")
    assert lab.palette_column.search.text() == "tnd"
    assert names(lab) == before
    assert not lab.bench.trainer.running


def test_a_refusal_is_said_over_the_page(lab: MainWindow) -> None:
    lab.tell_fault(message("Save"))
    toast = lab.notices._toast
    assert toast is not None
    assert toast.isVisible()


def test_a_command_is_found_by_letters_and_run_with_enter(lab: MainWindow, qtbot: QtBot) -> None:
    palette = CommandPalette(lab.acts, lab)
    qtbot.addWidget(palette)
    palette.popup()
    QTest.keyClicks(palette.search, "se")
    listed = [palette.list.item(row).text() for row in range(palette.list.count())]
    assert listed.index("Select all") < listed.index("Search layers") < listed.index("Close network")
    palette.search.clear()
    QTest.keyClicks(palette.search, "dense")
    assert palette.list.count() == 1
    QTest.keyClick(palette.search, Qt.Key.Key_Return)
    assert "Dense 1" in names(lab)
    assert not palette.isVisible()


def test_the_side_panel_makes_room_and_comes_back(lab: MainWindow) -> None:
    wide = lab.canvas.width()
    lab.acts["dock"].trigger()
    QApplication.processEvents()
    assert lab.canvas.width() > wide
    lab.acts["dock"].trigger()
    QApplication.processEvents()
    assert lab.canvas.width() == wide


def test_a_plot_is_saved_as_a_picture(
    lab: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "map"), ""))
    lab.dock.bring("plots")
    qtbot.waitUntil(lambda: not lab.plots.boundary.map.is_empty, timeout=10_000)
    menu = QMenu(lab)
    lab.dock.menu_wanted.emit(menu)
    next(action for action in menu.actions() if "decision map" in action.text()).trigger()
    assert (tmp_path / "map.png").stat().st_size > 1000


def test_a_selected_unit_is_a_selected_row(lab: MainWindow) -> None:
    hidden = next(node for node in lab.bench.store.document.network.nodes if node.name == "Hidden")
    lab.bench.selection.select_unit(hidden.id, 2)
    table = lab.inspector.page.findChild(ParameterTable)
    assert {index for name, index in table.chosen_cells() if name == "weight"} == {(2, 0), (2, 1)}


def test_dialogs_open_once(window: MainWindow) -> None:
    for name in ("preferences", "keys", "about", "guide"):
        window.acts[name].trigger()
        window.acts[name].trigger()
        dialog = window.dialogs._open[name]
        assert dialog.isVisible()
        dialog.close()


def test_nothing_of_the_worker_is_left_after_closing(lab: MainWindow) -> None:
    worker = lab.bench.trainer._worker._worker
    assert worker is not None
    process = worker._process
    lab.close()
    process.join(10)
    assert not process.is_alive()


def test_the_title_of_the_window_follows_name_language_and_edits(lab: MainWindow, qtbot: QtBot) -> None:
    assert not lab.isWindowModified()
    lab.acts["train_step"].trigger()
    qtbot.waitUntil(lambda: not lab.bench.trainer.running, timeout=20_000)
    assert lab.isWindowModified()
    lab.top_bar.title.renamed.emit("Mine")
    assert lab.windowTitle() == "Mine[*] – nnsim"
    lab.bench.store.undo()
    lab.bench.store.undo()
    assert not lab.isWindowModified()
    before = lab.windowTitle()
    theme().set_language("ko")
    assert lab.windowTitle() != before


def test_an_empty_canvas_has_a_button_that_leads_to_the_samples(window: MainWindow) -> None:
    window.acts["new"].trigger()
    button = window.canvas.corners.samples
    assert button.isVisible()
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert window.pages.currentWidget() is window.gallery
    window.open_file(asset_path("samples", "mlp-xor.nnsim"))
    assert not button.isVisible()


def test_recent_files_of_one_name_are_told_apart_by_their_folders() -> None:
    names = ["/home/mina/work/xor.nnsim", "/home/mina/spirals.nnsim", "/home/jun/work/xor.nnsim", "/data/old/xor.nnsim"]
    shown = told_apart([Path(name) for name in names])
    assert shown == [
        f"xor – {Path('mina', 'work')}", "spirals", f"xor – {Path('jun', 'work')}", f"xor – {Path('old')}"
    ]  # fmt: skip
    assert told_apart([]) == []


def test_the_recent_menu_shows_folders_where_names_are_alike(window: MainWindow, tmp_path: Path) -> None:
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        remember_file(str(tmp_path / folder / "xor.nnsim"))
    window.menu._list_recent()
    assert [action.text() for action in window.menu._recent.actions()] == ["xor – b", "xor – a"]
