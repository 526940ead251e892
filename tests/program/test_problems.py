"""Every problem is found where it is, said in words with a remedy, and mended by each of its fixes."""

from collections.abc import Callable

import pytest

from nnsim import edits
from nnsim.catalog import (
    DenseSettings,
)
from nnsim.data import generated, iris
from nnsim.document import Document
from nnsim.program import Problem, Trainer, problems, shapes
from nnsim.text.messages import render
from tests.program.faulty_networks import (
    alone,
    class_numbers_for_one_hot,
    cycle,
    flat,
    hidden_step,
    hinge_of_zero_and_one,
    neuron_without_probability,
    no_data,
    no_distribution,
    no_loss,
    no_probability,
    objective_of_nobody,
    one_hot_for_class_numbers,
    out_of_range,
    schedule_of_a_later_version,
    sigmoid_of_classes,
    softmax_node_of_one,
    softmax_of_one,
    softmax_of_yes_or_no,
    sound,
    targets_below_zero,
    targets_not_one_hot,
    too_few_columns,
    unknown,
    wrong_width,
    wrong_width_of_free_neurons,
    wrong_width_of_images,
    wrong_width_of_steps,
)

CASES: list[tuple[Callable[[], Document], str, str, str, int]] = [
    (unknown, "error", "capsule1", "does not have", 0),
    (cycle, "error", "dense1", "cycle", 1),
    (out_of_range, "error", "dense1", "expected a whole number from 1", 1),
    (alone, "error", "neuron1", "has no input", 2),
    (softmax_of_one, "warning", "dense2", "always 1", 1),
    (softmax_node_of_one, "warning", "activation1", "always 1", 1),
    (no_loss, "warning", "plan", "not learn", 1),
    (objective_of_nobody, "warning", "loss1", "should change 'generator'", 0),
    (schedule_of_a_later_version, "warning", "plan", "learning rate stays", 1),
    (no_probability, "error", "loss1", "needs probabilities", 2),
    (no_distribution, "error", "loss1", "needs probabilities", 2),
    (neuron_without_probability, "error", "loss1", "needs probabilities", 2),
    (flat, "warning", "dense2", "has no slope", 1),
    (hidden_step, "warning", "dense1", "meant for one layer", 0),
    (no_data, "warning", "data", "no data yet", 0),
    (too_few_columns, "error", "input1", "takes column 3", 1),
    (wrong_width, "error", "loss1", "3 output columns", 2),
    (wrong_width_of_free_neurons, "error", "loss1", "2 predicted values", 1),
    (wrong_width_of_images, "error", "loss1", "8 predicted values", 1),
    (wrong_width_of_steps, "error", "loss1", "4 predicted values", 2),
    (targets_below_zero, "error", "loss1", "targets from 0 to 1", 1),
    (targets_not_one_hot, "error", "loss1", "one-hot", 1),
    (sigmoid_of_classes, "error", "loss1", "needs probabilities", 3),
    (softmax_of_yes_or_no, "error", "loss1", "needs probabilities", 3),
    (hinge_of_zero_and_one, "error", "loss1", "targets −1 and 1", 2),
    (class_numbers_for_one_hot, "error", "loss1", "the data has class numbers", 1),
    (one_hot_for_class_numbers, "error", "loss1", "expects one column with the class number", 1),
]


def found(document: Document, place: str, words: str) -> list[Problem]:
    """The problems of a document at a place that say so."""
    return [each for each in problems(document) if each.place == place and words in str(each.message)]


@pytest.mark.parametrize(
    ("make", "severity", "place", "words", "fixes"), CASES, ids=[case[0].__name__ for case in CASES])
def test_a_problem_is_found_and_each_fix_mends_it(
    make: Callable[[], Document], severity: str, place: str, words: str, fixes: int,
) -> None:
    document = make()
    wrong = found(document, place, words)
    assert len(wrong) == 1, [str(each.message) for each in problems(document)]
    assert wrong[0].severity == severity
    assert any("가" <= letter <= "힣" for letter in render(wrong[0].message, "ko"))
    assert len(wrong[0].fixes) == fixes
    for fix in wrong[0].fixes:
        assert any("가" <= letter <= "힣" for letter in render(fix.label, "ko"))
        mended = fix.apply(document)
        assert mended != document
        assert found(mended, place, words) == []
        before = {str(each.message) for each in problems(document) if each.severity == "error"}
        after = {str(each.message) for each in problems(mended) if each.severity == "error"}
        assert after <= before, "a fix brings no new error"


@pytest.mark.parametrize("make", [
    no_probability, no_distribution, neuron_without_probability, softmax_of_yes_or_no, hinge_of_zero_and_one,
    wrong_width_of_free_neurons, wrong_width_of_images, wrong_width_of_steps,
    too_few_columns, wrong_width, targets_below_zero,
    class_numbers_for_one_hot, one_hot_for_class_numbers,
])
def test_a_mended_network_trains(make: Callable[[], Document]) -> None:
    for fix in next(each for each in problems(make()) if each.severity == "error").fixes:
        trainer = Trainer(fix.apply(make()))
        trainer.step()


@pytest.mark.parametrize("document", [
    sound(), sound(last="tanh"), sound(loss="binary_cross_entropy"),
    sound("three_gaussians", "softmax", 3, "categorical_cross_entropy"),
    edits.set_rule(sound(last="step"), "perceptron"),
])
def test_a_sound_network_has_no_problems(document: Document) -> None:
    assert problems(document) == ()


def test_the_first_layer_is_offered_an_input() -> None:
    document = edits.choose_data(edits.new_document(), iris(), 2)
    document, layer = edits.add_node(document, "dense", (300.0, 0.0))
    first = found(document, layer, "has no input")[0].fixes[0]
    assert render(first.label, "en") == "Add an input"
    mended = first.apply(document)
    assert edits.inputs(mended.network, layer) == (("input1", 0), ("input1", 1))
    assert mended.views.positions["input1"][0] < 300.0


def test_the_last_layer_is_offered_an_output_and_a_loss() -> None:
    document = edits.choose_data(edits.new_document(), generated("xor"), 2)
    document, source = edits.add_node(document, "input", (0.0, 0.0))
    document, layer = edits.add_node(document, "dense", (300.0, 0.0), settings=DenseSettings(1, "sigmoid"))
    document = edits.connect(document, source, layer)
    fix = found(document, "plan", "not learn")[0].fixes[0]
    assert render(fix.label, "en") == "Add an output and a loss"
    mended = fix.apply(document)
    assert problems(mended) == ()
    assert [(link.source, link.target) for link in mended.network.links] == [
        (source, layer), ("output1", "loss1"), (layer, "output1")]


def test_a_node_without_input_is_offered_the_nearest_on_its_left() -> None:
    document, _ = edits.add_node(edits.new_document(), "input", (0.0, 0.0))
    document, _ = edits.add_node(document, "dense", (300.0, 0.0))
    document, _ = edits.add_output(document, (600.0, 0.0))
    assert [each.place for each in problems(document) if each.severity == "error"] == ["dense1", "output1"]
    for place, label in (("dense1", "Link 'Input' to it"), ("output1", "Link 'Dense 1' to it")):
        first = found(document, place, "has no input")[0].fixes[0]
        assert render(first.label, "en") == label
        document = first.apply(document)
        assert found(document, place, "has no input") == []


def test_an_empty_canvas_has_no_problems() -> None:
    assert problems(edits.new_document()) == ()


def test_a_cycle_is_said_of_its_own_nodes_only() -> None:
    document = cycle()
    assert {each.place for each in problems(document) if "cycle" in str(each.message)} == {"dense1", "dense2"}
    assert shapes(document) == {"input1": 2, "dense1": None, "dense2": None, "output1": None, "loss1": None}
