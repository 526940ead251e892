"""The inspector: every setting is one undo entry, sliders preview, refused edits change nothing."""

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLineEdit
from pytestqt.qtbot import QtBot

from nnsim import data, edits
from nnsim.catalog import DenseSettings
from nnsim.catalog.schedules import SCHEDULES, ScheduleKind
from nnsim.document import Schedule, UnknownSettings
from nnsim.text import Message
from ui.bridge import DocumentStore, Selection
from ui.look.widgets import Banner, Button, Label, LabeledSlider, NumberField, ToggleSwitch
from ui.panels.inspector import Inspector
from ui.panels.inspector.choice_box import ChoiceBox
from ui.panels.inspector.field_editor import FieldEditor
from ui.panels.inspector.field_editors import InitializerEditor, SliderEditor
from ui.panels.inspector.link_page import LinkPage
from ui.panels.inspector.node_page import NodePage
from ui.panels.inspector.numbers_field import NumbersField
from ui.panels.inspector.parameter_table import ParameterTable
from ui.panels.inspector.parameters_part import TableWithTools
from ui.panels.inspector.plan_page import PlanPage
from ui.panels.inspector.several_page import SeveralPage
from ui.panels.inspector.unit_names import unit_names


def editor(inspector: Inspector, name: str) -> FieldEditor:
    """The shown editor of a field."""
    assert inspector.page is not None
    return next(found for found in inspector.page.findChildren(FieldEditor) if found.field.name == name)


def button(inspector: Inspector, text: str) -> Button:
    assert inspector.page is not None
    return next(found for found in inspector.page.findChildren(Button) if found.text() == text)


def test_the_page_follows_the_selection(
    inspector: Inspector, store: DocumentStore, selection: Selection
) -> None:
    assert isinstance(inspector.page, PlanPage)
    selection.select(["dense1"])
    assert isinstance(inspector.page, NodePage)
    selection.select(["dense1", "neuron1"])
    assert isinstance(inspector.page, SeveralPage)
    selection.select_link(store.document.network.links[0])
    assert isinstance(inspector.page, LinkPage)
    selection.clear()
    assert isinstance(inspector.page, PlanPage)


def test_shuffling_is_switched_off_with_a_reason_while_a_batch_holds_all(
    inspector: Inspector, selection: Selection
) -> None:
    selection.clear()
    editor(inspector, "batches").committed.emit("full")
    assert not editor(inspector, "shuffle").isEnabled()
    assert "every sample" in editor(inspector, "shuffle").toolTip()
    editor(inspector, "batches").committed.emit("mini")
    assert editor(inspector, "shuffle").isEnabled()
    assert not editor(inspector, "shuffle").toolTip()


def test_a_click_turns_a_switch(
    qtbot: QtBot, inspector: Inspector, store: DocumentStore, selection: Selection
) -> None:
    for place, name in (("dense1", "bias"), (None, "shuffle")):
        selection.select([place] if place else [])
        switch = editor(inspector, name).findChild(ToggleSwitch)
        assert switch is not None
        was, count = switch.isChecked(), store.undo_stack.count()
        qtbot.mouseClick(switch, Qt.MouseButton.LeftButton, pos=switch.rect().center())
        assert editor(inspector, name).value is not was
        assert store.undo_stack.count() == count + 1


def test_a_list_of_choices_is_framed_once(
    qtbot: QtBot, inspector: Inspector, selection: Selection
) -> None:
    selection.clear()
    box = editor(inspector, "batches").findChild(ChoiceBox)
    assert box is not None
    box.showPopup()
    window = box.view().parentWidget()
    assert isinstance(window, QFrame)
    assert window.frameShape() == QFrame.Shape.NoFrame
    box.hidePopup()


def test_a_setting_is_one_undo_entry(inspector: Inspector, store: DocumentStore, selection: Selection) -> None:
    selection.select(["dense1"])
    before = store.document
    editor(inspector, "units").committed.emit(6)
    assert store.document.network.node("dense1").settings.units == 6
    assert store.undo_stack.count() == 1
    store.undo()
    assert store.document == before
    assert editor(inspector, "units").value == 4


def test_a_slider_previews_and_commits_once(
    inspector: Inspector, store: DocumentStore, selection: Selection
) -> None:
    selection.select(["dense1"])
    units = editor(inspector, "units")
    assert isinstance(units, SliderEditor)
    slider = units.findChild(LabeledSlider)
    for value in (5.0, 7.0):
        slider.previewed.emit(value)
    assert store.shown.network.node("dense1").settings.units == 7
    assert store.document.network.node("dense1").settings.units == 4
    slider.committed.emit(7.0)
    assert store.document.network.node("dense1").settings.units == 7
    assert store.undo_stack.count() == 1
    assert not store.previewing


def test_the_default_is_one_click_away(inspector: Inspector, store: DocumentStore, selection: Selection) -> None:
    selection.select(["dense1"])
    activation = editor(inspector, "activation")
    assert activation._reset.isHidden()
    activation.committed.emit("relu")
    assert not activation._reset.isHidden()
    activation._reset.click()
    assert store.document.network.node("dense1").settings.activation == "tanh"


def test_an_initializer_brings_its_own_numbers(
    inspector: Inspector, store: DocumentStore, selection: Selection
) -> None:
    selection.select(["dense1"])
    begin = editor(inspector, "initializer")
    assert isinstance(begin, InitializerEditor)
    begin._box.chosen.emit("uniform")
    inner = {found.field.name: found for found in begin.findChildren(FieldEditor)}
    assert set(inner) == {"low", "high"}
    inner["low"].committed.emit(-0.25)
    settings = store.document.network.node("dense1").settings
    assert (settings.initializer.low, settings.initializer.high) == (-0.25, 1.0)


def test_a_name_that_is_taken_is_refused_with_a_reason(
    qtbot: QtBot, inspector: Inspector, store: DocumentStore, selection: Selection
) -> None:
    selection.select(["dense1"])
    name = inspector.page.findChild(QLineEdit)
    name.setText("Neuron 1")
    with qtbot.waitSignal(inspector.told) as told:
        name.editingFinished.emit()
    assert "Neuron 1" in str(told.args[0])
    assert store.document.network.node("dense1").name == "Dense 1"
    assert name.text() == "Dense 1"


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


@pytest.mark.parametrize(
    ("name", "value"), [
        ("batch_size", 3), ("l2", 0.01), ("epochs", 50), ("batches", "full"), ("precision", "float32"), ("warm_up", 20),
        ("accumulate", 4), ("clip_value", 0.5), ("clip_norm", 1.0), ("weight_decay", 0.01), ("decay", "coupled"),
        ("patience", 12), ("least_gain", 0.001),
    ]
)
def test_the_plan_is_set_with_nothing_selected(
    inspector: Inspector, store: DocumentStore, name: str, value: object
) -> None:
    editor(inspector, name).committed.emit(value)
    assert getattr(store.document.plan, name) == value
    assert store.undo_stack.count() == 1


def test_another_rule_brings_its_own_settings(inspector: Inspector, store: DocumentStore) -> None:
    editor(inspector, "rule").committed.emit("adam")
    assert store.document.plan.rule.kind == "adam"
    editor(inspector, "beta1").committed.emit(0.5)
    editor(inspector, "learning_rate").committed.emit(0.25)
    settings = store.document.plan.rule.settings
    assert (settings.beta1, settings.learning_rate) == (0.5, 0.25)


@pytest.mark.parametrize("schedule", SCHEDULES, ids=lambda each: each.id)
def test_a_schedule_brings_its_own_settings(
    inspector: Inspector, store: DocumentStore, schedule: ScheduleKind
) -> None:
    editor(inspector, "schedule").committed.emit(schedule.id)
    assert store.document.plan.schedule == Schedule(schedule.id, schedule.default_settings())
    for field in schedule.fields:
        lowest = int(field.low) if field.type == "int" else field.low
        editor(inspector, field.name).committed.emit(lowest)
        assert getattr(store.document.plan.schedule.settings, field.name) == lowest
    editor(inspector, "schedule").committed.emit("constant")
    assert store.document.plan.schedule is None
    store.undo()
    assert store.document.plan.schedule.kind == schedule.id


def test_a_schedule_of_a_later_version_is_told_and_left_out(inspector: Inspector, store: DocumentStore) -> None:
    later = Schedule("spiral", UnknownSettings({"turns": 3}))
    store.commit(replace(store.document, plan=replace(store.document.plan, schedule=later)), Message("Open"))
    assert editor(inspector, "schedule").value == "constant"


def test_settings_of_decay_and_early_stopping_show_only_when_they_matter(
    inspector: Inspector, store: DocumentStore
) -> None:
    for name, switch in (("decay", "weight_decay"), ("least_gain", "patience")):
        assert editor(inspector, name).isHidden()
        editor(inspector, switch).committed.emit(3)
        assert not editor(inspector, name).isHidden()


def test_a_setting_that_changes_nothing_is_not_shown(
    inspector: Inspector, store: DocumentStore, selection: Selection
) -> None:
    for nodes in ([], ["loss1"]):
        selection.select(nodes)
        editor(inspector, "function").committed.emit("mse")
        assert editor(inspector, "form").isHidden()
        editor(inspector, "function").committed.emit("binary_cross_entropy")
        assert not editor(inspector, "form").isHidden()


def test_loss_and_seed_are_set_in_the_plan(inspector: Inspector, store: DocumentStore) -> None:
    editor(inspector, "function").committed.emit("sse")
    assert store.document.network.node("loss1").settings.function == "sse"
    editor(inspector, "seed").committed.emit(7)
    assert store.document.state.seed == 7


def test_a_problem_shows_with_the_button_that_mends_it(
    inspector: Inspector, store: DocumentStore, selection: Selection
) -> None:
    editor(inspector, "function").committed.emit("categorical_cross_entropy")
    selection.select(["loss1"])
    banners = inspector.page.findChildren(Banner)
    assert banners
    button(inspector, "Use Mean squared error").click()
    assert store.document.network.node("loss1").settings.function == "mse"



def test_a_fix_belongs_to_the_document_of_the_moment(
    inspector: Inspector, store: DocumentStore, selection: Selection
) -> None:
    watch = inspector._watch
    store.commit(edits.disconnect(store.document, store.document.network.into("dense1")[0]), Message("Cut"))
    before = watch.at("dense1")[0]
    store.commit(edits.rename(store.document, "input1", "Features"), Message("Rename"))
    assert watch.at("dense1")[0] is not before
    selection.select(["dense1"])
    for fix in watch.at("dense1")[0].fixes:
        assert fix.apply(store.document) is not store.document


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


def test_only_the_settings_of_the_chosen_loss_are_offered(
    inspector: Inspector, store: DocumentStore, selection: Selection
) -> None:
    def offered() -> set[str]:
        assert inspector.page is not None
        return {found.field.name for found in inspector.page.findChildren(FieldEditor) if not found.isHidden()}

    loss = next(node.id for node in store.document.network.nodes if node.kind == "loss")
    selection.select([loss])
    editor(inspector, "function").committed.emit("huber")
    assert offered() == {"function", "bend"}
    editor(inspector, "function").committed.emit("categorical_cross_entropy")
    assert offered() == {"function", "form", "targets", "ignored", "smoothing", "class_weights"}


def test_class_weights_are_typed_with_spaces_between(
    inspector: Inspector, store: DocumentStore, selection: Selection, qtbot: QtBot
) -> None:
    loss = next(node.id for node in store.document.network.nodes if node.kind == "loss")
    selection.select([loss])
    editor(inspector, "function").committed.emit("categorical_cross_entropy")
    field = editor(inspector, "class_weights").findChild(NumbersField)
    qtbot.keyClicks(field, "1 0,5  2/4")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert store.document.network.node(loss).settings.class_weights == (1.0, 0.5, 0.5)
    assert field.text() == "1.0 0.5 0.5"
    field.selectAll()
    qtbot.keyClicks(field, "1 two")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert field.problem is not None
    assert store.document.network.node(loss).settings.class_weights == (1.0, 0.5, 0.5)
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert field.text() == "1.0 0.5 0.5"


def test_a_list_of_numbers_that_is_refused_goes_back_and_can_be_tried_again(
    inspector: Inspector, store: DocumentStore, selection: Selection, qtbot: QtBot
) -> None:
    selection.select(["input1"])
    field = editor(inspector, "shape").findChild(NumbersField)

    def write(text: str) -> None:
        field.selectAll()
        qtbot.keyClicks(field, text)
        qtbot.keyClick(field, Qt.Key.Key_Return)

    with qtbot.waitSignal(inspector.told):
        write("1 2 2")
    assert field.text() == ""
    with qtbot.waitSignal(inspector.told):
        write("1 2 2")
    assert store.document.network.node("input1").settings.shape == ()
