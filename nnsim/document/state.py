"""The training state: what the training loop changes and a file must keep for the training to go on to the bit."""

from msgspec import Struct, field

from nnsim.document.arrays import ArrayMap


class Lows(Struct, frozen=True):
    """What is remembered of the loss at the ends of epochs: for early stopping, and for a schedule that waits for it.

    `best` is the lowest loss so far (None: there was none yet) and `waited` the epochs since then. `low` and `stalled`
    are the same for the schedule, which begins to count anew whenever it lowers the learning rate to `rate_factor`
    times what the plan says.
    """

    best: float | None = None
    waited: int = 0
    low: float | None = None
    stalled: int = 0
    rate_factor: float = 1.0


class TrainingState(Struct, frozen=True):
    """Parameters, the rule's own memory and the place in training.

    `parameters["hidden/weight"]` has shape (units, inputs), `parameters["hidden/bias"]` (units,); a single neuron has
    one unit. `slots["hidden/weight:first_moment"]` has the parameter's shape; with early stopping,
    `slots["hidden/weight:best"]` is what the parameter was when the loss was lowest. `slots["lstm1/hidden_state"]`
    (samples, units) is what each sample of the next batch goes on from within an epoch. `step` counts training steps,
    `epoch` whole passes, `position` the samples already used in the present epoch. Initial values, batch order and
    noise come from `seed`.
    """

    parameters: ArrayMap = field(default_factory=ArrayMap)
    slots: ArrayMap = field(default_factory=ArrayMap)
    step: int = 0
    epoch: int = 0
    position: int = 0
    seed: int = 0
    lows: Lows = Lows()
