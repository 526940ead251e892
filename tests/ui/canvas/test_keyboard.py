"""Everything by keyboard, and what a screen reader hears."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from nnsim import edits
from nnsim.catalog import InputSettings
from nnsim.document import Document, Link
from nnsim.text import message
from tests.ui.canvas.lab import Lab
from ui.look import theme

Key = Qt.Key


def test_tab_walks_the_items_from_left_to_right_and_leaves_at_the_end(lab: Lab) -> None:
    lab.view.setFocus()
    walked = []
    for _ in range(5):
        lab.key(Key.Key_Tab)
        walked.append(lab.selection.node)
    assert walked == ["input1", "dense1", "dense2", "output1", "loss1"]
    lab.key(Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier)
    assert lab.selection.node == "output1"


def test_arrows_with_alt_move_the_selection_by_eight_or_with_shift_by_one(lab: Lab) -> None:
    lab.selection.select(["dense1"])
    x, y = lab.store.document.views.positions["dense1"]
    alt = Qt.KeyboardModifier.AltModifier
    lab.key(Key.Key_Right, alt)
    lab.key(Key.Key_Right, alt)
    lab.key(Key.Key_Up, alt | Qt.KeyboardModifier.ShiftModifier)
    assert lab.store.document.views.positions["dense1"] == (x + 16, y - 1)
    assert lab.store.undo_stack.count() == 1


def test_selected_nodes_are_copied_cut_pasted_and_duplicated_and_no_link_begins(lab: Lab) -> None:
    ctrl = Qt.KeyboardModifier.ControlModifier
    lab.selection.select(["dense1", "dense2"])
    lab.key(Key.Key_C, ctrl)
    assert not lab.view.keyboard.linking
    lab.key(Key.Key_V, ctrl)
    first = lab.selection.nodes
    lab.key(Key.Key_V, ctrl)
    assert len(first | lab.selection.nodes | {"dense1", "dense2"}) == 6
    document = lab.store.document
    rects = [card.rect for card in lab.view.board.diagram.cards.values()]
    assert not any(a.intersects(b) for place, a in enumerate(rects) for b in rects[:place])
    assert [link.source in first for link in document.network.links].count(True) == 1
    lab.selection.select(["dense2"])
    lab.key(Key.Key_D, ctrl)
    (copy,) = lab.selection.nodes
    weights = lab.store.document.state.parameters
    lab.key(Key.Key_X, ctrl)
    assert not lab.store.document.network.has(copy)
    lab.key(Key.Key_V, ctrl)
    (pasted,) = lab.selection.nodes
    after = lab.store.document.state.parameters
    assert after[f"{pasted}/bias"].tobytes() == weights[f"{copy}/bias"].tobytes()
    lab.selection.clear()
    lab.key(Key.Key_X, ctrl)
    assert lab.store.document.network.has(pasted)
    lab.key(Key.Key_A, ctrl)
    assert lab.selection.nodes == {node.id for node in lab.store.document.network.nodes}


def test_delete_takes_the_selected_nodes_or_the_selected_link(lab: Lab) -> None:
    lab.selection.select(["dense1"])
    lab.key(Key.Key_Delete)
    assert not lab.store.document.network.has("dense1")
    lab.selection.select_link(Link("dense2", "output1"))
    lab.key(Key.Key_Delete)
    assert lab.store.document.network.links == (Link("output1", "loss1"),)


def test_delete_takes_single_weights_but_never_a_layer_for_one_of_its_units(lab: Lab) -> None:
    wire = lab.view.board.wiring.into["dense2", 0][1]
    lab.selection.select_cell(wire.link, wire.key)
    lab.key(Key.Key_Delete)
    assert lab.store.document.network.masks["dense2/weight:pruned"].tolist() == [[False, True, False, False]]
    assert wire.link in lab.store.document.network.links
    lab.selection.select_unit("dense1", 2)
    lab.key(Key.Key_Delete)
    assert lab.card("dense1").units == 3
    assert lab.store.document.state.parameters["dense1/weight"].shape == (3, 2)
    lab.selection.select_unit("output1", 0)
    lab.key(Key.Key_Delete)
    assert not lab.store.document.network.has("output1")


def _field(lab: Lab) -> QLineEdit:
    return next(field for field in lab.view.findChildren(QLineEdit) if not field.isHidden())


def test_enter_renames_and_refuses_a_name_that_is_taken(lab: Lab) -> None:
    lab.selection.select(["dense1"])
    lab.key(Key.Key_Return)
    field = _field(lab)
    field.setText("Dense 2")
    field.returnPressed.emit()
    assert field.property("invalid") == "true"
    assert "Dense 2" in field.toolTip()
    field.setText("Hidden")
    field.returnPressed.emit()
    assert lab.store.document.network.node("dense1").name == "Hidden"
    assert lab.card("dense1").name == "Hidden"


def test_enter_in_the_field_ends_the_naming(lab: Lab) -> None:
    lab.selection.select(["dense1"])
    lab.key(Key.Key_Return)
    field = _field(lab)
    field.setText("Hidden")
    QTest.keyClick(field, Key.Key_Return)
    assert lab.store.document.network.node("dense1").name == "Hidden"
    assert [other for other in lab.view.findChildren(QLineEdit) if not other.isHidden()] == []


def test_escape_drops_a_new_name(lab: Lab) -> None:
    lab.view.rename("dense1")
    field = _field(lab)
    field.setText("Nothing")
    QTest.keyClick(field, Key.Key_Escape)
    assert lab.store.document.network.node("dense1").name == "Dense 1"


def test_a_link_is_drawn_by_keyboard(make_lab: Callable[[Document], Lab]) -> None:
    document = edits.new_document()
    document, _ = edits.add_node(document, "input", (0.0, 0.0))
    document, _ = edits.add_node(document, "neuron", (300.0, -200.0))
    document, _ = edits.add_node(document, "dense", (300.0, 100.0))
    lab = make_lab(document)
    lab.selection.select(["input1"])
    lab.key(Key.Key_C)
    first = lab.view.feedback.port_on
    assert first is not None
    lab.key(Key.Key_Up)
    assert lab.view.feedback.port_on != first
    lab.key(Key.Key_Down)
    lab.key(Key.Key_Return)
    assert lab.store.document.network.links == (Link("input1", "dense1"),)
    assert lab.view.feedback.wire is None


def test_escape_ends_a_keyboard_link_then_the_selection(lab: Lab) -> None:
    lab.selection.select(["input1"])
    lab.key(Key.Key_C)
    lab.key(Key.Key_Escape)
    assert lab.view.feedback.wire is None
    assert lab.selection.nodes
    lab.key(Key.Key_Escape)
    assert not lab.selection.nodes


def test_a_tap_on_space_plays_and_a_drag_with_space_pans(lab: Lab) -> None:
    lab.key(Key.Key_Space)
    assert lab.clock.playing
    lab.key(Key.Key_Space)
    assert not lab.clock.playing


def test_a_screen_reader_hears_what_is_selected_in_the_language_of_the_moment(lab: Lab) -> None:
    view = lab.view
    assert view.accessibleDescription() == "5 nodes, 4 links"
    lab.selection.select(["dense1"])
    assert view.accessibleDescription() == "Dense 1; 4 units · tanh; from Input; to Dense 2"
    lab.selection.select_unit("dense1", 2)
    assert view.accessibleDescription() == "Dense 1, unit 3; bias 0.00"
    theme().set_language("ko")
    assert view.accessibleDescription() == "완전 연결 층 1, 유닛 3; 편향 0.00"


def test_what_is_in_progress_ends_when_its_node_goes(lab: Lab) -> None:
    lab.selection.select(["dense1"])
    lab.key(Key.Key_C)
    lab.store.commit(edits.delete(lab.store.document, ["dense1"]), message("Delete"))
    lab.key(Key.Key_Return)
    assert lab.view.feedback.wire is None
    lab.view.rename("dense2")
    field = _field(lab)
    lab.store.commit(edits.delete(lab.store.document, ["dense2"]), message("Delete"))
    field.returnPressed.emit()
    assert field.isHidden()


def test_a_link_that_became_impossible_is_not_drawn_by_enter(lab: Lab) -> None:
    lab.selection.select(["dense2"])
    lab.key(Key.Key_C)
    before = lab.store.document
    lab.view.pointer.leave()
    lab.key(Key.Key_Return)  # the output that Dense 2 leads to already
    assert lab.store.document == before


def test_down_walks_the_units_and_with_ctrl_the_weights_that_lead_to_one(lab: Lab) -> None:
    ctrl, selection = Qt.KeyboardModifier.ControlModifier, lab.selection
    lab.selection.select(["dense2"])
    lab.key(Key.Key_Down)
    assert selection.unit == ("dense2", 0)
    lab.key(Key.Key_Down)  # its only unit
    lab.key(Key.Key_Down, ctrl)
    assert selection.cell == ("dense2/weight", 0, 0)
    lab.key(Key.Key_Down)
    lab.key(Key.Key_Down)
    assert selection.cell == ("dense2/weight", 0, 2)
    assert lab.view.accessibleDescription().startswith("Weight from 'Dense 1', unit 3, to 'Dense 2', unit 1; ")
    lab.key(Key.Key_P, Qt.KeyboardModifier.ShiftModifier)
    assert lab.view.accessibleDescription().endswith("; 0.00; pruned")
    lab.key(Key.Key_Up)
    assert selection.cell == ("dense2/weight", 0, 1)
    lab.key(Key.Key_Up, ctrl)
    assert selection.unit == ("dense2", 0)
    lab.key(Key.Key_Up)
    assert (selection.node, selection.unit) == ("dense2", None)
    lab.key(Key.Key_Down, ctrl)
    assert selection.link == Link("dense1", "dense2")
    lab.key(Key.Key_Down, ctrl)
    assert selection.cell == ("dense2/weight", 0, 0)


def test_a_link_from_one_unit_is_drawn_by_keyboard(make_lab: Callable[[Document], Lab]) -> None:
    document = edits.new_document()
    document, _ = edits.add_node(document, "input", (0.0, 0.0), settings=InputSettings((0, 1)))
    document, _ = edits.add_node(document, "neuron", (300.0, 0.0))
    lab = make_lab(document)
    lab.selection.select(["input1"])
    for key in (Key.Key_Down, Key.Key_Down, Key.Key_C, Key.Key_Return):
        lab.key(key)
    assert lab.store.document.network.links == (Link("input1", "neuron1", 1),)


def test_a_card_that_a_deletion_makes_small_stays_level(make_lab: Callable[[Document], Lab]) -> None:
    document, source = edits.add_node(edits.new_document(), "input", (0.0, 0.0))
    document = edits.set_features(document, source, 6)
    document, follower = edits.add_node(document, "activation", (300.0, 0.0))
    lab = make_lab(edits.connect(document, source, follower))
    before = lab.card(follower)
    lab.selection.select([source])
    lab.key(Key.Key_Delete)
    after = lab.card(follower)
    assert after.shape.height < before.shape.height
    assert after.y + after.shape.axis == before.y + before.shape.axis
