"""The curves up to the present moment, which is seldom the end of a kept epoch, and how many epochs that makes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nnsim.document import Document
from nnsim.text import tr
from ui.bridge import Snapshot
from ui.bridge.batches import batches_done
from ui.charts.prediction import dataset_of


@dataclass(frozen=True)
class TillNow:
    """Epochs done, the last one possibly in part, and the losses after them: arrays of one length."""

    epochs: NDArray[np.float64]
    train: NDArray[np.float64]
    test: NDArray[np.float64]


def till_now(document: Document, snapshot: Snapshot | None) -> TillNow:
    """The kept rows of a document, and its present figures behind them where they differ from the last row.

    Nothing is added before the first step, nor while the snapshot is of another moment.
    """
    history = document.history
    if not len(history):
        return TillNow(np.empty(0), np.empty(0), np.empty(0))
    rows = [np.asarray(history[name], np.float64) for name in ("epoch", "train_loss", "test_loss")]
    if snapshot is not None and _is_of(snapshot, document):
        now = (epochs_done(document), snapshot.train_loss, snapshot.test_loss)
        last = [row[-1] for row in rows]
        told = not np.isnan(now[1])  # without a loss there is none to show
        if told and now[0] >= last[0] and not np.array_equal(now, last, equal_nan=True):
            rows = [np.append(row, value) for row, value in zip(rows, now, strict=True)]
    return TillNow(*rows)


def epochs_done(document: Document) -> float:
    """Passes over the training set, the present one counted by the share of it that is done."""
    state, data = document.state, dataset_of(document) if document.state.position else None
    samples = len(data.x_train) if data is not None else 0
    return state.epoch + (min(state.position / samples, 1.0) if samples else 0.0)



def told_within(document: Document) -> str:
    """What a part of an epoch means, in whole batches; empty between two epochs."""
    state, data = document.state, dataset_of(document) if document.state.position else None
    if data is None or not len(data.x_train):
        return ""
    done, count = batches_done(document, len(data.x_train))
    return tr("Epoch {number} is under way: {done} of {count} batches are done.",
              number=state.epoch + 1, done=done, count=count)


def told_kept(document: Document) -> str:
    """Which epochs the curves leave out; empty where they have all of them."""
    kept, epochs = max(len(document.history) - 1, 0), document.state.epoch
    if not kept or kept >= epochs:
        return ""
    strides = np.diff(np.asarray(document.history["epoch"], np.float64))
    stride = int(strides[0])
    if stride > 1 and (strides == stride).all():
        return tr("Of {epochs} epochs, one in {stride} has its loss in the curve: {stride}, {second}, {third} … "
                  "You can go back to all the others as well.",
                  epochs=epochs, stride=stride, second=2 * stride, third=3 * stride)
    return tr("The losses of {kept} out of {epochs} epochs are kept: long and fast trainings leave out epochs in "
              "between.", kept=kept, epochs=epochs)


def _is_of(snapshot: Any, document: Document) -> bool:
    return bool(snapshot.state.step == document.state.step)
