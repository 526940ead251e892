"""Mouse and drag-and-drop, as a student uses them: each drag is one undo entry, and Escape leaves no trace."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QMimeData, QPointF, QRectF, Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest

from nnsim import edits
from nnsim.document import Document, Link
from nnsim.text import message
from tests.ui.canvas.lab import Lab, network
from ui.canvas.gestures.drop import KIND_MIME
from ui.canvas.gestures.move import snapped
from ui.canvas.hit import in_port, out_port, unit_port


def test_dragging_a_card_moves_it_with_one_undo_entry(lab: Lab) -> None:
    before = lab.store.document
    grip = lab.card("dense1").rect.topLeft() + QPointF(20, 70)
    lab.drag(grip, grip + QPointF(40, 60), grip + QPointF(80, 120))
    old, new = before.views.positions["dense1"], lab.store.document.views.positions["dense1"]
    assert (new[0] - old[0], new[1] - old[1]) == pytest.approx((80, 120), abs=8)
    assert lab.store.undo_stack.count() == 1
    lab.store.undo()
    assert lab.store.document == before


def test_a_drag_is_previewed_and_escape_drops_it(lab: Lab) -> None:
    before = lab.store.document
    grip = lab.card("dense1").rect.topLeft() + QPointF(20, 70)
    lab.drag(grip, grip + QPointF(90, 90), release=False)
    assert lab.store.shown != before
    assert lab.card("dense1").x != before.views.positions["dense1"][0]
    lab.key(Qt.Key.Key_Escape)
    assert lab.store.shown is lab.store.document
    assert lab.store.document == before
    assert lab.card("dense1").x == before.views.positions["dense1"][0]


def test_all_selected_cards_move_together(lab: Lab) -> None:
    lab.selection.select(["dense1", "dense2"])
    before = lab.store.document.views.positions
    grip = lab.card("dense1").rect.topLeft() + QPointF(20, 70)
    lab.drag(grip, grip + QPointF(0, 160))
    after = lab.store.document.views.positions
    shifts = {node: after[node][1] - before[node][1] for node in after}
    assert shifts["dense1"] == shifts["dense2"] != 0
    assert shifts["input1"] == 0


def test_a_card_snaps_to_its_neighbors_and_shows_the_guide() -> None:
    other = QRectF(0, 0, 100, 300)
    shift, guides = snapped(QRectF(200, 50, 80, 100), QPointF(3, -46), [other], 6.0)
    assert (200 + shift.x()) % 4 == 0
    assert 50 + shift.y() == 0  # the tops line up
    assert [guide.y1() for guide in guides] == [0.0]
    free, none = snapped(QRectF(200, 50, 80, 100), QPointF(1, 101), [], 6.0)
    assert (free.x(), free.y(), none) == (0.0, 102.0, ())


@pytest.fixture
def loose(make_lab: Callable[[Document], Lab]) -> Lab:
    """An input, a neuron and a dense layer without links."""
    document = edits.new_document()
    document, _ = edits.add_node(document, "input", (0.0, 100.0))
    document, _ = edits.add_node(document, "neuron", (260.0, 40.0))
    document, _ = edits.add_node(document, "dense", (460.0, 0.0))
    return make_lab(document)


def test_dragging_from_port_to_port_links_two_nodes(loose: Lab) -> None:
    loose.drag(out_port(loose.card("input1")), in_port(loose.card("dense1")))
    assert loose.store.document.network.links == (Link("input1", "dense1"),)
    assert loose.store.undo_stack.count() == 1


def test_a_unit_s_port_links_that_unit_alone(loose: Lab) -> None:
    loose.drag(unit_port(loose.card("input1"), 1), loose.card("neuron1").center_of[0])
    loose.drag(unit_port(loose.card("input1"), 0), loose.card("dense1").rect.center())
    assert loose.store.document.network.links == (Link("input1", "neuron1", 1), Link("input1", "dense1", 0))


def test_a_network_that_was_seen_as_a_whole_stays_so_when_it_grows(loose: Lab) -> None:
    loose.view.fit(travel=False)
    document, _ = edits.add_output(loose.store.document, (900.0, 300.0))
    loose.store.commit(document, message("Edit"))
    loose.view.frames.finish()
    assert loose.view.sees_all()
    loose.view.camera.place(1.0, QPointF(-5000, 0))
    document, _ = edits.add_node(loose.store.document, "neuron", (-5600.0, 0.0))
    loose.store.commit(document, message("Edit"))
    seen = loose.view.mapToScene(loose.view.viewport().rect()).boundingRect()
    assert seen.contains(loose.card("neuron2").rect)
    assert seen.center().x() == pytest.approx(-5000, abs=800)  # by the shortest way, not to the middle of it


def test_a_refused_link_says_why_at_the_pointer_and_changes_nothing(lab: Lab) -> None:
    before = lab.store.document
    lab.drag(out_port(lab.card("dense2")), lab.card("dense1").rect.center(), release=False)
    assert lab.view.feedback.refused
    assert "cycle" in lab.view.feedback.words[1]
    QTest.mouseRelease(lab.view.viewport(), Qt.MouseButton.LeftButton, pos=lab.at(lab.card("dense1").rect.center()))
    assert lab.store.document == before
    assert lab.view.feedback.wire is None
    assert "cycle" in lab.view.feedback.words[1]  # a quick hand lets go before it has read
    lab.click(lab.card("dense1").rect.topLeft() - QPointF(30, 20))
    assert lab.view.feedback.words is None


def test_a_refusal_at_the_edge_stays_in_view(lab: Lab) -> None:
    lab.view.refresh(at_once=True)
    seen = lab.view.mapToScene(lab.view.viewport().rect()).boundingRect()
    text = "A link would close a cycle. " * 6
    assert seen.contains(lab.view.feedback.words_box(seen.bottomRight(), text))
    assert lab.view.feedback.words_box(seen.center(), text).left() > seen.center().x()


def test_the_rubber_band_selects_what_it_touches_and_shift_adds(lab: Lab) -> None:
    dense = lab.card("dense1").rect
    lab.drag(dense.topLeft() - QPointF(20, 20), dense.topRight() + QPointF(20, 60))
    assert lab.selection.nodes == {"dense1"}
    lab.click(lab.card("input1").rect.topLeft() + QPointF(20, 14), Qt.KeyboardModifier.ShiftModifier)
    assert lab.selection.nodes == {"dense1", "input1"}
    lab.click(dense.topLeft() - QPointF(30, 20))
    assert not lab.selection.nodes


def test_clicks_select_units_and_links(lab: Lab) -> None:
    lab.click(lab.card("dense1").center_of[2])
    assert lab.selection.unit == ("dense1", 2)
    wire = lab.view.board.wiring.into["dense2", 0][1]
    lab.click(wire.curve.pointAtPercent(0.4))
    assert lab.selection.link == wire.link


def _drag_event(kind: type, lab: Lab, data: QMimeData, point: QPointF) -> QDropEvent:
    at = lab.at(point)
    position = at if kind is QDragEnterEvent else QPointF(at)
    return kind(position, Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)


def _drop(lab: Lab, payload: str, point: QPointF) -> bool:
    data = QMimeData()
    data.setData(KIND_MIME, payload.encode())
    enter = _drag_event(QDragEnterEvent, lab, data, point)
    lab.view.dragEnterEvent(enter)
    drop = _drag_event(QDropEvent, lab, data, point)
    lab.view.dropEvent(drop)
    return drop.isAccepted() and enter.isAccepted()


def test_a_kind_from_the_palette_is_placed_where_it_is_dropped(loose: Lab) -> None:
    assert _drop(loose, "activation:tanh", QPointF(300, 420))
    node = loose.store.document.network.nodes[-1]
    assert (node.kind, node.settings.function) == ("activation", "tanh")
    assert loose.card(node.id).rect.contains(QPointF(300, 420))
    assert loose.selection.nodes == {node.id}


def test_an_output_brings_its_loss_in_one_undo_entry(loose: Lab) -> None:
    count = len(loose.store.document.network.nodes)
    assert _drop(loose, "output", QPointF(800, 300))
    assert [node.kind for node in loose.store.document.network.nodes[count:]] == ["output", "loss"]
    loose.store.undo()
    assert len(loose.store.document.network.nodes) == count


def test_a_neuron_stands_around_the_point_where_it_is_dropped(loose: Lab) -> None:
    assert _drop(loose, "neuron", QPointF(120, 500))
    assert loose.card("neuron2").center_of[0] == QPointF(120, 500)


def test_what_is_no_kind_is_not_taken(loose: Lab) -> None:
    assert not _drop(loose, "no_such_kind", QPointF(0, 0))
    assert len(loose.store.document.network.nodes) == 3


def test_wheel_zooms_around_the_pointer_and_the_middle_button_pans(lab: Lab) -> None:
    view = lab.view
    point = lab.card("dense2").center_of[0]
    before = lab.at(point)
    view.camera.zoom_by(1.5, point)
    assert (lab.at(point) - before).manhattanLength() <= 3
    start = view.camera.center
    lab.drag(QPointF(start), start + QPointF(60, 0), button=Qt.MouseButton.MiddleButton)
    assert view.camera.center.x() < start.x()


def test_fit_shows_all_of_a_large_network(make_lab: Callable[[Document], Lab]) -> None:
    lab = make_lab(network(7, 8, 8, 8, 8, 1))
    lab.view.zoom_in()
    lab.view.fit()
    seen = lab.view.mapToScene(lab.view.viewport().rect()).boundingRect()
    assert seen.contains(lab.view.board.diagram.bounds)


def test_the_port_of_a_unit_and_that_of_its_card_say_what_they_link(lab: Lab) -> None:
    card, feedback = lab.card("dense1"), lab.view.feedback
    unit, edge = unit_port(card, 1), out_port(card)
    assert unit is not None
    assert edge is not None
    QTest.mouseMove(lab.view.viewport(), lab.at(unit))
    assert (feedback.words, feedback.hint) == ((unit, "Link this unit alone"), True)
    assert feedback.lit[0].boundingRect().center() == card.center_of[1]
    QTest.mouseMove(lab.view.viewport(), lab.at(edge))
    assert feedback.words == (edge, "Link all units")
    assert all(feedback.lit[0].contains(center) for center in card.center_of.values())
    QTest.mousePress(lab.view.viewport(), Qt.MouseButton.LeftButton, pos=lab.at(edge))
    assert (feedback.words, feedback.lit, feedback.hint) == (None, (), False)
    QTest.mouseRelease(lab.view.viewport(), Qt.MouseButton.LeftButton, pos=lab.at(edge))
    QTest.mouseMove(lab.view.viewport(), lab.at(lab.card("dense2").rect.center()))
    assert (feedback.words, feedback.lit) == (None, ())


def test_ports_of_a_node_that_is_deleted_under_the_pointer_go_with_it(lab: Lab) -> None:
    QTest.mouseMove(lab.view.viewport(), lab.at(lab.card("dense1").center_of[0]))
    assert lab.view.feedback.ports
    lab.store.commit(edits.delete(lab.store.document, ["dense1"]), message("Delete"))
    assert not lab.view.feedback.ports
    assert lab.view.board.marks.hovered is None


def test_a_card_that_is_dragged_lies_over_the_others_and_stays_there(lab: Lab) -> None:
    card, other = lab.card("input1"), lab.card("dense1")
    grip = card.rect.topLeft() + QPointF(12, 60)
    lab.drag(grip, grip + (other.rect.center() - card.rect.center()))
    board = lab.view.board
    assert lab.card("input1").rect.intersects(other.rect)
    both = lab.card("input1").rect.topLeft() + QPointF(12, 60)
    assert other.rect.contains(both)
    assert board.diagram.card_at(both).id == "input1"
    assert board._bodies["input1"].zValue() > board._bodies["dense1"].zValue()
    assert board._units["dense1"]._covers == (lab.card("input1").rect,)
    lab.store.commit(edits.rename(lab.store.document, "dense1", "Wide"), message("Rename"))
    assert board.diagram.card_at(both).id == "input1"
