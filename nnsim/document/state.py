"""The training state: what the training loop changes and a file must keep for the training to go on to the bit."""

from msgspec import Struct, field

from nnsim.document.arrays import ArrayMap


class TrainingState(Struct, frozen=True):
    """Parameters, the rule's own memory and the place in training.

    `parameters["hidden/weight"]` has shape (units, inputs), `parameters["hidden/bias"]` (units,); a single neuron has
    one unit. `slots["hidden/weight:first_moment"]` has the parameter's shape. `step` counts updates, `epoch` whole
    passes, `position` the samples already used in the present epoch. Initial values, batch order and noise come from
    `seed`.
    """

    parameters: ArrayMap = field(default_factory=ArrayMap)
    slots: ArrayMap = field(default_factory=ArrayMap)
    step: int = 0
    epoch: int = 0
    position: int = 0
    seed: int = 0
