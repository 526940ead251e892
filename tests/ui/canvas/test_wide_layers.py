"""Wide layers: all of their units open on demand, where the layer stands, and close again."""

from collections.abc import Callable
from itertools import pairwise

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest

from nnsim import edits
from nnsim.document import Document
from nnsim.text import message
from tests.ui.canvas.lab import Lab, network, snapshot
from ui.canvas.appearance import Look
from ui.canvas.captions import names_fit
from ui.canvas.geometry import MOST_DISCS, grid_shape
from ui.canvas.layer_strip import rest_box
from ui.look import load_tokens


@pytest.mark.parametrize("count", [17, 24, 64, 100, 144, 256])
def test_a_grid_has_a_place_for_every_unit(count: int) -> None:
    shape = grid_shape(count)
    places = [(x, y) for x, (_, y) in zip(shape.across, shape.rows, strict=True)]
    assert [unit for unit, _ in shape.rows] == list(range(count))
    assert len(set(places)) == count
    assert all(shape.radius < x < shape.width - shape.radius for x, _ in places)
    assert all(66.0 < y - shape.radius < y + shape.radius < shape.height - 40.0 for _, y in places)
    beside = [b[0] - a[0] for a, b in pairwise(places) if a[1] == b[1]]
    assert min(beside) > 2 * shape.radius
    assert shape.height < 102 + 8 * 110 + 98  # lower than the first and last below each other
    assert places == sorted(places, key=lambda place: (place[1], place[0]))


def test_a_press_opens_a_layer_and_the_next_ones_make_way(make_lab: Callable[[Document], Lab]) -> None:
    lab = make_lab(network(2, 24, 2, 1))
    before = {node: lab.card(node) for node in lab.view.board.diagram.cards}
    lab.click(rest_box(lab.card("dense1")).center())
    assert lab.store.document.views.opened == {"dense1"}
    assert list(lab.card("dense1").center_of) == list(range(24))
    wider = lab.card("dense1").rect.width() - before["dense1"].rect.width()
    assert wider > 0
    for node, card in before.items():
        shift = lab.card(node).rect.left() - card.rect.left()
        assert shift == pytest.approx(wider if card.x > before["dense1"].x else 0.0)
    middle = before["dense1"].y + before["dense1"].shape.axis
    assert lab.card("dense1").y + lab.card("dense1").shape.axis == pytest.approx(middle)
    lab.view.finish()
    lab.click(rest_box(lab.card("dense1")).center())
    assert not lab.store.document.views.opened
    assert {node: lab.card(node) for node in before} == before
    lab.store.undo()
    lab.store.undo()
    assert lab.store.document.views.positions == {node: (card.x, card.y) for node, card in before.items()}


def test_a_key_opens_all_that_is_selected_and_only_wide_layers(make_lab: Callable[[Document], Lab]) -> None:
    lab = make_lab(network(20, 24, 3, 1))
    lab.selection.select(["dense2"])
    lab.key(Qt.Key.Key_X)
    assert not lab.store.document.views.opened
    lab.selection.select(["input1", "dense1", "dense2"])
    lab.key(Qt.Key.Key_X)
    assert lab.store.document.views.opened == {"input1", "dense1"}
    lab.store.undo()
    assert not lab.store.document.views.opened
    lab.store.redo()
    document = edits.change_settings(
        lab.store.document, "dense1", type(lab.store.document.network.node("dense1").settings)(5, "tanh"))
    lab.store.commit(document, message("Edit"))
    assert len(lab.card("dense1").center_of) == 5  # what is not wide any more stands as it always does
    assert rest_box(lab.card("dense1")).isEmpty()


def test_an_opened_unit_is_pointed_at_and_selected(make_lab: Callable[[Document], Lab]) -> None:
    lab = make_lab(edits.set_opened(network(2, 30, 1), "dense1", True))
    card = lab.card("dense1")
    lab.click(card.center_of[17])
    assert lab.selection.unit == ("dense1", 17)
    wires, ribbons = lab.view.board.wiring.wires, lab.view.board.wiring.ribbons
    assert {"dense1"} <= {node for ribbon in ribbons for node in (ribbon.source, ribbon.target)}
    assert not any("dense1" in (wire.source, wire.target) for wire in wires)
    QTest.mouseMove(lab.view.viewport(), lab.at(card.center_of[11]))
    assert {wire.target_unit for wire in lab.view.hover._wires if wire.target == "dense1"} == {11}
    lab.trainer.snapshot.emit(snapshot(lab.store.document))
    lab.view.finish()
    assert not lab.view.grab().isNull()
    assert names_fit(card, Look(load_tokens("light"), 1.0))
    assert not names_fit(card, Look(load_tokens("light"), 0.5))


def test_a_layer_of_thousands_opens_as_a_heat_map(make_lab: Callable[[Document], Lab]) -> None:
    lab = make_lab(network(2, MOST_DISCS + 1, 1))
    lab.selection.select(["dense1"])
    lab.key(Qt.Key.Key_X)
    face = lab.card("dense1").shape.face
    assert face is not None
    assert face.sample == (MOST_DISCS + 1,)
    assert {ribbon.count for ribbon in lab.view.board.wiring.ribbons} == {2 * (MOST_DISCS + 1), MOST_DISCS + 1}
    lab.view.fit()
    lab.click(rest_box(lab.card("dense1")).center() + QPointF(0, 1))
    assert not lab.store.document.views.opened
