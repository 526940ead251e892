"""Networks to train in the tests of the session."""

from collections.abc import Callable

import pytest

from nnsim.catalog import AdamSettings, DenseSettings, GradientDescentSettings
from nnsim.data import generated
from nnsim.document import Document
from nnsim.edits import add_node, add_output, choose_data, connect, new_document, set_rule


def network(*units: int, data: str = "xor", activation: str = "tanh") -> Document:
    """A chain of dense layers with these numbers of units on two inputs, learning generated data with Adam."""
    document, last = add_node(new_document(), "input", (0.0, 0.0))
    for count in units:
        document, layer = add_node(document, "dense", (0.0, 0.0), settings=DenseSettings(count, activation))
        document, last = connect(document, last, layer), layer
    document, output = add_output(document, (0.0, 0.0))
    document = connect(document, last, output)
    document = set_rule(document, "adam", AdamSettings(learning_rate=0.01))
    return choose_data(document, generated(data), 2)


@pytest.fixture
def make_network() -> Callable[..., Document]:
    """See `network`."""
    return network


@pytest.fixture
def document() -> Document:
    """2-4-1 on XOR, mini-batches, Adam."""
    return network(4, 1)


@pytest.fixture
def bursting() -> Document:
    """A network that is sure to diverge within a few steps: linear units and a monstrous learning rate."""
    made = network(8, 8, 1, data="gaussians", activation="linear")
    return set_rule(made, "gradient_descent", GradientDescentSettings(learning_rate=50.0))
