"""A snapshot: everything that the window shows of a training at one moment, and all it needs to go on from there."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nnsim.document import ArrayMap, History, TrainingState


@dataclass(frozen=True, eq=False)
class Snapshot:
    """Figures of one moment between two training steps.

    `gradient_norms` holds ‖∂L/∂parameters‖ by node id, NaN until a step has run; `unit_maps` what each unit gives over
    the plane of the inputs, float32 (units, 64, 64), the top row first, empty when there are not two inputs. `rate` is
    in epochs per second.
    Losses and accuracies are of the whole sets, NaN where a set or an accuracy does not exist. `generation` counts the
    documents that were given to the worker.
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


