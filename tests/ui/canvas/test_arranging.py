"""Aligning, spacing out, tidying and zooming to the selection, by key, each one undo step; the cards glide there."""

import random
from collections.abc import Callable

import pytest
from PySide6.QtCore import QRectF, Qt
from pytestqt.qtbot import QtBot

from nnsim import edits
from nnsim.document import Document
from nnsim.text import message
from tests.ui.canvas.lab import Lab, network
from ui.canvas.acts import act
from ui.canvas.acts.arrange import box_of
from ui.canvas.card import Card
from ui.canvas.travel import DURATION
from ui.look import theme

Key, Alt = Qt.Key, Qt.KeyboardModifier.AltModifier
Shift = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def strewn(make_lab: Callable[[Document], Lab]) -> Lab:
    """Three layers and a neuron at odd places on the canvas, all selected."""
    document = network(2, 4, 3, 1)
    document, neuron = edits.add_node(document, "neuron", (300.0, -330.0))
    chance = random.Random(3)
    document = edits.move(document, {
        node: (300.0 * place + chance.uniform(-20, 20), chance.uniform(-90, 90))
        for place, node in enumerate(("dense1", "dense2", "dense3"))
    })
    lab = make_lab(document)
    lab.selection.select(["dense1", "dense2", "dense3", neuron])
    return lab


@pytest.mark.parametrize(("key", "line"), [
    (Key.Key_A, lambda card: _seen(card).left()), (Key.Key_D, lambda card: _seen(card).right()),
    (Key.Key_W, lambda card: _seen(card).top()), (Key.Key_S, lambda card: _seen(card).bottom()),
    (Key.Key_H, lambda card: _seen(card).center().x()), (Key.Key_V, lambda card: card.y + card.shape.axis),
])  # fmt: skip
def test_a_key_aligns_what_is_seen_of_the_selected_nodes(strewn: Lab, key: Qt.Key, line: Callable[..., float]) -> None:
    before = strewn.store.document
    strewn.key(key, Alt)
    lines = [line(strewn.card(node)) for node in strewn.selection.nodes]
    assert max(lines) - min(lines) < 1e-6
    assert strewn.store.document.views.positions["input1"] == before.views.positions["input1"]
    assert strewn.store.undo_stack.count() == 1
    strewn.store.undo()
    assert strewn.store.document == before


def test_selected_nodes_are_spaced_out_evenly(strewn: Lab) -> None:
    strewn.selection.select(["dense1", "dense2", "dense3"])
    strewn.key(Key.Key_H, Alt | Shift)
    rects = sorted((strewn.card(node).rect for node in strewn.selection.nodes), key=QRectF.left)
    assert rects[1].left() - rects[0].right() == pytest.approx(rects[2].left() - rects[1].right())
    strewn.key(Key.Key_V, Alt | Shift)
    assert strewn.store.undo_stack.count() == 2
    strewn.selection.select(["dense1", "dense2"])
    assert not act("space_across").possible(strewn.view)
    assert act("align_left").possible(strewn.view)


def test_a_folded_block_is_aligned_as_a_whole(strewn: Lab) -> None:
    document, block = edits.group(strewn.store.document, ["dense1", "dense2"], "both")
    strewn.store.commit(edits.set_folded(document, block, True), message("Fold the block"))
    strewn.selection.select(["dense1", "dense2", "dense3"])
    before = strewn.store.document.views.positions
    assert not act("space_across").possible(strewn.view)  # two things, though three nodes
    strewn.key(Key.Key_W, Alt)
    after = strewn.store.document.views.positions
    (folded,) = strewn.view.board.diagram.blocks
    assert folded.rect.top() == pytest.approx(strewn.card("dense3").rect.top(), abs=2)
    first, second = ((after[node][1] - before[node][1]) for node in ("dense1", "dense2"))
    assert first == pytest.approx(second)


def test_tidied_cards_glide_and_the_document_is_the_new_one_at_once(strewn: Lab, qtbot: QtBot) -> None:
    theme().set_reduced_motion(False)
    before = {node: (card.x, card.y) for node, card in strewn.view.board.diagram.cards.items()}
    strewn.key(Key.Key_T, Shift)
    positions = strewn.store.document.views.positions
    assert positions["dense1"] != before["dense1"]
    assert (strewn.card("dense1").x, strewn.card("dense1").y) == before["dense1"]
    qtbot.waitUntil(lambda: (strewn.card("dense1").x, strewn.card("dense1").y) == positions["dense1"], timeout=20_000)
    assert DURATION < 200
    assert strewn.store.undo_stack.count() == 1
    strewn.key(Key.Key_T, Shift)  # tidied already
    assert strewn.store.undo_stack.count() == 1


def test_another_edit_ends_the_glide(strewn: Lab, qtbot: QtBot) -> None:
    theme().set_reduced_motion(False)
    before = strewn.store.document
    strewn.key(Key.Key_T, Shift)
    strewn.store.undo()
    qtbot.waitUntil(lambda: not strewn.view.frames.animating, timeout=20_000)
    assert strewn.store.document == before
    assert {node: (card.x, card.y) for node, card in strewn.view.board.diagram.cards.items()} == {
        node: before.views.positions[node] for node in strewn.view.board.diagram.cards}


def test_the_selection_fills_the_view(strewn: Lab) -> None:
    strewn.selection.select(["input1"])
    strewn.key(Key.Key_F, Shift)
    seen = strewn.view.mapToScene(strewn.view.viewport().rect()).boundingRect()
    assert seen.contains(strewn.card("input1").rect)
    assert strewn.view.zoom == 1.0
    strewn.selection.select_link(strewn.store.document.network.links[0])
    strewn.key(Key.Key_F, Shift)
    seen = strewn.view.mapToScene(strewn.view.viewport().rect()).boundingRect()
    assert seen.contains(strewn.card("input1").rect.united(strewn.card("dense1").rect))


def _seen(card: Card) -> QRectF:
    return QRectF(*box_of(card)[:4])
