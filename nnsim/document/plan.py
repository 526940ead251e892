"""The training plan: what is minimized, by which rule, in which batches."""

from typing import Literal

from msgspec import Struct

from nnsim.document.network import Settings

Batches = Literal["full", "mini", "online"]
Precision = Literal["float64", "float32"]


class Objective(Struct, frozen=True):
    """One quantity to minimize: the loss node, the parameters it may change (None: all) and its turn in a step."""

    loss: str
    parameters: tuple[str, ...] | None = None
    turn: int = 0


class Rule(Struct, frozen=True):
    """A learning rule from the catalog (`perceptron`, `gradient_descent`, `momentum`, `adam`) and its settings."""

    kind: str
    settings: Settings


class TrainingPlan(Struct, frozen=True):
    """How the network learns.

    `batches` is full batch, mini-batch of `batch_size` samples, or online (one sample per training step). `l1` and `l2`
    weigh λ₁ Σ|w| and ½ λ₂ Σ w² over all weights (not biases), added to the loss. `epochs` is where a run stops of
    itself.
    """

    rule: Rule
    objectives: tuple[Objective, ...] = ()
    batches: Batches = "mini"
    batch_size: int = 10
    shuffle: bool = True
    epochs: int = 1000
    l1: float = 0.0
    l2: float = 0.0
    precision: Precision = "float64"
