"""How recurrent layers stand in a network."""

from collections.abc import Callable

import numpy as np

from nnsim.catalog import DenseSettings, InputSettings, RecurrentSettings, RnnSettings
from nnsim.document import Document
from tests.batteries.drawing import Drawing, table

STEPS, FEATURES = 3, 2


def recurrent(kind: str, settings: RecurrentSettings | None = None, samples: int = 4) -> tuple[Document, str]:
    """A recurrent layer that reads a short sequence, and one number to predict; or one for each step of a sequence."""
    random = np.random.default_rng(5)
    sequence = settings is not None and settings.returns == "sequence"
    inputs = random.normal(size=(samples, STEPS * FEATURES))
    drawing = Drawing(table(inputs, random.normal(size=(samples, STEPS if sequence else 1))))
    x = drawing.add("input", InputSettings(tuple(range(STEPS * FEATURES)), (STEPS, FEATURES)))
    node = drawing.add(kind, settings or _small(kind), x)
    drawing.end(drawing.add("dense", DenseSettings(1, "linear"), node))
    return drawing.document, node


def _small(kind: str) -> RecurrentSettings:
    return RnnSettings(2) if kind == "rnn" else RecurrentSettings(2)


PLACED: dict[str, Callable[[], tuple[Document, str]]] = {
    kind: lambda kind=kind: recurrent(kind) for kind in ("rnn", "lstm", "gru")
}
