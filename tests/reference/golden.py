"""The golden numbers, and how closely they must be met."""

import json
from pathlib import Path
from typing import Any

import numpy as np


def cases(name: str) -> list[dict[str, Any]]:
    """The cases of a file of golden numbers."""
    text = (Path(__file__).parent / f"{name}.json").read_text(encoding="utf-8")
    return json.loads(text)["cases"]  # type: ignore[no-any-return]


def assert_agrees(got: Any, expected: Any, relative: float = 1e-9) -> None:
    """Each number within a relative tolerance; what nearly cancels, within a thousandth of it of the largest number."""
    got, expected = np.asarray(got, float), np.asarray(expected, float)
    assert got.shape == expected.shape
    largest = float(np.abs(expected).max(initial=0.0))
    np.testing.assert_allclose(got, expected, rtol=relative, atol=max(1e-3 * relative * largest, 1e-15))
