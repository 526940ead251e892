"""A snapshot: everything that the window shows of a training at one moment, and all it needs to go on from there."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from nnsim.document import ArrayMap, History, TrainingState
from nnsim.program import Measures


@dataclass(frozen=True, eq=False)
class Snapshot:
    """Figures of one moment between two training steps.

    `gradient_norms` holds ‖∂L/∂parameters‖ by node id, NaN until a step has run; `unit_maps` what each unit gives over
    the plane of the inputs, float32 (units, 64, 64), the top row first, empty when there are not two inputs.
    `activations` is what each node gives for the training sample `sample` (from 0), float32 (units,), as
    `<node>:attention` where its attention looks, heads × queries × keys, and as `<node>:delta` the gradients at its
    units; empty before the first time. `rate` is in epochs per second.
    Losses and accuracies are of the whole sets, NaN where a set or an accuracy does not exist. `measures` has every
    metric that fits the task by `train` and `test`, without a set that has no samples; they are of the same moment as
    losses and accuracies, which may be an earlier one while large sets train. `generation` counts the documents that
    were given to the worker.
    """

    state: TrainingState
    history: History
    train_loss: float
    test_loss: float
    train_accuracy: float
    test_accuracy: float
    gradient_norms: dict[str, float]
    unit_maps: dict[str, NDArray[np.float32]]
    rate: float
    steps_per_second: float
    generation: int = 0
    measures: Mapping[str, Measures] = field(default_factory=dict)
    activations: Mapping[str, NDArray[np.float32]] = field(default_factory=dict)
    sample: int = 0

    @property
    def step(self) -> int:
        """Training steps done."""
        return self.state.step

    @property
    def epoch(self) -> int:
        """Whole passes over the training set done."""
        return self.state.epoch

    @property
    def parameters(self) -> ArrayMap:
        """Parameters by path, read-only."""
        return self.state.parameters


