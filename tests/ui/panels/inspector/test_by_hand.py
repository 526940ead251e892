"""Rules and features in the inspector: written without code, each change one undo entry."""

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from nnsim import edits
from nnsim.catalog import FeaturesSettings, PowerFeature, RuleCondition, RulesSettings, ShapedFeature, WrittenRule
from nnsim.document import Document
from nnsim.text import message
from ui.bridge import DocumentStore, Selection
from ui.look.widgets import Button, Chip, IconButton, NumberField
from ui.panels.inspector import Inspector
from ui.panels.inspector.choice_box import ChoiceBox
from ui.panels.inspector.rule_editor import ConditionLine, RuleCard


@pytest.fixture
def document(document: Document) -> Document:
    """The small network, with a node of rules and one of features beside it."""
    for kind in ("rules", "features"):
        document, node = edits.add_node(document, kind, (200.0, 200.0))
        document = edits.connect(document, "input1", node)
    return document


def shown(inspector: Inspector, kind: type) -> list:
    """What the page shows of a kind of widget."""
    assert inspector.page is not None
    return [found for found in inspector.page.findChildren(kind) if found.isVisible()]


def rules(store: DocumentStore) -> tuple[WrittenRule, ...]:
    settings = store.document.network.node("rules1").settings
    assert isinstance(settings, RulesSettings)
    return settings.rules


def features(store: DocumentStore) -> tuple[object, ...]:
    settings = store.document.network.node("features1").settings
    assert isinstance(settings, FeaturesSettings)
    return settings.features


def chip(inspector: Inspector, text: str) -> Chip:
    return next(found for found in shown(inspector, Chip) if found.text() == text)


def test_a_rule_is_written_by_choosing(
    qtbot: QtBot, inspector: Inspector, store: DocumentStore, selection: Selection
) -> None:
    selection.select(["rules1"])
    qtbot.mouseClick(next(found for found in shown(inspector, Button) if found.text() == "and …"),
                     Qt.MouseButton.LeftButton)
    assert len(shown(inspector, ConditionLine)) == 2
    boxes = shown(inspector, ChoiceBox)
    assert [boxes[0].itemText(place) for place in range(boxes[0].count())] == ["x₁", "x₂"]
    boxes[2].chosen.emit("1")
    shown(inspector, ChoiceBox)[3].chosen.emit("≤")
    threshold = shown(inspector, ConditionLine)[1].findChild(NumberField)
    threshold.setFocus()
    threshold.setText("0.25")
    threshold.setModified(True)
    qtbot.keyClick(threshold, Qt.Key.Key_Return)
    assert rules(store) == (WrittenRule((RuleCondition(), RuleCondition(1, "≤", 0.25))),)
    assert store.undo_stack.count() == 4
    for _ in range(4):
        store.undo()
    assert rules(store) == (WrittenRule(),)
    assert len(shown(inspector, ConditionLine)) == 1


def test_rules_come_and_go(qtbot: QtBot, inspector: Inspector, store: DocumentStore, selection: Selection) -> None:
    selection.select(["rules1"])
    add = next(found for found in shown(inspector, Button) if found.text() == "Add a rule")
    for _ in range(2):
        qtbot.mouseClick(add, Qt.MouseButton.LeftButton)
    assert len(rules(store)) == len(shown(inspector, RuleCard)) == 3
    for _ in range(3):
        card = shown(inspector, RuleCard)[0]
        remove = next(found for found in card.findChildren(IconButton) if "rule" in found.accessibleName())
        qtbot.mouseClick(remove, Qt.MouseButton.LeftButton)
    assert rules(store) == ()
    assert shown(inspector, RuleCard) == []


def test_features_are_chips(qtbot: QtBot, inspector: Inspector, store: DocumentStore, selection: Selection) -> None:
    selection.select(["features1"])
    for text in ("x₁ x₂", "sin x₂"):
        qtbot.mouseClick(chip(inspector, text), Qt.MouseButton.LeftButton)
    first = (PowerFeature(((0, 1),)), PowerFeature(((0, 2),)))
    chosen = (*first, PowerFeature(((0, 1), (1, 1))), ShapedFeature("sin", 1))
    assert features(store) == chosen
    assert edits.units(store.document.network)["features1"] == 4
    for text in ("x₁", "x₁²", "x₁ x₂"):
        qtbot.mouseClick(chip(inspector, text), Qt.MouseButton.LeftButton)
    assert features(store) == (ShapedFeature("sin", 1),)
    assert not chip(inspector, "sin x₂").isEnabled()


def test_chips_and_choices_follow_what_links_in(
    inspector: Inspector, store: DocumentStore, selection: Selection
) -> None:
    selection.select(["features1"])
    assert {"x₂", "|x₂|"} <= {found.text() for found in shown(inspector, Chip)}
    store.commit(edits.disconnect(store.document, store.document.network.into("features1")[0]), message("cut"))
    store.commit(edits.connect(store.document, "neuron1", "features1"), message("link"))
    assert not any("x₂" in found.text() for found in shown(inspector, Chip))
