"""The inspector: every setting is one undo entry, sliders preview, refused edits change nothing."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLineEdit
from pytestqt.qtbot import QtBot

from nnsim import edits
from nnsim.text import Message
from tests.ui.panels.inspector.controls import button, editor
from ui.bridge import DocumentStore, Selection
from ui.look.widgets import Banner, LabeledSlider, ToggleSwitch
from ui.panels.inspector import Inspector
from ui.panels.inspector.choice_box import ChoiceBox
from ui.panels.inspector.field_editor import FieldEditor
from ui.panels.inspector.field_editors import InitializerEditor, SliderEditor
from ui.panels.inspector.link_page import LinkPage
from ui.panels.inspector.node_page import NodePage
from ui.panels.inspector.numbers_field import NumbersField
from ui.panels.inspector.plan_page import PlanPage
from ui.panels.inspector.several_page import SeveralPage


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
