"""The numbers of a layer in a table of any size: typed, filled, pasted from spreadsheets, each as one undo step."""


import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from nnsim import edits
from nnsim.catalog import ConvolutionSettings, DenseSettings, InputSettings
from nnsim.document import Document
from nnsim.text import message
from nnsim.text.number_table import parse_table
from tests.batteries.work import work
from ui.bridge import DocumentStore, Selection
from ui.look.widgets import Banner, IconButton, NumberField
from ui.panels.inspector import Inspector
from ui.panels.inspector.matrix_dialog import MatrixDialog
from ui.panels.inspector.slice_stepper import SliceStepper

WEIGHTS = "dense1/weight"


@pytest.fixture
def dialog(qtbot: QtBot, inspector: Inspector, store: DocumentStore) -> MatrixDialog:
    """The table of a layer of 4 units on 2 inputs, with their biases."""
    found = MatrixDialog(store, WEIGHTS, inspector)
    with qtbot.waitActive(found):
        found.show()
        found.activateWindow()
    found.table.setFocus()
    return found


def choose(dialog: MatrixDialog, rows: tuple[int, int], columns: tuple[int, int]) -> None:
    dialog.table.choose_block(slice(*rows), slice(*columns))


def put(text: str) -> None:
    QGuiApplication.clipboard().setText(text)


def told(dialog: MatrixDialog) -> str:
    banner = dialog.findChild(Banner)
    assert banner is not None
    return "" if banner.isHidden() else str(banner.accessibleName())


def test_a_block_from_a_spreadsheet_is_pasted_and_copied_back(
    qtbot: QtBot, dialog: MatrixDialog, store: DocumentStore,
) -> None:
    choose(dialog, (1, 2), (1, 2))
    put("0,5\t-1,25\r\n3\t1e-3\r\n")
    qtbot.keyClick(dialog.table, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    parameters = store.document.state.parameters
    assert parameters[WEIGHTS][1:3, 1].tolist() == [0.5, 3]
    assert parameters["dense1/bias"].tolist() == [0, -1.25, 0.001, 0]
    assert store.undo_stack.count() == 1
    assert dialog.chosen().sum() == 4
    qtbot.keyClick(dialog.table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    np.testing.assert_array_equal(parse_table(QGuiApplication.clipboard().text()), [[0.5, -1.25], [3, 0.001]])
    dialog.table.clearSelection()
    dialog.copy()
    np.testing.assert_array_equal(
        parse_table(QGuiApplication.clipboard().text()), dialog.sheet.values(store.document))
    qtbot.keyClick(dialog, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert store.document.state.parameters["dense1/bias"].tolist() == [0, 0, 0, 0]


def test_one_number_fills_what_is_selected_and_several_repeat(dialog: MatrixDialog, store: DocumentStore) -> None:
    choose(dialog, (0, 4), (0, 2))
    put("7")
    dialog.paste()
    assert (store.document.state.parameters[WEIGHTS] == 7).all()
    put("1\t2")
    dialog.paste()
    assert store.document.state.parameters[WEIGHTS].tolist() == [[1, 2]] * 4
    dialog.fill(0.25)
    assert (store.document.state.parameters[WEIGHTS] == 0.25).all()
    dialog.tools.zero.click()
    assert not store.document.state.parameters[WEIGHTS].any()
    choose(dialog, (2, 4), (0, 3))
    dialog.tools.draw.click()
    assert store.document.state.parameters[WEIGHTS][2:].all()
    assert not store.document.state.parameters[WEIGHTS][:2].any()
    dialog.tools.freeze.click()
    assert store.document.network.masks[f"{WEIGHTS}:frozen"][2:].all()
    assert dialog.tools.freeze.text() == "Unfreeze"
    dialog.tools.prune.click()
    assert store.document.network.masks[f"{WEIGHTS}:pruned"].sum() == 4
    assert store.undo_stack.count() == 7


@pytest.mark.parametrize(("text", "words"), [
    ("1\t2\n3", "Row 2 of the clipboard has 1 cells"),
    ("1\tNaN", "Row 1, column 2 of the clipboard has 'NaN'"),
    ("", "no numbers"),
    ("1\t2\t3", "there is room for 3 × 2"),
])
def test_what_does_not_fit_is_refused_with_place_and_remedy(
    dialog: MatrixDialog, store: DocumentStore, text: str, words: str,
) -> None:
    choose(dialog, (1, 2), (1, 2))
    put(text)
    before = store.document
    dialog.paste()
    assert words in told(dialog)
    assert store.document is before
    put("4")
    dialog.paste()
    assert told(dialog) == ""


def test_a_table_of_any_size_is_light(qtbot: QtBot, inspector: Inspector, store: DocumentStore) -> None:
    document, source = edits.add_node(edits.new_document(), "input", (0, 0), settings=InputSettings(tuple(range(784))))
    document, layer = edits.add_node(document, "dense", (300, 0), settings=DenseSettings(1024))
    store.replace_all(edits.connect(document, source, layer))
    with work() as spent:
        dialog = MatrixDialog(store, f"{layer}/weight", inspector)
        dialog.show()
        dialog.table.selectAll()
        dialog.table.grab()
    assert spent.seconds < 1.5
    assert dialog.table.cells.rowCount() * dialog.table.cells.columnCount() == 1024 * 785
    dialog.tools.zero.click()
    assert not store.document.state.parameters[f"{layer}/weight"].any()
    dialog.close()


def test_kernels_are_chosen_slice_by_slice_and_the_dialog_goes_with_its_node(
    qtbot: QtBot, inspector: Inspector, store: DocumentStore, selection: Selection,
) -> None:
    image = InputSettings(tuple(range(32)), (2, 4, 4))
    document, source = edits.add_node(edits.new_document(), "input", (0, 0), settings=image)
    document, layer = edits.add_node(document, "convolution", (300, 0), settings=ConvolutionSettings(kernels=3))
    store.replace_all(edits.connect(document, source, layer))
    selection.select([layer])
    assert inspector.page is not None
    opened = next(each for each in inspector.page.findChildren(IconButton) if each.toolTip() == "Edit as a table")
    opened.click()
    dialog = inspector.findChild(MatrixDialog)
    assert dialog is not None
    steppers = dialog.findChildren(SliceStepper)
    assert [each.count for each in steppers] == [3, 2]
    steppers[0].go(2)
    choose(dialog, (0, 3), (0, 3))
    dialog.fill(0.5)
    weights = store.document.state.parameters[f"{layer}/weight"]
    assert (weights[2, 0] == 0.5).all()
    assert (weights != 0.5).sum() == weights.size - 9
    dialog.show_parameter(f"{layer}/bias")
    assert dialog.table.cells.rowCount() == 1
    with qtbot.waitSignal(dialog.destroyed):
        store.commit(edits.delete(store.document, [layer]), message("Delete it"))


def test_the_document_may_change_its_shape_beside_the_dialog(dialog: MatrixDialog, store: DocumentStore) -> None:
    document: Document = edits.change_settings_of(store.document, ["dense1"], "units", 6)
    store.commit(document, message("Delete it"))
    assert dialog.table.cells.rowCount() == 6
    store.undo_stack.undo()
    assert dialog.table.cells.rowCount() == 4


def test_undo_by_key_in_the_table_ends_a_running_training_first(
    qtbot: QtBot, dialog: MatrixDialog, store: DocumentStore,
) -> None:
    choose(dialog, (0, 4), (0, 1))
    dialog.fill(0.5)
    for key, undone in ((Qt.Key.Key_Z, True), (Qt.Key.Key_Y, False)):
        with qtbot.waitSignal(store.jumping):
            qtbot.keyClick(dialog.table, key, Qt.KeyboardModifier.ControlModifier)
        assert store.undo_stack.canRedo() is undone


def test_enter_takes_a_number_and_goes_down(qtbot: QtBot, dialog: MatrixDialog, store: DocumentStore) -> None:
    table = dialog.table
    table.setCurrentIndex(table.cells.index(0, 0))
    for row, typed in enumerate(("1/3", "0,25")):
        table.edit(table.currentIndex())
        field = table.findChild(NumberField)
        assert field is not None
        field.selectAll()
        qtbot.keyClicks(field, typed)
        qtbot.keyClick(field, Qt.Key.Key_Return)
        qtbot.waitUntil(lambda row=row: table.currentIndex().row() == row + 1)
        qtbot.waitUntil(lambda: table.findChild(NumberField) is None)
    assert store.document.state.parameters[WEIGHTS][:2, 0].tolist() == [1 / 3, 0.25]
