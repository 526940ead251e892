"""Problems at the object itself, and the empty canvas."""

from collections.abc import Callable

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from nnsim import edits
from nnsim.catalog import LossSettings
from nnsim.document import Document
from nnsim.program import problems
from nnsim.text import message, render
from tests.ui.canvas.lab import Lab, xor_network
from ui.bridge.problems import ProblemWatch
from ui.canvas.acts import act
from ui.canvas.card_paint import lock_half
from ui.canvas.problem_marks import BADGE
from ui.look.widgets import Banner


def _banner(lab: Lab) -> Banner:
    return lab.view.findChild(Banner)


def test_a_node_with_a_problem_is_marked_and_says_what_to_do(make_lab: Callable[[Document], Lab]) -> None:
    document, _ = edits.add_node(xor_network(), "dense", (500.0, -200.0))
    lab = make_lab(document)
    lab.view.set_problems(problems(document))
    board = lab.view.board
    assert board.marks.errors == {"dense3"}
    assert board.state_of(board.diagram.cards["dense3"]).border == board.look.tokens.err
    assert _banner(lab).isVisible()
    fix = next(button for button in _banner(lab).findChildren(QPushButton) if button.text() == "Delete it")
    fix.click()
    assert not lab.store.document.network.has("dense3")
    assert lab.store.undo_stack.count() == 1
    lab.view.set_problems(problems(lab.store.document))
    assert not _banner(lab).isVisible()


def test_the_badge_stands_beside_the_lock_and_clear_of_the_name(lab: Lab) -> None:
    view, rect = lab.view, lab.card("dense1").rect
    assert view.problems.badge_box("dense1").contains(rect.topRight())
    frozen = edits.freeze(lab.store.document, "dense1/weight", None, True)
    lab.store.commit(frozen, message("Freeze"))
    assert view.board.showing.locked == {"dense1"}
    for zoom in (1.0, 0.5, 0.25):
        view.camera.place(zoom, rect.center())
        lock = lock_half(view.board.look)
        badge = view.problems.badge_box("dense1")
        assert badge.left() >= rect.right() + lock
        assert badge.bottom() <= rect.top() + 8.0 / zoom  # the capitals of the name begin 9 px below the edge
        assert badge.width() == BADGE / zoom


def test_of_several_problems_the_selected_one_speaks(make_lab: Callable[[Document], Lab]) -> None:
    document = edits.new_document()
    for x in (0.0, 300.0):
        document, _ = edits.add_node(document, "dense", (x, 0.0))
    lab = make_lab(document)
    lab.view.set_problems(problems(document))
    assert not _banner(lab).isVisible()
    lab.selection.select(["dense2"])
    assert "Dense 2" in _banner(lab).accessibleName()


def test_an_empty_canvas_says_how_to_begin(make_lab: Callable[[Document], Lab]) -> None:
    lab = make_lab(edits.new_document())
    assert lab.view.corners.empty.isVisible()
    lab.view.add("dense")
    assert not lab.view.corners.empty.isVisible()
    assert lab.selection.nodes == {"dense1"}
    first = lab.card("dense1").rect
    lab.view.add("dense")
    assert lab.card("dense2").rect.left() > first.right()


def test_nodes_added_by_key_stand_beside_each_other_without_overlap(make_lab: Callable[[Document], Lab]) -> None:
    lab = make_lab(edits.new_document())
    for kind in ("input", "neuron", "neuron", "dense", "output", "neuron", "dense"):
        lab.view.add(kind)
    cards = [card.rect for card in lab.view.board.diagram.cards.values()]
    assert not any(a.intersects(b) for k, a in enumerate(cards) for b in cards[:k])
    assert lab.card("neuron1").rect.center().x() == lab.card("neuron2").rect.center().x()
    assert lab.card("neuron2").rect.top() > lab.card("neuron1").rect.bottom()
    assert lab.card("output1").rect.left() > lab.card("dense1").rect.right()


def test_a_card_in_the_making_is_dashed_and_asks_quietly_for_an_input(make_lab: Callable[[Document], Lab]) -> None:
    lab = make_lab(xor_network())
    watch = ProblemWatch(lab.store)
    watch.changed.connect(lambda: lab.view.set_problems(watch.told))
    document, node = edits.add_node(lab.store.document, "dense", (500.0, -200.0))
    lab.store.commit(document, message("Add"))
    lab.selection.select([node])
    board, card = lab.view.board, lab.card(node)
    assert not board.marks.errors | board.marks.warnings
    assert board.state_of(card).waiting
    assert board.state_of(card).border is None
    assert not _banner(lab).isVisible()
    below = card.rect.adjusted(0, card.rect.height() + 9, 0, 28)  # clear of the ring of what is selected

    def inked() -> int:
        """Pixels of the words below the card."""
        lab.view.finish()
        image = lab.view.viewport().grab(lab.view.mapFromScene(below).boundingRect()).toImage()
        dark, places = board.look.tokens.text3.lightness() + 40, np.ndindex(image.width(), image.height())
        return sum(image.pixelColor(x, y).lightness() < dark for x, y in places)

    asked = inked()
    watch.insist()
    assert board.marks.errors == {node}
    assert not board.state_of(card).waiting
    _banner(lab).hide()
    assert asked > inked() + 20


def test_the_words_stand_where_nothing_lies_over_them(make_lab: Callable[[Document], Lab]) -> None:
    document = edits.change_settings(xor_network(), "loss1", LossSettings("categorical_cross_entropy"))
    lab = make_lab(document)
    lab.view.resize(1400, 1000)
    lab.view.set_problems(problems(document))
    lab.selection.select(["loss1"])
    banner, cards = _banner(lab), [lab.view.mapFromScene(card.rect).boundingRect()
                                   for card in lab.view.board.diagram.cards.values()]
    assert banner.isVisible()
    assert not any(banner.geometry().intersects(card) for card in cards)
    lab.view.corners.covered = 300
    lab.view.fit(travel=False)
    lab.view.problems.place()
    assert lab.view.corners.seen().contains(banner.geometry())


def test_a_remedy_is_a_command_with_a_key(make_lab: Callable[[Document], Lab], qtbot: QtBot) -> None:
    document = edits.change_settings(xor_network(), "loss1", LossSettings("categorical_cross_entropy"))
    lab = make_lab(document)
    mend = act("mend")
    assert not mend.possible(lab.view)
    lab.view.set_problems(problems(document))
    assert render(mend.text_now(lab.view)).startswith("Fix: Use softmax in")
    lab.view.setFocus()
    qtbot.keyClick(lab.view, Qt.Key.Key_Period, Qt.KeyboardModifier.ControlModifier)
    assert lab.store.undo_stack.count() == 1
    assert lab.store.document != document


def test_the_keys_come_back_to_the_canvas_when_the_problem_goes(
    make_lab: Callable[[Document], Lab], qtbot: QtBot
) -> None:
    document = edits.change_settings(xor_network(), "loss1", LossSettings("categorical_cross_entropy"))
    lab = make_lab(document)
    lab.view.set_problems(problems(document))
    lab.view.activateWindow()
    lab.view.setFocus()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is lab.view)
    assert lab.view.problems.attend()
    assert _banner(lab).isAncestorOf(QApplication.focusWidget())
    lab.view.set_problems(())
    assert QApplication.focusWidget() is lab.view
