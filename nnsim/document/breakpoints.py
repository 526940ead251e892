"""Where a walk stops, and a training too: at a node in a phase, or where a number is reached."""

from typing import Literal

from msgspec import Struct

StopPhase = Literal["forward", "loss", "backward", "update"]
Quantity = Literal[
    "loss", "test_loss", "accuracy", "test_accuracy", "batch_loss", "gradient", "not_finite", "epoch", "step"
]


class NodeBreakpoint(Struct, frozen=True, tag="node"):
    """Stops a walk where a node begins to work in a phase of a training step. One that is not `on` is only kept."""

    node: str
    phase: StopPhase
    on: bool = True


class Condition(Struct, frozen=True, tag="condition"):
    """Stops a walk or a training where a number falls below `value`, or rises above it.

    Losses and accuracies (0 to 1) of the whole training or test set are looked at after every epoch; the rest at every
    step: the loss of its batch, the Euclidean length of the gradient over all parameters of `node`, whether any number
    is NaN or infinite (without a value), and the number of epochs or steps done, which is reached exactly.
    """

    quantity: Quantity
    value: float = 0.0
    above: bool = False
    node: str | None = None
    on: bool = True


Breakpoint = NodeBreakpoint | Condition
