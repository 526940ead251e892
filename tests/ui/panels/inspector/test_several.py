"""Several nodes at once: shared settings, mixed values, one undo step; hovering tells all there is to know."""

from itertools import chain

import msgspec
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from nnsim import catalog, edits
from nnsim.catalog import DenseSettings, InputSettings
from nnsim.catalog.plan import GRADIENT_FIELDS, PLAN_FIELDS, STOPPING_FIELDS
from nnsim.catalog.schedules import SCHEDULES
from nnsim.document import Document, Network, Node
from nnsim.text import render
from tests.batteries.work import work
from ui.bridge import DocumentStore, Selection
from ui.look.widgets import Button, IconButton, LabeledSlider, NumberField
from ui.panels.inspector import Inspector
from ui.panels.inspector.field_editor import FieldEditor
from ui.panels.inspector.field_words import field_words, paragraphs
from ui.panels.inspector.input_editors import FeaturesEditor
from ui.panels.inspector.link_page import LinkPage
from ui.panels.inspector.links_page import LinksPage
from ui.panels.inspector.numbers_field import NumbersField
from ui.panels.inspector.parameter_table import ParameterTable
from ui.panels.inspector.several_page import SeveralPage


@pytest.fixture
def document(document: Document) -> Document:
    """Two more layers, of 3 and 6 units."""
    for units, function in ((3, "relu"), (6, "tanh")):
        document, layer = edits.add_node(document, "dense", (0.0, 200.0), settings=DenseSettings(units, function))
        document = edits.connect(document, "input1", layer)
    return document


def editor(inspector: Inspector, name: str) -> FieldEditor:
    """The editor of a setting on the page."""
    assert inspector.page is not None
    return next(each for each in inspector.page.findChildren(FieldEditor) if each.field.name == name)


def test_settings_of_all_are_changed_at_once(
    qtbot: QtBot, inspector: Inspector, store: DocumentStore, selection: Selection,
) -> None:
    selection.select(["dense2", "dense3"])
    page = inspector.page
    assert isinstance(page, SeveralPage)
    field = editor(inspector, "units").findChild(NumberField)
    assert field is not None
    assert (field.text(), field.placeholderText()) == ("", "mixed")
    assert editor(inspector, "bias").value is True
    field.setFocus()
    qtbot.keyClicks(field, "3")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert [store.document.network.node(node).settings.units for node in ("dense2", "dense3")] == [3, 3]
    assert field.text() == "3"
    assert store.undo_stack.count() == 1
    editor(inspector, "activation").committed.emit("sigmoid")
    assert {store.document.network.node(node).settings.activation for node in ("dense2", "dense3")} == {"sigmoid"}
    store.undo_stack.undo()
    store.undo_stack.undo()
    assert [store.document.network.node(node).settings.units for node in ("dense2", "dense3")] == [3, 6]
    assert field.text() == ""
    slider = editor(inspector, "units").findChild(LabeledSlider)
    assert slider is not None
    slider.previewed.emit(5.0)
    assert {store.shown.network.node(node).settings.units for node in ("dense2", "dense3")} == {5}
    slider.dropped.emit()
    assert store.shown is store.document
    assert inspector.page is page, "built once for these kinds"


def test_other_kinds_share_less_and_a_refused_value_is_told(
    inspector: Inspector, store: DocumentStore, selection: Selection,
) -> None:
    selection.select(["dense1", "neuron1"])
    assert inspector.page is not None
    names = {each.field.name for each in inspector.page.findChildren(FieldEditor)}
    assert {"activation", "bias", "initializer"} <= names
    assert "units" not in names
    told: list[object] = []
    inspector.told.connect(told.append)
    editor(inspector, "activation").committed.emit("softmax")
    assert len(told) == 1
    assert store.document.network.node("dense1").settings.activation != "softmax"
    reset = editor(inspector, "activation").findChild(IconButton)
    assert reset is not None
    reset.click()
    assert {store.document.network.node(node).settings.activation for node in ("dense1", "neuron1")} == {"tanh"}
    selection.select(["output1", "input1"])
    assert isinstance(inspector.page, SeveralPage)
    assert not inspector.page.findChildren(FieldEditor)


def test_a_thousand_nodes_are_one_light_page(inspector: Inspector, store: DocumentStore, selection: Selection) -> None:
    nodes = tuple(Node(f"neuron{k}", "neuron", f"N{k}", catalog.NeuronSettings()) for k in range(1000))
    store.replace_all(msgspec.structs.replace(edits.new_document(), network=Network(nodes)))
    selection.select([node.id for node in nodes])
    page = inspector.page
    assert isinstance(page, SeveralPage)
    with work() as spent:
        selection.select([node.id for node in nodes[1:]])
    assert inspector.page is page
    assert spent.seconds < 0.5
    assert len(inspector.page.findChildren(FieldEditor)) == 4


def test_an_input_is_described_without_data(
    qtbot: QtBot, inspector: Inspector, store: DocumentStore, selection: Selection,
) -> None:
    document, _ = edits.add_node(edits.new_document(), "input", (0.0, 0.0))
    store.replace_all(document)
    selection.select(["input1"])
    features = editor(inspector, "columns")
    assert isinstance(features, FeaturesEditor)
    field = features.findChild(NumberField)
    assert field is not None
    field.setFocus()
    qtbot.keyClicks(field, "64")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert store.document.network.node("input1").settings == InputSettings(tuple(range(64)))
    arranged = editor(inspector, "shape").findChild(NumbersField)
    assert arranged is not None
    arranged.setFocus()
    qtbot.keyClicks(arranged, "3 × 16x16")
    qtbot.keyClick(arranged, Qt.Key.Key_Return)
    assert store.document.network.node("input1").settings.shape == (3, 16, 16)
    assert field.text() == "768"
    assert arranged.fontMetrics().horizontalAdvance(arranged.placeholderText()) < arranged.width() - 16


def test_every_setting_tells_meaning_range_and_default_in_both_languages(inspector: Inspector) -> None:
    rules = chain.from_iterable(rule.fields for rule in catalog.rules())
    schedules = chain.from_iterable(each.fields for each in SCHEDULES)
    kinds = chain.from_iterable(kind.fields for kind in catalog.kinds())
    numbers = 0
    for field in (*kinds, *rules, *schedules, *PLAN_FIELDS, *GRADIENT_FIELDS, *STOPPING_FIELDS):
        words = field_words(field)
        assert words[0] is field.meaning
        assert len({render(each, "ko") for each in words}) == len(words)
        assert all(any("가" <= letter <= "힣" for letter in render(each, "ko")) for each in words), field.name
        assert len(paragraphs(words).splitlines()) >= len(words)
        if field.type in ("int", "float"):
            numbers += 1
            told = "\n".join(render(each, "en") for each in words)
            assert "Default: " in told
            assert "rom " in told or "At least" in told, field
    assert numbers > 50


def test_several_links_are_frozen_pruned_and_drawn_anew_at_once(
    inspector: Inspector, store: DocumentStore, selection: Selection,
) -> None:
    first, second = (link for link in store.document.network.links if link.target in ("dense1", "neuron1"))
    selection.select_links([first, second])
    page = inspector.page
    assert isinstance(page, LinksPage)
    buttons = {each.text(): each for each in page.findChildren(Button)}
    before = store.document.state.parameters
    buttons["Draw weights anew"].click()
    after = store.document.state.parameters
    assert all((before[f"{node}/weight"] != after[f"{node}/weight"]).all() for node in ("dense1", "neuron1"))
    buttons["Freeze"].click()
    assert all(store.document.network.masks[f"{node}/weight:frozen"].all() for node in ("dense1", "neuron1"))
    assert buttons["Freeze"].text() == "Unfreeze"
    assert store.undo_stack.count() == 2
    selection.select_cells({("dense1/weight", 0, 1): first, ("dense1/weight", 2, 0): first})
    assert inspector.page is page
    buttons["Prune"].click()
    assert store.document.network.masks["dense1/weight:pruned"].sum() == 2
    selection.select_cell(first, ("dense1/weight", 3, 1))
    assert isinstance(inspector.page, LinkPage)
    table = inspector.page.findChild(ParameterTable)
    assert table is not None
    assert table.chosen_cells() == [("weight", (3, 1))]
