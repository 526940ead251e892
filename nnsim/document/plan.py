"""The training plan: what is minimized, by which rule, in which batches."""

from typing import Literal

from msgspec import Struct

from nnsim.document.network import Settings

Batches = Literal["full", "mini", "online"]
Precision = Literal["float64", "float32"]
Decay = Literal["decoupled", "coupled"]


class Objective(Struct, frozen=True):
    """One quantity to minimize: the loss node, the parameters that it may change, and its turn.

    `parameters` are paths, of single parameters (`hidden/weight`) or of nodes with all of theirs (`generator`); None
    stands for all. Objectives of one turn are added up in one training step; turns follow one another, a step each.
    """

    loss: str
    parameters: tuple[str, ...] | None = None
    turn: int = 0


class Rule(Struct, frozen=True):
    """A learning rule from the catalog (`perceptron`, `gradient_descent`, `momentum`, `adam`) and its settings."""

    kind: str
    settings: Settings


class Schedule(Struct, frozen=True):
    """How the learning rate changes in the course of training: a schedule of the catalog and its settings."""

    kind: str
    settings: Settings


class TrainingPlan(Struct, frozen=True):
    """How the network learns.

    `batches` is full batch, mini-batch of `batch_size` samples, or online (one sample per training step). `l1` and `l2`
    weigh λ₁ Σ|w| and ½ λ₂ Σ w² over all weights (not biases), added to the loss. `epochs` is where a run stops of
    itself.

    The learning rate follows `schedule` (None: it stays) and rises in a straight line over the first `warm_up` updates.
    Gradients are averaged over `accumulate` batches before an update. Each of their cells is kept within ±`clip_value`,
    and all of them together are shortened to the length `clip_norm`; 0 clips nothing. `weight_decay` is λ of weights
    (not biases) that shrink by themselves: apart from the gradient (decoupled) or as a part of it (coupled).
    Training stops early when the loss on the test set (without one, on the training set) has not fallen by more than
    `least_gain` for `patience` epochs (0: never), and goes back to the best parameters.
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
    schedule: Schedule | None = None
    warm_up: int = 0
    accumulate: int = 1
    clip_value: float = 0.0
    clip_norm: float = 0.0
    weight_decay: float = 0.0
    decay: Decay = "decoupled"
    patience: int = 0
    least_gain: float = 0.0
