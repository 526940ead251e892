"""scikit-learn's multi-layer perceptron, one partial fit a step."""

import importlib
import warnings

from nnsim.bench.cases import Case
from nnsim.bench.measure import Contender


def scikit_contender(case: Case) -> Contender:
    """The training step of a network of dense layers; its loss is always cross-entropy, its precision the data's."""
    network = importlib.import_module("sklearn.neural_network")
    solver = "adam" if case.rule == "adam" else "sgd"
    hidden = tuple(layer.units for layer in case.layers[:-1])
    model = network.MLPClassifier(hidden, "tanh", solver=solver, alpha=0.0, batch_size=case.batch, momentum=0.0)
    inputs, targets = case.samples()
    x = inputs.astype(case.precision)
    y = targets.argmax(axis=1) if case.outputs > 1 else targets[:, 0].astype(int)
    classes = sorted(set(y.tolist()))
    batches, at = len(x) // case.batch, 0

    def step() -> None:
        nonlocal at
        rows = slice(at * case.batch, (at + 1) * case.batch)
        at = (at + 1) % batches
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            model.partial_fit(x[rows], y[rows], classes=classes)

    return Contender(step)
