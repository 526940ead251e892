"""What the decision map shows: which node predicts, its maps and points, and the words beside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nnsim import catalog, data
from nnsim.data import Dataset
from nnsim.document import Document
from nnsim.text import Message, NnsimError, message


@dataclass(frozen=True)
class Points:
    """Samples in the plane: places (samples, 2), class of each, and which belong to the test set."""

    places: NDArray[Any]
    labels: NDArray[Any]
    test: NDArray[Any]


def dataset_of(document: Document) -> Dataset | None:
    """The data as the network sees it; None when there is none, or it cannot be read."""
    if document.data is None:
        return None
    try:
        return data.prepare(document.data)
    except NnsimError:
        return None


def predicting_node(document: Document) -> str | None:
    """The node whose units are the prediction: what links into the loss, seen through the output."""
    network = document.network
    ends = [node.id for node in network.nodes if node.kind == "loss"]
    ends += [node.id for node in network.nodes if node.kind == "output"]
    for end in ends:
        sources = [link.source for link in network.into(end)]
        if len(sources) == 1:
            node = network.node(sources[0])
            inner = network.into(node.id)
            return inner[0].source if node.kind == "output" and len(inner) == 1 else node.id
    return None


def prediction_map(document: Document, maps: Mapping[str, NDArray[Any]]) -> NDArray[Any] | None:
    """The predicting node's maps [units, rows, columns] with row 0 at the lowest y; None when there are none."""
    node = predicting_node(document)
    found = maps.get(node) if node is not None else None
    return None if found is None or found.ndim != 3 or not len(found) else found[:, ::-1]


def map_range(dataset: Dataset) -> tuple[float, float]:
    """What the first output takes as its lowest and highest value."""
    targets = dataset.y_train[:, 0] if dataset.y_train.size else np.array([0.0, 1.0])
    low, high = float(targets.min()), float(targets.max())
    return (low, high) if high > low else (low - 1.0, low + 1.0)


def points_of(dataset: Dataset) -> Points:
    """All samples of a data set with two inputs; numbers count as two classes, below and above their middle."""
    places = np.concatenate([dataset.x_train, dataset.x_test])
    test = np.arange(len(places)) >= len(dataset.x_train)
    if dataset.classes:
        labels = np.concatenate([dataset.labels_train, dataset.labels_test]).astype(np.int64)
    else:
        low, high = map_range(dataset)
        targets = np.concatenate([dataset.y_train[:, 0], dataset.y_test[:, 0]])
        labels = (targets > (low + high) / 2).astype(np.int64)
    return Points(places, labels, test)


def map_note(document: Document, dataset: Dataset) -> Message:
    """What the colours of the map mean; only sigmoid and softmax give a probability."""
    if len(dataset.classes) == 2:
        node = predicting_node(document)
        settings = document.network.node(node).settings if node is not None else None
        ends_in = getattr(settings, "activation", getattr(settings, "function", ""))
        if ends_in in ("sigmoid", "softmax"):
            return message("p({name})", name=dataset.classes[1])
        return message("output ŷ, {name} when high", name=dataset.classes[1])
    if dataset.classes:
        return message("likeliest class")
    return message("predicted {name}", name=dataset.output_names[0] if dataset.output_names else "y")


def loss_note(document: Document) -> Message | None:
    """Which loss the curve shows."""
    node = next((node for node in document.network.nodes if node.kind == "loss"), None)
    function = getattr(node.settings, "function", None) if node is not None else None
    return message("{loss} per epoch", loss=catalog.loss_function(str(function)).title) if function else None
