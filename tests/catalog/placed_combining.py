"""How kinds that combine, normalize or drop values stand in a network that trains."""

from collections.abc import Callable

import numpy as np

from nnsim.catalog import (
    BatchNormalizationSettings,
    ConcatenateSettings,
    DenseSettings,
    FeaturesSettings,
    GroupNormalizationSettings,
    InputSettings,
    SplitSettings,
)
from nnsim.catalog.feature_node import offered
from nnsim.data import generated
from nnsim.document import Document, Settings
from tests.batteries.drawing import Drawing, table

Placed = tuple[Document, str]


def between(kind: str, settings: Settings | None = None, units: int = 4) -> Placed:
    """Between two layers of a network on plain vectors."""
    drawing = Drawing(generated("xor"))
    layer = drawing.add("dense", DenseSettings(units), drawing.add("input"))
    node = drawing.add(kind, settings, layer)
    drawing.end(drawing.add("neuron", None, node))
    return drawing.document, node


def joining(kind: str, settings: Settings | None = None) -> Placed:
    """Behind two layers and a single unit of a third, all of one shape."""
    drawing = Drawing(generated("xor"))
    x = drawing.add("input")
    first = drawing.add("dense", DenseSettings(2), x)
    second = drawing.add("dense", DenseSettings(2, "sigmoid"), first)
    node = drawing.add(kind, settings, first, second, x)
    drawing.end(drawing.add("neuron", None, node))
    return drawing.document, node


def shaped(kind: str, shape: tuple[int, ...], settings: Settings | None = None, samples: int = 5) -> Placed:
    """On sequences or images, between two nodes that add something to learn; the outputs are as many as the cells."""
    random = np.random.default_rng(3)
    count = int(np.prod(shape))
    drawing = Drawing(table(random.normal(size=(samples, count)), random.normal(size=(samples, 2))))
    x = drawing.add("input", InputSettings(tuple(range(count)), shape))
    before = drawing.add("batch_normalization", BatchNormalizationSettings(0.2), x)
    node = drawing.add(kind, settings, before)
    part = drawing.add("split", SplitSettings("columns" if len(shape) == 3 else "units", 1, 1, True), node)
    if len(shape) == 3:
        part = drawing.add("split", SplitSettings("units", 2, 2, True), part)
    first = drawing.add("split", SplitSettings("units", 1, 2), part)
    drawing.end(first)
    return drawing.document, node


PLACED: dict[str, Callable[[], Placed]] = {
    "add": lambda: joining("add"),
    "multiply": lambda: joining("multiply"),
    "concatenate": lambda: joining("concatenate", ConcatenateSettings("units")),
    "split": lambda: between("split", SplitSettings("units", 2, 3)),
    "dropout": lambda: between("dropout"),
    "noise": lambda: between("noise"),
    "batch_normalization": lambda: between("batch_normalization"),
    "layer_normalization": lambda: between("layer_normalization"),
    "group_normalization": lambda: between("group_normalization", GroupNormalizationSettings(2)),
    "rules": lambda: between("rules"),
    "features": lambda: between("features", FeaturesSettings(offered(2, 2))),
}
