"""ONNX's losses of classes by nnsim's loss node and its operations.

ONNX has the classes on axis 1 and any number of places behind them; nnsim has them last, and the places as the steps of
a sequence.
"""

import numpy as np

from nnsim import catalog
from nnsim.catalog import LossSettings, Lowered
from nnsim.document import Node
from nnsim.ops.activation import Softmax
from nnsim.ops.class_targets import OneHot, WeighedClasses
from nnsim.ops.counted_cross_entropy import CountedCrossEntropy, CountedCrossEntropyOfSum
from tests.batteries.check_op import run
from tests.reference.direct import Direct
from tests.reference.onnx_nodes.published import Array, Published

NO_CLASS = -100


def _rows(case: Published) -> tuple[Array, Array]:
    """Scores [samples, places, classes] and class numbers [samples, places]."""
    z = np.moveaxis(case.number(0), 1, -1)
    return z.reshape(len(z), -1, z.shape[-1]), case.number(1).reshape(len(z), -1)


def _mean(case: Published, joined: bool) -> Array:
    """The loss node itself."""
    (z, labels), direct = _rows(case), Direct({"target": case.number(1).reshape(len(case.number(1)), -1)})
    weights = tuple(case.number(2)) if case.given(2) else ()
    settings = LossSettings("categorical_cross_entropy", "stable" if joined else "textbook", targets="numbers",
                            ignored=case.attribute("ignore_index", NO_CLASS), class_weights=weights)
    total = direct.put(z)
    output = direct.put(run(Softmax(), [z]) if joined else np.exp(z))
    arrived = Lowered(output, total if joined else None, "softmax" if joined else "linear", {"in": (output,)})
    made = catalog.kind("loss").lower(direct, Node("it", "loss", "", settings), arrived)
    assert labels.shape == direct.given["target"].shape
    return direct.values[made.output]


def _targets(case: Published, labels: Array, classes: int) -> Array:
    y = run(OneHot(classes, case.attribute("ignore_index")), [labels])
    return run(WeighedClasses(), [y, case.number(2)]) if case.given(2) else y


def _whole(case: Published, joined: bool) -> Array:
    """The sum: the same, divided by 1."""
    z, labels = _rows(case)
    return _loss(z, _targets(case, labels, z.shape[-1]), joined)


def _each(case: Published, joined: bool) -> Array:
    """The loss of each place by itself."""
    z, labels = _rows(case)
    y = _targets(case, labels, z.shape[-1])
    found = [float(_loss(z[place][None], y[place][None], joined)) for place in np.ndindex(labels.shape)]
    return np.reshape(found, np.shape(case.inputs[1]))


def _loss(z: Array, y: Array, joined: bool) -> Array:
    if joined:
        return run(CountedCrossEntropyOfSum(), [z, y, np.array(1.0), run(Softmax(), [z])])
    return run(CountedCrossEntropy(), [np.exp(z), y, np.array(1.0)])


REDUCED = {"mean": _mean, "sum": _whole, "none": _each}


def _cross_entropy(case: Published) -> list[Array]:
    """Logarithms of shares, where they are asked for too, are those of nnsim's softmax."""
    loss = REDUCED[case.attribute("reduction", "mean")](case, True)
    if len(case.outputs) == 1:
        return [loss]
    shares = run(Softmax(), [np.moveaxis(case.number(0), 1, -1)])
    return [loss, np.moveaxis(np.log(shares), -1, 1)]


def _likelihood(case: Published) -> list[Array]:
    """The input is a logarithm already; nnsim takes what it is the logarithm of."""
    return [REDUCED[case.attribute("reduction", "mean")](case, False)]


WAYS = {"SoftmaxCrossEntropyLoss": _cross_entropy, "NegativeLogLikelihoodLoss": _likelihood}
