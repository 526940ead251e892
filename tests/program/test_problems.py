"""Every problem is found where it is, said in words with a remedy, and mended by each of its fixes."""

from collections.abc import Callable

import msgspec
import pytest

from nnsim import edits
from nnsim.catalog import (
    ActivationSettings,
    ConvolutionSettings,
    DenseSettings,
    InputSettings,
    LossSettings,
    NeuronSettings,
    ReshapeSettings,
)
from nnsim.data import change_column, generated, iris
from nnsim.document import Document, Link, Node, Objective, Schedule, UnknownSettings
from nnsim.program import Problem, Trainer, problems, shapes
from nnsim.text.messages import render
from tests.batteries.drawing import Drawing, table


def sound(source: str = "xor", last: str = "sigmoid", units: int = 1, loss: str = "mse") -> Document:
    """A network with nothing wrong: input, a layer, a last layer, output and loss."""
    drawing = Drawing(generated(source))
    layer = drawing.add("dense", DenseSettings(3, "tanh"), drawing.add("input"))
    drawing.end(drawing.add("dense", DenseSettings(units, last), layer), loss=loss)
    return drawing.document


def with_network(document: Document, **changes: object) -> Document:
    """The document with other nodes or links, as a file could bring them."""
    return msgspec.structs.replace(document, network=msgspec.structs.replace(document.network, **changes))


def unknown() -> Document:
    """A node of a later version."""
    document = sound()
    later = Node("capsule1", "capsule", "Memory", UnknownSettings({"units": 4}))
    return with_network(document, nodes=(*document.network.nodes, later))


def cycle() -> Document:
    """Two layers that feed each other."""
    document = sound()
    return with_network(document, links=(*document.network.links, Link("dense2", "dense1")))


def out_of_range() -> Document:
    """Settings that no edit would let through."""
    document = sound()
    nodes = tuple(
        msgspec.structs.replace(node, settings=DenseSettings(0)) if node.id == "dense1" else node
        for node in document.network.nodes)
    return with_network(document, nodes=nodes)


def alone() -> Document:
    """A node that nothing links into."""
    return edits.add_node(sound(), "neuron", (0.0, 0.0), name="Lost")[0]


def softmax_of_one() -> Document:
    """A last layer of one unit with softmax."""
    return sound(last="softmax")


def softmax_node_of_one() -> Document:
    """An activation node with softmax on one unit."""
    drawing = Drawing(generated("xor"))
    layer = drawing.add("dense", DenseSettings(1, "linear"), drawing.add("input"))
    drawing.end(drawing.add("activation", ActivationSettings("softmax"), layer))
    return drawing.document


def no_loss() -> Document:
    """An output that nothing measures."""
    return edits.delete(sound(), ["loss1"])


def objective_of_nobody() -> Document:
    """An objective that is to change a layer which is not there."""
    document = sound()
    objectives = (Objective("loss1", ("generator",)),)
    return edits.set_plan(document, msgspec.structs.replace(document.plan, objectives=objectives))


def schedule_of_a_later_version() -> Document:
    """A plan with a schedule that only a later version has."""
    document = sound()
    later = Schedule("spiral", UnknownSettings({"turns": 3}))
    return msgspec.structs.replace(document, plan=msgspec.structs.replace(document.plan, schedule=later))


def no_probability() -> Document:
    """Binary cross-entropy of tanh units."""
    return sound(last="tanh", loss="binary_cross_entropy")


def no_distribution() -> Document:
    """Categorical cross-entropy of a linear layer."""
    return sound("three_gaussians", "linear", 3, "categorical_cross_entropy")


def neuron_without_probability() -> Document:
    """Binary cross-entropy of a ReLU neuron."""
    drawing = Drawing(generated("xor"))
    drawing.end(drawing.add("neuron", NeuronSettings("relu"), drawing.add("input")), loss="binary_cross_entropy")
    return drawing.document


def flat() -> Document:
    """A step under gradient descent."""
    return sound(last="step")


def hidden_step() -> Document:
    """The perceptron rule with a hidden layer of steps."""
    return edits.change_settings(edits.set_rule(flat(), "perceptron"), "dense1", DenseSettings(3, "step"))


def no_data() -> Document:
    """Nothing to learn from."""
    return msgspec.structs.replace(sound(), data=None)


def too_few_columns() -> Document:
    """An input that asks for a third column."""
    return edits.change_settings(sound(), "input1", InputSettings((0, 1, 2)))


def wrong_width() -> Document:
    """One predicted value for three classes."""
    return edits.choose_data(sound(), generated("three_gaussians"), 2)


def wrong_width_of_free_neurons() -> Document:
    """Two free neurons for one output column."""
    drawing = Drawing(generated("xor"))
    x = drawing.add("input")
    drawing.end(drawing.add("neuron", None, x), drawing.add("neuron", None, x))
    return drawing.document


def wrong_width_of_images() -> Document:
    """Feature maps in the place of a class, which categorical cross-entropy is to judge."""
    drawing = Drawing(generated("three_gaussians"))
    image = drawing.add("reshape", ReshapeSettings((1, 1, 2)), drawing.add("input"))
    drawing.end(drawing.add("convolution", ConvolutionSettings(4), image))
    return drawing.document


def wrong_width_of_steps() -> Document:
    """Two features of two steps, where the data has a number for each step."""
    drawing = Drawing(table([[0.0, 1.0], [1.0, 0.0]], [[0.5, 1.0], [0.0, 0.0]]))
    sequence = drawing.add("reshape", ReshapeSettings((2, 1)), drawing.add("input"))
    drawing.end(drawing.add("dense", DenseSettings(2), sequence))
    return drawing.document


def targets_below_zero() -> Document:
    """Binary cross-entropy with classes of −1 and 1."""
    document = sound(loss="binary_cross_entropy")
    assert document.data is not None
    index = next(k for k, column in enumerate(document.data.columns) if column.role == "output")
    return edits.choose_data(document, change_column(document.data, index, encoding="signed"), 2)


def targets_not_one_hot() -> Document:
    """Categorical cross-entropy with two numbers that do not add up to 1."""
    drawing = Drawing(table([[0.0, 1.0], [1.0, 0.0]], [[0.5, 1.0], [0.0, 0.0]]))
    layer = drawing.add("dense", DenseSettings(2, "softmax"), drawing.add("input"))
    drawing.end(layer, loss="categorical_cross_entropy")
    return drawing.document


def sigmoid_of_classes() -> Document:
    """Categorical cross-entropy of a sigmoid."""
    return sound(last="sigmoid", loss="categorical_cross_entropy")


def softmax_of_yes_or_no() -> Document:
    """Binary cross-entropy of a softmax over three classes."""
    return sound("three_gaussians", "softmax", 3, "binary_cross_entropy")


def hinge_of_zero_and_one() -> Document:
    """The hinge loss with classes of 0 and 1."""
    return sound(loss="hinge")


def three_species(encoding: str, targets: str) -> Document:
    """A softmax over the species of iris, encoded in one way and expected in the other."""
    drawing = Drawing(change_column(iris(), 4, encoding=encoding))
    drawing.end(drawing.add("dense", DenseSettings(3, "softmax"), drawing.add("input", InputSettings((0, 1)))))
    settings = LossSettings("categorical_cross_entropy", targets=targets)
    return edits.change_settings(drawing.document, "loss1", settings)


def class_numbers_for_one_hot() -> Document:
    return three_species("number", "one_hot")


def one_hot_for_class_numbers() -> Document:
    return three_species("one_hot", "numbers")


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
