"""The selection follows what a person picks and lets go of what an edit removes."""

import msgspec
from PySide6.QtTest import QSignalSpy

from nnsim.edits import change_settings, delete
from nnsim.text import message
from ui.bridge import DocumentStore, Selection


def test_selecting_tells_once_and_only_when_it_changes(store: DocumentStore) -> None:
    selection = Selection(store)
    told = QSignalSpy(selection.changed)
    selection.select(["dense1"])
    selection.select(["dense1"])
    assert told.count() == 1
    assert selection.node == "dense1"
    selection.toggle("input1")
    assert selection.nodes == {"dense1", "input1"}
    assert selection.node is None


def test_a_link_and_a_unit_exclude_each_other(store: DocumentStore) -> None:
    selection = Selection(store)
    link = store.document.network.links[0]
    selection.select_link(link)
    assert (selection.link, selection.nodes) == (link, frozenset())
    selection.select_unit("dense1", 2)
    assert (selection.link, selection.unit, selection.node) == (None, ("dense1", 2), "dense1")
    selection.clear()
    assert (selection.unit, selection.nodes) == (None, frozenset())


def test_what_an_edit_removes_leaves_the_selection(store: DocumentStore) -> None:
    selection = Selection(store)
    selection.select_unit("dense1", 1)
    store.commit(delete(store.document, ["dense1"]), message("Delete"))
    assert (selection.nodes, selection.unit) == (frozenset(), None)
    selection.select_link(store.document.network.links[0])
    store.commit(delete(store.document, [], store.document.network.links), message("Delete"))
    assert selection.link is None


def test_several_units_links_and_weights_are_selected_together(store: DocumentStore) -> None:
    selection = Selection(store)
    selection.toggle_unit("dense1", 0)
    selection.toggle_unit("dense1", 2)
    assert (selection.units_of("dense1"), selection.nodes, selection.unit) == ({0, 2}, {"dense1"}, None)
    selection.toggle_unit("dense1", 0)
    assert selection.unit == ("dense1", 2)
    selection.toggle("input1")
    assert (selection.nodes, selection.units) == ({"dense1", "input1"}, frozenset())
    first, second = store.document.network.links[:2]
    selection.select_cell(first, ("dense1/weight", 0, 1))
    assert (selection.link, selection.cell, selection.nodes) == (first, ("dense1/weight", 0, 1), frozenset())
    selection.toggle_cell(first, ("dense1/weight", 1, 1))
    selection.toggle_cell(first, ("dense1/weight", 0, 1))
    assert selection.cells == {("dense1/weight", 1, 1)}
    selection.toggle_link(second)
    assert (selection.links, selection.link, selection.cells) == ({first, second}, None, frozenset())


def test_a_unit_that_goes_leaves_the_last_one_selected_and_not_its_layer(store: DocumentStore) -> None:
    selection = Selection(store)
    node = store.document.network.node("dense1")
    selection.select_unit("dense1", node.settings.units - 1)
    fewer = msgspec.structs.replace(node.settings, units=node.settings.units - 1)
    store.commit(change_settings(store.document, "dense1", fewer), message("Delete"))
    assert selection.unit == ("dense1", node.settings.units - 2)
