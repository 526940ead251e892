"""The normal distribution against the standard library's error function."""

import math
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from nnsim.ops.normal import BELL_HEIGHT, normal_share


def share_and_bell(z: NDArray[Any]) -> tuple[NDArray[Any], NDArray[Any]]:
    """What `normal_share` writes for these z."""
    share, bell, scratch = (np.full_like(z, np.nan) for _ in range(3))
    normal_share(np, z, share, bell, scratch)
    return share, bell


def test_the_share_below_z_is_within_two_units_in_the_last_place() -> None:
    z = np.concatenate([np.linspace(-40, 40, 16_001), np.linspace(-1, 1, 8_001), np.array([1e-300, -1e-9])])
    share, bell = share_and_bell(z)
    exact = np.array([0.5 * math.erfc(-each / math.sqrt(2)) for each in z])
    assert np.abs(share - exact).max() <= 2 * np.spacing(0.5)
    np.testing.assert_allclose(bell, np.exp(-0.5 * z * z), rtol=1e-13, atol=1e-320)
    assert pytest.approx(1 / math.sqrt(2 * math.pi), rel=1e-16) == BELL_HEIGHT


def test_it_holds_at_the_ends_and_in_float32() -> None:
    ends = np.array([np.inf, -np.inf, 1e300, -1e300, 0.0, -0.0, np.nan])
    share, bell = share_and_bell(ends)
    np.testing.assert_array_equal(share, [1, 0, 1, 0, 0.5, 0.5, np.nan])
    np.testing.assert_array_equal(bell, [0, 0, 0, 0, 1, 1, np.nan])
    narrow, _ = share_and_bell(np.linspace(-12, 12, 4_001, dtype=np.float32))
    wide, _ = share_and_bell(np.linspace(-12, 12, 4_001, dtype=np.float32).astype(np.float64))
    assert narrow.dtype == np.float32
    assert np.abs(narrow - wide).max() <= 3 * np.spacing(np.float32(0.5))
