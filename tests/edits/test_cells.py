"""Many weights at once: set, drawn anew, frozen, pruned; cut links, frozen cells and the optimizer's memory."""

from collections.abc import Callable

import numpy as np
import pytest

from nnsim import edits
from nnsim.catalog import Constant, DenseSettings, InputSettings, Normal, RnnSettings
from nnsim.document import Document, Link
from nnsim.program import Trainer
from nnsim.text.errors import NnsimError
from nnsim.text.messages import render
from tests.batteries.drawing import Drawing, table

W, B = "dense1/weight", "dense1/bias"


def network(settings: DenseSettings | None = None) -> Document:
    """An input of 1 and one of 3 into a layer of 2, whose units are linked to a layer of 1; two steps of Adam."""
    drawing = Drawing(table(np.eye(3), np.ones((3, 1))))
    x, z = drawing.add("input", InputSettings((0, 1, 2))), drawing.add("input", InputSettings((0,)))
    first = drawing.add("dense", settings or DenseSettings(2), z, x)
    drawing.end(drawing.add("dense", DenseSettings(1), (first, 1), (first, 0)))
    trainer = Trainer(drawing.plan("adam", batches="full"))
    trainer.step()
    trainer.step()
    return trainer.document()


def refused(edit: Callable[[], object]) -> str:
    with pytest.raises(NnsimError) as error:
        edit()
    assert any("가" <= letter <= "힣" for letter in render(error.value.message, "ko"))
    return error.value.code


def test_many_cells_are_set_at_once_and_cut_links_stay_zero() -> None:
    before = edits.prune(network(), W, (1, 2), True)
    cells: list[edits.Cell] = [(W, (0, 0)), (W, (1, 2)), (B, (1,)), ("dense2/weight", (0, 1))]
    after = edits.set_weights(before, cells, [1.5, 2.5, -3.5, 4.5])
    changed = {path: np.argwhere(after.state.parameters[path] != before.state.parameters[path]).tolist()
               for path in before.state.parameters}
    assert changed == {W: [[0, 0]], B: [[1]], "dense2/weight": [[0, 1]], "dense2/bias": []}
    assert after.state.parameters[W][0, 0] == 1.5
    assert after.state.parameters["dense2/bias"] is before.state.parameters["dense2/bias"]
    assert after.state.slots == before.state.slots
    assert refused(lambda: edits.set_weights(before, [(W, (1, 2))], [1.0])) == "parameter.pruned"
    assert refused(lambda: edits.set_weights(before, [(W, (9, 9))], [1.0])) == "parameter.cell"
    assert refused(lambda: edits.set_weights(before, [("dense9/weight", (0, 0))], [1.0])) == "parameter.unknown"
    assert refused(lambda: edits.set_weights(before, cells, [1.0, 1.0, 1.0, float("nan")])) == "parameter.finite"


def test_cells_are_drawn_anew_each_time_and_what_is_held_stays() -> None:
    before = edits.freeze(edits.prune(network(), W, (1, 2), True), W, (0, 0), True)
    row = edits.unit_cells(before, "dense1", 0)
    once = edits.randomize(before, row)
    twice = edits.randomize(once, row)
    old, first, second = (each.state.parameters[W] for each in (before, once, twice))
    assert ((old != first) == [[False, True, True, True], [False] * 4]).all()
    assert (first[0, 1:] != second[0, 1:]).all()
    assert edits.randomize(before, row) == once, "the same document, the same draw"
    assert not once.state.slots[f"{W}:first_moment"][0, 1:].any()
    assert np.array_equal(once.state.slots[f"{W}:first_moment"][:, 0], before.state.slots[f"{W}:first_moment"][:, 0])
    wide = edits.randomize(before, edits.link_cells(before, Link("input1", "dense1")), Normal(1e4))
    assert (np.abs(wide.state.parameters[W][0, 1:]) > 1).all()
    assert np.array_equal(wide.state.parameters[W][:, 0], old[:, 0])
    assert refused(lambda: edits.randomize(before, [(W, (0, 0)), (W, (1, 2))])) == "cells.held"


def test_nodes_are_drawn_anew_each_time_and_a_reset_goes_back_to_the_seed() -> None:
    start = edits.reset_training(network())
    once = edits.initialize(start, ["dense1"])
    twice = edits.initialize(once, ["dense1"])
    draws = [each.state.parameters[W].tobytes() for each in (start, once, twice)]
    assert len(set(draws)) == 3
    assert once.state.parameters["dense2/weight"] is start.state.parameters["dense2/weight"]
    assert edits.initialize(start, ["dense1"]) == once
    assert edits.reset_training(twice) == start
    fixed = edits.reset_training(network(DenseSettings(2, initializer=Constant(0.25))))
    assert edits.initialize(fixed, ["dense1"]).state.parameters[W].tolist() == [[0.25] * 4] * 2


def test_freezing_and_pruning_take_any_cells_and_only_links_can_be_cut() -> None:
    before = network()
    link = edits.link_cells(before, Link("input1", "dense1"))
    assert {path: mask.tolist() for path, mask in link.items()} == {W: [[False, True, True, True]] * 2}
    assert edits.link_cells(before, Link("dense1", "dense2", 0))["dense2/weight"].tolist() == [[False, True]]
    both = edits.together([link, {B: np.array([True, False])}, link])
    frozen = edits.freeze_cells(before, both, True)
    assert edits.all_held(frozen, both, "frozen")
    assert not edits.all_held(frozen, [(W, (0, 1)), (W, (0, 0))], "frozen")
    assert not edits.all_held(frozen, {}, "frozen")
    assert frozen.network.masks[f"{W}:frozen"].tolist() == [[False, True, True, True]] * 2
    assert frozen.network.masks[f"{B}:frozen"].tolist() == [True, False]
    assert edits.freeze_cells(frozen, both, False) == before
    cut = edits.prune_cells(before, link, True)
    assert not cut.state.parameters[W][:, 1:].any()
    assert not cut.state.slots[f"{W}:second_moment"][:, 1:].any()
    assert edits.prune_cells(cut, link, False).network == before.network
    assert refused(lambda: edits.prune_cells(before, [(B, (0,))], True)) == "weight.not-prunable"
    drawing = Drawing()
    drawing.add("rnn", RnnSettings(), drawing.add("input", InputSettings((0, 1, 2, 3), (2, 2))))
    path = next(path for path in drawing.document.state.parameters if path.endswith("input_weight"))
    assert refused(lambda: edits.prune_cells(drawing.document, [(path, (0, 0))], True)) == "weight.not-prunable"
    assert edits.link_cells(drawing.document, drawing.document.network.links[0]) == {}
    assert edits.unit_cells(drawing.document, "rnn1", 0) == {}
