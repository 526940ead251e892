"""A small network for tests of training."""

from nnsim import catalog
from nnsim.catalog import DenseSettings, NeuronSettings
from nnsim.data import generated
from nnsim.document import Document
from nnsim.program import Trainer
from tests.batteries.drawing import Drawing

RULES = [rule.id for rule in catalog.rules()]


def network(rule: str = "adam", seed: int = 0, count: int = 24, **plan: object) -> Document:
    """Two inputs, a layer, free neurons beside and behind it; mini-batches of 4 unless the plan says otherwise."""
    drawing = Drawing(generated("gaussians", count=count, test_share=0.25), seed)
    x = drawing.add("input")
    layer = drawing.add("dense", DenseSettings(3, "tanh"), x)
    free = [drawing.add("neuron", NeuronSettings("tanh"), *sources) for sources in (((x, 0), layer), (x,))]
    drawing.end(drawing.add("neuron", None, *free, (layer, 1)), loss="binary_cross_entropy")
    return drawing.plan(rule, **{"batches": "mini", "batch_size": 4, **plan})


def train(document: Document, steps: int) -> Trainer:
    """A trainer after so many steps."""
    trainer = Trainer(document)
    for _ in range(steps):
        trainer.step()
    return trainer
