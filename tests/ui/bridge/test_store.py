"""The store: what is committed can be undone, what is previewed leaves no trace, and memory stays bounded."""

import random
from pathlib import Path

import numpy as np
import pytest
from msgspec.structs import replace
from PySide6.QtTest import QSignalSpy

from nnsim.document import ArrayMap, Document, History
from nnsim.edits import (
    add_node,
    change_settings,
    delete,
    move,
    new_document,
    rename,
    reset_training,
    set_plan,
    set_weight,
    with_training,
)
from nnsim.text import NnsimError, message
from ui.bridge import DocumentStore

MOVE = message("Move")


def random_edit(document: Document, rng: random.Random) -> Document:
    nodes = document.network.nodes
    node = rng.choice(nodes) if nodes else None
    what = rng.randrange(6)
    if node is None or what == 0:
        return add_node(document, rng.choice(("neuron", "dense", "input")), (rng.random(), rng.random()))[0]
    if what == 1:
        return move(document, {node.id: (rng.random(), rng.random())})
    if what == 2:
        return rename(document, node.id, f"name {rng.randrange(10**9)}")
    if what == 3 and len(nodes) > 3:
        return delete(document, [node.id])
    if what == 4 and node.kind == "dense":
        return change_settings(document, node.id, replace(node.settings, units=rng.randrange(1, 9)))
    paths = [path for path, array in document.state.parameters.items() if array.size]
    if not paths:
        return set_plan(document, replace(document.plan, batch_size=rng.randrange(1, 50)))
    path = rng.choice(paths)
    return set_weight(document, path, (0,) * document.state.parameters[path].ndim, rng.random())


@pytest.mark.parametrize(
    ("seed", "count"), [(1, 150), *(pytest.param(seed, 2000, marks=pytest.mark.long) for seed in range(5))]
)
def test_undo_and_redo_of_everything_restore_equal_documents(store: DocumentStore, seed: int, count: int) -> None:
    start, rng = store.document, random.Random(seed)
    for number in range(count):
        key = "slider" if rng.random() < 0.2 else None
        store.commit(random_edit(store.document, rng), message("Edit {number}", number=number), merge_key=key)
        if rng.random() < 0.2:
            store.undo()
    while store.undo_stack.canRedo():  # the last edit may have been taken back
        store.redo()
    end = store.document
    while store.undo_stack.canUndo():
        store.undo()
    assert store.document == start
    assert not store.modified
    while store.undo_stack.canRedo():
        store.redo()
    assert store.document == end


def test_an_equal_document_makes_no_entry(store: DocumentStore) -> None:
    store.commit(move(store.document, {}), MOVE)
    assert not store.undo_stack.canUndo()
    assert not store.modified


def test_views_hear_what_changed_and_who_asked(store: DocumentStore) -> None:
    heard = []
    store.changed.connect(heard.append)
    me = object()
    store.commit(move(store.document, {"dense1": (7.0, 7.0)}), MOVE, initiator=me)
    store.undo()
    store.redo()
    assert [change.moved_nodes for change in heard] == [frozenset({"dense1"})] * 3
    assert [change.initiator for change in heard] == [me, None, None]


def test_one_slider_makes_one_entry_and_two_sliders_two(store: DocumentStore) -> None:
    start = store.document
    for value in (0.1, 0.2, 0.3):
        edited = set_weight(store.document, "dense1/weight", (0, 0), value)
        store.commit(edited, message("Change a weight"), merge_key="dense1/weight/0/0")
    edited = set_weight(store.document, "dense1/bias", (0,), 1.0)
    store.commit(edited, message("Change a bias"), merge_key="dense1/bias/0")
    assert store.undo_stack.count() == 2
    store.undo()
    assert store.document.state.parameters["dense1/weight"][0, 0] == 0.3
    store.undo()
    assert store.document == start


def test_a_slider_moved_back_leaves_no_entry(store: DocumentStore) -> None:
    start = store.document
    store.commit(move(start, {"dense1": (1.0, 1.0)}), MOVE, merge_key="m")
    store.commit(move(start, {"dense1": start.views.positions["dense1"]}), MOVE, merge_key="m")
    assert store.undo_stack.count() == 0
    assert not store.modified


def test_a_preview_is_shown_and_leaves_no_trace(store: DocumentStore) -> None:
    start, seen = store.document, []
    store.previewed.connect(lambda: seen.append(store.shown))
    moved = move(start, {"dense1": (9.0, 9.0)})
    store.preview(moved)
    assert store.shown is moved
    assert store.document is start
    assert not store.modified
    store.drop_preview()
    store.drop_preview()
    assert store.shown is start
    assert seen == [moved, start]
    assert not store.undo_stack.canUndo()


def test_committing_ends_the_preview_with_one_entry(store: DocumentStore) -> None:
    for x in (1.0, 2.0, 3.0):
        store.preview(move(store.document, {"dense1": (x, 0.0)}))
    store.commit(move(store.document, {"dense1": (3.0, 0.0)}), MOVE)
    assert store.undo_stack.count() == 1
    assert store.shown is store.document


def test_undo_during_a_preview_drops_it(store: DocumentStore) -> None:
    start = store.document
    store.commit(move(start, {"dense1": (1.0, 0.0)}), MOVE)
    store.preview(move(store.document, {"dense1": (2.0, 0.0)}))
    store.undo()
    assert store.shown is store.document
    assert store.document == start


def big(document: Document, seed: int) -> Document:
    arrays = {"dense1/weight": np.random.default_rng(seed).random(12_500)}
    return replace(document, state=replace(document.state, parameters=ArrayMap(arrays)))


def test_memory_is_bounded_and_the_newest_edits_stay(qtbot: object, document: Document) -> None:
    store = DocumentStore(document, undo_bytes=1_000_000)
    for seed in range(40):
        store.commit(big(store.document, seed), message("Edit {number}", number=seed))
    stack = store.undo_stack
    assert stack.bytes_held() <= 1_000_000
    assert 4 <= stack.count() <= 10
    newest = store.document
    while stack.canUndo():
        store.undo()
    while stack.canRedo():
        store.redo()
    assert store.document == newest
    assert store.modified


def test_shared_arrays_count_once(qtbot: object, document: Document) -> None:
    store = DocumentStore(big(document, 0), undo_bytes=1_000_000)
    for x in range(200):
        store.commit(move(store.document, {"dense1": (float(x), 1.0)}), MOVE)
    assert store.undo_stack.count() == 200
    assert store.undo_stack.bytes_held() < 300_000


def test_forgetting_old_edits_keeps_the_saved_point(qtbot: object, document: Document, tmp_path: Path) -> None:
    store = DocumentStore(document, undo_bytes=1_000_000)
    for seed in range(9):
        store.commit(big(store.document, seed), MOVE)
    store.undo_stack.setClean()
    for seed in range(10, 14):
        store.commit(big(store.document, seed), MOVE)
    for _ in range(4):
        store.undo()
    assert not store.modified


def trained(document: Document, step: int) -> Document:
    parameters = {path: array + step for path, array in document.state.parameters.items()}
    slots = {f"{path}:velocity": np.full_like(array, step) for path, array in parameters.items()}
    state = replace(document.state, parameters=ArrayMap(parameters), slots=ArrayMap(slots), step=step, epoch=step)
    return with_training(document, state, History(ArrayMap({"epoch": np.arange(float(step))})))


def test_training_becomes_one_entry(store: DocumentStore) -> None:
    start, heard = store.document, QSignalSpy(store.changed)
    for step in (1, 2, 3):
        store.follow(trained(start, step))
    assert heard.count() == 0
    assert store.document.state.step == 3
    assert store.modified
    store.settle(message("Train"))
    assert heard.count() == 1
    assert store.undo_stack.count() == 1
    store.undo()
    assert store.document == start


def test_an_edit_during_training_stands_on_the_newest_numbers(store: DocumentStore) -> None:
    start = store.document
    store.follow(trained(start, 1))
    held = store.document
    store.follow(trained(start, 2))
    store.commit(set_weight(held, "dense1/weight", (0, 0), 42.0), message("Change a weight"))
    state = store.document.state
    assert state.parameters["dense1/weight"][0, 0] == 42.0
    assert np.array_equal(state.parameters["dense1/bias"], trained(start, 2).state.parameters["dense1/bias"])
    assert state.step == 2
    assert len(store.document.history) == 2
    store.undo()
    assert store.document == trained(start, 2)
    store.undo()
    assert store.document == start


def test_a_move_made_on_an_old_document_keeps_training_and_its_memory(store: DocumentStore) -> None:
    start = store.document
    store.follow(trained(start, 5))
    store.commit(move(start, {"dense1": (5.0, 5.0)}), MOVE)
    assert store.document == move(trained(start, 5), {"dense1": (5.0, 5.0)})


def test_a_reset_during_training_is_a_reset(store: DocumentStore) -> None:
    start = store.document
    store.follow(trained(start, 5))
    store.commit(reset_training(store.document), message("Reset training"))
    [run] = store.document.past.runs
    assert len(run.history) == 5
    assert store.document == replace(reset_training(start), past=store.document.past)
    assert len(store.document.history) == 0


def test_undo_during_training_takes_back_the_training(store: DocumentStore) -> None:
    start, jumps = store.document, QSignalSpy(store.jumping)
    store.follow(trained(start, 5))
    assert store.undo_text == message("Train")
    store.undo()
    assert jumps.count() == 1
    assert store.document == start
    store.redo()
    assert store.document == trained(start, 5)


def test_the_menu_says_what_undo_and_redo_do(store: DocumentStore) -> None:
    assert store.undo_text is None
    store.commit(move(store.document, {"dense1": (1.0, 0.0)}), MOVE)
    assert store.undo_text == MOVE
    store.undo()
    assert store.redo_text == MOVE


def test_saving_and_opening(store: DocumentStore, tmp_path: Path) -> None:
    store.commit(move(store.document, {"dense1": (1.0, 0.0)}), MOVE)
    told = QSignalSpy(store.modified_changed)
    file = tmp_path / "a.nnsim"
    store.save(file)
    assert store.path == file
    assert not store.modified
    saved = store.document
    store.undo()
    assert store.modified
    assert [told.at(index)[0] for index in range(told.count())] == [False, True]
    store.open(file)
    assert store.document == saved
    assert not store.undo_stack.canUndo()
    assert not store.modified


def test_a_file_that_cannot_be_opened_leaves_the_document(store: DocumentStore, tmp_path: Path) -> None:
    before = store.document
    (tmp_path / "bad.nnsim").write_bytes(b"nothing of the sort")
    with pytest.raises(NnsimError):
        store.open(tmp_path / "bad.nnsim")
    assert store.document is before


def test_a_document_without_a_file_asks_for_a_path(store: DocumentStore) -> None:
    store.replace_all(new_document())
    with pytest.raises(ValueError, match="needs a path"):
        store.save()


def test_moved_cards_are_shown_but_nothing_is_computed_anew(store: DocumentStore) -> None:
    shown, computed = QSignalSpy(store.previewed), QSignalSpy(store.recomputed)
    document = store.document
    store.preview(move(document, {"dense1": (40.0, 40.0)}))
    store.drop_preview()
    assert (shown.count(), computed.count()) == (2, 0)
    store.preview(set_weight(document, "dense1/weight", (0, 0), 0.5))
    assert computed.count() == 1
    store.preview(move(store.shown, {"dense1": (40.0, 40.0)}))
    assert computed.count() == 1
    store.drop_preview()
    assert (shown.count(), computed.count()) == (5, 2)
