"""Settings of several nodes at once, and inputs that are described before there is data."""

import pytest

from nnsim import catalog, edits
from nnsim.catalog import DenseSettings, InputSettings, NeuronSettings, Zero
from nnsim.catalog.input import MOST_COLUMNS
from nnsim.data import generated
from nnsim.document import Document
from nnsim.text.errors import NnsimError
from tests.batteries.drawing import Drawing


def mixed() -> Document:
    """An input, two dense layers and a neuron, one behind the other, with an output."""
    drawing = Drawing(generated("xor"))
    first = drawing.add("dense", DenseSettings(3, "tanh"), drawing.add("input"))
    second = drawing.add("dense", DenseSettings(2, "relu"), first)
    drawing.end(drawing.add("neuron", NeuronSettings("sigmoid"), second))
    return drawing.document


def test_kinds_share_what_all_of_them_take() -> None:
    network = mixed().network
    layers = edits.shared_fields(network, ["dense1", "dense2"])
    assert layers == catalog.kind("dense").fields
    names = {field.name: field for field in edits.shared_fields(network, ["dense1", "neuron1"])}
    assert set(names) == {"activation", "bias", "initializer", "bias_initializer"}
    assert "softmax" not in dict(names["activation"].choices), "a single neuron has no softmax"
    assert edits.shared_fields(network, ["dense1", "loss1"]) == ()
    assert edits.values_of(network, ["dense1", "neuron1", "dense2", "dense1"], "activation") == (
        "tanh", "sigmoid", "relu")


def test_every_two_kinds_share_fields_that_each_of_them_accepts() -> None:
    """Each kind with each other: a value of the shared range is one that both take."""
    for one in catalog.kinds():
        for other in catalog.kinds():
            drawing = Drawing()
            pair = [drawing.add(one.id), drawing.add(other.id)]
            for field in edits.shared_fields(drawing.document.network, pair):
                values = [key for key, _ in field.choices] or [value for value in (field.low, field.high) if value]
                for value in values if field.type in ("choice", "int") else ():
                    objections = [
                        next(each for each in kind.fields if each.name == field.name).check(value)
                        for kind in (one, other)]
                    assert objections == [None, None], (one.id, other.id, field.name, value)


def test_all_are_changed_in_one_edit_and_keep_what_fits() -> None:
    document = mixed()
    trained = edits.set_weight(document, "neuron1/weight", (0, 1), 7.0)
    changed = edits.change_settings_of(trained, ["dense1", "dense2", "neuron1"], "bias", False)
    assert [node.settings.bias for node in changed.network.nodes if node.kind in ("dense", "neuron")] == [False] * 3
    assert not [path for path in changed.state.parameters if path.endswith("bias")]
    assert changed.state.parameters["neuron1/weight"][0, 1] == 7.0
    one_by_one = trained
    for node in ("dense1", "dense2"):
        one_by_one = edits.change_settings(
            one_by_one, node, DenseSettings(5, one_by_one.network.node(node).settings.activation))
    assert edits.change_settings_of(trained, ["dense1", "dense2"], "units", 5) == one_by_one
    zeros = edits.change_settings_of(document, ["dense1", "dense2"], "initializer", Zero())
    assert not zeros.state.parameters["dense1/weight"].any(), "an untouched layer begins as it is told"
    with pytest.raises(NnsimError, match="softmax"):
        edits.change_settings_of(document, ["dense1", "neuron1"], "activation", "softmax")


def test_an_input_is_described_before_there_is_data() -> None:
    drawing = Drawing()
    source = drawing.add("input")
    wide = edits.set_features(drawing.document, source, 64)
    assert edits.sample_shapes(wide.network)[source] == (64,)
    image = edits.arrange_input(wide, source, (1, 8, 8))
    assert image.network.node(source).settings == InputSettings(tuple(range(64)), (1, 8, 8))
    larger = edits.arrange_input(image, source, (3, 4, 5))
    assert edits.sample_shapes(larger.network)[source] == (3, 4, 5)
    assert edits.set_features(larger, source, 7).network.node(source).settings == InputSettings(tuple(range(7)))
    assert edits.set_features(larger, source, 60).network.node(source).settings.shape == (3, 4, 5)
    assert edits.arrange_input(larger, source, ()).network.node(source).settings.shape == ()
    for shape in ((0, 3), (2, 2, 2, 2), (64, 64, 2)):
        with pytest.raises(NnsimError):
            edits.arrange_input(larger, source, shape)
    for count in (0, MOST_COLUMNS + 1):
        with pytest.raises(NnsimError):
            edits.set_features(larger, source, count)


def test_with_data_the_columns_that_were_chosen_stay() -> None:
    drawing = Drawing(generated("xor"))
    source = drawing.add("input")
    assert edits.arrange_input(drawing.document, source, (2, 1)).network.node(source).settings.columns == (0, 1)
    with pytest.raises(NnsimError, match="room for 64"):
        edits.arrange_input(drawing.document, source, (1, 8, 8))
