"""A fitted network stays in view when the canvas or the cards change their size; a view chosen by hand stays."""

from collections.abc import Callable

from PySide6.QtCore import QPointF
from PySide6.QtWidgets import QApplication

from nnsim import edits
from nnsim.catalog import DenseSettings
from nnsim.data import generated, iris
from nnsim.document import Document
from nnsim.text import message
from tests.ui.canvas.lab import Lab, network, xor_network


def seen(lab: Lab) -> bool:
    """Whether all cards stand clear of the edges and of what floats there."""
    room = lab.view.mapToScene(lab.view.corners.room().toRect()).boundingRect()
    return bool(room.adjusted(-1, -1, 1, 1).contains(lab.view.board.diagram.bounds))


def resize(lab: Lab, height: int) -> None:
    lab.view.resize(lab.view.width(), height)
    QApplication.processEvents()


def test_the_network_stays_in_view_when_the_canvas_shrinks_and_grows_again(lab: Lab) -> None:
    lab.view.fit()
    before = lab.view.zoom
    resize(lab, 420)
    assert seen(lab)
    assert lab.view.zoom < before
    resize(lab, 780)
    assert seen(lab)
    assert abs(lab.view.zoom - before) < 0.01


def test_a_view_chosen_by_hand_stays(lab: Lab) -> None:
    lab.view.fit()
    lab.view.camera.zoom_by(2.0)
    lab.view.camera.pan(QPointF(80, 40))
    zoom, center = lab.view.zoom, lab.view.camera.center
    resize(lab, 420)
    assert lab.view.zoom == zoom
    assert (lab.view.camera.center - center).manhattanLength() < 3


def test_a_single_card_is_not_drawn_to_the_middle(make_lab: Callable[[Document], Lab]) -> None:
    lab = make_lab(edits.new_document())
    lab.view.add("dense")
    corner = lab.view.board.diagram.bounds.topLeft()
    lab.store.commit(edits.move(lab.store.document, {"dense1": (corner.x() - 200, corner.y())}), message("Move"))
    at = lab.at(lab.view.board.diagram.bounds.center())
    resize(lab, 760)
    assert lab.view.zoom == 1.0
    assert abs(lab.at(lab.view.board.diagram.bounds.center()).x() - at.x()) < 3


def test_new_data_that_makes_cards_larger_are_fitted(make_lab: Callable[[Document], Lab]) -> None:
    lab = make_lab(edits.choose_data(network(2, 2, 2, 2, 2, 2, 2, 2, 1), generated("xor"), 2))
    lab.view.resize(1000, 300)
    QApplication.processEvents()
    lab.view.fit()
    assert lab.view.zoom < 0.5
    lab.store.commit(edits.choose_data(lab.store.document, iris(), 4), message("Choose data"))
    assert lab.card("input1").units == 4
    assert seen(lab)


def test_new_data_leave_a_view_chosen_by_hand(make_lab: Callable[[Document], Lab]) -> None:
    lab = make_lab(xor_network())
    lab.view.fit()
    lab.view.camera.zoom_by(0.8)
    zoom, center = lab.view.zoom, lab.view.camera.center
    lab.store.commit(edits.choose_data(lab.store.document, iris(), 4), message("Choose data"))
    assert (lab.view.zoom, lab.view.camera.center) == (zoom, center)


def in_room(lab: Lab, node: str) -> bool:
    """Whether a card stands in full between what floats at the edges."""
    return bool(lab.view.mapToScene(lab.view.corners.room().toRect()).boundingRect().contains(lab.card(node).rect))


def add_tall(lab: Lab, x: float) -> str:
    settings = DenseSettings(units=16)
    document, node = edits.add_node(lab.store.document, "dense", (x, 0.0), settings=settings)
    lab.store.commit(document, message("Add"))
    return node


def test_a_tall_card_is_fitted_though_that_takes_less_than_half_the_size(make_lab: Callable[[Document], Lab]) -> None:
    lab = make_lab(xor_network())
    lab.view.fit()
    lab.view.resize(1000, 560)
    QApplication.processEvents()
    node = add_tall(lab, 1100.0)
    assert lab.view.zoom < 0.5
    assert in_room(lab, node)
    assert seen(lab)  # little is lost when the rest is seen, too


def test_a_tall_card_beside_a_long_network_is_fitted_alone(make_lab: Callable[[Document], Lab]) -> None:
    lab = make_lab(network(2, *[2] * 12, 1))
    lab.view.resize(1000, 560)
    QApplication.processEvents()
    lab.view.camera.zoom_by(1.0)  # chosen by hand
    lab.view.camera.place(1.0, lab.card("input1").rect.center())
    node = add_tall(lab, lab.view.board.diagram.bounds.right() + 80)
    assert in_room(lab, node)
    assert not seen(lab)
    assert 0.2 < lab.view.zoom < 0.5


def test_a_card_that_has_room_as_it_is_does_not_change_the_zoom(make_lab: Callable[[Document], Lab]) -> None:
    lab = make_lab(network(2, *[2] * 12, 1))
    lab.view.camera.zoom_by(1.0)  # chosen by hand
    lab.view.camera.place(1.0, lab.card("input1").rect.center())
    document, node = edits.add_node(lab.store.document, "dense", (5000.0, 0.0), settings=DenseSettings(units=2))
    lab.store.commit(document, message("Add"))
    assert lab.view.zoom == 1.0
    assert in_room(lab, node)


def test_undo_brings_what_it_changes_back_into_view(make_lab: Callable[[Document], Lab]) -> None:
    lab = make_lab(xor_network())
    place = lab.store.document.views.positions["loss1"]
    lab.store.commit(edits.move(lab.store.document, {"loss1": (place[0] + 40.0, place[1] + 2500.0)}), message("Move"))
    tidy = edits.move(lab.store.document, {"loss1": place})
    lab.store.commit(tidy, message("Tidy"))
    lab.view.fit()
    lab.store.undo()
    assert in_room(lab, "loss1")
    lab.view.camera.zoom_by(1.0)  # by hand
    lab.view.camera.place(1.0, QPointF(*place))
    lab.store.redo()
    assert in_room(lab, "loss1")
    assert lab.view.zoom == 1.0
    document, new = edits.paste(lab.store.document, edits.fragment_of(tidy, ["dense1"], []), (9000.0, 0.0))
    lab.store.commit(document, message("Paste"))
    assert in_room(lab, new[0])
    lab.view.camera.pan(QPointF(10, 0))  # by hand, so that there is no way back
    lab.store.undo()  # where it was there is nothing left
    assert seen(lab)


def test_a_card_that_grows_tall_is_fitted_where_all_was_seen(make_lab: Callable[[Document], Lab]) -> None:
    lab = make_lab(xor_network())
    lab.view.resize(1000, 560)
    QApplication.processEvents()
    lab.view.fit()
    lab.view.camera.pan(QPointF(10, 0))  # by hand, and all of it is still seen
    assert lab.view.sees_all()
    lab.store.commit(edits.change_settings(lab.store.document, "dense1", DenseSettings(units=16)), message("Set"))
    assert lab.view.zoom < 0.5
    assert in_room(lab, "dense1")


def test_undo_gives_the_view_back_unless_it_was_moved_by_hand_since(make_lab: Callable[[Document], Lab]) -> None:
    lab = make_lab(network(2, 2, 1))
    lab.view.fit()
    camera = lab.view.camera
    before = camera.aim
    first = add_tall(lab, lab.card("output1").x + 300.0)
    moved = camera.aim
    assert moved[0] < before[0]
    lab.store.commit(edits.rename(lab.store.document, first, "Wide"), message("Rename"))
    add_tall(lab, lab.card(first).x + 900.0)
    for _ in range(2):
        lab.store.undo()
    assert camera.aim == moved
    lab.store.undo()
    assert camera.aim == before
    assert camera.fitted
    lab.store.redo()
    assert camera.aim == moved
    camera.zoom_by(0.9)
    by_hand = camera.aim
    lab.store.undo()
    assert camera.aim == by_hand
