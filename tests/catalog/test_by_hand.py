"""Rules and designed features: what they answer, what they refuse, and that gradients pass features but not rules."""

import numpy as np
import pytest

from nnsim.catalog import (
    FeaturesSettings,
    PowerFeature,
    RuleCondition,
    RulesSettings,
    ShapedFeature,
    WrittenRule,
    kind,
)
from nnsim.catalog.feature_node import offered
from nnsim.document import Document, Settings
from nnsim.program import Trainer, problems
from nnsim.text.messages import render
from tests.batteries.check_program import gradients
from tests.batteries.drawing import Drawing, table
from tests.catalog.placed_combining import between

CORNERS = ((0.0, 0.0), (0.0, 1.0), (1.0, 0.0), (1.0, 1.0), (0.5, 2.0))


def _answers(kind_id: str, settings: Settings, outputs: int = 1) -> list[list[float]]:
    """What a network of nothing but this node gives on a few points."""
    drawing = Drawing(table(CORNERS, np.zeros((len(CORNERS), outputs))))
    node = drawing.add(kind_id, settings, drawing.add("input"))
    drawing.end(node)
    trainer = Trainer(drawing.document)
    executor = trainer.begin()
    executor.run()
    rows = np.argsort(trainer.batch()[2])
    return np.array(executor.value(trainer.program.output_of(node)))[rows].tolist()  # type: ignore[no-any-return]


def test_the_first_rule_whose_conditions_all_hold_answers() -> None:
    one_of_them = WrittenRule((RuleCondition(0, ">", 0.5), RuleCondition(1, "<", 0.5)), 1.0)
    the_other = WrittenRule((RuleCondition(1, "≥", 1.0), RuleCondition(0, "≤", 0.5)), 2.0)
    never_reached = WrittenRule((RuleCondition(0, ">", 0.5), RuleCondition(1, "<", 0.5)), 9.0)
    settings = RulesSettings((one_of_them, the_other, never_reached), -1.0)
    assert _answers("rules", settings) == [[-1.0], [2.0], [1.0], [-1.0], [2.0]]


def test_without_rules_the_other_value_answers() -> None:
    assert _answers("rules", RulesSettings((), 3.0)) == [[3.0]] * 5


def test_features_are_what_they_are_called() -> None:
    waves = (ShapedFeature("sin", 1), ShapedFeature("cos", 0), ShapedFeature("abs", 1))
    x = np.array(CORNERS)
    expected = np.stack([x[:, 0] * x[:, 1] ** 2, np.sin(x[:, 1]), np.cos(x[:, 0]), np.abs(x[:, 1])], axis=1)
    given = _answers("features", FeaturesSettings((PowerFeature(((0, 1), (1, 2))), *waves)), 4)
    np.testing.assert_allclose(given, expected, rtol=1e-15)


def test_what_is_offered_is_accepted_and_each_thing_once() -> None:
    every = offered(3)
    assert len(set(every)) == len(every) == 19 + 9
    assert kind("features").check(FeaturesSettings(every)) is None


def _weight(document: Document) -> float:
    return float(np.abs(gradients(document)["dense1/weight"]).sum())


def test_gradients_pass_features_and_end_at_rules() -> None:
    assert _weight(between("features", FeaturesSettings(offered(4, 2)))[0]) > 0
    assert _weight(between("rules")[0]) == 0


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        (RulesSettings((WrittenRule(()),)), "expected 1 to 8 conditions"),
        (RulesSettings((WrittenRule((RuleCondition(-1),)),)), "counted from 1"),
        (RulesSettings((WrittenRule(value=float("nan")),)), "got NaN"),
        (RulesSettings((WrittenRule(),) * 33), "at most 32"),
        (FeaturesSettings(()), "expected 1 to 256"),
        (FeaturesSettings((PowerFeature(((1, 1), (0, 1))),)), "rising order"),
        (FeaturesSettings((PowerFeature(((0, 10),)),)), "powers from 1 to 9"),
        (FeaturesSettings((ShapedFeature("sin", -1),)), "rising order"),
    ],
)
def test_nonsense_is_refused(settings: Settings, said: str) -> None:
    objection = kind("rules" if isinstance(settings, RulesSettings) else "features").check(settings)
    assert objection is not None
    assert said in render(objection, "en")


@pytest.mark.parametrize(
    ("kind_id", "settings", "said"),
    [
        ("rules", RulesSettings((WrittenRule((RuleCondition(4),)),)), "asks about input 5, but 4 link"),
        ("features", FeaturesSettings((ShapedFeature("cos", 4),)), "made from input 5, but 4 link"),
    ],
)
def test_inputs_that_are_not_there_are_refused(kind_id: str, settings: Settings, said: str) -> None:
    document, node = between(kind_id, settings)
    found = [problem for problem in problems(document) if problem.severity == "error" and problem.place == node]
    assert said in render(found[0].message, "en")


def test_what_learns_before_rules_is_told_and_what_does_not_is_not() -> None:
    document, node = between("rules")
    assert [problem.severity for problem in problems(document) if problem.place == node] == ["warning"]
    drawing = Drawing(table(CORNERS, [[0.0]] * len(CORNERS)))
    alone = drawing.add("rules", None, drawing.add("input"))
    drawing.end(alone)
    assert [problem for problem in problems(drawing.document) if problem.place == alone] == []
