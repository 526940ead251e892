"""Blocks on the canvas: made, named, folded, opened, moved and dissolved, with every number as it was."""

import msgspec
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest

from nnsim import edits
from nnsim.program import compile_document
from nnsim.text import message
from nnsim.trace import Stepper
from tests.ui.canvas.lab import Lab
from tests.ui.canvas.test_notes import drag
from ui.canvas.acts import act
from ui.canvas.block_field import BlockNameField
from ui.canvas.block_paint import fold_rect
from ui.canvas.blocks import Blocks
from ui.canvas.blocks_of import Block
from ui.canvas.gestures.drop import place
from ui.canvas.menu import context_menu
from ui.canvas.minimap import Minimap

Key, Button = Qt.Key, Qt.MouseButton
Control, Shift = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


def grouped(lab: Lab, *nodes: str) -> Block:
    """A block of these nodes, made by key, without a name."""
    lab.selection.select(nodes)
    QTest.keyClick(lab.view, Key.Key_G, Control)
    field = lab.view.findChild(BlockNameField)
    QTest.keyClick(field, Key.Key_Escape)
    lab.view.finish()
    return lab.view.overlays[Blocks].all[-1]


def click(lab: Lab, point: QPointF) -> None:
    QTest.mouseClick(lab.view.viewport(), Button.LeftButton, pos=lab.view.mapFromScene(point))


def test_a_block_is_made_named_folded_and_opened_without_touching_a_number(lab: Lab) -> None:
    before = lab.store.document
    lab.selection.select(["dense1", "dense2"])
    QTest.keyClick(lab.view, Key.Key_G, Control)
    field = lab.view.findChild(BlockNameField)
    QTest.keyClicks(field, "Head")
    QTest.keyClick(field, Key.Key_Return)
    assert lab.view.accessibleDescription() == "Block 'Head': Dense 1, Dense 2"
    (block,) = lab.view.overlays[Blocks].all
    cards, wires = lab.view.board.diagram.cards, len(lab.view.board.wiring.wires)
    assert (block.name, block.folded) == ("Head", False)
    assert all(block.rect.contains(cards[node].rect) for node in ("dense1", "dense2"))
    click(lab, fold_rect(block, lab.view.zoom).center())
    (folded,) = lab.view.overlays[Blocks].all
    assert folded.folded
    diagram = lab.view.board.diagram
    assert set(diagram.seen) == {"input1", "output1", "loss1"}
    assert [(each.link.source, each.link.target, each.sort) for each in diagram.drawn if each.sort == "whole"] == [
        ("input1", "dense1", "whole"), ("dense2", "output1", "whole")]
    assert len(lab.view.board.wiring.wires) < wires
    assert lab.store.document.network is before.network
    assert lab.store.document.state is before.state
    assert compile_document(lab.store.document).instructions == compile_document(before).instructions
    QTest.mouseDClick(lab.view.viewport(), Button.LeftButton,
                      pos=lab.view.mapFromScene(folded.rect.center() + QPointF(0, 30)))
    assert not lab.view.overlays[Blocks].all[0].folded
    assert len(lab.view.board.wiring.wires) == wires
    for _ in range(4):
        lab.store.undo()
    assert lab.store.document.views.groups == ()


def test_a_folded_block_is_selected_moved_and_deleted_as_one(lab: Lab) -> None:
    grouped(lab, "dense1", "dense2")
    QTest.keyClick(lab.view, Key.Key_G, Shift)
    (block,) = lab.view.overlays[Blocks].all
    assert block.folded
    lab.selection.clear()
    click(lab, block.rect.center())
    assert lab.selection.nodes == {"dense1", "dense2"}
    before = lab.store.document.views.positions
    start = lab.view.mapFromScene(block.rect.center())
    drag(lab, start, start + QPoint(0, 60))
    after = lab.store.document.views.positions
    shifts = {(after[node][0] - before[node][0], after[node][1] - before[node][1]) for node in ("dense1", "dense2")}
    assert len(shifts) == 1
    assert shifts != {(0.0, 0.0)}
    assert lab.view.overlays[Blocks].all[0].rect.topLeft() != block.rect.topLeft()
    lab.selection.select(["dense1"])  # a part stands for the whole
    assert lab.selection.nodes == {"dense1", "dense2"}
    QTest.keyClick(lab.view, Key.Key_Tab)
    assert not lab.selection.nodes & {"dense1", "dense2"}
    lab.selection.select(["dense2"])
    QTest.keyClick(lab.view, Key.Key_Delete)
    assert lab.store.document.views.groups == ()
    assert not lab.store.document.network.has("dense1")


def test_blocks_stand_in_blocks_and_are_dissolved_one_by_one(lab: Lab) -> None:
    grouped(lab, "dense1", "dense2")
    grouped(lab, "dense1", "dense2", "output1")
    outer, inner = lab.view.overlays[Blocks].all
    assert outer.rect.contains(inner.rect)
    assert lab.view.overlays[Blocks].selected == (outer,)
    act("ungroup").do(lab.view)
    assert [each.nodes for each in lab.view.overlays[Blocks].all] == [inner.nodes]
    lab.selection.select(["dense1", "input1"])
    QTest.keyClick(lab.view, Key.Key_G, Control)
    assert lab.view.feedback.words is not None
    assert len(lab.store.document.views.groups) == 1


def test_what_is_dropped_on_a_frame_stands_in_the_block_until_it_is_taken_out(lab: Lab) -> None:
    grouped(lab, "dense1", "dense2")
    (block,) = lab.view.overlays[Blocks].all
    lab.selection.clear()
    card = lab.card("output1")
    lab.drag(card.rect.topLeft() + QPointF(20, 20), block.rect.center())
    assert set(lab.store.document.views.groups[0].members) == {"dense1", "dense2", "output1"}
    made = place(lab.view, "neuron", block.rect.center() + QPointF(10, -40))
    assert made in lab.store.document.views.groups[0].members
    assert lab.store.document.views.groups[0].members.count(made) == 1
    place(lab.view, "neuron", block.rect.bottomRight() + QPointF(400, 400))
    assert len(lab.store.document.views.groups[0].members) == 4
    lab.selection.select(["output1", made])
    act("take_out").do(lab.view)
    assert set(lab.store.document.views.groups[0].members) == {"dense1", "dense2"}
    (after,) = lab.view.overlays[Blocks].all
    assert not after.rect.intersects(lab.card("output1").rect)
    lab.store.undo()
    assert len(lab.store.document.views.groups[0].members) == 4


def test_free_neurons_fold_with_their_rings(lab: Lab) -> None:
    act_on = lab.selection
    act_on.select(["dense1"])
    QTest.keyClick(lab.view, Key.Key_E)
    neurons = [node.id for node in lab.store.document.network.nodes if node.kind == "neuron"]
    grouped(lab, *neurons)
    before = lab.view.grab().toImage()
    act("fold_block").do(lab.view)
    lab.view.finish()
    assert lab.view.board.diagram.hidden.keys() == set(neurons)
    assert lab.view.grab().toImage() != before
    act("fold_block").do(lab.view)
    lab.view.finish()
    assert lab.view.board.diagram.hidden == {}


def test_steps_inside_a_folded_block_light_the_block(lab: Lab) -> None:
    grouped(lab, "dense1", "dense2")
    act("fold_block").do(lab.view)
    stepper, lit = Stepper(lab.store.document, 1, "neuron"), set()
    for _ in range(60):
        stepper.next()
        lab.clock.moved.emit(stepper.view())
        lab.view.finish()
        light = lab.view.stepping.light
        lit.add((light.node, light.phase))
        if light.node in ("dense1", "dense2"):
            assert (light.lit, light.hot, light.sum) == ((), (), None)
            assert lab.view.board.marks.running == light.node
    assert {("dense1", "forward"), ("dense2", "forward"), ("dense1", "backward"), ("dense1", "update")} <= lit
    lab.view.grab()


def test_a_composite_opens_into_a_block_of_its_parts(lab: Lab) -> None:
    document, node = edits.add_node(lab.store.document, "residual_block", (0.0, 900.0))
    document = edits.connect(document, "dense1", node)
    lab.store.commit(document, message("Move"))
    lab.selection.select([node])
    QTest.keyClick(lab.view, Key.Key_E)
    (group,) = lab.store.document.views.groups
    assert not lab.store.document.network.has(node)
    assert lab.selection.nodes == set(group.members)
    assert group.name
    lab.store.undo()
    assert lab.store.document.views.groups == ()
    assert lab.store.document.network.has(node)


def test_the_overview_shows_only_what_is_out_of_view_and_takes_one_there(lab: Lab) -> None:
    overview = lab.view.overlays[Minimap]
    assert not overview.map.isVisible()
    lab.view.camera.place(2.0, lab.view.board.diagram.bounds.topLeft())
    assert overview.map.isVisible()
    before = lab.view.camera.center
    QTest.mouseClick(overview.map, Button.LeftButton, pos=QPoint(overview.map.width() - 30, overview.map.height() // 2))
    assert lab.view.camera.center.x() > before.x() + 100
    overview.map.grab()
    QTest.keyClick(lab.view, Key.Key_M)
    assert not overview.map.isVisible()
    QTest.keyClick(lab.view, Key.Key_M)
    assert overview.map.isVisible()
    lab.view.fit(travel=False)
    assert not overview.map.isVisible()
    for ticked in (True, False):
        (entry,) = (each for each in context_menu(lab.view).actions() if each.text() == "Overview")
        assert (entry.isCheckable(), entry.isChecked()) == (True, ticked)
        entry.trigger()  # nothing of it is to be seen, so it is said
        assert "overview" in lab.view.feedback.words[1]
    assert overview.on


def test_everything_folded_and_placed_by_nobody_is_shown(lab: Lab) -> None:
    document, block = edits.group(lab.store.document, [node.id for node in lab.store.document.network.nodes])
    document = edits.set_folded(document, block, True)
    views = msgspec.structs.replace(document.views, positions={})
    lab.store.replace_all(msgspec.structs.replace(document, views=views))
    lab.view.finish()
    assert lab.view.board.diagram.seen == {}
    assert not lab.view.board.diagram.bounds.isEmpty()
    assert lab.view.sees_all()
    lab.view.grab()
