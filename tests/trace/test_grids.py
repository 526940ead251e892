"""Grids: the part of an image or a sequence around the cell at hand, and a kernel beside what lies under it."""

import numpy as np
import pytest

from nnsim import edits
from nnsim.trace import Place, Stepper
from nnsim.trace.sums import operands_at_once
from nnsim.trace.tensors import MOST_COLUMNS, MOST_ROWS, MOST_ROWS_OF_WEIGHTS, Grid
from tests.catalog.test_every_kind import PLACED


def _grids(kind: str, operation: str, detail: str = "neuron", phase: str = "forward") -> tuple[Stepper, list[Grid]]:
    """The grids of the last stop of the first instruction that does this operation."""
    stepper = Stepper(PLACED[kind]()[0], 0, detail)
    timeline, program = stepper.timeline(), stepper._plan.program
    doing = next(number for number, each in enumerate(program.instructions)
                 if type(each.op).__name__ == operation and each.phase == phase)
    stepper.seek(max(tick for tick in range(timeline.total) if timeline.stop(tick).instruction == doing))
    told = stepper.explain()
    assert told is not None
    assert (told.operation, told.phase) == (operation, phase)
    return stepper, [tensor for tensor in told.tensors if isinstance(tensor, Grid)]


def test_a_kernel_lies_over_its_window_and_their_products_make_the_sum() -> None:
    stepper, (under, kernel, products, image, result) = _grids("convolution", "Convolution")
    assert under.columns == kernel.columns == products.columns
    assert not under.numbered
    np.testing.assert_allclose(np.array(under.values) * np.array(kernel.values), products.values)
    seen = {place for place in under.places if place is not None}
    assert seen
    assert seen <= set(_in_window(image)) or len(under.values) > MOST_ROWS * MOST_COLUMNS
    told = stepper.explain()
    assert told is not None
    assert result.numbered
    assert result.window is None
    assert result.values[result.frame] == told.outcome
    assert result.places[result.frame].index == told.result.index


@pytest.mark.parametrize(("kind", "operation"), [("max_pooling", "MaxPool"), ("attention", "AttentionWeights")])
def test_what_a_cell_is_worked_out_from_is_framed_as_a_whole(kind: str, operation: str) -> None:
    stepper, (read, result) = _grids(kind, operation)
    told = stepper.explain()
    assert told is not None
    framed = {(place.slot, place.index) for place in _in_window(read)}
    assert len(framed) > 1
    number = told.result.slot
    operands = operands_at_once(stepper._frame.element(stepper._plan.cells.producer[number], told.result.index))
    inputs = stepper._plan.program.instructions[stepper._plan.cells.producer[number]].inputs
    cells = {stepper._plan.cells.source(inputs[each.position], each.index) for each in operands}
    assert framed == {cell for cell in cells if cell[0] == read.places[0].slot}
    assert result.window is None


def _in_window(grid: Grid) -> list[Place]:
    """The places of a grid that are framed as read."""
    assert grid.window is not None
    top, bottom, left, right = grid.window
    places = [grid.places[row * grid.columns + column] for row in range(top, bottom + 1)
              for column in range(left, right + 1)]
    return [place for place in places if place is not None]


def test_only_products_that_are_added_by_now_are_known() -> None:
    stepper, _ = _grids("convolution", "Convolution", "term")
    stepper.seek(0)
    told = stepper.explain()
    assert told is not None
    products = told.tensors[2]
    assert isinstance(products, Grid)
    assert products.frame == 0
    assert np.isfinite(products.values[0])
    assert np.isnan(products.values[1:]).all()


@pytest.mark.parametrize(("kind", "operation"), [
    ("attention", "AttentionWeights"), ("embedding", "Embedding"), ("max_pooling", "MaxPool"),
])  # fmt: skip
def test_the_result_is_framed_in_its_surroundings(kind: str, operation: str) -> None:
    stepper, grids = _grids(kind, operation)
    told, result = stepper.explain(), grids[-1]
    assert told is not None
    assert len(result.values) <= MOST_ROWS * MOST_COLUMNS
    assert len(result.values) % result.columns == 0
    row, column = divmod(result.frame, result.columns)
    assert (result.top + row, result.left + column) == told.result.index[-2:]
    assert result.values[result.frame] == told.outcome


def test_what_comes_later_in_the_walk_is_not_known_yet() -> None:
    stepper, _ = _grids("max_pooling", "MaxPool")
    timeline = stepper.timeline()
    stepper.seek(timeline.tracks[0].start)
    told = stepper.explain()
    assert told is not None
    result = told.tensors[-1]
    assert isinstance(result, Grid)
    assert np.isfinite(result.values[0])
    assert np.isnan(result.values[1:]).all()


def test_weights_their_gradients_and_moments_are_tables_around_the_cell() -> None:
    stepper = Stepper(edits.set_rule(PLACED["dense"]()[0], "adam"))
    shape, seen = stepper.document_before().state.parameters["dense1/weight"].shape, set()
    for tick in range(stepper.timeline().total):
        stepper.seek(tick)
        told = stepper.explain()
        assert told is not None
        if told.phase != "update" or told.result.path != "dense1/weight":
            continue
        tables = [tensor for tensor in told.tensors if isinstance(tensor, Grid)]
        assert tables
        seen.add(told.operation)
        for table in tables:
            row, column = divmod(table.frame, table.columns)
            assert (table.top + row, table.left + column) == told.result.index
            assert table.size == "×".join(map(str, shape))
            assert len(table.values) <= MOST_ROWS_OF_WEIGHTS * MOST_COLUMNS
        result = tables[-1]
        assert result.values[result.frame] == told.outcome
        assert np.isnan(result.values[result.frame + 1 :]).all(), "what comes is not computed yet"
    assert len(seen) >= 3, seen
