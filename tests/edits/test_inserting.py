"""A node put into the middle of a link: it takes the link's place, and what was trained behind it stays."""

import pytest

from nnsim import edits
from nnsim.catalog import ActivationSettings, DenseSettings
from nnsim.data import generated
from nnsim.document import Document, Link
from nnsim.text.errors import NnsimError
from nnsim.text.messages import render
from tests.batteries.drawing import Drawing
from tests.edits.drawings import trained

TWO_WAYS = Link("input1", "neuron1")


def forked() -> Document:
    """Input → dense1 (2) and input → neuron1, both → output; trained for three steps by Adam."""
    drawing = Drawing(generated("xor"))
    start = drawing.add("input")
    first = drawing.add("dense", DenseSettings(3), start)
    last = drawing.add("neuron", None, first)
    drawing.end(last)
    document = edits.connect(edits.set_rule(drawing.document, "adam"), start, last)
    document = edits.freeze(document, "neuron1/weight", (0, 1), True)
    return trained(document)


def test_the_new_node_stands_where_the_link_was_among_the_inputs() -> None:
    before = forked()
    after, node = edits.insert_on_link(before, Link("dense1", "neuron1"), "dropout", (7.0, 8.0))
    assert node == "dropout1"
    assert after.views.positions[node] == (7.0, 8.0)
    assert after.network.into("neuron1") == (Link(node, "neuron1"), TWO_WAYS)
    assert after.network.into(node) == (Link("dense1", node),)
    assert edits.inputs(after.network, "neuron1") == (
        (node, 0), (node, 1), (node, 2), ("input1", 0), ("input1", 1))
    for path, array in before.state.parameters.items():
        assert after.state.parameters[path].tobytes() == array.tobytes(), path
    assert after.state.slots == before.state.slots
    assert after.network.masks == before.network.masks
    assert edits.delete(after, [node]).network.nodes == before.network.nodes


def test_other_widths_begin_with_new_columns_and_keep_the_rest() -> None:
    before = forked()
    after, node = edits.insert_on_link(before, TWO_WAYS, "dense", (0.0, 0.0), DenseSettings(5))
    weight = after.state.parameters["neuron1/weight"]
    assert weight.shape == (1, 8)
    assert weight[:, :3].tobytes() == before.state.parameters["neuron1/weight"][:, :3].tobytes()
    assert after.state.parameters[f"{node}/weight"].shape == (5, 2)


def test_a_single_unit_s_link_leads_through_too() -> None:
    document = edits.disconnect(forked(), TWO_WAYS)
    document = edits.connect(document, "input1", "neuron1", 1)
    after, node = edits.insert_on_link(
        document, Link("input1", "neuron1", 1), "activation", (0.0, 0.0), ActivationSettings("tanh"))
    assert after.network.into(node) == (Link("input1", node, 1),)
    assert edits.units(after.network)[node] == 1


@pytest.mark.parametrize(("kind", "word"), [
    ("input", "leads into"), ("loss", "follows"), ("convolution", "image"), ("nothing", "palette"),
])  # fmt: skip
def test_what_cannot_stand_there_is_refused_with_the_reason(kind: str, word: str) -> None:
    document = forked()
    objection = edits.can_insert_on_link(document, TWO_WAYS, kind)
    assert objection is not None
    assert word in render(objection, "en")
    with pytest.raises(NnsimError, match=word) as raised:
        edits.insert_on_link(document, TWO_WAYS, kind, (0.0, 0.0))
    assert raised.value.code == "link.refused"


def test_a_node_that_stands_by_itself_is_put_into_a_link() -> None:
    before, node = edits.add_node(forked(), "dropout", (5.0, 6.0))
    after = edits.put_on_link(before, Link("dense1", "neuron1"), node)
    assert after.network.into("neuron1") == (Link(node, "neuron1"), TWO_WAYS)
    assert after.network.nodes == before.network.nodes
    assert after.views == before.views
    assert after.state.parameters == before.state.parameters
    objection = edits.can_put_on_link(after, TWO_WAYS, node)
    assert objection is not None
    assert "linked already" in render(objection, "en")
    with pytest.raises(NnsimError, match="linked already"):
        edits.put_on_link(after, TWO_WAYS, node)
