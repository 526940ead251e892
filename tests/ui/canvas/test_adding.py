"""What comes from the palette joins what is selected, never covers a card, and stands in view."""

from collections.abc import Callable, Iterable
from itertools import pairwise

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from nnsim import catalog, edits
from nnsim.document import Document
from tests.ui.canvas.lab import Lab, network, xor_network

EMPTY = edits.new_document()
KINDS = [kind.id for kind in catalog.kinds()]


def links(lab: Lab) -> set[tuple[str, str]]:
    return {(link.source, link.target) for link in lab.store.document.network.links}


def added(lab: Lab, *kinds: str) -> Lab:
    for kind in kinds:
        lab.view.add(kind)
    return lab


def overlaps(lab: Lab) -> list[tuple[str, str]]:
    cards = list(lab.view.board.diagram.cards.values())
    return [(a.id, b.id) for place, a in enumerate(cards) for b in cards[:place] if a.rect.intersects(b.rect)]


def seen(lab: Lab, nodes: Iterable[str]) -> bool:
    QApplication.processEvents()
    room = lab.view.mapToScene(lab.view.viewport().rect()).boundingRect()
    return all(room.contains(lab.card(node).rect) for node in nodes)


def test_five_clicks_make_a_network_that_is_linked_through(make_lab: Callable[[Document], Lab]) -> None:
    lab = added(make_lab(EMPTY), "input", "neuron", "neuron", "dense", "output")
    assert links(lab) == {
        ("input1", "neuron1"), ("input1", "neuron2"), ("neuron1", "dense1"), ("neuron2", "dense1"),
        ("dense1", "output1"), ("output1", "loss1"),
    }  # fmt: skip
    columns = ("input1", "neuron1", "dense1", "output1", "loss1")
    assert all(lab.card(a).rect.right() < lab.card(b).rect.left() for a, b in pairwise(columns))
    assert not overlaps(lab)
    assert seen(lab, lab.view.board.diagram.cards)


def test_a_layer_is_put_between_what_is_selected_and_what_follows(lab: Lab) -> None:
    lab.selection.select(["dense1"])
    before = lab.card("dense2").rect.left()
    lab.view.add("dense")
    assert {("dense1", "dense3"), ("dense3", "dense2")} <= links(lab)
    assert ("dense1", "dense2") not in links(lab)
    assert lab.card("dense2").rect.left() > before, "what follows makes room"
    assert not overlaps(lab)
    lab.store.undo()
    assert ("dense1", "dense2") in links(lab)
    assert lab.card("dense2").rect.left() == before


@pytest.mark.parametrize("end", ["output1", "loss1"])
def test_a_layer_comes_before_the_output_that_is_selected(lab: Lab, end: str) -> None:
    lab.selection.select([end])
    lab.view.add("dense")
    assert {("dense2", "dense3"), ("dense3", "output1"), ("output1", "loss1")} <= links(lab)
    assert ("dense2", "output1") not in links(lab)
    assert not overlaps(lab)


def test_a_second_input_stands_below_the_first(lab: Lab) -> None:
    lab.selection.select(["input1"])
    before = links(lab)
    lab.view.add("input")
    assert lab.card("input2").rect.top() > lab.card("input1").rect.bottom()
    assert links(lab) == before


def test_an_input_comes_before_a_layer_that_has_none(make_lab: Callable[[Document], Lab]) -> None:
    lab = added(make_lab(EMPTY), "dense", "input")
    assert links(lab) == {("input1", "dense1")}
    assert lab.card("input1").rect.right() < lab.card("dense1").rect.left()


def test_what_makes_no_sense_is_not_linked(lab: Lab) -> None:
    before = links(lab)
    for selected, kind in (("output1", "output"), ("input1", "loss"), ("dense1", "output"), ("dense1", "convolution")):
        lab.selection.select([selected])
        lab.view.add(kind)
        new = links(lab) - before
        assert all("output2" in pair or "output3" in pair for pair in new), (selected, kind, new)
        assert not overlaps(lab)
        lab.store.undo()


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("selected", ["input1", "dense1", "output1", "loss1", None])
def test_nothing_ever_covers_a_card(make_lab: Callable[[Document], Lab], kind: str, selected: str | None) -> None:
    lab = make_lab(xor_network())
    lab.view.fit()
    lab.selection.select([selected] if selected else [])
    payload = "activation:relu" if kind == "activation" else kind
    nodes = [lab.view.add(payload), lab.view.add(payload)]
    assert not overlaps(lab)
    assert seen(lab, nodes[1:])


def test_without_a_selection_it_stands_in_the_middle_of_what_is_seen(make_lab: Callable[[Document], Lab]) -> None:
    lab = make_lab(network(2, 4, 1))
    lab.view.camera.pan(QPointF(-9000, 300))
    lab.view.add("dense")
    middle = lab.at(lab.card("dense3").rect.center())
    assert (middle - lab.view.viewport().rect().center()).manhattanLength() < 40


def test_dropped_on_a_card_it_stands_beside_it(lab: Lab) -> None:
    lab.view.carried.take("dense")
    lab.click(lab.card("dense1").rect.center())
    assert lab.store.document.network.has("dense3")
    assert not overlaps(lab)


def test_an_entry_in_hand_is_put_down_with_a_click(lab: Lab) -> None:
    lab.view.carried.take("neuron")
    assert lab.view.carried.hint.isVisible()
    place = lab.view.board.diagram.bounds.bottomLeft() + QPointF(60, 120)
    QTest.mouseMove(lab.view.viewport(), lab.at(place))
    assert lab.view.feedback.ghost is not None
    lab.click(place)
    assert (lab.card("neuron1").center_of[0] - place).manhattanLength() < 3
    assert not lab.view.carried.payload
    assert not lab.view.carried.hint.isVisible()
    lab.click(place)
    assert not lab.store.document.network.has("neuron2")


@pytest.mark.parametrize("key", [Qt.Key.Key_Escape, Qt.Key.Key_Return])
def test_an_entry_in_hand_is_laid_down_or_placed_by_key(lab: Lab, key: Qt.Key) -> None:
    lab.view.setFocus()
    lab.view.carried.take("dense")
    lab.key(key)
    assert not lab.view.carried.payload
    assert lab.store.document.network.has("dense3") == (key == Qt.Key.Key_Return)


def test_the_first_card_of_a_remedy_is_shown_and_selected(make_lab: Callable[[Document], Lab]) -> None:
    lab = make_lab(EMPTY)
    document, node = edits.add_node(EMPTY, "input", (0.0, 0.0))
    lab.store.commit(document, catalog.kind("input").title)
    corner = lab.at(lab.card(node).rect.topLeft())
    assert corner.x() > 100
    assert corner.y() > 100
    assert lab.selection.node == node


def test_the_ring_of_the_keyboard_follows_the_selection(lab: Lab) -> None:
    lab.view.setFocus()
    lab.key(Qt.Key.Key_Tab)
    assert lab.view.board.marks.focused == "input1"
    lab.view.add("dense")
    assert lab.view.board.marks.focused == lab.selection.node


def test_without_a_selection_the_open_end_goes_on(make_lab: Callable[[Document], Lab]) -> None:
    lab = make_lab(edits.new_document())
    for kind in ("input", "dense", "dropout", "output"):
        lab.selection.clear()
        lab.view.add(kind)
    links = {(link.source, link.target) for link in lab.store.document.network.links}
    assert {("input1", "dense1"), ("dense1", "dropout1"), ("dropout1", "output1")} <= links


def test_what_does_not_fit_is_linked_at_an_end_and_says_why_it_is_not_in_between(
    make_lab: Callable[[Document], Lab]
) -> None:
    lab = added(make_lab(EMPTY), "input", "lstm")
    assert links(lab) == {("input1", "lstm1")}
    assert lab.view.feedback.words is None
    lab = make_lab(xor_network())
    before = links(lab)
    lab.selection.select(["dense1"])
    lab.view.add("convolution")
    assert links(lab) == before
    assert "image" in lab.view.feedback.words[1]
