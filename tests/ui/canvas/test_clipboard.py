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
def _nothing_there(monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty clipboard, and the pointer elsewhere."""
    QGuiApplication.clipboard().clear()
    monkeypatch.setattr(clipboard, "_pointer", lambda _view: None)


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


def test_a_copy_stands_where_the_view_has_room_for_it_else_below(lab: Lab) -> None:
    lab.view.fit()
    lab.view.camera.place(0.5, lab.view.camera.center)
    zoom, center = lab.view.zoom, lab.view.camera.center
    lab.selection.select(["dense2"])
    lab.key(Key.Key_D, Ctrl)
    (copy,) = lab.selection.nodes
    assert (lab.view.zoom, lab.view.camera.center) == (zoom, center)
    assert lab.view.mapToScene(lab.view.corners.room().toRect()).boundingRect().contains(lab.card(copy).rect)
    lab.view.camera.place(1.5, lab.card("dense1").rect.center())
    lab.selection.select(["dense1"])
    lab.key(Key.Key_D, Ctrl)
    (copy,) = lab.selection.nodes
    assert lab.card(copy).rect.top() > lab.card("dense1").rect.bottom()
    assert lab.card(copy).x == lab.card("dense1").x
    seen = lab.view.mapToScene(lab.view.corners.room().toRect()).boundingRect()
    assert seen.contains(lab.card("dense1").rect.united(lab.card(copy).rect))


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


def test_notes_go_along_and_alone(make_lab: Callable[[Document], Lab]) -> None:
    document, note = edits.add_note(xor_network(), "why four?", (40.0, -200.0))
    one, other = make_lab(document), make_lab(edits.new_document())
    one.selection.select(["dense1"], [note])
    one.key(Key.Key_C, Ctrl)
    other.key(Key.Key_V, Ctrl)
    (copy,) = other.store.document.views.notes
    old, new = document.views.positions["dense1"], other.store.document.views.positions["dense1"]
    assert copy.text == "why four?"
    assert (copy.position[0] - new[0], copy.position[1] - new[1]) == (40.0 - old[0], -200.0 - old[1])
    assert other.selection.notes == {copy.id}
    other.selection.select((), [copy.id])
    other.key(Key.Key_D, Ctrl)
    assert len(other.store.document.views.notes) == 2
    assert other.store.document.views.notes[1].position != copy.position
    other.key(Key.Key_X, Ctrl)
    assert len(other.store.document.views.notes) == 1
