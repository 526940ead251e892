"""Layers open into neurons and neurons fold into layers: what they compute, and learn from then on, stays the same."""

from collections.abc import Callable, Sequence
from typing import Any

import msgspec
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from nnsim import edits
from nnsim.catalog import (
    DenseSettings,
    InputSettings,
    MomentumSettings,
    NeuronSettings,
    ReshapeSettings,
    Uniform,
)
from nnsim.document import Document, Link, Objective
from nnsim.files import load, save
from nnsim.program import Trainer, problems
from nnsim.text.errors import NnsimError
from nnsim.text.messages import render
from tests.batteries.drawing import Drawing, table

Array = NDArray[Any]
CLOSE = 1e-12


def trained(document: Document, steps: int) -> tuple[Document, Array, float]:
    """The document after so many steps, with the predictions for its samples and its loss then."""
    trainer = Trainer(document)
    for _ in range(steps):
        trainer.step()
    executor = trainer.look()
    assert trainer.program.prediction is not None
    return trainer.document(), np.array(executor.value(trainer.program.prediction)), trainer.evaluate()[0]


def held_alike(before: Document, after: Document) -> None:
    """Both compute, descend (so that the gradients are the same) and learn with Adam for ten steps alike."""
    assert not [each for each in problems(after) if each.severity == "error"]
    assert edits.reconcile(after, after) == after, "every array has the path and shape that the drawing asks for"
    for rule, steps in (("gradient_descent", 1), ("adam", 10), (None, 2)):
        (_, first, loss), (_, second, other) = (
            trained(each if rule is None else edits.set_rule(each, rule), steps) for each in (before, after))
        assert np.abs(first - second).max() <= CLOSE * max(1.0, np.abs(first).max()), rule
        assert loss == pytest.approx(other, rel=CLOSE, abs=CLOSE), rule


def held_the_same(before: Document, after: Document, names: dict[str, str]) -> None:
    """`after` is `before` to the bit, its ids (new to old) and the ways to draw the same links aside."""
    assert {names.get(node.id, node.id): (node.kind, node.name, node.settings) for node in after.network.nodes} == {
        node.id: (node.kind, node.name, node.settings) for node in before.network.nodes}
    for node in after.network.nodes:
        old = names.get(node.id, node.id)
        columns = [(names.get(source, source), unit) for source, unit in edits.inputs(after.network, node.id) or ()]
        assert columns == list(edits.inputs(before.network, old) or ()), node.id
        assert after.views.positions[node.id] == pytest.approx(before.views.positions[old], abs=1e-6)

    def by_old(arrays: Any) -> dict[str, tuple[Any, ...]]:
        return {"/".join((names.get(path.split("/")[0], path.split("/")[0]), *path.split("/")[1:])):
                (array.shape, array.dtype, array.tobytes()) for path, array in arrays.items()}

    for now, was in ((after.state.parameters, before.state.parameters), (after.state.slots, before.state.slots),
                     (after.network.masks, before.network.masks)):
        assert by_old(now) == by_old(was)


def network(function: str = "tanh", loss: str = "mse", steps: int = 3) -> Document:
    """3 inputs, a layer of 4 with a frozen, a cut and a single link, and a layer of 2; trained with momentum."""
    random = np.random.default_rng(5)
    targets = np.eye(2)[random.integers(0, 2, 7)] if loss != "mse" else random.normal(size=(7, 2))
    drawing = Drawing(table(random.normal(size=(7, 3)), targets))
    x = drawing.add("input", InputSettings((0, 1, 2)))
    first = drawing.add("dense", DenseSettings(4, function, initializer=Uniform()), x)
    one = drawing.add("neuron", NeuronSettings("sigmoid"), (first, 2), (x, 0))
    second = drawing.add("dense", DenseSettings(2, "softmax" if loss != "mse" else "linear"), (x, 1), first, one)
    drawing.end(second, loss=loss)
    document = drawing.plan("momentum", MomentumSettings(0.1), batches="full")
    document = edits.move(document, {first: (200.0, 40.0), x: (0.0, 0.0), one: (400.0, -80.0), second: (600.0, 0.0)})
    document = edits.freeze(edits.prune(document, f"{first}/weight", (1, 2), True), f"{first}/weight", (3, 0), True)
    document = edits.freeze(document, f"{second}/weight", (0, 3), True)
    return trained(document, steps)[0]


@pytest.mark.parametrize(("function", "loss"), [("tanh", "mse"), ("relu", "categorical_cross_entropy"),
                                                ("softmax", "mse")])
@pytest.mark.parametrize("layer", ["dense1", "dense2"])
def test_an_opened_layer_computes_learns_and_folds_back(function: str, loss: str, layer: str) -> None:
    before = network(function, loss)
    opened, new = edits.open_layer(before, layer)
    assert not opened.network.has(layer)
    assert sum(map(np.size, opened.state.slots.values())) == sum(map(np.size, before.state.slots.values()))
    assert sum(mask.sum() for mask in opened.network.masks.values()) == sum(
        mask.sum() for mask in before.network.masks.values())
    held_alike(before, opened)
    folded, back = edits.fold(opened, new)
    held_the_same(before, folded, {back: layer})
    held_alike(before, folded)


def test_an_opened_layer_is_saved_and_keeps_what_its_objective_trains(tmp_path: Any) -> None:
    before = network()
    plan = msgspec.structs.replace(before.plan, objectives=(Objective("loss1", ("dense1/weight", "dense2")),))
    places = [(100.0 + k, 9.0 * k) for k in range(4)]
    opened, new = edits.open_layer(msgspec.structs.replace(before, plan=plan), "dense1", places)
    assert opened.plan.objectives[0].parameters == (*(f"{node}/weight" for node in new), "dense2")
    assert [opened.views.positions[node] for node in new] == places
    save(opened, tmp_path / "opened.nnsim")
    assert load(tmp_path / "opened.nnsim") == opened
    assert edits.fold(opened, new)[0].plan.objectives[0].parameters == ("dense1/weight", "dense2")
    with pytest.raises(NnsimError):
        edits.fold(edits.open_layer(edits.set_plan(opened, msgspec.structs.replace(plan, objectives=(
            Objective("loss1", (new[0],)),))), "dense2")[0], new)


def test_neurons_that_are_linked_each_in_its_way_become_one_layer() -> None:
    random = np.random.default_rng(2)
    drawing = Drawing(table(random.normal(size=(6, 3)), random.normal(size=(6, 2))))
    x = drawing.add("input", InputSettings((0, 1, 2)))
    low = drawing.add("neuron", NeuronSettings("tanh"), (x, 2), (x, 0))
    high = drawing.add("neuron", NeuronSettings("tanh"), (x, 1))
    middle = drawing.add("neuron", NeuronSettings("tanh"), x)
    behind = drawing.add("dense", DenseSettings(2, "linear"), low, x, high, middle)
    drawing.end(behind)
    document = edits.move(drawing.plan("adam", batches="full"), {low: (0, 300.0), high: (0, 0.0), middle: (0, 150.0)})
    document = trained(edits.freeze(document, f"{low}/weight", (0, 0), True), 3)[0]
    folded, layer = edits.fold(document, [low, middle, high])
    held_alike(document, folded)
    assert folded.network.masks[f"{layer}/weight:pruned"].tolist() == [
        [True, False, True], [False, False, False], [False, True, False]]
    assert np.argwhere(folded.network.masks[f"{layer}/weight:frozen"]).tolist() == [[2, 2]]
    assert folded.network.into(layer) == (Link(x, layer),)
    assert folded.network.into(behind) == (Link(layer, behind), Link(x, behind)), "where order does not count"


def test_a_neuron_joins_a_layer_and_what_it_was_not_linked_to_stays_cut() -> None:
    random = np.random.default_rng(8)
    drawing = Drawing(table(random.normal(size=(6, 2)), random.normal(size=(6, 3))))
    x = drawing.add("input", InputSettings((0, 1)))
    layer = drawing.add("dense", DenseSettings(3, "tanh"), x)
    alone = drawing.add("neuron", NeuronSettings("tanh"), (x, 1))
    behind = drawing.add("dense", DenseSettings(2, "linear"), layer)
    drawing.end(behind, alone)
    document = trained(drawing.plan("adam", batches="full"), 3)[0]
    joined = edits.join_layer(document, alone, layer)
    held_alike(document, joined)
    assert joined.network.node(layer).settings == DenseSettings(4, "tanh")
    assert joined.network.node(layer).name == document.network.node(layer).name
    assert joined.network.masks[f"{behind}/weight:pruned"].tolist() == [[False, False, False, True]] * 2
    assert edits.inputs(joined.network, "output1") == ((behind, 0), (behind, 1), (layer, 3))
    held_alike(joined, edits.open_layer(joined, layer)[0])
    new, other = edits.add_node(document, "neuron", (0.0, 0.0))
    assert edits.join_layer(new, other, layer) == edits.add_unit(document, layer), "what has no links gets them all"


def test_what_takes_a_layer_as_one_input_gets_it_from_an_activation() -> None:
    random = np.random.default_rng(9)
    drawing = Drawing(table(random.normal(size=(6, 2)), random.normal(size=(6, 3))))
    x = drawing.add("input", InputSettings((0, 1)))
    first, second = drawing.add("dense", DenseSettings(3), x), drawing.add("dense", DenseSettings(3, "relu"), x)
    drawing.end(drawing.add("add", None, first, second))
    document = trained(drawing.plan("adam", batches="full"), 2)[0]
    opened, new = edits.open_layer(document, second)
    assert opened.network.node(new[-1]).kind == "activation"
    held_alike(document, opened)
    assert edits.can_fold(opened, [first, *new[:-1]]) is not None
    held_the_same(document, edits.fold(opened, new)[0], {})


def words_of(refused: Callable[[], object]) -> str:
    with pytest.raises(NnsimError) as error:
        refused()
    assert any("가" <= letter <= "힣" for letter in render(error.value.message, "ko"))
    return render(error.value.message, "en")


def test_what_cannot_be_opened_or_folded_says_why() -> None:
    drawing = Drawing(table(np.eye(6), np.ones((6, 1))))
    x = drawing.add("input", InputSettings(tuple(range(6))))
    steps = drawing.add("reshape", ReshapeSettings((3, 2)), x)
    over_time = drawing.add("dense", DenseSettings(2), steps)
    wide = drawing.add("dense", DenseSettings(600), x)
    one, two = drawing.add("neuron", None, x), drawing.add("neuron", NeuronSettings("tanh"), x)
    after = drawing.add("neuron", None, drawing.add("dense", DenseSettings(1), one))
    soft, lone = drawing.add("dense", DenseSettings(2, "softmax"), x), drawing.add("dense", DenseSettings(2), x)
    other = drawing.add("dense", DenseSettings(2, "softmax"), x)
    document = drawing.document
    assert "made of neurons" in words_of(lambda: edits.open_layer(document, x))
    assert "step of a sequence" in words_of(lambda: edits.open_layer(document, over_time))
    assert "600 units" in words_of(lambda: edits.open_layer(document, wide))
    assert "differ in their activation" in words_of(lambda: edits.fold(document, [one, two]))
    assert "feed each other" in words_of(lambda: edits.fold(document, [one, after]))
    assert "is neither" in words_of(lambda: edits.fold(document, [one, x]))
    assert "Select neurons" in words_of(lambda: edits.fold(document, []))
    assert "a layer already" in words_of(lambda: edits.fold(document, [lone]))
    assert "softmax" in words_of(lambda: edits.fold(document, [soft, other]))
    assert "Neurons join Dense layers" in words_of(lambda: edits.join_layer(document, one, two))
    assert "differ" in words_of(lambda: edits.join_layer(document, one, lone))


@st.composite
def drawn(draw: st.DrawFn) -> tuple[Document, Sequence[str]]:
    """A small network of layers and neurons, linked at random as a whole or by single units, trained a little."""
    random = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    drawing = Drawing(table(random.normal(size=(5, 3)), random.normal(size=(5, 2))), seed=draw(st.integers(0, 99)))
    sources = {drawing.add("input", InputSettings((0, 1, 2))): 3}
    layers = []
    for _ in range(draw(st.integers(2, 5))):
        dense, function = draw(st.booleans()), draw(st.sampled_from(["tanh", "linear", "sigmoid"]))
        units = draw(st.integers(1, 4)) if dense else 1
        bias = draw(st.booleans())
        settings = DenseSettings(units, function, bias) if dense else NeuronSettings(function, bias)
        node = drawing.add("dense" if dense else "neuron", settings)
        for source in draw(st.lists(st.sampled_from(sorted(sources)), min_size=1, max_size=3, unique=True)):
            single = draw(st.booleans())
            drawing.link((source, draw(st.integers(0, sources[source] - 1))) if single else source, node)
        sources[node] = units
        layers += [node] if dense else []
    drawing.end(drawing.add("dense", DenseSettings(2, draw(st.sampled_from(["softmax", "linear"]))), *sorted(sources)))
    document = drawing.plan("adam", batches="full")
    for _ in range(3):
        path = draw(st.sampled_from(sorted(path for path in document.state.parameters if path.endswith("weight"))))
        rows, columns = document.state.parameters[path].shape
        cell = (draw(st.integers(0, rows - 1)), draw(st.integers(0, columns - 1)))
        document = draw(st.sampled_from([edits.freeze, edits.prune]))(document, path, cell, True)
    spread = {node.id: (220.0 * k, 31.0 * k) for k, node in enumerate(document.network.nodes)}
    return trained(edits.move(document, spread), 2)[0], [*layers, f"dense{len(layers) + 1}"]


@settings(max_examples=25)
@given(drawn(), st.data())
def test_any_layer_opens_and_folds_back(made: tuple[Document, Sequence[str]], data: st.DataObject) -> None:
    document, layers = made
    layer = data.draw(st.sampled_from(layers))
    opened, new = edits.open_layer(document, layer)
    first, second = (trained(each, 10)[1] for each in (document, opened))
    assert np.abs(first - second).max() <= CLOSE * max(1.0, np.abs(first).max())
    folded, back = edits.fold(opened, new)
    held_the_same(document, folded, {back: layer})
    gone = data.draw(st.integers(0, len(new) - 1))
    deleted = edits.delete(opened, [new[gone]])
    if layer == layers[-1] or any(each.severity == "error" for each in problems(deleted)):
        return  # the data, or what follows, asks for this unit
    removed = edits.remove_units(document, layer, [gone])
    assert np.abs(trained(removed, 3)[1] - trained(deleted, 3)[1]).max() <= CLOSE * max(1.0, np.abs(first).max())
