"""Units that come and go anywhere in a layer: every other weight, mask, memory and single link follows."""

import msgspec
import numpy as np
import pytest

from nnsim import edits
from nnsim.catalog import (
    ActivationSettings,
    BatchNormalizationSettings,
    DenseSettings,
    InputSettings,
    NeuronSettings,
    Uniform,
)
from nnsim.document import Document, Link
from nnsim.program import Trainer, problems
from nnsim.text.errors import NnsimError
from nnsim.text.messages import render
from tests.batteries.drawing import Drawing, table


def layers() -> Document:
    """4 inputs, 5 units, normalized and through a sigmoid, one of them linked alone to a neuron; trained by Adam."""
    random = np.random.default_rng(3)
    drawing = Drawing(table(random.normal(size=(8, 4)), random.normal(size=(8, 3))))
    x = drawing.add("input", InputSettings((0, 1, 2, 3)))
    first = drawing.add("dense", DenseSettings(5, "linear", initializer=Uniform()), x)
    normal = drawing.add("batch_normalization", BatchNormalizationSettings(), first)
    bent = drawing.add("activation", ActivationSettings("sigmoid"), normal)
    second = drawing.add("dense", DenseSettings(2), bent)
    drawing.add("neuron", NeuronSettings("tanh"), (bent, 3), (first, 1))
    drawing.end(second, "neuron1")
    document = drawing.plan("adam", batches="full")
    document = edits.freeze(edits.prune(document, "dense1/weight", (3, 1), True), "dense1/bias", (4,), True)
    trainer = Trainer(document)
    for _ in range(3):
        trainer.step()
    return trainer.document()


def test_a_unit_in_the_middle_goes_with_all_that_is_its_and_nothing_else() -> None:
    before = layers()
    after = edits.remove_units(before, "dense1", [2])
    keep = [0, 1, 3, 4]
    for path, axis in {"dense1/weight": 0, "dense1/bias": 0, "batch_normalization1/scale": 0, "dense2/weight": 1,
                       "batch_normalization1/running_mean": 0}.items():
        assert np.array_equal(after.state.parameters[path], before.state.parameters[path].take(keep, axis)), path
        moment = f"{path}:first_moment"
        if moment in before.state.slots:
            assert np.array_equal(after.state.slots[moment], before.state.slots[moment].take(keep, axis)), path
    assert np.argwhere(after.network.masks["dense1/weight:pruned"]).tolist() == [[2, 1]]
    assert np.flatnonzero(after.network.masks["dense1/bias:frozen"]).tolist() == [3]
    assert edits.inputs(after.network, "neuron1") == (("activation1", 2), ("dense1", 1))
    assert np.array_equal(after.state.parameters["neuron1/weight"], before.state.parameters["neuron1/weight"])
    assert after.state.parameters["dense2/bias"] is before.state.parameters["dense2/bias"]
    assert edits.reconcile(after, after) == after
    alone = edits.remove_units(before, "dense1", [1, 3])
    assert edits.inputs(alone.network, "neuron1") == (), "links to units that are gone go too"
    assert edits.remove_units(before, "dense1", []) is before
    assert not edits.remove_units(before, "dense1", range(5)).network.has("dense1")


def test_what_a_unit_without_effect_takes_away_changes_no_prediction() -> None:
    before = layers()
    idle = edits.set_parameter(before, "dense2/weight", np.where(np.arange(5) == 2, 0, 0.5) * np.ones((2, 5)))
    after = edits.remove_units(idle, "dense1", [2])
    assert Trainer(after).evaluate("train")[0] == pytest.approx(Trainer(idle).evaluate("train")[0], rel=1e-13)


def test_a_unit_comes_at_its_place_and_is_like_no_other() -> None:
    before = layers()
    after = edits.add_unit(before, "dense1", 1)
    old, new = before.state.parameters, after.state.parameters
    assert np.array_equal(np.delete(new["dense1/weight"], 1, 0), old["dense1/weight"])
    assert np.array_equal(np.delete(new["dense2/weight"], 1, 1), old["dense2/weight"])
    assert np.delete(after.state.slots["dense2/weight:second_moment"], 1, 1).all()
    assert not after.state.slots["dense2/weight:second_moment"][:, 1].any()
    assert edits.inputs(after.network, "neuron1") == (("activation1", 4), ("dense1", 2))
    assert not [each for each in problems(after) if each.severity == "error"]
    for _ in range(4):  # a unit drawn from a fixed range must not be the twin of one that is there
        after = edits.add_unit(edits.remove_units(after, "dense1", [0]), "dense1")
    assert len(np.unique(after.state.parameters["dense1/weight"].round(12))) > 20
    assert edits.add_unit(before, "dense1") == edits.add_unit(before, "dense1", 5), "the same document, the same draw"


def test_a_column_leaves_the_input() -> None:
    before = layers()
    after = edits.remove_units(before, "input1", [1])
    assert after.network.node("input1").settings == InputSettings((0, 2, 3))
    kept = before.state.parameters["dense1/weight"][:, [0, 2, 3]]
    assert np.array_equal(after.state.parameters["dense1/weight"], kept)
    assert "dense1/weight:pruned" not in after.network.masks


def test_what_has_no_units_of_its_own_says_so() -> None:
    document = layers()
    arranged = edits.change_settings(document, "input1", InputSettings((0, 1, 2, 3), (2, 2)))
    for refused in (lambda: edits.remove_units(document, "output1", [0]), lambda: edits.add_unit(document, "input1"),
                    lambda: edits.remove_units(arranged, "input1", [0])):
        with pytest.raises(NnsimError) as error:
            refused()
        assert any("가" <= letter <= "힣" for letter in render(error.value.message, "ko"))
    assert edits.remove_units(document, "neuron1", [0]) == edits.delete(document, ["neuron1"])


def test_single_links_of_the_layer_itself_follow() -> None:
    drawing = Drawing(table(np.eye(3), np.ones((3, 1))))
    layer = drawing.add("dense", DenseSettings(3), drawing.add("input", InputSettings((0, 1, 2))))
    drawing.end(drawing.add("neuron", None, (layer, 2), (layer, 0)))
    document = edits.remove_units(drawing.document, layer, [1])
    assert [link for link in document.network.links if link.source == layer] == [
        Link(layer, "neuron1", 1), Link(layer, "neuron1", 0)]
    step = msgspec.structs.replace(document.state, step=1)
    assert edits.add_unit(msgspec.structs.replace(document, state=step), layer, 0).network.links[1].unit == 2
