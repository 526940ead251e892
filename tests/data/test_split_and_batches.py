"""The test split and the order of batches: fair, complete, and the same for the same seed."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnsim.data import batch_indices
from nnsim.data.split import split_rows
from nnsim.document import Split


@given(
    count=st.integers(1, 300), share=st.floats(0, 0.9), seed=st.integers(-(2**70), 2**70), classes=st.integers(1, 6)
)
def test_a_split_is_a_partition_with_fair_classes(count: int, share: float, seed: int, classes: int) -> None:
    codes = (np.arange(count) * 7 % 11 % classes).astype(np.int32)
    training, tested = split_rows(Split(share, seed), count, codes)
    assert sorted([*training, *tested]) == list(range(count))
    assert len(training) >= 1
    assert len(tested) == min(round(share * count), count - 1)
    for code in np.unique(codes):
        of_class = (codes == code).sum()
        assert abs((codes[tested] == code).sum() - len(tested) * of_class / count) < 1.0


def test_another_seed_draws_other_samples() -> None:
    draws = {tuple(split_rows(Split(0.2, seed), 50)[1]) for seed in range(20)}
    assert len(draws) == 20


def test_batch_order_never_changes() -> None:
    assert batch_indices(0, 0, 10, shuffle=True).tolist() == [5, 4, 2, 7, 9, 0, 8, 3, 1, 6]
    assert batch_indices(3, 5, 10, shuffle=True).tolist() == [0, 1, 9, 7, 2, 6, 8, 3, 5, 4]


@given(seed=st.integers(0, 2**64 - 1), epoch=st.integers(0, 10**6), count=st.integers(1, 500))
def test_an_epoch_visits_every_sample_once(seed: int, epoch: int, count: int) -> None:
    order = batch_indices(seed, epoch, count, shuffle=True)
    assert sorted(order) == list(range(count))
    assert np.array_equal(order, batch_indices(seed, epoch, count, shuffle=True))


def test_epochs_differ_and_unshuffled_order_is_the_tables() -> None:
    assert len({tuple(batch_indices(1, epoch, 30, shuffle=True)) for epoch in range(50)}) == 50
    assert batch_indices(1, 9, 5, shuffle=False).tolist() == [0, 1, 2, 3, 4]
    with pytest.raises(ValueError, match="read-only"):
        batch_indices(1, 0, 5, shuffle=True)[0] = 0
