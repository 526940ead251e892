"""The figures of a running training, as texts."""

from __future__ import annotations

from dataclasses import dataclass

from nnsim import catalog, data
from nnsim.document import Document
from nnsim.text import NnsimError, render, tr
from nnsim.text.numbers import format_count, format_exact, format_number
from ui.bridge import Snapshot

_WHOLE_FROM = 100


@dataclass(frozen=True, slots=True)
class Figures:
    """Epochs per second, samples of the training set, samples in a batch, and the learning rule."""

    rate: str
    samples: str
    batch: str
    rule: str


def figures_of(document: Document, snapshot: Snapshot | None) -> Figures:
    """The figures of a document in training; a dash for what is not known yet."""
    samples = _samples(document)
    plan = document.plan
    batch = {"online": 1, "mini": min(plan.batch_size, samples), "full": samples}[plan.batches]
    rate = "–"
    if snapshot is not None and snapshot.rate > 0:
        per_second = snapshot.rate
        number = format_count(round(per_second)) if per_second >= _WHOLE_FROM else format_number(per_second, 1)
        rate = tr("{rate} epochs/s", rate=number)
    step = format_exact(getattr(plan.rule.settings, "learning_rate"))  # noqa: B009 - every rule has one
    rule = f"{render(catalog.rule(plan.rule.kind).title)} {step}"
    return Figures(rate, format_count(samples), format_count(batch), rule)


def _samples(document: Document) -> int:
    if document.data is None:
        return 0
    try:
        return len(data.prepare(document.data).x_train)
    except NnsimError:
        return 0
