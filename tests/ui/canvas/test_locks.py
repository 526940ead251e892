"""What is frozen wears a padlock on the canvas: a link, a bias, or the card when all of it is."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor

from nnsim import edits
from nnsim.document import Document
from nnsim.text import message
from tests.ui.canvas.lab import Lab, network
from ui.canvas.geometry import link_point
from ui.canvas.locks import ALONG, frozen_wires

FREEZE = message("Freeze")


def frozen(lab: Lab) -> list[tuple[str, int, int]]:
    board = lab.view.board
    return [wire.key for wire in frozen_wires(board.wiring, board.look, board.showing)]


def ink_at(lab: Lab, point: QPointF) -> list[QColor]:
    """The colours around a scene point on the screen."""
    lab.view.finish()
    image, at = lab.view.viewport().grab().toImage(), lab.at(point)
    return [image.pixelColor(at.x() + dx, at.y() + dy) for dx in range(-6, 7) for dy in range(-6, 7)]


def test_a_frozen_weight_wears_a_lock_on_its_link(lab: Lab) -> None:
    wire = lab.view.board.wiring.into["dense1", 2][1]
    middle = link_point(wire.start, wire.end, ALONG)
    ink = lab.view.board.look.tokens.text2
    assert ink not in ink_at(lab, middle)
    lab.store.commit(edits.freeze(lab.store.document, "dense1/weight", (2, 1), True), FREEZE)
    assert frozen(lab) == [("dense1/weight", 2, 1)]
    assert ink in ink_at(lab, middle)
    lab.store.undo()
    assert frozen(lab) == []
    assert ink not in ink_at(lab, middle)


def test_a_node_that_is_frozen_whole_has_one_lock_on_its_card(lab: Lab) -> None:
    lab.store.commit(edits.freeze(lab.store.document, "dense1/weight", None, True), FREEZE)
    assert frozen(lab) == []
    assert lab.view.board.state_of(lab.card("dense1")).locked


def test_a_frozen_bias_wears_a_lock(lab: Lab) -> None:
    center = lab.card("dense1").center_of[1]
    assert lab.view.board.look.tokens.text2 not in lock_beside(lab, center)
    lab.store.commit(edits.freeze(lab.store.document, "dense1/bias", (1,), True), FREEZE)
    assert lab.view.board.showing.bias_locked("dense1", 1)
    assert not lab.view.board.showing.bias_locked("dense1", 0)
    assert lab.view.board.look.tokens.text2 in lock_beside(lab, center)
    document = edits.freeze(lab.store.document, "dense1/bias", None, True)
    lab.store.commit(edits.freeze(document, "dense1/weight", None, True), FREEZE)
    assert not lab.view.board.showing.bias_locked("dense1", 1)  # the card's own lock says it


def lock_beside(lab: Lab, center: QPointF) -> list[QColor]:
    reach = 0.72 * 34.0 * 0.5**0.5
    return ink_at(lab, center + QPointF(-reach, reach))


@pytest.mark.parametrize("zoom", [0.1, 0.25])
def test_from_afar_no_lock_is_in_the_way(make_lab: Callable[[Document], Lab], zoom: float) -> None:
    lab = make_lab(edits.freeze(network(4, 6, 6), "dense1/weight", (0, 0), True))
    assert frozen(lab)
    lab.view.camera.place(zoom, lab.view.camera.center)
    assert not frozen(lab)
