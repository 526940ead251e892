"""What is dropped on a link is put into it, a neuron on a layer becomes a unit; moved cards find equal distances."""

from collections.abc import Callable
from itertools import pairwise

import pytest
from PySide6.QtCore import QMimeData, QPointF, QRectF, Qt
from PySide6.QtGui import QDragMoveEvent, QDropEvent
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from nnsim import edits
from nnsim.document import Document, Link
from tests.ui.canvas.lab import Lab, network
from ui.canvas.gestures.drop import KIND_MIME
from ui.canvas.gestures.gaps import gap_lines, gap_shift
from ui.look import theme

Alt, Plain = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.NoModifier


def hover(lab: Lab, payload: str, point: QPointF, modifiers: Qt.KeyboardModifier = Plain) -> None:
    """An entry of the palette is dragged to a point."""
    data = QMimeData()
    data.setData(KIND_MIME, payload.encode())
    lab.view.dragMoveEvent(
        QDragMoveEvent(lab.at(point), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, modifiers))


def drop(lab: Lab, payload: str, point: QPointF, modifiers: Qt.KeyboardModifier = Plain) -> None:
    """An entry of the palette is dragged to a point and let go."""
    hover(lab, payload, point, modifiers)
    data = QMimeData()
    data.setData(KIND_MIME, payload.encode())
    lab.view.dropEvent(
        QDropEvent(QPointF(lab.at(point)), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, modifiers))


def middle(lab: Lab, source: str, target: str) -> QPointF:
    """A point on a wire between two cards."""
    return lab.view.board.wiring.between[source, target][0].curve.pointAtPercent(0.5)


def test_a_kind_dropped_on_a_link_stands_in_it_with_room_around(lab: Lab) -> None:
    before = lab.store.document
    at = middle(lab, "dense1", "dense2")
    hover(lab, "dropout", at)
    assert lab.view.feedback.lit
    assert not lab.view.feedback.refused
    drop(lab, "dropout", at)
    network = lab.store.document.network
    assert (Link("dense1", "dropout1") in network.links, Link("dropout1", "dense2") in network.links) == (True, True)
    assert lab.store.document.state.parameters == before.state.parameters
    assert lab.selection.nodes == {"dropout1"}
    cards = [lab.card(node).rect for node in ("input1", "dense1", "dropout1", "dense2", "output1", "loss1")]
    assert all(a.right() + 24 <= b.left() for a, b in pairwise(cards))
    assert lab.store.undo_stack.count() == 1
    assert lab.view.feedback.lit == ()
    lab.store.undo()
    assert lab.store.document == before


def test_cards_that_make_way_glide_and_keys_in_between_lose_nothing(lab: Lab, qtbot: QtBot) -> None:
    theme().set_reduced_motion(False)
    before = lab.card("dense2").x
    drop(lab, "dropout", middle(lab, "dense1", "dense2"))
    assert lab.card("dense2").x == before < lab.store.document.views.positions["dense2"][0]
    lab.view.add("dense")
    lab.view.add("dropout")
    qtbot.waitUntil(lambda: not lab.view.frames.animating, timeout=20_000)
    order = ["input1", "dense1", "dropout1", "dense3", "dropout2", "dense2", "output1", "loss1"]
    rects = [lab.card(node).rect for node in order]
    assert all(a.right() < b.left() for a, b in pairwise(rects))
    assert {node: (card.x, card.y) for node, card in lab.view.board.diagram.cards.items()} == dict(
        lab.store.document.views.positions)


def test_by_key_a_kind_comes_into_the_selected_link(lab: Lab) -> None:
    lab.selection.select_link(Link("dense1", "dense2"))
    lab.view.add("activation:relu")
    links = set(lab.store.document.network.links)
    assert {Link("dense1", "activation1"), Link("activation1", "dense2")} <= links
    lab.selection.select_link(Link("input1", "dense1"))
    lab.view.add("input")  # which stands in no link
    assert Link("input1", "dense1") in lab.store.document.network.links


def test_where_there_is_room_it_stands_where_it_is_dropped(make_lab: Callable[[Document], Lab]) -> None:
    document = network(2, 3)
    document = edits.move(document, {"dense1": (700.0, 0.0), "output1": (1100.0, 0.0), "loss1": (1400.0, 0.0)})
    lab = make_lab(document)
    places = dict(document.views.positions)
    at = middle(lab, "input1", "dense1")
    drop(lab, "activation:tanh", at)
    assert abs(lab.card("activation1").rect.center().x() - at.x()) <= 4.0
    assert {node: lab.store.document.views.positions[node] for node in places} == places


def test_what_cannot_stand_there_says_why_and_is_placed_beside_it(lab: Lab) -> None:
    at = middle(lab, "dense1", "dense2")
    hover(lab, "convolution", at)
    assert lab.view.feedback.refused
    assert "image" in lab.view.feedback.words[1]
    links = lab.store.document.network.links
    drop(lab, "convolution", at)
    assert lab.store.document.network.links == links
    assert not lab.store.document.network.out_of("convolution1")
    drop(lab, "dropout", at, Alt)  # Alt leaves the link alone
    assert not lab.store.document.network.out_of("dropout1")


def test_a_card_that_stands_alone_is_moved_into_a_link(make_lab: Callable[[Document], Lab]) -> None:
    document, node = edits.add_node(network(2, 4, 1), "dropout", (300.0, 500.0))
    lab = make_lab(document)
    grip, at = lab.card(node).rect.topLeft() + QPointF(20, 70), middle(lab, "dense1", "dense2")
    lab.drag(grip, at, release=False)
    assert lab.view.feedback.lit
    lab.key(Qt.Key.Key_Escape)
    assert lab.store.document == document
    QTest.mouseRelease(lab.view.viewport(), Qt.MouseButton.LeftButton, pos=lab.at(at))
    lab.drag(grip, at)
    links = lab.store.document.network.links
    assert {Link("dense1", node), Link(node, "dense2")} <= set(links)
    assert Link("dense1", "dense2") not in links
    assert lab.store.undo_stack.count() == 1
    cards = [lab.card(each).rect for each in ("dense1", node, "dense2")]
    assert all(a.right() < b.left() for a, b in pairwise(cards))
    grip = lab.card(node).rect.topLeft() + QPointF(20, 70)
    lab.drag(grip, middle(lab, "input1", "dense1"))  # it is linked now, and only moves
    assert Link("input1", "dense1") in lab.store.document.network.links


def test_a_neuron_dropped_on_a_layer_is_a_unit_of_it(lab: Lab) -> None:
    before = lab.store.document
    centers = lab.card("dense1").center_of
    at = (centers[1] + centers[2]) / 2
    hover(lab, "neuron", at)
    assert lab.view.feedback.ghost == (QRectF(at.x() - 34, at.y() - 34, 68, 68), True)
    drop(lab, "neuron", at)
    after = lab.store.document
    assert after.network.node("dense1").settings.units == 5  # type: ignore[attr-defined]
    old, new = (document.state.parameters["dense1/weight"] for document in (before, after))
    assert new.shape == (5, 2)
    assert old.shape == (4, 2)
    assert lab.selection.unit == ("dense1", 2)
    drop(lab, "neuron", lab.card("dense1").rect.bottomLeft() + QPointF(20, -6))
    assert lab.selection.unit == ("dense1", 5)
    below = lab.card("dense1").rect.bottomLeft() + QPointF(40, 10 / lab.view.zoom)
    hover(lab, "neuron", below)
    assert lab.view.feedback.words == (lab.view.mapToScene(lab.at(below)), "Join 'Dense 1'")
    drop(lab, "neuron", below)
    assert lab.selection.unit == ("dense1", 6)
    far = lab.card("dense1").rect.bottomLeft() + QPointF(40, 16 / lab.view.zoom)
    hover(lab, "neuron", far)
    assert lab.view.feedback.words is None
    assert lab.store.undo_stack.count() == 3
    assert len(after.network.nodes) == len(before.network.nodes)


def test_a_box_finds_equal_distances_on_both_sides_and_beside_others() -> None:
    left, right = QRectF(0, 0, 100, 100), QRectF(500, 20, 100, 100)
    box = QRectF(247, 10, 100, 100)
    assert gap_shift(box, [left, right], 0, 6.0) == 3.0
    lines = gap_lines(box.translated(3, 0), [left, right], 0)
    assert sorted((line.x1(), line.x2()) for line in lines) == [(100, 250), (350, 500)]
    assert gap_lines(box, [left, right], 0) == ()
    assert gap_shift(QRectF(742, 10, 60, 100), [left, QRectF(250, 0, 100, 90), right], 0, 9.0) == 8.0
    assert gap_shift(QRectF(10, 235, 50, 50), [left, QRectF(0, -150, 80, 80)], 1, 6.0) is None
    assert gap_shift(QRectF(10, 167, 50, 50), [left, QRectF(0, -150, 80, 80)], 1, 6.0) == 3.0


def test_a_moved_card_snaps_to_equal_distances_and_shows_them(make_lab: Callable[[Document], Lab]) -> None:
    document = edits.new_document()
    for x, y in ((0.0, 0.0), (330.0, 37.0), (700.0, 90.0)):
        document, _ = edits.add_node(document, "dense", (x, y))
    lab = make_lab(document)
    grip = lab.card("dense2").rect.topLeft() + QPointF(20, 70)
    lab.drag(grip, grip + QPointF(17, 9), grip + QPointF(19, 9), release=False)
    rects = [lab.card(node).rect for node in ("dense1", "dense2", "dense3")]
    assert rects[1].left() - rects[0].right() == pytest.approx(rects[2].left() - rects[1].right())
    assert len(lab.view.feedback.gaps) == 2
    lab.key(Qt.Key.Key_Escape)
    assert lab.view.feedback.gaps == ()
    assert lab.store.document == document
