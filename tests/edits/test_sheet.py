"""Numbers of a parameter as a table: any rectangle or any cells of it are changed in one edit."""

import numpy as np
import pytest

from nnsim import edits
from nnsim.catalog import ConvolutionSettings, DenseSettings, InputSettings
from nnsim.document import Document
from nnsim.text.errors import NnsimError
from tests.batteries.drawing import Drawing


@pytest.fixture
def document() -> Document:
    """A layer of 3 units on 2 inputs, and kernels on a small image."""
    drawing = Drawing()
    drawing.add("dense", DenseSettings(3), drawing.add("input"))
    image = drawing.add("input", InputSettings(tuple(range(32)), (2, 4, 4)))
    drawing.add("convolution", ConvolutionSettings(kernels=4), image)
    return drawing.document


def test_weights_and_biases_stand_side_by_side(document: Document) -> None:
    sheet = edits.sheet_of(document, "dense1/weight")
    values = sheet.values(document)
    assert values.shape == (3, 3)
    np.testing.assert_array_equal(values[:, :2], document.state.parameters["dense1/weight"])
    chosen = np.zeros((3, 3), np.bool_)
    chosen[1:, 1:] = True
    changed = sheet.with_values(document, chosen, np.arange(9.0).reshape(3, 3))
    np.testing.assert_array_equal(changed.state.parameters["dense1/weight"][1:, 1], [4, 7])
    np.testing.assert_array_equal(changed.state.parameters["dense1/bias"], [0, 5, 8])
    np.testing.assert_array_equal(sheet.values(changed)[~chosen], values[~chosen])
    assert sheet.with_values(document, chosen, 0.5).state.parameters["dense1/bias"].tolist() == [0, 0.5, 0.5]
    with pytest.raises(NnsimError, match="finite"):
        sheet.with_values(document, chosen, np.nan)


def test_cut_links_stay_cut_and_masks_go_where_their_cells_are(document: Document) -> None:
    sheet = edits.sheet_of(document, "dense1/weight")
    document = edits.prune(document, "dense1/weight", (0, 1), True)
    everything = np.ones((3, 3), np.bool_)
    changed = sheet.with_values(document, everything, 2.0)
    assert changed.state.parameters["dense1/weight"].tolist() == [[2, 0], [2, 2], [2, 2]]
    assert sheet.is_marked(changed, "pruned").tolist() == [[False, True, False], [False] * 3, [False] * 3]
    frozen = edits.freeze_cells(changed, sheet.masks(changed, everything), True)
    assert sheet.is_marked(frozen, "frozen").all()
    row = np.zeros((3, 3), np.bool_)
    row[2] = True
    anew = edits.randomize(changed, sheet.masks(changed, row))
    assert (sheet.values(anew)[2, :2] != 2).all()
    np.testing.assert_array_equal(sheet.values(anew)[:2], sheet.values(changed)[:2])


def test_a_kernel_and_a_line_of_biases_are_tables_too(document: Document) -> None:
    kernel = edits.sheet_of(document, "convolution1/weight", (2, 1))
    assert kernel.values(document).shape == (3, 3)
    chosen = np.eye(3, dtype=np.bool_)
    changed = kernel.with_values(document, chosen, 9.0)
    before, after = document.state.parameters["convolution1/weight"], changed.state.parameters["convolution1/weight"]
    assert (before != after).sum() == 3
    assert np.diag(after[2, 1]).tolist() == [9, 9, 9]
    line = edits.sheet_of(document, "convolution1/bias")
    assert line.values(document).shape == (1, 4)
    assert line.with_values(document, np.array([[False, True, True, False]]), 1.5).state.parameters[
        "convolution1/bias"].tolist() == [0, 1.5, 1.5, 0]
