"""A link that is let go on empty ground offers what fits there; Enter or a click places and links it."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from nnsim import edits
from nnsim.catalog import InputSettings
from nnsim.document import Document, Link
from nnsim.edits.shapes import wiring
from nnsim.text import render
from tests.ui.canvas.lab import Lab
from ui.canvas.acts import act
from ui.canvas.gestures.offer import behind
from ui.canvas.hit import out_port, unit_port
from ui.canvas.offers import offers
from ui.canvas.quick_add import QuickAdd

Key = Qt.Key


@pytest.fixture
def begun(make_lab: Callable[[Document], Lab]) -> Lab:
    """An input of two alone on the canvas, with room to its right."""
    return make_lab(edits.add_node(edits.new_document(), "input", (0.0, 100.0))[0])


def _source(*shape: int) -> tuple[Document, str]:
    columns = InputSettings(tuple(range(12)), shape=shape) if shape else InputSettings((0, 1))
    return edits.add_node(edits.new_document(), "input", (0.0, 0.0), settings=columns)


def popup() -> QuickAdd | None:
    """The list that is open, if there is one."""
    return next((each for each in QApplication.topLevelWidgets() if isinstance(each, QuickAdd) and each.isVisible()),
                None)


def test_a_link_let_go_on_empty_ground_asks_and_enter_places_and_links(begun: Lab) -> None:
    begin, at = unit_port(begun.card("input1"), 1), out_port(begun.card("input1")) + QPointF(180, 30)
    begun.drag(begin, at)
    opened = popup()
    assert opened is not None
    assert begun.view.feedback.wire is not None
    QTest.keyClicks(opened.search, "den")
    assert opened.list.currentItem().text() == "Dense"
    QTest.keyClick(opened.search, Key.Key_Return)
    assert popup() is None
    assert begun.view.feedback.wire is None
    assert begun.store.document.network.links == (Link("input1", "dense1", 1),)
    card = begun.card("dense1")
    assert (card.in_ports["in"] - at).manhattanLength() <= 8.0
    assert begun.selection.nodes == {"dense1"}
    assert begun.store.undo_stack.count() == 1


def test_escape_leaves_no_trace_and_a_short_way_asks_nothing(begun: Lab) -> None:
    before = begun.store.document
    port = out_port(begun.card("input1"))
    begun.drag(port, port + QPointF(160, 0))
    opened = popup()
    assert opened is not None
    QTest.keyClicks(opened.search, "no such thing")
    assert opened.list.count() == 0
    QTest.keyClick(opened.search, Key.Key_Return)
    QTest.keyClick(opened.search, Key.Key_Escape)
    assert popup() is None
    assert begun.view.feedback.wire is None
    begun.drag(port, port + QPointF(18, 3))
    assert popup() is None
    assert begun.store.document == before


def test_a_key_offers_what_follows_the_selected_node_and_a_click_chooses(begun: Lab) -> None:
    assert not act("offer").possible(begun.view)
    begun.selection.select(["input1"])
    begun.key(Key.Key_C, Qt.KeyboardModifier.ShiftModifier)
    opened = popup()
    assert opened is not None
    row = next(number for number in range(opened.list.count()) if opened.list.item(number).text() == "Output")
    at = opened.list.visualItemRect(opened.list.item(row)).center()
    QTest.mouseClick(opened.list.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert [node.kind for node in begun.store.document.network.nodes] == ["input", "output", "loss"]
    assert begun.store.document.network.links[1:] == (Link("input1", "output1"),)
    rects = [begun.card(node).rect for node in ("input1", "output1", "loss1")]
    assert rects[0].right() < rects[1].left()
    assert rects[1].right() < rects[2].left()


def test_a_key_offers_what_can_stand_in_the_selected_link(lab: Lab) -> None:
    lab.selection.select_link(Link("dense1", "dense2"))
    assert render(act("offer").text_now(lab.view), "en") == "Put something into the link…"
    lab.key(Key.Key_C, Qt.KeyboardModifier.ShiftModifier)
    opened = popup()
    assert opened is not None
    assert lab.view.feedback.lit
    QTest.keyClicks(opened.search, "out")
    assert [opened.list.item(row).text() for row in range(opened.list.count())] == ["Dropout"]
    QTest.keyClick(opened.search, Key.Key_Enter)
    assert {Link("dense1", "dropout1"), Link("dropout1", "dense2")} <= set(lab.store.document.network.links)
    assert lab.view.feedback.lit == ()


@pytest.mark.parametrize(("shape", "first", "absent"), [
    ((), ["dense", "neuron", "output"], "convolution"), ((3, 4), ["lstm", "dense"], "convolution"),
    ((1, 3, 4), ["convolution", "max_pooling"], "dense"),
])  # fmt: skip
def test_what_fits_is_offered_the_usual_first(shape: tuple[int, ...], first: list[str], absent: str) -> None:
    document, source = _source(*shape)
    found = [offer.payload for offer in offers(document, source)]
    assert found[:len(first)] == first
    assert absent not in found
    assert "input" not in found
    assert len(set(found)) == len(found)


@pytest.mark.parametrize("shape", [(), (3, 4), (1, 3, 4)])
def test_everything_that_is_offered_can_be_placed_without_an_objection(shape: tuple[int, ...]) -> None:
    document, source = _source(*shape)
    for offer in offers(document, source):
        after, node = behind(document, source, None, offer.payload, QPointF(400.0, 60.0))
        assert after.network.into(node)
        assert not wiring(after.network).objections, offer.payload
