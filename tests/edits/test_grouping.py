"""Blocks and notes: what they hold, what goes with them, and that no number changes by them."""

from collections.abc import Iterable

import pytest

from nnsim import edits
from nnsim.document import Document, Group, Note
from nnsim.text.errors import NnsimError
from tests.edits.drawings import drawn, trained


def views_apart(before: Document, after: Document) -> None:
    """Only what is looked at differs: network, weights, memory and plan are the same objects."""
    assert after.network is before.network
    assert after.state is before.state
    assert after.plan is before.plan


def shape_of(groups: Iterable[Group]) -> list[tuple[str, tuple[str, ...], str | None]]:
    return [(each.id, each.members, each.parent) for each in groups]


def test_a_block_holds_nodes_and_whole_blocks_and_leaves_all_numbers() -> None:
    before = trained(drawn())
    inner, first = edits.group(before, ["dense2", "dense1"], "  the  middle ")
    views_apart(before, inner)
    assert inner.views.groups == (Group("group1", "the middle", ("dense2", "dense1")),)
    outer, second = edits.group(inner, ["dense1", "neuron1", "dense2"])
    assert shape_of(outer.views.groups) == [(first, ("dense2", "dense1"), second), (second, ("neuron1",), None)]
    assert set(outer.views.inside(second)) == {"dense1", "dense2", "neuron1"}
    assert outer.views.group_of("dense1") == outer.views.group(first)
    within, third = edits.group(outer, ["output1", "loss1"])
    assert edits.difference(outer, within) == edits.ChangeSet(groups=frozenset({third}))
    folded = edits.rename_group(edits.set_folded(within, second, True), second, "Head")
    assert (folded.views.group(second).folded, folded.views.group(second).name) == (True, "Head")
    assert edits.difference(within, folded).groups == {second}
    assert not edits.difference(within, folded).structure
    alone = edits.ungroup(folded, second)
    views_apart(before, alone)
    assert shape_of(alone.views.groups) == [(first, ("dense2", "dense1"), None), (third, ("output1", "loss1"), None)]
    flat = edits.ungroup(outer, first)
    assert shape_of(flat.views.groups) == [(second, ("neuron1", "dense2", "dense1"), None)]


def test_what_cannot_be_a_block_is_said() -> None:
    document, block = edits.group(drawn(), ["dense1", "dense2"])
    for nodes in ([], ["dense1"], ["dense1", "dense2"], ["dense1", "neuron1"]):
        assert edits.can_group(document, nodes) is not None
        with pytest.raises(NnsimError):
            edits.group(document, nodes)
    with pytest.raises(NnsimError):
        edits.rename_group(document, block, "x" * 81)
    for _ in range(8):
        document, node = edits.add_node(document, "neuron", (0.0, 0.0))
        selected = (*document.views.inside(document.views.groups[-1].id), node)
        refused = edits.can_group(document, selected)
        document = document if refused is not None else edits.group(document, selected)[0]
    assert refused is not None
    assert len(document.views.groups) == 8


def test_blocks_follow_nodes_that_go_and_nodes_that_come() -> None:
    document, inner = edits.group(drawn(), ["dense1", "dense2"], "pair")
    document, outer = edits.group(document, ["dense1", "dense2", "neuron1"])
    document = edits.set_opened(document, "dense1", True)
    less = edits.delete(document, ["dense1"])
    assert less.views.group(inner).members == ("dense2",)
    assert less.views.opened == frozenset()
    assert edits.delete(document, ["dense1", "dense2", "neuron1"]).views.groups == ()
    assert shape_of(edits.delete(document, ["dense1", "dense2"]).views.groups) == [(outer, ("neuron1",), None)]
    copied, names = edits.duplicate(document, ["dense1", "dense2", "neuron1"], (0.0, 200.0))
    old, new = dict(zip(names, ("dense1", "dense2", "neuron1"), strict=True)), copied.views.groups[2:]
    assert [(each.name, {old[node] for node in each.members}, each.parent) for each in new] == [
        ("pair", {"dense1", "dense2"}, new[1].id), ("", {"neuron1"}, None)]
    assert {old.get(node, node) for node in copied.views.opened} == {"dense1"}
    part, _ = edits.duplicate(document, ["dense1", "neuron1"], (0.0, 200.0))
    assert part.views.groups == document.views.groups


def test_nodes_and_blocks_are_put_into_another_block_or_into_none() -> None:
    document, inner = edits.group(drawn(), ["dense1", "dense2"])
    document, other = edits.group(document, ["output1", "loss1"])
    moved = edits.put_into(document, ["neuron1", "dense1", "dense2"], other)
    assert shape_of(moved.views.groups) == [
        (inner, ("dense1", "dense2"), other), (other, ("output1", "loss1", "neuron1"), None)]
    assert edits.put_into(moved, ["dense1"], None).views.group(inner).members == ("dense2",)
    assert edits.put_into(moved, ["dense1", "dense2"], None).views.group(inner).parent is None
    assert edits.put_into(moved, moved.views.inside(other), inner) is moved


def test_a_composite_that_is_opened_leaves_its_parts_in_its_block() -> None:
    document = drawn()
    document, node = edits.add_node(document, "residual_block", (100.0, 100.0))
    document = edits.connect(document, "dense1", node)
    document, block = edits.group(document, [node, "dense1"])
    expanded, parts = edits.expand(document, node)
    inner = expanded.views.groups[-1]
    assert (inner.name, inner.parent, set(inner.members)) == ("Residual block 1", block, set(parts))
    assert expanded.views.group(block).members == ("dense1",)
    assert set(expanded.views.inside(block)) == {"dense1", *parts}


def test_notes_are_added_changed_moved_copied_and_deleted_as_views_alone() -> None:
    before = trained(drawn())
    document, first = edits.add_note(before, "two\nlines <b>", (1.0, 2.0), (10.0, 1e9), "yellow")
    views_apart(before, document)
    assert document.views.notes == (Note(first, "two\nlines <b>", (1.0, 2.0), (40.0, 4000.0), "yellow"),)
    document, second = edits.add_note(document, "Title", (5.0, 5.0), style="title")
    changed = edits.change_note(document, first, text="one", color="blue", size=(90.0, 30.0))
    assert changed.views.note(first) == Note(first, "one", (1.0, 2.0), (90.0, 30.0), "blue")
    assert edits.difference(document, changed) == edits.ChangeSet(notes=frozenset({first}))
    moved = edits.move_notes(changed, {first: (7.0, 8.0), "nobody": (0.0, 0.0)})
    assert [note.position for note in moved.views.notes] == [(7.0, 8.0), (5.0, 5.0)]
    copied, (third,) = edits.copied_notes(moved, [first], (10.0, 20.0))
    assert copied.views.note(third).position == (17.0, 28.0)
    assert [note.id for note in edits.delete(copied, ["dense1"], notes=[second]).views.notes] == [first, third]
    with pytest.raises(NnsimError):
        edits.change_note(moved, first, text="x" * 4001)
    for _ in range(2000 - len(copied.views.notes)):
        copied = edits.add_note(copied, "", (0.0, 0.0))[0]
    with pytest.raises(NnsimError):
        edits.add_note(copied, "", (0.0, 0.0))
