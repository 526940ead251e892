"""Measures of a prediction: the share of samples whose class is right."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from nnsim.data import Dataset


def accuracy(predicted: NDArray[Any], target: NDArray[Any], data: Dataset) -> float:
    """The share (0 to 1) of samples whose predicted class is the true one; NaN when the outputs are numbers.

    One output column: above the middle between the two classes' values; several: the largest.
    """
    if not data.classes or not len(target):
        return float("nan")
    if target.shape[1] > 1:
        return float(np.mean(predicted.argmax(axis=1) == target.argmax(axis=1)))
    middle = 0.5 * (float(data.y_train.min()) + float(data.y_train.max()))
    return float(np.mean((predicted[:, 0] >= middle) == (target[:, 0] >= middle)))
