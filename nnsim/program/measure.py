"""Measures of a prediction: the share of samples whose class is right."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from nnsim.data import Dataset


def accuracy(predicted: NDArray[Any], target: NDArray[Any], data: Dataset, threshold: float = 0.5) -> float:
    """The share (0 to 1) of samples whose predicted class is the true one; NaN when the outputs are numbers.

    One output column: the second class from `threshold` on, the share of the way from the first class's value to the
    second's; several columns: the largest.
    """
    if not data.classes or not len(target):
        return float("nan")
    if target.shape[1] > 1:
        return float(np.mean(predicted.argmax(axis=1) == target.argmax(axis=1)))
    low, high = float(data.y_train.min()), float(data.y_train.max())
    decided = predicted[:, 0] >= low + threshold * (high - low)
    return float(np.mean(decided == (target[:, 0] >= 0.5 * (low + high))))
