"""How kinds that work on images, and on the steps of sequences, stand in a network that trains."""

from collections.abc import Callable
from math import prod

import numpy as np

from nnsim.catalog import (
    AveragePoolingSettings,
    Convolution1DSettings,
    ConvolutionSettings,
    DenseSettings,
    InputSettings,
    MaxPoolingSettings,
    PaddingSettings,
    ReshapeSettings,
    TransposedConvolutionSettings,
    UpSamplingSettings,
)
from nnsim.document import Document, Settings
from tests.batteries.drawing import Drawing, table

Placed = tuple[Document, str]


def on(shape: tuple[int, ...], kind: str, settings: Settings | None = None, samples: int = 3) -> Placed:
    """On samples of this shape, then flattened and weighed."""
    random, cells = np.random.default_rng(2), prod(shape)
    x, y = random.normal(size=(samples, cells)).round(2), random.normal(size=(samples, 1)).round(2)
    drawing = Drawing(table(x, y))
    arranged = shape if len(shape) > 1 else ()
    node = drawing.add(kind, settings, drawing.add("input", InputSettings(tuple(range(cells)), arranged)))
    flat = node if kind in ("flatten", "global_pooling") else drawing.add("flatten", None, node)
    drawing.end(drawing.add("dense", DenseSettings(1, "linear"), flat))
    return drawing.document, node


PLACED: dict[str, Callable[[], Placed]] = {
    "convolution": lambda: on((2, 4, 3), "convolution", ConvolutionSettings(2)),
    "convolution_1d": lambda: on((5, 2), "convolution_1d", Convolution1DSettings(2)),
    "transposed_convolution": lambda: on((2, 2, 3), "transposed_convolution", TransposedConvolutionSettings(2)),
    "max_pooling": lambda: on((2, 4, 5), "max_pooling", MaxPoolingSettings()),
    "average_pooling": lambda: on((2, 4, 5), "average_pooling", AveragePoolingSettings()),
    "global_pooling": lambda: on((3, 2, 4), "global_pooling"),
    "flatten": lambda: on((2, 3, 2), "flatten"),
    "reshape": lambda: on((4, 2), "reshape", ReshapeSettings((2, 2, 2))),
    "up_sampling": lambda: on((2, 2, 3), "up_sampling", UpSamplingSettings()),
    "padding": lambda: on((2, 2, 3), "padding", PaddingSettings(1, 0, 2, 1)),
}
