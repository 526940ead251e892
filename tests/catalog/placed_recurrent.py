"""How recurrent layers stand in a network."""

from collections.abc import Callable

import numpy as np

from nnsim.catalog import InputSettings, RecurrentSettings, RnnSettings
from nnsim.document import Document
from tests.batteries.drawing import Drawing, table

STEPS, FEATURES = 3, 2


def recurrent(kind: str, settings: RecurrentSettings | None = None, samples: int = 4) -> tuple[Document, str]:
    """A recurrent layer between a short sequence and one number; several such layers where it gives a sequence."""
    random = np.random.default_rng(5)
    drawing = Drawing(table(random.normal(size=(samples, STEPS * FEATURES)), random.normal(size=(samples, 1))))
    x = drawing.add("input", InputSettings(tuple(range(STEPS * FEATURES)), (STEPS, FEATURES)))
    node = drawing.add(kind, settings or _small(kind), x)
    last = node
    if settings is not None and settings.returns == "sequence":
        last = drawing.add(kind, _small(kind), node)
    drawing.end(drawing.add("neuron", None, last))
    return drawing.document, node


def _small(kind: str) -> RecurrentSettings:
    return RnnSettings(2) if kind == "rnn" else RecurrentSettings(2)


PLACED: dict[str, Callable[[], tuple[Document, str]]] = {
    kind: lambda kind=kind: recurrent(kind) for kind in ("rnn", "lstm", "gru")
}
