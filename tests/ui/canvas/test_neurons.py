"""By key: layers open into neurons where their units stood, neurons fold and join, units come, weights are held."""

import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest

from nnsim import edits
from nnsim.catalog import DenseSettings, NeuronSettings
from nnsim.document import Link
from nnsim.text import render
from tests.ui.canvas.lab import Lab
from ui.canvas.acts import act
from ui.canvas.acts.neurons import can_fold, can_open
from ui.canvas.wires import wires_of_cell

Key = Qt.Key
Shift = Qt.KeyboardModifier.ShiftModifier


def count(lab: Lab) -> int:
    return lab.store.undo_stack.count()


def test_e_opens_a_layer_where_its_units_stand_and_shift_e_folds_it_back(lab: Lab) -> None:
    before = lab.store.document
    centers = [QPointF(center) for center in lab.card("dense1").center_of.values()]
    lab.selection.select(["dense1"])
    lab.key(Key.Key_E)
    opened = sorted(lab.selection.nodes)
    assert len(opened) == 4
    assert all(lab.store.document.network.node(node).kind == "neuron" for node in opened)
    places = sorted((lab.card(node).center_of[0] for node in opened), key=QPointF.y)
    assert [(place.x(), place.y()) for place in places] == [(center.x(), center.y()) for center in centers]
    assert count(lab) == 1
    assert not can_open(lab.view)
    lab.key(Key.Key_E, Shift)
    assert lab.selection.nodes == {"dense1"}
    assert edits.difference(before, lab.store.document).changed_nodes <= {"dense1"}
    assert lab.store.document.state == before.state
    assert lab.store.document.views.positions["dense1"] == pytest.approx(before.views.positions["dense1"])
    lab.store.undo()
    lab.store.undo()
    assert lab.store.document == before


def test_what_stands_in_the_way_of_opened_neurons_moves_aside(lab: Lab) -> None:
    document = lab.store.document
    under = lab.card("dense1").rect
    document, other = edits.add_node(document, "dense", (under.x(), under.bottom() + 8), settings=DenseSettings(7))
    document, above = edits.add_node(document, "dense", (under.x(), under.y() - 600), settings=DenseSettings(3))
    document = edits.change_settings(edits.connect(document, "input1", other), "dense1", DenseSettings(9))
    lab.store.commit(edits.connect(document, "input1", above), act("open").text)
    lab.selection.select(["dense1"])
    lab.key(Key.Key_E)
    neurons = [lab.card(node).rect for node in lab.selection.nodes]
    assert len(neurons) == 9
    assert not any(lab.card(node).rect.intersects(rect) for rect in neurons for node in (other, above))


def test_a_neuron_joins_the_layer_that_is_selected_with_it_or_says_why_not(lab: Lab) -> None:
    document, neuron = edits.add_node(lab.store.document, "neuron", (0.0, 900.0), settings=NeuronSettings("relu"))
    lab.store.commit(edits.connect(document, "input1", neuron, 1), act("open").text)
    lab.selection.select(["dense1", neuron])
    assert render(act("fold").text_now(lab.view)) == "Join the layer"
    lab.key(Key.Key_E, Shift)
    assert count(lab) == 1
    assert lab.view.feedback.words is not None
    assert "activation" in lab.view.feedback.words[1]
    words = lab.view.feedback.words_box(*lab.view.feedback.words)
    assert not any(words.intersects(card.rect) for card in lab.view.board.diagram.cards.values())
    lab.store.commit(edits.change_settings(lab.store.document, neuron, NeuronSettings("tanh")), act("open").text)
    lab.selection.select(["dense1", neuron])
    lab.key(Key.Key_E, Shift)
    assert lab.card("dense1").units == 5
    cut = lab.store.document.network.masks
    assert np.argwhere(cut["dense1/weight:pruned"]).tolist() == [[4, 0]]
    assert np.argwhere(cut["dense2/weight:pruned"]).tolist() == [[0, 4]]
    lab.selection.select(["dense1"])
    assert not can_fold(lab.view)


def test_insert_adds_a_unit_below_the_selected_one_and_delete_takes_it_again(lab: Lab) -> None:
    before = lab.store.document.state.parameters["dense1/weight"]
    lab.selection.select_unit("dense1", 1)
    lab.key(Key.Key_Insert)
    assert lab.selection.unit == ("dense1", 2)
    assert np.array_equal(np.delete(lab.store.document.state.parameters["dense1/weight"], 2, 0), before)
    lab.key(Key.Key_Delete)
    assert np.array_equal(lab.store.document.state.parameters["dense1/weight"], before)
    lab.selection.select(["dense1"])
    lab.key(Key.Key_Insert)
    assert lab.selection.unit == ("dense1", 4)


def test_k_p_and_shift_r_take_single_links_units_and_whole_links(lab: Lab) -> None:
    (wire,) = wires_of_cell(lab.view.board.wiring, ("dense1/weight", 2, 1))
    masks = lambda: lab.store.document.network.masks  # noqa: E731
    weights = lambda: lab.store.document.state.parameters["dense1/weight"]  # noqa: E731
    lab.selection.select_cell(wire.link, wire.key)
    lab.key(Key.Key_K)
    assert np.argwhere(masks()["dense1/weight:frozen"]).tolist() == [[2, 1]]
    before = weights()
    lab.key(Key.Key_R, Shift)
    assert weights() is before, "what is frozen stays, and that is said"
    assert lab.view.feedback.words is not None
    lab.selection.select_unit("dense1", 2)
    lab.key(Key.Key_R, Shift)
    assert np.argwhere(weights() != before).tolist() == [[2, 0]]
    lab.selection.select_link(Link("input1", "dense1"))
    assert render(act("prune").text_now(lab.view)) == "Prune these links"
    lab.key(Key.Key_P, Qt.KeyboardModifier.ShiftModifier)
    assert masks()["dense1/weight:pruned"].all()
    lab.key(Key.Key_P, Qt.KeyboardModifier.ShiftModifier)
    assert "dense1/weight:pruned" not in masks()
    lab.selection.select(["dense2"])
    drawn = [lab.store.document.state.parameters["dense2/weight"].tobytes()]
    for _ in range(2):
        lab.key(Key.Key_R, Shift)
        drawn.append(lab.store.document.state.parameters["dense2/weight"].tobytes())
    assert len(set(drawn)) == 3


def test_neurons_that_are_dragged_onto_a_layer_join_it_and_alt_only_moves_them(lab: Lab) -> None:
    document, neuron = edits.add_node(lab.store.document, "neuron", (0.0, 260.0), settings=NeuronSettings("relu"))
    lab.store.commit(edits.connect(document, "input1", neuron, 1), act("open").text)
    lab.view.fit()
    lab.view.finish()
    before, start, end = lab.store.document, lab.card(neuron).center_of[0], lab.card("dense1").rect.center()
    lab.drag(start, end, release=False)
    assert lab.view.feedback.words is not None
    assert "activation" in lab.view.feedback.words[1]
    QTest.keyClick(lab.view, Key.Key_Escape)
    assert lab.store.document == before
    lab.store.commit(edits.change_settings(before, neuron, NeuronSettings("tanh")), act("open").text)
    lab.drag(start, end, release=False)
    assert lab.view.feedback.words == (lab.view.feedback.words[0], "Join 'Dense 1'")
    QTest.mouseRelease(lab.view.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, lab.at(end))
    assert not lab.store.document.network.has(neuron)
    assert lab.card("dense1").units == 5
    assert lab.selection.unit == ("dense1", 4)
    lab.store.undo()
    assert lab.store.document.network.has(neuron)
