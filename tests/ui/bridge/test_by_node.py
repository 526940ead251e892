"""What the parts of a block have belongs to the block."""

import math

import numpy as np
import pytest

from ui.bridge.by_node import norms_by_node, weights_by_node


def test_norms_of_parts_add_up_as_lengths_do() -> None:
    norms = norms_by_node({"dense1": 0.5, "block/attention": 3.0, "block/hidden": 4.0, "lstm1": math.nan})
    assert norms["dense1"] == pytest.approx(0.5)
    assert norms["block"] == pytest.approx(5.0)
    assert math.isnan(norms["lstm1"])


def test_weights_are_what_has_rows_and_columns() -> None:
    weights = weights_by_node({
        "dense1/weight": np.ones((2, 3)), "dense1/bias": np.zeros(2), "norm/scale": np.ones(4),
        "block/attention/query": np.full((2, 2), 2.0), "block/hidden/weight": np.full((1, 2), 3.0),
    })  # fmt: skip
    assert set(weights) == {"dense1", "block"}
    assert weights["dense1"].shape == (2, 3)
    assert weights["block"].tolist() == [2, 2, 2, 2, 3, 3]
