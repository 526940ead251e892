"""The context menu, and what its entries do to the document."""

import numpy as np
from PySide6.QtWidgets import QMenu

from nnsim.document import Link
from tests.ui.canvas.lab import Lab
from ui.canvas.chips import changed_text
from ui.canvas.menu import context_menu


def _choose(lab: Lab, text: str) -> None:
    menu = context_menu(lab.view)
    next(action for action in menu.actions() if action.text() == text).trigger()
    menu.deleteLater()


def _texts(menu: QMenu) -> list[str]:
    menu.deleteLater()
    return [action.text() for action in menu.actions() if action.text()]


def test_a_layer_is_duplicated_frozen_and_initialized(lab: Lab) -> None:
    lab.selection.select(["dense1"])
    _choose(lab, "Freeze weights")
    board = lab.view.board
    assert board.state_of(board.diagram.cards["dense1"]).locked
    assert "Unfreeze weights" in _texts(context_menu(lab.view))
    _choose(lab, "Unfreeze weights")
    assert not board.state_of(board.diagram.cards["dense1"]).locked
    _choose(lab, "Duplicate")
    assert lab.selection.nodes == {"dense3"}
    assert lab.card("dense3").rect.topLeft() != lab.card("dense1").rect.topLeft()
    assert lab.store.undo_stack.count() == 3


def test_one_link_is_pruned_and_restored(lab: Lab) -> None:
    wire = lab.view.board.wiring.into["dense2", 0][1]
    lab.selection.select_cell(wire.link, wire.key)
    _choose(lab, "Prune this link")
    assert lab.store.document.state.parameters["dense2/weight"][0, 1] == 0.0
    assert lab.view.board.showing.pruned(wire)
    _choose(lab, "Restore this link")
    assert not lab.view.board.showing.pruned(wire)


def test_the_ground_offers_to_tidy_in_one_undo_entry(lab: Lab) -> None:
    lab.selection.select(["loss1"])
    grown = lab.store.document
    lab.selection.clear()
    middle = lab.view.board.diagram.bounds.center()
    _choose(lab, "Tidy")
    assert (lab.view.board.diagram.bounds.center() - middle).manhattanLength() <= 4.0
    cards = lab.view.board.diagram.cards.values()
    assert not any(a.rect.intersects(b.rect) for a in cards for b in cards if a is not b)
    assert lab.store.document.network == grown.network


def test_a_selected_link_can_be_deleted_from_the_menu(lab: Lab) -> None:
    wire = lab.view.board.wiring.into["dense2", 0][0]
    lab.selection.select_cell(wire.link, wire.key)
    _choose(lab, "Delete the link from 'Dense 1' to 'Dense 2'")
    assert Link("dense1", "dense2") not in lab.store.document.network.links


def test_a_changed_weight_shows_the_old_and_the_new_or_the_change() -> None:
    assert changed_text(-1.6, -1.42) == "−1.60 → −1.42"
    assert changed_text(-1.6, np.float64(-1.599)) == "−1.60 +1.00×10⁻³"
