"""A drawing for tests of edits, and what a little training makes of it."""

from nnsim import edits
from nnsim.catalog import DenseSettings
from nnsim.data import generated
from nnsim.document import Document
from nnsim.program import Trainer
from tests.batteries.drawing import Drawing


def drawn() -> Document:
    """Input → dense1 (3) → dense2 (2) → neuron1 → output → loss."""
    drawing = Drawing(generated("xor"))
    first = drawing.add("dense", DenseSettings(3), drawing.add("input"))
    second = drawing.add("dense", DenseSettings(2), first)
    drawing.end(drawing.add("neuron", None, second))
    return edits.set_rule(drawing.document, "adam")


def trained(document: Document, steps: int = 3) -> Document:
    """The document after some training."""
    trainer = Trainer(document)
    for _ in range(steps):
        trainer.step()
    return trainer.document()
