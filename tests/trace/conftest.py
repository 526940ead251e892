"""Networks that between them use every operation; a test that takes `network` runs on each of them."""

from collections.abc import Callable

import msgspec
import pytest

from nnsim.catalog import ActivationSettings, DenseSettings, InputSettings, LossSettings, NeuronSettings
from nnsim.data import generated, iris
from nnsim.document import Document
from nnsim.edits import (
    add_node,
    add_output,
    change_settings,
    choose_data,
    connect,
    freeze,
    new_document,
    prune,
    set_plan,
    set_rule,
)

HERE = (0.0, 0.0)


def layered(
    *layers: tuple[int, str],
    loss: str = "mse",
    form: str = "stable",
    rule: str = "gradient_descent",
    data: str = "xor",
    inputs: int = 2,
    **plan: object,
) -> Document:
    """A chain of dense layers (units, activation) with a loss, learning from generated data or `iris`."""
    document, last = add_node(new_document(), "input", HERE, settings=InputSettings(tuple(range(inputs))))
    for units, activation in layers:
        document, layer = add_node(document, "dense", HERE, settings=DenseSettings(units, activation))
        document, last = connect(document, last, layer), layer
    document, output = add_output(document, HERE)
    document = connect(document, last, output)
    document = change_settings(document, "loss1", LossSettings(loss, form))
    document = choose_data(document, iris() if data == "iris" else generated(data), inputs)
    document = set_rule(document, rule)
    return set_plan(document, msgspec.structs.replace(document.plan, **plan))


def free_graph(rule: str = "gradient_descent", activation: str = "sigmoid") -> Document:
    """Three neurons and a skip link drawn freely, with one weight frozen and one link pruned."""
    document, source = add_node(new_document(), "input", HERE)
    names = []
    for _ in range(3):
        document, neuron = add_node(document, "neuron", HERE, settings=NeuronSettings(activation))
        names.append(neuron)
    first, second, last = names
    document = connect(document, source, first)
    document = connect(document, source, second, unit=1)
    for start in (first, second):
        document = connect(document, start, last)
    document = connect(document, source, last, unit=0)
    document, output = add_output(document, HERE)
    document = connect(document, last, output)
    document = choose_data(document, generated("xor"), 2)
    document = freeze(document, f"{first}/weight", (0, 1), True)
    document = prune(document, f"{last}/weight", (0, 2), True)
    return set_rule(document, rule)


def with_activation_node() -> Document:
    """A layer whose activation is a node of its own, feeding a softmax node."""
    document, source = add_node(new_document(), "input", HERE)
    document, layer = add_node(document, "dense", HERE, settings=DenseSettings(3, "linear"))
    document, bend = add_node(document, "activation", HERE, settings=ActivationSettings("relu"))
    document, last = add_node(document, "dense", HERE, settings=DenseSettings(1, "linear"))
    for start, end in ((source, layer), (layer, bend), (bend, last)):
        document = connect(document, start, end)
    document, output = add_output(document, HERE)
    return choose_data(connect(document, last, output), generated("xor"), 2)


def every() -> dict[str, Document]:
    """By name, networks that between them use every operation."""
    return {
        "tanh and MSE, mini-batches": layered((3, "tanh"), (1, "linear"), batch_size=3),
        "sigmoid and SSE, online": layered((2, "sigmoid"), (1, "sigmoid"), loss="sse", batches="online"),
        "ReLU, stable BCE, momentum": layered(
            (4, "relu"), (1, "sigmoid"), loss="binary_cross_entropy", rule="momentum", batches="full"
        ),
        "textbook BCE, Adam, penalties": layered(
            (2, "tanh"), (1, "sigmoid"), loss="binary_cross_entropy", form="textbook", rule="adam", l1=0.01, l2=0.1
        ),
        "softmax, stable CCE": layered((3, "softmax"), loss="categorical_cross_entropy", data="iris", batch_size=2),
        "softmax, textbook CCE": layered(
            (2, "tanh"), (3, "softmax"), loss="categorical_cross_entropy", form="textbook", data="iris", batch_size=2
        ),
        "step, perceptron": layered((1, "step"), rule="perceptron", loss="sse", batches="online"),
        "sign, gradient descent": layered((2, "sign"), (1, "step"), loss="sse", batches="online"),
        "free neurons": free_graph(),
        "free neurons, Adam": free_graph("adam", "tanh"),
        "activation node": with_activation_node(),
    }


NETWORKS = every()


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Runs what takes `network` on every network."""
    if "network" in metafunc.fixturenames:
        metafunc.parametrize("network", list(NETWORKS.values()), ids=list(NETWORKS))


@pytest.fixture
def make_layered() -> Callable[..., Document]:
    """See `layered`."""
    return layered


@pytest.fixture
def free_neurons() -> Document:
    """See `free_graph`."""
    return free_graph()
