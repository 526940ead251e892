"""Weights in the inspector: typed, frozen, pruned, drawn anew, of a layer, a link or a unit."""

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from nnsim import data, edits
from nnsim.catalog import DenseSettings
from nnsim.text import Message
from tests.ui.panels.inspector.controls import button
from ui.bridge import DocumentStore, Selection
from ui.look.widgets import Label, LabeledSlider, NumberField
from ui.panels.inspector import Inspector
from ui.panels.inspector.link_page import LinkPage
from ui.panels.inspector.parameter_table import ParameterTable
from ui.panels.inspector.parameters_part import TableWithTools
from ui.panels.inspector.unit_names import unit_names


def test_a_weight_typed_into_the_table_reaches_the_document(
    inspector: Inspector, store: DocumentStore, selection: Selection
) -> None:
    selection.select(["dense1"])
    table = inspector.page.findChild(ParameterTable)
    assert (table.cells.rowCount(), table.cells.columnCount()) == (4, 3)
    table.edited.emit(table.cells.cell(table.cells.index(1, 0)), 0.125)
    table.edited.emit(table.cells.cell(table.cells.index(2, 2)), -1.5)
    parameters = store.document.state.parameters
    assert parameters["dense1/weight"][1, 0] == 0.125
    assert parameters["dense1/bias"][2] == -1.5
    assert table.cells.value(table.cells.index(1, 0)) == 0.125
    assert store.undo_stack.count() == 2


def test_nonsense_stays_in_its_cell_with_a_reason_and_a_fraction_is_read(
    qtbot: QtBot, inspector: Inspector, store: DocumentStore, selection: Selection
) -> None:
    selection.select(["dense1"])
    table = inspector.page.findChild(ParameterTable)
    index = table.cells.index(0, 0)
    table.setCurrentIndex(index)
    table.edit(index)
    field = table.findChild(NumberField)
    assert field.geometry().center() == table.visualRect(index).center()
    qtbot.keyClicks(field, "one third")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert field.text() == "one third"
    assert field.problem is not None
    assert store.undo_stack.count() == 0
    field.clear()
    qtbot.keyClicks(field, "1/3")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert store.document.state.parameters["dense1/weight"][0, 0] == 1 / 3
    assert store.undo_stack.count() == 1


def test_freezing_and_pruning_act_on_the_selected_cells(
    inspector: Inspector, store: DocumentStore, selection: Selection
) -> None:
    selection.select(["dense1"])
    tools = inspector.page.findChild(TableWithTools)
    assert not tools._freeze.isEnabled()
    tools.table.setCurrentIndex(tools.table.cells.index(0, 1))
    tools._freeze.click()
    assert store.document.network.masks["dense1/weight:frozen"][0, 1]
    tools._freeze.click()
    assert "dense1/weight:frozen" not in store.document.network.masks
    tools._prune.click()
    assert store.document.state.parameters["dense1/weight"][0, 1] == 0.0
    pruned = tools.table.cells.index(0, 1)
    assert not tools.table.cells.flags(pruned) & Qt.ItemFlag.ItemIsEditable


def test_a_link_shows_the_weights_that_it_carries_and_follows_a_rename(
    inspector: Inspector, store: DocumentStore, selection: Selection
) -> None:
    document, neuron = edits.add_node(store.document, "neuron", (0.0, 0.0))
    document = edits.connect(edits.connect(document, "dense1", neuron, 2), "input1", neuron, 1)
    store.commit(document, Message("Edit"))
    selection.select_link(document.network.links[-1])
    page = inspector.page
    assert isinstance(page, LinkPage)
    table = page.findChild(ParameterTable)
    assert (table.cells.rowCount(), table.cells.columnCount()) == (1, 1)
    assert table.cells.cell(table.cells.index(0, 0)) == ("weight", (0, 1))
    (slider,) = page.findChildren(LabeledSlider)
    slider.committed.emit(0.75)
    assert store.document.state.parameters[f"{neuron}/weight"].tolist()[0][1] == 0.75
    assert table.cells.value(table.cells.index(0, 0)) == 0.75
    store.commit(edits.rename(store.document, "input1", "Features"), Message("Rename"))
    assert "Features" in [label.text() for label in page.findChildren(Label)]


def test_a_single_unit_has_a_slider_for_each_weight(
    inspector: Inspector, store: DocumentStore, selection: Selection
) -> None:
    selection.select(["neuron1"])
    sliders = [row for row in inspector.page.findChildren(LabeledSlider) if row.label.text() in "h₁h₂h₃h₄b"]
    assert len(sliders) == 5
    sliders[1].previewed.emit(1.5)
    assert store.shown.state.parameters["neuron1/weight"][0, 1] == 1.5
    sliders[1].committed.emit(2.0)
    sliders[4].committed.emit(-0.5)
    parameters = store.document.state.parameters
    assert parameters["neuron1/weight"][0, 1] == 2.0
    assert parameters["neuron1/bias"][0] == -0.5


def test_weights_can_be_drawn_anew(inspector: Inspector, store: DocumentStore, selection: Selection) -> None:
    before = store.document.state.parameters["dense1/weight"]
    selection.select(["dense1"])
    button(inspector, "Draw weights anew").click()
    assert not (store.document.state.parameters["dense1/weight"] == before).any()


def test_units_have_the_names_of_canvas_and_formulas(store: DocumentStore) -> None:
    document = store.document
    assert unit_names(document.network, "dense1") == ("h₁", "h₂", "h₃", "h₄")
    assert unit_names(document.network, "neuron1") == ("ŷ",)
    three = edits.choose_data(document, data.generated("three_gaussians"), 2)
    three, dense = edits.add_node(three, "dense", (0.0, 200.0), settings=DenseSettings(units=3))
    three = edits.connect(edits.delete(three, ["neuron1"]), "dense1", dense)
    three = edits.connect(three, dense, "output1")
    assert unit_names(three.network, dense) == ("ŷ₁", "ŷ₂", "ŷ₃")
    assert unit_names(three.network, "output1") == ("ŷ₁", "ŷ₂", "ŷ₃")
