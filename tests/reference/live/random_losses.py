"""A random loss at the end of a random network, and data that it can be held against."""

from math import prod
from typing import TYPE_CHECKING, Any

import numpy as np

from nnsim import catalog
from nnsim.catalog import DenseSettings, LossSettings

if TYPE_CHECKING:
    from tests.reference.live.random_networks import Sketch

NO_CLASS = -100


def add_loss(sketch: "Sketch", source: str) -> np.ndarray:
    """Head, output and loss; returns the columns of the ground truth (samples, columns)."""
    function = sketch.random.choice(catalog.losses())
    units = sketch.random.randint(2, 3)
    activation = function.joins or sketch.random.choice(("linear", "linear", "tanh"))
    head = sketch.drawing.add("dense", DenseSettings(units, activation), source)
    shape = sketch.shape(head)
    settings: dict[str, Any] = {"function": function.id, "form": sketch.random.choice(("stable", "textbook"))}
    if function.id == "huber":
        settings["bend"] = sketch.random.choice((0.3, 1.0))
    if function.targets == "classes":
        settings |= _of_classes(sketch, units)
    output = sketch.drawing.add("output", None, head)
    loss = sketch.drawing.add("loss", LossSettings(**settings), output)
    y = _truth(sketch, function.targets, settings, shape)
    if function.targets == "numbers" and sketch.random.random() < 0.15:
        _link_truth(sketch, loss, prod(shape))
    return y


def _of_classes(sketch: "Sketch", classes: int) -> dict[str, Any]:
    weights = tuple(round(sketch.random.uniform(0.1, 3.0), 3) for _ in range(classes))
    return {
        "targets": sketch.random.choice(("one_hot", "numbers")), "ignored": sketch.random.choice((NO_CLASS, 0)),
        "smoothing": sketch.random.choice((0.0, 0.2)), "class_weights": sketch.random.choice(((), weights)),
    }


def _truth(sketch: "Sketch", targets: str, settings: dict[str, Any], shape: tuple[int, ...]) -> np.ndarray:
    size, numbers = (sketch.samples, *shape), sketch.numbers
    match targets:
        case "chances":
            y = numbers.random(size).round(3)
        case "sides":
            y = np.where(numbers.random(size) < 0.5, -1.0, 1.0)
        case "distributions":
            y = numbers.dirichlet(np.ones(shape[-1]), size[:-1])
        case "classes":
            labels = numbers.integers(1, shape[-1], size[:-1])  # class 0 may be the one that does not count
            y = _labelled(sketch, labels, settings, shape[-1])
        case _:
            y = numbers.normal(size=size).round(3)
    return np.asarray(y, float).reshape(sketch.samples, -1)


def _labelled(sketch: "Sketch", labels: np.ndarray, settings: dict[str, Any], classes: int) -> np.ndarray:
    """Class numbers or one-hot rows; some that do not count, but never all of them."""
    hidden = sketch.numbers.random(labels.shape) < 0.25
    hidden.reshape(-1)[0] = False
    if settings["targets"] == "numbers":
        return np.where(hidden, settings["ignored"], labels)
    shares = np.eye(classes)[labels]
    if labels.ndim > 1:  # steps of a sequence that are all 0 are padding
        shares[hidden] = 0.0
    return shares


def _link_truth(sketch: "Sketch", loss: str, cells: int) -> None:
    """Numbers of the data's inputs as the ground truth, as in an autoencoder."""
    fits = [node for node in sketch.seen if node.startswith("input") and prod(sketch.shape(node)) == cells]
    if fits:
        sketch.drawing.link(fits[0], loss, "target")
