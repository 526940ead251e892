"""Noise of a training step: fixed by seed, step and place alone, alike in both precisions, without new memory."""

import tracemalloc

import numpy as np
import pytest

from nnsim.program.noise import NoiseSource
from nnsim.program.program import Noise


def _drawn(path: str = "dropout1/mask", distribution: str = "uniform", dtype: type = np.float64) -> NoiseSource:
    return NoiseSource(Noise(0, distribution, path), np.zeros((50, 40), dtype), np)  # type: ignore[arg-type]


def _fill(source: NoiseSource, seed: int, step: int) -> np.ndarray:
    source.fill(seed, step)
    return source._array.copy()


@pytest.mark.parametrize("distribution", ["uniform", "normal"])
def test_the_same_seed_step_and_place_give_the_same_numbers_in_any_order(distribution: str) -> None:
    first, other = _drawn(distribution=distribution), _drawn(distribution=distribution)
    steps = [_fill(first, 5, step) for step in range(4)]
    for step in (2, 0, 3, 2**40, 1):
        again = _fill(other, 5, step)
        if step < 4:
            np.testing.assert_array_equal(again, steps[step])
    everything = [*steps, _fill(first, 6, 0), _fill(_drawn("dropout2/mask", distribution), 5, 0)]
    assert len({array.tobytes() for array in everything}) == len(everything)


def test_numbers_are_distributed_as_asked() -> None:
    even = np.stack([_fill(_drawn(), 1, step) for step in range(20)])
    normal = np.stack([_fill(_drawn(distribution="normal"), 1, step) for step in range(20)])
    assert 0.0 <= even.min() < even.max() < 1.0
    assert abs(even.mean() - 0.5) < 0.01
    assert abs(even.var() - 1 / 12) < 0.002
    assert abs(normal.mean()) < 0.02
    assert abs(normal.std() - 1.0) < 0.02


def test_single_precision_draws_the_same() -> None:
    np.testing.assert_array_equal(_fill(_drawn(dtype=np.float32), 3, 7), _fill(_drawn(), 3, 7).astype(np.float32))


def test_filling_takes_no_new_memory() -> None:
    source = _drawn()
    source.fill(0, 0)
    tracemalloc.start()
    for step in range(50):
        source.fill(0, step)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 8_000  # one draw is 16 000 bytes
