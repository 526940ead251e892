"""How good answers are: accuracy, top-k, confusion matrix, precision, recall, F1, errors, R² and perplexity.

Classes are whole numbers from 0. Where scikit-learn has the measure, these are its numbers (with zero_division=0).
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Classes = NDArray[np.intp]
Shares = NDArray[np.float64]
Counts = NDArray[np.int64]
LEAST_LOGARITHM = -100.0
"""ln p counts as no less, as in the cross-entropy."""


@dataclass(frozen=True, eq=False)
class Tally:
    """For each class, how often it was named rightly, was named, and is the true one."""

    right: Counts
    named: Counts
    occurs: Counts

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(self.right + other.right, self.named + other.named, self.occurs + other.occurs)


def tally(true: Classes, predicted: Classes, classes: int) -> Tally:
    """Counts the answers class by class."""
    right, named, occurs = (
        np.bincount(each, minlength=classes).astype(np.int64) for each in (true[true == predicted], predicted, true)
    )
    return Tally(right, named, occurs)


def no_tally(classes: int) -> Tally:
    """The counts of no answers."""
    return Tally(*(np.zeros(classes, np.int64) for _ in range(3)))


def confusion_matrix(true: Classes, predicted: Classes, classes: int) -> Counts:
    """How often class i was taken for class j: counts of shape (classes, classes), one row for each true class."""
    pairs = true.astype(np.int64) * classes + predicted
    return np.bincount(pairs, minlength=classes * classes).reshape(classes, classes).astype(np.int64)


def accuracy(true: Classes, predicted: Classes) -> float:
    """The share of answers that are right, from 0 to 1; NaN without answers."""
    return float((true == predicted).mean()) if len(true) else float("nan")


def precision(counts: Tally) -> Shares:
    """For each class, the share of right ones among the answers that name it: TP / (TP + FP).

    0 for a class that occurs but is never named; NaN for one that neither occurs nor is named.
    """
    return _per_class(counts, counts.right, counts.named)


def recall(counts: Tally) -> Shares:
    """For each class, the share of its cases that are found: TP / (TP + FN).

    0 for a class that is named but never occurs; NaN for one that neither occurs nor is named.
    """
    return _per_class(counts, counts.right, counts.occurs)


def f1(counts: Tally) -> Shares:
    """For each class, the harmonic mean of precision and recall: 2 TP / (2 TP + FP + FN) (van Rijsbergen 1979).

    NaN for a class that neither occurs nor is named.
    """
    return _per_class(counts, 2 * counts.right, counts.named + counts.occurs)


def macro(of_classes: Shares) -> float:
    """The plain mean over the classes that occur or are named; NaN without any."""
    present = of_classes[~np.isnan(of_classes)]
    return float(present.mean()) if len(present) else float("nan")


def top_k_accuracy(scores: NDArray[Any], true: Classes, k: int) -> float:
    """The share of rows of scores (rows, classes) whose true class is among the k highest; NaN without rows.

    Among equal scores the first class counts as the higher, as it does for the largest of all.
    """
    return among_likeliest(scores, true, k) / len(true) if len(true) else float("nan")


def among_likeliest(scores: NDArray[Any], true: Classes, k: int) -> int:
    """In how many rows of scores the true class is among the k highest."""
    own = np.take_along_axis(scores, true[:, None], axis=1)
    earlier = np.arange(scores.shape[1]) < true[:, None]
    before = (scores > own) | ((scores == own) & earlier)
    return int((before.sum(axis=1) < k).sum())


def r_squared(true: NDArray[Any], predicted: NDArray[Any]) -> float:
    """R² = 1 − Σ (y − ŷ)² / Σ (y − ȳ)², the mean over the columns of (samples, columns).

    1 is perfect, 0 no better than the mean ȳ. A column that is constant gives 1 where it is met exactly, else 0. NaN
    for fewer than two samples.
    """
    return explained(true, ((true - predicted) ** 2).sum(axis=0))


def explained(true: NDArray[Any], missed: NDArray[Any]) -> float:
    """R² from the targets (samples, columns) and Σ (y − ŷ)² of each column; NaN for fewer than two samples."""
    if len(true) < 2:
        return float("nan")
    spread = ((true - true.mean(axis=0)) ** 2).sum(axis=0)
    constant = np.where(missed == 0, 1.0, 0.0)
    return float(np.where(spread > 0, 1.0 - missed / np.where(spread > 0, spread, 1.0), constant).mean())


def mean_squared_error(true: NDArray[Any], predicted: NDArray[Any]) -> float:
    """MSE = mean (y − ŷ)² over everything in (samples, columns), in squared units of y; NaN without samples."""
    return float(((true - predicted) ** 2).mean()) if len(true) else float("nan")


def mean_absolute_error(true: NDArray[Any], predicted: NDArray[Any]) -> float:
    """MAE = mean |y − ŷ| over everything in (samples, columns), in units of y; NaN without samples."""
    return float(np.abs(true - predicted).mean()) if len(true) else float("nan")


def perplexity(probabilities: NDArray[Any], true: Classes) -> float:
    """e to the mean of −ln p over rows of probabilities (rows, classes), p the true class's: among how many it doubts.

    1 is certain and right; the number of classes is what guessing evenly gives. NaN without rows.
    """
    return float(np.exp(surprise(probabilities, true) / len(true))) if len(true) else float("nan")


def surprise(probabilities: NDArray[Any], true: Classes) -> float:
    """Σ −ln p over rows of probabilities (rows, classes), p the true class's."""
    own = np.take_along_axis(probabilities, true[:, None], axis=1)
    with np.errstate(divide="ignore"):
        logarithms = np.maximum(np.log(own), LEAST_LOGARITHM)
    return -float(logarithms.sum())


def _per_class(counts: Tally, part: Counts, whole: Counts) -> Shares:
    known = counts.named + counts.occurs > 0
    return np.where(known, np.where(whole > 0, part / np.maximum(whole, 1), 0.0), np.nan)
