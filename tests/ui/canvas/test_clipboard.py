"""Parts of a network go over the clipboard from window to window, with and without their weights."""

from collections.abc import Callable

import numpy as np
import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt
from PySide6.QtGui import QGuiApplication

from nnsim import edits
from nnsim.document import Document, Link
from nnsim.files.fragment import FRAGMENT_MIME
from nnsim.text import message
from tests.ui.canvas.lab import Lab, network, xor_network
from ui.canvas import clipboard
from ui.canvas.acts import act

Key, Ctrl = Qt.Key, Qt.KeyboardModifier.ControlModifier
Shift = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture(autouse=True)
def _empty_clipboard() -> None:
    QGuiApplication.clipboard().clear()


def _bits(lab: Lab, path: str) -> bytes:
    return lab.store.document.state.parameters[path].tobytes()


def test_two_windows_exchange_parts_of_their_networks(make_lab: Callable[[Document], Lab]) -> None:
    one, other = make_lab(xor_network()), make_lab(network(3, 2))
    assert not act("paste").possible(other.view)
    one.selection.select(["dense1", "dense2"])
    one.key(Key.Key_C, Ctrl)
    before = other.store.document
    other.key(Key.Key_V, Ctrl)
    assert other.selection.nodes == {"dense2", "dense3"}
    assert Link("dense2", "dense3") in other.store.document.network.links
    assert _bits(other, "dense3/weight") == _bits(one, "dense2/weight")
    other.key(Key.Key_V, Ctrl | Shift)
    assert other.selection.nodes == {"dense4", "dense5"}
    assert _bits(other, "dense5/weight") != _bits(one, "dense2/weight")
    cards = [card.rect for card in other.view.board.diagram.cards.values()]
    assert not any(a.intersects(b) for place, a in enumerate(cards) for b in cards[:place])
    assert other.store.undo_stack.count() == 2
    other.store.undo()
    other.store.undo()
    assert other.store.document == before
    assert one.store.undo_stack.count() == 0


def test_what_is_pasted_lands_at_the_pointer(lab: Lab, monkeypatch: pytest.MonkeyPatch) -> None:
    lab.selection.select(["dense2"])
    lab.key(Key.Key_C, Ctrl)
    point = lab.card("loss1").rect.bottomRight() + QPointF(-60, 260)
    monkeypatch.setattr(clipboard, "_pointer", lambda _view: point)
    lab.key(Key.Key_V, Ctrl)
    (new,) = lab.selection.nodes
    assert (lab.card(new).rect.center() - point).manhattanLength() <= 4.0
    lab.key(Key.Key_V, Ctrl)  # the place is taken now
    (second,) = lab.selection.nodes
    assert not lab.card(second).rect.intersects(lab.card(new).rect)


def test_a_copy_without_weights_begins_anew(lab: Lab) -> None:
    lab.store.commit(edits.set_parameter(lab.store.document, "dense2/weight", np.full((1, 4), 2.5)), message("Move"))
    lab.selection.select(["dense1", "dense2"])
    lab.key(Key.Key_D, Ctrl | Shift)
    assert lab.store.document.state.parameters["dense4/weight"].tolist() != [[2.5] * 4]
    lab.selection.select(["dense1", "dense2"])
    lab.key(Key.Key_D, Ctrl)
    assert lab.store.document.state.parameters["dense6/weight"].tolist() == [[2.5] * 4]
    lab.selection.select(["input1"])
    assert not act("duplicate_anew").possible(lab.view)


def test_foreign_and_damaged_content_changes_nothing_and_says_why(lab: Lab) -> None:
    before = lab.store.document
    QGuiApplication.clipboard().setText("some words")
    lab.key(Key.Key_V, Ctrl)
    content = QMimeData()
    content.setData(FRAGMENT_MIME, b"PK\3\4 no fragment")
    QGuiApplication.clipboard().setMimeData(content)
    lab.key(Key.Key_V, Ctrl)
    assert lab.store.document is before
    assert lab.view.feedback.words is not None
    assert "clipboard" in lab.view.feedback.words[1]
