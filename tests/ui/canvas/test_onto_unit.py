"""A link that ends at one unit: the layer opens and that neuron alone is linked, by mouse and by keys, as one edit."""

from collections.abc import Callable

import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest

from nnsim import edits
from nnsim.catalog import DenseSettings, NeuronSettings
from nnsim.document import Document, Link
from nnsim.text import render
from tests.ui.canvas.lab import Lab, network, xor_network
from ui.canvas.acts import act
from ui.canvas.hit import in_port, out_port

Key = Qt.Key
Shift = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def beside(make_lab: Callable[[Document], Lab]) -> Lab:
    """2-4-1 with a neuron of its own below the layer's inputs, which nothing links yet."""
    document, _ = edits.add_node(xor_network(), "neuron", (60.0, 600.0), settings=NeuronSettings("linear"))
    lab = make_lab(edits.connect(document, "input1", "neuron1"))
    lab.view.fit(travel=False)
    return lab


def _linked(lab: Lab, unit: int) -> None:
    """Only the neuron of this unit of Dense 1 is linked to the free one, and all else computes what it did."""
    document, chosen = lab.store.document, lab.selection.node
    assert not document.network.has("dense1")
    assert [link.target for link in document.network.out_of("neuron1")] == [chosen]
    neurons = [node.id for node in document.network.nodes if node.kind == "neuron" and node.id != "neuron1"]
    assert neurons.index(chosen) == unit
    assert [len(document.network.into(node)) for node in neurons] == [1 + (node == chosen) for node in neurons]
    assert lab.store.undo_stack.count() == 1


def test_a_link_dropped_on_a_unit_opens_the_layer_and_links_that_neuron_alone(beside: Lab) -> None:
    before, card = beside.store.document, beside.card("dense1")
    weights = before.state.parameters["dense1/weight"]
    unit = card.center_of[2]
    beside.drag(out_port(beside.card("neuron1")), unit, release=False)
    feedback = beside.view.feedback
    assert feedback.words == (feedback.words[0], "Opens 'Dense 1' into 4 neurons and links h₃ alone")
    assert feedback.hint
    assert feedback.lit[0].boundingRect().center() == unit
    QTest.keyClick(beside.view, Key.Key_Escape)
    assert beside.store.document == before
    assert not feedback.lit
    beside.drag(out_port(beside.card("neuron1")), unit)
    _linked(beside, 2)
    after = beside.store.document.state.parameters[f"{beside.selection.node}/weight"]
    assert np.array_equal(after[0, :2], weights[2])
    assert beside.card(beside.selection.node).center_of[0] == unit
    beside.store.undo()
    assert beside.store.document == before


def test_at_the_port_and_beside_the_units_the_whole_layer_is_linked(beside: Lab) -> None:
    beside.drag(out_port(beside.card("neuron1")), in_port(beside.card("dense1")))
    assert beside.store.document.network.links[-1] == Link("neuron1", "dense1")
    beside.store.undo()
    beside.drag(out_port(beside.card("neuron1")), beside.card("dense1").rect.topLeft() + QPointF(20, 20))
    assert beside.store.document.network.links[-1] == Link("neuron1", "dense1")


def test_a_layer_without_links_is_linked_as_a_whole_and_one_that_cannot_open_says_why(
    make_lab: Callable[[Document], Lab],
) -> None:
    document, _ = edits.add_node(network(2, 600, 1), "neuron", (60.0, 900.0))
    document, loose = edits.add_node(document, "dense", (60.0, 1100.0), settings=DenseSettings(4))
    lab = make_lab(edits.connect(document, "input1", "neuron1"))
    lab.view.fit(travel=False)
    lab.drag(out_port(lab.card("neuron1")), lab.card(loose).center_of[1])
    assert lab.store.document.network.links[-1] == Link("neuron1", loose)
    wide = lab.card("dense1")
    lab.drag(out_port(lab.card("neuron1")), wide.center_of[1])
    assert lab.store.undo_stack.count() == 1
    assert "up to 512" in lab.view.feedback.words[1]
    assert "as a whole" in lab.view.feedback.words[1]


def test_the_link_key_walks_on_from_the_port_to_the_units(beside: Lab) -> None:
    beside.selection.select(["neuron1"])
    beside.key(Key.Key_C)
    while beside.view.keyboard.aim[0] != "dense1":
        beside.key(Key.Key_Tab)
    for unit in range(4):
        beside.key(Key.Key_C)
        assert beside.view.feedback.words[1].endswith(f"links h{'₁₂₃₄'[unit]} alone")
    assert beside.view.accessibleDescription() == beside.view.feedback.words[1]
    beside.key(Key.Key_C)
    assert beside.view.feedback.words is None
    assert beside.view.feedback.port_on == in_port(beside.card("dense1"))
    beside.key(Key.Key_C)
    beside.key(Key.Key_C)
    beside.key(Key.Key_Return)
    _linked(beside, 1)


def test_e_opens_all_selected_layers_at_once_and_shift_e_folds_each_column(make_lab: Callable[[Document], Lab]) -> None:
    document = edits.change_settings(network(2, 3, 4, 2), "dense3", DenseSettings(2, "softmax"))
    lab = make_lab(document)
    before = lab.store.document
    lab.selection.select(["input1", "dense1", "dense2", "dense3"])
    assert render(act("open").text_now(lab.view)) == "Open into neurons"
    lab.key(Key.Key_E)
    assert lab.store.undo_stack.count() == 1
    kinds = [lab.store.document.network.node(node).kind for node in lab.selection.nodes]
    assert (kinds.count("neuron"), kinds.count("activation"), len(kinds)) == (9, 1, 10)
    rects = [card.rect for card in lab.view.board.diagram.cards.values()]
    assert not any(a.intersects(b) for place, a in enumerate(rects) for b in rects[:place])
    lab.key(Key.Key_E, Shift)
    assert lab.store.undo_stack.count() == 2
    layers = [node for node in lab.store.document.network.nodes if node.kind == "dense"]
    assert [node.settings for node in layers] == [before.network.node(f"dense{k}").settings for k in (1, 2, 3)]
    assert {node.id for node in layers} == lab.selection.nodes
    old = [before.state.parameters[f"{node}/weight"] for node in ("dense1", "dense2", "dense3")]
    new = [lab.store.document.state.parameters[f"{node.id}/weight"] for node in layers]
    assert all(np.array_equal(a, b) for a, b in zip(old, new, strict=True))
    lab.store.undo()
    lab.store.undo()
    assert lab.store.document == before
