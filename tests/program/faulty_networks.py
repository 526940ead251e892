"""Networks that do not run or do not learn, each with one fault."""

import msgspec

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
