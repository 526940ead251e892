"""The metrics of a network's predictions, as plain values for JSON and as lines for a terminal."""

import math
from collections.abc import Iterator
from typing import Any

from nnsim.document import Document
from nnsim.program import Trainer, problems
from nnsim.program.measures import METRICS, Measures
from nnsim.text import NnsimError
from nnsim.text.messages import message, render
from nnsim.text.numbers import format_loss

PARTS = {"train": message("training"), "test": message("test")}


def measured(trainer: Trainer) -> dict[str, Measures]:
    """The metrics that fit the task over training and test set, without a part that has no samples."""
    found = {"train": trainer.measures("train"), "test": trainer.measures("test")}
    return {part: each for part, each in found.items() if each is not None}


def measured_as_it_is(document: Document) -> dict[str, Measures]:
    """The metrics of a document's network with the parameters that it has; none where it cannot be measured."""
    if document.data is None or any(problem.severity == "error" for problem in problems(document)):
        return {}
    try:
        return measured(Trainer(document))
    except NnsimError:
        return {}


def plain(found: dict[str, Measures]) -> dict[str, Any]:
    """The metrics of each part as plain values: of all, for each class, and who was taken for whom."""
    return {part: _plain(each) for part, each in found.items()}


def lines(found: dict[str, Measures]) -> Iterator[str]:
    """A line for each metric that the parts have."""
    for metric in METRICS:
        values = {part: each.values[metric.id] for part, each in found.items() if metric.id in each.values}
        shown = [f"{render(PARTS[part])} {format_loss(value)}" for part, value in values.items()
                 if not math.isnan(value)]
        if shown:
            yield f"{render(metric.title)}: {', '.join(shown)}"


def _plain(found: Measures) -> dict[str, Any]:
    facts: dict[str, Any] = {"task": found.task, **found.values}
    if "top_k" in found.values:
        facts["k"] = found.k
    if found.per_class:
        facts["classes"] = {
            name: {metric: float(values[number]) for metric, values in found.per_class.items()}
            for number, name in enumerate(found.classes)
        }
    if found.confusion is not None:
        facts["confusion"] = found.confusion
    return facts
