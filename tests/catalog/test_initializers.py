"""How weights begin: seeded, spread as the formulas say, and in numbers that a mistake would leave."""

import math
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from nnsim import catalog
from nnsim.catalog import Initializer, Orthogonal, TruncatedNormal
from nnsim.text.messages import render

SHAPE, FAN_IN, FAN_OUT = (40, 50), 50, 40
CUT = math.sqrt(1 - 2 * 2 * math.exp(-2) / math.sqrt(2 * math.pi) / math.erf(math.sqrt(2)))
"""The deviation of a standard normal that lies within ±2: 1 − 2 · 2 φ(2) / (2 Φ(2) − 1), its root."""
DEVIATIONS = {
    "zero": 0.0, "constant": 0.0, "uniform": 1 / math.sqrt(3), "normal": 0.5, "truncated_normal": 0.02 * CUT,
    "glorot": math.sqrt(2 / 90), "he": math.sqrt(2 / 50), "lecun_normal": math.sqrt(1 / 50),
    "lecun_uniform": math.sqrt(1 / 50), "orthogonal": math.sqrt(1 / 50),
}
LIMITS = {"uniform": 1.0, "truncated_normal": 0.04, "glorot": math.sqrt(6 / 90), "lecun_uniform": math.sqrt(3 / 50)}


def drawn(initializer: Initializer, shape: tuple[int, ...] = SHAPE, seed: int = 7, path: str = "h/w") -> NDArray[Any]:
    return catalog.draw(initializer, shape, FAN_IN, FAN_OUT, seed, path)


@pytest.mark.parametrize("kind", catalog.initializers(), ids=lambda each: each.id)
def test_an_initializer_is_seeded_and_spread_as_it_says(kind: catalog.InitializerKind) -> None:
    initializer = kind.type()
    values = drawn(initializer)
    assert values.shape == SHAPE
    assert values.dtype == np.float64
    assert values.tobytes() == drawn(initializer).tobytes()
    if kind.id in ("zero", "constant"):
        assert np.unique(values).tolist() == [0.0 if kind.id == "zero" else 0.5]
    else:
        assert not np.array_equal(values, drawn(initializer, seed=8))
        assert not np.array_equal(values, drawn(initializer, path="o/w"))
        assert abs(values.mean()) < 0.1 * DEVIATIONS[kind.id]
    assert np.isclose(values.std(), DEVIATIONS[kind.id], rtol=0.05)
    limit = LIMITS.get(kind.id, math.inf)
    assert np.abs(values).max() <= limit
    assert limit == math.inf or np.abs(values).max() > 0.98 * limit


@pytest.mark.parametrize("kind", catalog.initializers(), ids=lambda each: each.id)
def test_an_initializer_says_what_it_does(kind: catalog.InitializerKind) -> None:
    for text in (kind.meaning, *(field.meaning for field in kind.fields)):
        assert any("가" <= letter <= "힣" for letter in render(text, "ko"))
    for field in kind.fields:
        assert getattr(kind.type(), field.name) == field.default
        assert field.check(field.default) is None


@pytest.mark.parametrize("kind", catalog.initializers(), ids=lambda each: each.id)
@pytest.mark.parametrize("shape", [(1,), (6,), (1, 1), (3, 7), (8, 3, 2, 2)])
def test_any_parameter_can_begin_in_any_way(kind: catalog.InitializerKind, shape: tuple[int, ...]) -> None:
    values = drawn(kind.type(), shape)
    assert values.shape == shape
    assert np.isfinite(values).all()


@pytest.mark.parametrize("shape", [(4, 4), (3, 7), (7, 3), (6, 2, 3, 3), (20, 2, 3, 3)])
def test_orthogonal_weights_are_at_right_angles(shape: tuple[int, ...]) -> None:
    values = drawn(Orthogonal(1.5), shape).reshape(shape[0], -1)
    small = values if values.shape[0] <= values.shape[1] else values.T
    np.testing.assert_allclose(small @ small.T, 1.5**2 * np.eye(len(small)), atol=1e-12)


def test_orthogonal_weights_prefer_no_direction() -> None:
    first = np.array([drawn(Orthogonal(), (3, 3), seed=seed) for seed in range(2000)])
    # without the signs of R, LAPACK's Q has a corner that is nearly always negative
    assert np.abs(first.mean(axis=0)).max() < 4 / math.sqrt(3 * 2000)
    assert np.isclose((np.linalg.det(first) > 0).mean(), 0.5, atol=4 * 0.5 / math.sqrt(2000))


def test_a_truncated_normal_keeps_the_shape_of_the_curve_inside() -> None:
    values = drawn(TruncatedNormal(1.0), (400, 500))
    within = math.erf(1 / math.sqrt(2)) / math.erf(math.sqrt(2))
    assert np.isclose((np.abs(values) < 1).mean(), within, atol=4 * math.sqrt(within * (1 - within) / values.size))
    assert np.isclose(values.std(), CUT, rtol=0.005)
    assert np.abs(values).max() <= 2.0
