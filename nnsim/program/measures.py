"""Which metrics fit what a network predicts, and their values: classes, numbers, or sequences of classes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from math import isnan, nan, prod, sqrt
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from nnsim.catalog import LossSettings, decision_threshold, loss_function
from nnsim.data import Dataset
from nnsim.document import Document
from nnsim.program import metrics
from nnsim.text.messages import Message, message
from nnsim.text.numbers import format_loss, format_percent

Task = Literal["classes", "numbers", "sequences"]
MOST_IN_MATRIX = 100
"""Classes beyond which there is no confusion matrix."""
_LARGEST_K = 5


@dataclass(frozen=True)
class MetricKind:
    """A metric as it is shown: what it is called, what it says, for which tasks, and whether more is better.

    `per_class` ones have a value for each class too; the value of all is then the mean over the classes. A `share` is
    from 0 to 1.
    """

    id: str
    title: Message
    meaning: Message
    tasks: tuple[Task, ...]
    per_class: bool = False
    more_is_better: bool = True
    share: bool = False

    def titled(self, k: int) -> Message:
        """What it is called, with the k of the top-k accuracy."""
        return message("Top-{k} accuracy", k=k) if self.id == "top_k" else self.title

    def text(self, value: float) -> str:
        """A value as people read it; a dash where there is none."""
        return "–" if isnan(value) else format_percent(value, 1) if self.share else format_loss(value)


_OF_CLASSES: tuple[Task, ...] = ("classes", "sequences")
METRICS: tuple[MetricKind, ...] = (
    MetricKind("accuracy", message("Accuracy"), message("The share of answers that are right."), _OF_CLASSES,
               share=True),
    MetricKind("top_k", message("Top-k accuracy"),
               message("The share of answers whose true class is among the k that seem likeliest."), _OF_CLASSES,
               share=True),
    MetricKind("precision", message("Precision"),
               message("How many of the answers that name a class are right, on average over the classes."),
               _OF_CLASSES, per_class=True, share=True),
    MetricKind("recall", message("Recall"),
               message("How many of a class's samples are found, on average over the classes."),
               _OF_CLASSES, per_class=True, share=True),
    MetricKind("f1", message("F1"),
               message("Precision and recall in one number, which is high only if both are."),
               _OF_CLASSES, per_class=True, share=True),
    MetricKind("perplexity", message("Perplexity"),
               message("Among how many classes the network doubts: 1 is certain and right."),
               ("sequences",), more_is_better=False),
    MetricKind("r_squared", message("R²"),
               message("How much of the spread of the targets the predictions explain: 1 is all of it."),
               ("numbers",)),
    MetricKind("mse", message("Mean squared error"),
               message("How far predictions are from the targets, squared: large misses weigh most."),
               ("numbers",), more_is_better=False),
    MetricKind("rmse", message("Root mean squared error"),
               message("The root of the mean squared error, in the unit in which the network sees the targets."),
               ("numbers",), more_is_better=False),
    MetricKind("mae", message("Mean absolute error"),
               message("How far predictions are from the targets on average, in the unit in which the network sees "
                       "them."),
               ("numbers",), more_is_better=False),
)


@dataclass(frozen=True)
class MeasureForm:
    """What is measured on a network with its data, the same at every step.

    `metrics` are ids; `classes` names, or numbers where the data has no names; `k` is that of the top-k accuracy.
    `by` says how an output becomes a class: the largest of the shares, or the way from the first class's value to the
    second's. `class_numbers`: the ground truth is a column of numbers of classes.
    """

    task: Task
    metrics: tuple[str, ...]
    classes: tuple[str, ...] = ()
    k: int = 1
    by: Literal["largest", "threshold", ""] = ""
    class_numbers: bool = False

    @property
    def has_matrix(self) -> bool:
        """Whether there are few enough classes for a confusion matrix."""
        return 0 < len(self.classes) <= MOST_IN_MATRIX


@dataclass(frozen=True, eq=False)
class Measures:
    """The metrics of predictions that fit the task, by id; a value is NaN where there is nothing to measure.

    `sums` are what the values are made of: `count` of answers, `right` and `right_in_k` among them, `doubt` (the mean
    of −ln p); for numbers `squares` Σ (y − ŷ)², `distances` Σ |y − ŷ|, and `spread` Σ (y − ȳ)², NaN for several
    columns. `tally` counts each class's answers; `confusion` how often class i (row) was taken for class j (column),
    None for numbers and for many classes.
    """

    form: MeasureForm
    values: Mapping[str, float]
    sums: Mapping[str, float] = field(default_factory=dict)
    tally: metrics.Tally | None = None
    confusion: NDArray[np.int64] | None = None

    @property
    def task(self) -> Task:
        """What is predicted."""
        return self.form.task

    @property
    def classes(self) -> tuple[str, ...]:
        """The names of the classes, in order."""
        return self.form.classes

    @property
    def k(self) -> int:
        """That of the top-k accuracy."""
        return self.form.k

    @cached_property
    def per_class(self) -> Mapping[str, NDArray[np.float64]]:
        """Precision, recall and F1 of each class, NaN for one that neither occurs nor is named."""
        return {} if self.tally is None else _per_class(self.tally)


def measure_form(document: Document, data: Dataset, shape: tuple[int, ...]) -> MeasureForm | None:
    """What can be measured on predictions of this shape per sample; None where the data's targets are not theirs.

    With one output column, the second class counts from the decision threshold on; with several, the largest one.
    """
    count, loss = shape[-1], _loss(document)
    if loss.takes_class_numbers:
        return _form_of_classes(document, data, shape, class_numbers=True)
    if prod(shape) != data.y_train.shape[1]:
        return None  # the ground truth is another part of the network
    known = bool(data.classes) or loss_function(loss.function).targets == "classes"
    if known and count > 1:
        return _form_of_classes(document, data, shape, class_numbers=False)
    if len(data.classes) == 2 and prod(shape) == 1:
        names = ("accuracy", "precision", "recall", "f1")
        return MeasureForm("classes", names, data.classes, by="threshold")
    return MeasureForm("numbers", ("r_squared", "mse", "rmse", "mae"))


def _form_of_classes(document: Document, data: Dataset, shape: tuple[int, ...], class_numbers: bool) -> MeasureForm:
    count, sequences = shape[-1], len(shape) > 1
    k = min(_LARGEST_K, count // 2)
    names = ["accuracy", "precision", "recall", "f1"]
    if k > 1:
        names.insert(1, "top_k")
    if sequences and loss_function(_loss(document).function).joins == "softmax":
        names.append("perplexity")
    classes = data.classes if len(data.classes) == count else _numbered(count)
    return MeasureForm("sequences" if sequences else "classes", tuple(names), classes, k, "largest", class_numbers)


@lru_cache(maxsize=16)
def _numbered(count: int) -> tuple[str, ...]:
    """Classes without names go by their numbers."""
    return tuple(map(str, range(count)))


@dataclass(frozen=True, eq=False)
class Answers:
    """Predicted and true classes of all rows that count; `shares` (rows, classes) where there is one for each class."""

    predicted: metrics.Classes
    true: metrics.Classes
    shares: NDArray[Any] | None = None


def answers(
    form: MeasureForm, document: Document, data: Dataset, predicted: NDArray[Any], target: NDArray[Any]
) -> Answers:
    """The classes in predictions (samples, …) and targets (samples, columns), where they are classes.

    Places with the class number that does not count, and steps whose one-hot targets are all 0, are left out.
    """
    count = predicted.shape[-1]
    rows = predicted.reshape(-1, count)
    if form.class_numbers:
        true = target.reshape(-1)
        kept = (true != _loss(document).ignored) & (true >= 0) & (true < count)
        rows, true = _only(kept, rows, true)
        return Answers(rows.argmax(axis=1), true.astype(np.intp), rows)
    if form.by == "largest":
        truth = target.reshape(-1, count)
        rows, truth = _only(np.abs(truth).sum(axis=1) > 0, rows, truth)
        return Answers(rows.argmax(axis=1), truth.argmax(axis=1), rows)
    low, high = float(data.y_train.min()), float(data.y_train.max())
    decided = rows[:, 0] >= low + decision_threshold(document.network) * (high - low)
    return Answers(decided.astype(np.intp), (target[:, 0] >= 0.5 * (low + high)).astype(np.intp))


class Tallying:
    """Adds up what metrics are made of over predictions that come piece by piece, in the order of their targets."""

    def __init__(self, document: Document, data: Dataset, target: NDArray[Any], shape: tuple[int, ...]) -> None:
        """Predictions are of this shape per sample, targets (samples, columns)."""
        self.form = measure_form(document, data, shape)
        self._document, self._data, self._target, self._taken = document, data, target, 0
        count = len(self.form.classes) if self.form is not None else 0
        self._counts = metrics.no_tally(count)
        self._matrix = np.zeros((count, count), np.int64) if self.form is not None and self.form.has_matrix else None
        self._count, self._in_k, self._surprise = 0, 0, 0.0
        self._missed, self._distances = np.zeros(target.shape[1]), 0.0

    def add(self, predicted: NDArray[Any]) -> None:
        """The predictions (samples, …) of the samples that follow those so far."""
        form, start = self.form, self._taken
        self._taken += len(predicted)
        target = self._target[start:self._taken]
        if form is None:
            return
        if form.task == "numbers":
            error = target - predicted.reshape(target.shape)
            self._missed += (error**2).sum(axis=0)
            self._distances += float(np.abs(error).sum())
        else:
            self._add_classes(form, answers(form, self._document, self._data, predicted, target))

    def measures(self) -> Measures | None:
        """All metrics that fit the predictions so far; None where none does."""
        if self.form is None:
            return None
        return self._of_numbers(self.form) if self.form.task == "numbers" else self._of_classes(self.form)

    def _add_classes(self, form: MeasureForm, found: Answers) -> None:
        count = len(form.classes)
        self._counts += metrics.tally(found.true, found.predicted, count)
        if self._matrix is not None:
            self._matrix += metrics.confusion_matrix(found.true, found.predicted, count)
        self._count += len(found.true)
        if found.shares is not None and "top_k" in form.metrics:
            self._in_k += metrics.among_likeliest(found.shares, found.true, form.k)
        if found.shares is not None and "perplexity" in form.metrics:
            self._surprise += metrics.surprise(found.shares, found.true)

    def _of_numbers(self, form: MeasureForm) -> Measures:
        target = self._target[:self._taken]
        squares, size = float(self._missed.sum()), target.size
        mse, mae = (squares / size, self._distances / size) if size else (nan, nan)
        values = {
            "r_squared": metrics.explained(target, self._missed), "mse": mse, "rmse": sqrt(mse), "mae": mae}
        spread = float(((target - target.mean(axis=0)) ** 2).sum()) if target.shape[1] == 1 and size else nan
        sums = {"count": float(size), "squares": squares, "distances": self._distances, "spread": spread}
        return Measures(form, values, sums)

    def _of_classes(self, form: MeasureForm) -> Measures:
        counts, total = self._counts, self._count
        right = float(counts.right.sum())
        values = {"accuracy": right / total if total else nan}
        sums = {"count": float(total), "right": right}
        if "top_k" in form.metrics:
            values["top_k"] = self._in_k / total if total else nan
            sums["right_in_k"] = float(self._in_k)
        values |= {name: metrics.macro(each) for name, each in _per_class(counts).items()}
        if "perplexity" in form.metrics:
            sums["doubt"] = self._surprise / total if total else nan
            values["perplexity"] = float(np.exp(sums["doubt"]))
        return Measures(form, values, sums, counts, self._matrix)


def _per_class(counts: metrics.Tally) -> dict[str, NDArray[np.float64]]:
    return {"precision": metrics.precision(counts), "recall": metrics.recall(counts), "f1": metrics.f1(counts)}


def _only(kept: NDArray[np.bool_], *arrays: NDArray[Any]) -> tuple[NDArray[Any], ...]:
    """The rows that count, without a copy where all do."""
    return arrays if kept.all() else tuple(array[kept] for array in arrays)


def _loss(document: Document) -> LossSettings:
    """The settings of the loss that is minimized (of several, the first); the default ones without any."""
    wanted = [objective.loss for objective in document.plan.objectives]
    found = (document.network.node(name).settings for name in wanted if document.network.has(name))
    return next((settings for settings in found if isinstance(settings, LossSettings)), LossSettings())
