"""Long random sequences of edits: every document stays whole, keeps what was not touched, and none is changed later."""

import hashlib
import random
import sys

import msgspec
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnsim import catalog, edits
from nnsim.document import Document, History
from nnsim.edits.shapes import order
from nnsim.text.errors import NnsimError
from nnsim.text.messages import render
from tests.batteries.random_edits import OTHERS, STRUCTURAL, Edit


def digest(document: Document) -> str:
    """A fingerprint of everything in a document, bits of arrays included."""
    parts = [repr(document)]
    state, network = document.state, document.network
    for arrays in (state.parameters, state.slots, network.masks, document.history.series):
        for path, array in sorted(arrays.items()):
            parts.append(f"{path} {array.dtype} {array.shape} {array.tobytes().hex()}")
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def check_whole(document: Document) -> None:
    """What must hold of every document that edits make."""
    network, state = document.network, document.state
    ids = [node.id for node in network.nodes]
    assert len(set(ids)) == len(ids)
    assert len({node.name for node in network.nodes}) == len(ids)
    assert all(network.has(link.source) and network.has(link.target) for link in network.links)
    assert len(set(network.links)) == len(network.links)
    assert order(network)[1] == ()
    assert set(document.views.positions) == set(ids)
    members = [node for group in document.views.groups for node in group.members]
    assert len(set(members)) == len(members)
    assert set(members) | document.views.opened <= set(ids)
    assert all(document.views.inside(group.id) for group in document.views.groups)
    assert {objective.loss for objective in document.plan.objectives} == {
        node.id for node in network.nodes if node.kind == "loss"}
    assert all(catalog.kind(node.kind).check(node.settings) is None for node in network.nodes)
    shapes = edits.parameter_shapes(document)
    assert {path: array.shape for path, array in state.parameters.items()} == shapes
    for key, array in (*state.slots.items(), *network.masks.items()):
        assert array.shape == shapes[key.split(":")[0]], key
    for array in (*state.parameters.values(), *state.slots.values(), *network.masks.values()):
        assert not array.flags.writeable
    assert {array.dtype for array in state.parameters.values()} <= {np.dtype(document.plan.precision)}
    for key, cut in network.masks.items():
        assert cut.dtype == bool
        assert cut.any(), "an absent mask means that nothing is frozen or cut"
        path = key.split(":")[0]
        if key.endswith(":pruned"):
            assert not np.any(state.parameters[path][cut]), "a cut link weighs nothing"
            moments = [slot for slot in state.slots if slot.split(":")[0] == path and not slot.endswith(":step_size")]
            assert not any(np.any(state.slots[slot][cut]) for slot in moments), "Rprop's first step alone waits there"


def check_kept(before: Document, after: Document) -> None:
    """Rows of units and columns of inputs that both documents have hold the same numbers, masks and memory included."""
    for arrays, others in ((before.state.parameters, after.state.parameters), (before.state.slots, after.state.slots),
                           (before.network.masks, after.network.masks)):
        for key in arrays.keys() & others.keys():
            node = key.split("/")[0]
            old, new = arrays[key], others[key]
            rows = min(len(old), len(new))
            if old.ndim == 1:
                assert old[:rows].tobytes() == new[:rows].tobytes(), key
                continue
            was, now = (edits.inputs(document.network, node) or () for document in (before, after))
            for column in set(was) & set(now):
                kept, carried = old[:rows, was.index(column)], new[:rows, now.index(column)]
                assert kept.tobytes() == carried.tobytes(), f"{key} from {column}"


def edit_at_random(seed: int, count: int, most: tuple[Edit, ...] = STRUCTURAL + OTHERS) -> tuple[int, int]:
    """Makes so many edits, holding each document, then goes back to the start and on to the end; (made, refused)."""
    drawn = random.Random(seed)
    document = edits.new_document()
    state = msgspec.structs.replace(document.state, step=seed % 2, seed=seed)
    document = edits.with_training(document, state, History())
    versions, prints = [document], [digest(document)]
    said: list[str] = []
    for _ in range(count):
        edit = drawn.choice(most)
        before = versions[-1]
        try:
            document = edit(before, drawn)
        except NnsimError as error:
            said.append(render(error.message, "ko"))
            continue
        except KeyError:
            assert not before.network.nodes, "only an empty canvas has no node to name"
            continue
        check_whole(document)
        if edit in STRUCTURAL and before.state.step > 0:  # untrained weights may be drawn anew
            check_kept(before, document)
        assert bool(edits.difference(before, document)) is (before != document)
        versions.append(document)
        prints.append(digest(document))
    for version, print_ in zip(reversed(versions), reversed(prints), strict=True):  # undo all
        assert digest(version) == print_, "a later edit changed an earlier document"
    for version, print_ in zip(versions, prints, strict=True):  # redo all
        assert digest(version) == print_
    assert versions[0] == msgspec.structs.replace(edits.new_document(), state=versions[0].state, past=versions[0].past)
    assert all(any("가" <= letter <= "힣" for letter in text) for text in said)
    return len(versions) - 1, len(said)


@pytest.mark.parametrize("seed", range(5))
def test_documents_stay_whole_under_random_edits(seed: int) -> None:
    made, refused = edit_at_random(seed, 250)
    assert made > 100
    assert refused > 10


@given(st.integers(0, 2**32))
def test_documents_stay_whole_under_a_few_edits(seed: int) -> None:
    edit_at_random(seed, 12)


@pytest.mark.long
@pytest.mark.parametrize("seed", range(100, 105))
def test_documents_stay_whole_under_two_thousand_edits(seed: int, capsys: pytest.CaptureFixture[str]) -> None:
    made, refused = edit_at_random(seed, 2_000)
    assert made > 1_000
    with capsys.disabled():
        sys.stdout.write(f"\nseed {seed}: {made} edits made, {refused} refused; all versions whole and unchanged\n")
