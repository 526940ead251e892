"""The networks that the scenes are played on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nnsim import edits
from nnsim.catalog import (
    ConvolutionSettings,
    DenseSettings,
    EmbeddingSettings,
    FeaturesSettings,
    InputSettings,
    LossSettings,
    MultiHeadSettings,
)
from nnsim.data import generated, iris, own_table
from nnsim.document import DataSource, Document, Settings
from ui.canvas.diagram import tidied

SIDE, STEPS, LETTERS = 8, 6, 12


def chain(document: Document, *layers: tuple[str, Settings | None], inputs: InputSettings | None = None) -> Document:
    """Input, layers one after another, output and loss."""
    document, last = edits.add_node(document, "input", (0.0, 0.0), settings=inputs)
    for kind, settings in layers:
        document, node = edits.add_node(document, kind, (0.0, 0.0), settings=settings)
        document, last = edits.connect(document, last, node), node
    document, output = edits.add_output(document, (0.0, 0.0))
    return tidied(edits.connect(document, last, output))


def flowers() -> Document:
    """Three classes: iris, with a wide layer."""
    document = chain(edits.choose_data(edits.new_document(), iris(), 4), ("dense", DenseSettings(24, "tanh")),
                     ("dense", DenseSettings(3, "softmax")), inputs=InputSettings((0, 1)))
    return edits.change_settings(document, "loss1", LossSettings("categorical_cross_entropy"))


def images() -> Document:
    """Bars across and down, 8 × 8, told apart by a convolution."""
    rng = np.random.default_rng(1)
    cells = rng.uniform(0, 0.2, (40, SIDE, SIDE))
    down = np.arange(40) % 2
    for number, place in enumerate(rng.integers(1, SIDE - 1, 40)):
        (cells[number].T if down[number] else cells[number])[place] += 0.8
    document = edits.choose_data(edits.new_document(), _table(cells.reshape(40, -1), down), SIDE * SIDE)
    return chain(document, ("convolution", ConvolutionSettings()), ("max_pooling", None), ("flatten", None),
                 ("dense", DenseSettings(1, "sigmoid")),
                 inputs=InputSettings(tuple(range(SIDE * SIDE)), (1, SIDE, SIDE)))


def words() -> Document:
    """Six letters, through an embedding, attention and an LSTM."""
    rng = np.random.default_rng(2)
    cells = rng.integers(0, LETTERS, (30, STEPS)).astype(float)
    document = edits.choose_data(edits.new_document(), _table(cells, cells[:, 0] > LETTERS / 2), STEPS)
    return chain(document, ("embedding", EmbeddingSettings(LETTERS, 8)), ("position", None),
                 ("multi_head", MultiHeadSettings()), ("lstm", None), ("dense", DenseSettings(1, "sigmoid")),
                 inputs=InputSettings(tuple(range(STEPS))))


def mixed() -> Document:
    """Features, rules, merging and normalizing over points of two classes."""
    document = edits.choose_data(edits.new_document(), generated("circles"), 2)
    return chain(document, ("features", FeaturesSettings()), ("batch_normalization", None),
                 ("dense", DenseSettings(4, "relu")), ("dropout", None), ("dense", DenseSettings(1, "sigmoid")))


def bare() -> Document:
    """Placed, but without data."""
    return chain(edits.new_document(), ("dense", None), ("dense", DenseSettings(1, "sigmoid")))


def broken() -> Document:
    """A layer that nothing leads to, and a loss that does not fit."""
    document = edits.choose_data(chain(edits.new_document(), ("dense", DenseSettings(1, "sigmoid"))),
                                 generated("xor"), 2)
    document, _ = edits.add_node(document, "dense", (260.0, 320.0))
    return edits.change_settings(document, "loss1", LossSettings("categorical_cross_entropy"))


def annotated() -> Document:
    """Notes, a title and a block."""
    document = edits.choose_data(chain(edits.new_document(), ("dense", None), ("dense", None),
                                       ("dense", DenseSettings(1, "sigmoid"))), generated("xor"), 2)
    left, top = (min(place[axis] for place in document.views.positions.values()) for axis in (0, 1))
    document, _ = edits.add_note(document, "XOR", (left, top - 130.0), (300.0, 50.0), style="title")
    document, _ = edits.add_note(document, "1 where the inputs differ\n입력 두 개가 다를 때만 1입니다.",
                                 (left, top + 480.0), (240.0, 90.0), color="yellow")
    return edits.group(document, ["dense1", "dense2"], "Hidden · 은닉층")[0]


DOCUMENTS: dict[str, Callable[[], Document]] = {
    "empty": edits.new_document, "flowers": flowers, "images": images, "words": words, "mixed": mixed, "bare": bare,
    "broken": broken, "annotated": annotated,
}  # fmt: skip


def _table(x: NDArray[Any], y: NDArray[Any]) -> DataSource:
    columns = {f"x{k}": x[:, k].tolist() for k in range(x.shape[1])}
    return own_table("samples.csv", {**columns, "y": np.asarray(y, float).tolist()}, ("y",))
