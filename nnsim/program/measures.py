"""Which metrics fit what a network predicts, and their values: classes, numbers, or sequences of classes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from nnsim.catalog import LossSettings, decision_threshold, loss_function
from nnsim.data import Dataset
from nnsim.document import Document
from nnsim.program import metrics
from nnsim.text.messages import Message, message

Task = Literal["classes", "numbers", "sequences"]
MOST_IN_MATRIX = 100
"""Classes beyond which there is no confusion matrix."""
_LARGEST_K = 5


@dataclass(frozen=True)
class MetricKind:
    """A metric as it is shown: what it is called, what it says, for which tasks, and whether more is better.

    `per_class` ones have a value for each class too; the value of all is then the mean over the classes.
    """

    id: str
    title: Message
    meaning: Message
    tasks: tuple[Task, ...]
    per_class: bool = False
    more_is_better: bool = True


_OF_CLASSES: tuple[Task, ...] = ("classes", "sequences")
METRICS: tuple[MetricKind, ...] = (
    MetricKind("accuracy", message("Accuracy"), message("The share of answers that are right."), _OF_CLASSES),
    MetricKind("top_k", message("Top-k accuracy"),
               message("The share of answers whose true class is among the k that seem likeliest."), _OF_CLASSES),
    MetricKind("precision", message("Precision"),
               message("How many of the answers that name a class are right, on average over the classes."),
               _OF_CLASSES, per_class=True),
    MetricKind("recall", message("Recall"),
               message("How many of a class's samples are found, on average over the classes."),
               _OF_CLASSES, per_class=True),
    MetricKind("f1", message("F1"),
               message("Precision and recall in one number, which is high only if both are."),
               _OF_CLASSES, per_class=True),
    MetricKind("perplexity", message("Perplexity"),
               message("Among how many classes the network doubts: 1 is certain and right."),
               ("sequences",), more_is_better=False),
    MetricKind("r_squared", message("R²"),
               message("How much of the spread of the targets the predictions explain: 1 is all of it."),
               ("numbers",)),
)


@dataclass(frozen=True, eq=False)
class Measures:
    """The metrics of predictions that fit the task, by id; a value is NaN where there is nothing to measure.

    `confusion` counts how often class i (row) was taken for class j (column); None for numbers and for many classes.
    `k` is that of the top-k accuracy.
    """

    task: Task
    values: Mapping[str, float]
    per_class: Mapping[str, NDArray[np.float64]] = field(default_factory=dict)
    confusion: NDArray[np.int64] | None = None
    classes: tuple[str, ...] = ()
    k: int = 1


@dataclass(frozen=True, eq=False)
class Answers:
    """Predicted and true classes of all rows that count; `shares` (rows, classes) where there is one for each class."""

    predicted: metrics.Classes
    true: metrics.Classes
    count: int
    shares: NDArray[Any] | None = None


def answers(document: Document, data: Dataset, predicted: NDArray[Any], target: NDArray[Any]) -> Answers | None:
    """The classes in predictions (samples, …) and targets (samples, columns); None where they are numbers.

    One output column: the second class from the decision threshold on, the share of the way from the first class's
    value to the second's; several columns: the largest. Places with the class number that does not count, and steps
    whose one-hot targets are all 0, are left out.
    """
    count, loss = predicted.shape[-1], _loss(document)
    rows = predicted.reshape(-1, count)
    if loss.takes_class_numbers:
        true = target.reshape(-1)
        kept = (true != loss.ignored) & (true >= 0) & (true < count)
        rows, true = _only(kept, rows, true)
        return Answers(rows.argmax(axis=1), true.astype(np.intp), count, rows)
    if predicted.size != target.size:
        return None  # the ground truth is another part of the network
    known = bool(data.classes) or loss_function(loss.function).targets == "classes"
    if known and count > 1:
        truth = target.reshape(-1, count)
        rows, truth = _only(np.abs(truth).sum(axis=1) > 0, rows, truth)
        return Answers(rows.argmax(axis=1), truth.argmax(axis=1), count, rows)
    if len(data.classes) == 2 and len(target) == len(rows):
        low, high = float(data.y_train.min()), float(data.y_train.max())
        decided = rows[:, 0] >= low + decision_threshold(document.network) * (high - low)
        return Answers(decided.astype(np.intp), (target[:, 0] >= 0.5 * (low + high)).astype(np.intp), 2)
    return None


def accuracy(document: Document, data: Dataset, predicted: NDArray[Any], target: NDArray[Any]) -> float:
    """The share (0 to 1) of answers whose class is the true one; NaN when the outputs are numbers."""
    found = answers(document, data, predicted, target)
    return float("nan") if found is None else metrics.accuracy(found.true, found.predicted)


def measures(document: Document, data: Dataset, predicted: NDArray[Any], target: NDArray[Any]) -> Measures:
    """All metrics that fit these predictions (samples, …), against targets (samples, columns)."""
    found = answers(document, data, predicted, target)
    if found is None:
        fits = predicted.size == target.size
        return Measures("numbers", {
            "r_squared": metrics.r_squared(target, predicted.reshape(target.shape)) if fits else float("nan")})
    counts = metrics.tally(found.true, found.predicted, found.count)
    per_class = {"precision": metrics.precision(counts), "recall": metrics.recall(counts), "f1": metrics.f1(counts)}
    values = {"accuracy": metrics.accuracy(found.true, found.predicted)}
    k = min(_LARGEST_K, found.count // 2)
    if found.shares is not None and k > 1:
        values["top_k"] = metrics.top_k_accuracy(found.shares, found.true, k)
    values |= {name: metrics.macro(each) for name, each in per_class.items()}
    sequences = predicted.ndim > 2
    if sequences and found.shares is not None and loss_function(_loss(document).function).joins == "softmax":
        values["perplexity"] = metrics.perplexity(found.shares, found.true)
    named = data.classes if len(data.classes) == found.count else tuple(map(str, range(found.count)))
    small = found.count <= MOST_IN_MATRIX
    matrix = metrics.confusion_matrix(found.true, found.predicted, found.count) if small else None
    return Measures("sequences" if sequences else "classes", values, per_class, matrix, named, k)


def _only(kept: NDArray[np.bool_], *arrays: NDArray[Any]) -> tuple[NDArray[Any], ...]:
    """The rows that count, without a copy where all do."""
    return arrays if kept.all() else tuple(array[kept] for array in arrays)


def _loss(document: Document) -> LossSettings:
    """The settings of the loss that is minimized (of several, the first); the default ones without any."""
    wanted = [objective.loss for objective in document.plan.objectives]
    found = (document.network.node(name).settings for name in wanted if document.network.has(name))
    return next((settings for settings in found if isinstance(settings, LossSettings)), LossSettings())
