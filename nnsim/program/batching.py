"""How a plan cuts the training samples of an epoch into batches."""

import numpy as np
from numpy.typing import NDArray

from nnsim.data import batch_indices
from nnsim.document import TrainingPlan


def whole_batch(plan: TrainingPlan, samples: int) -> int:
    """Samples in a whole batch."""
    if plan.batches == "full":
        return samples
    return 1 if plan.batches == "online" else max(min(plan.batch_size, samples), 1)


def batches_of(plan: TrainingPlan, samples: int) -> int:
    """Batches in an epoch, the last one possibly smaller."""
    return -(-samples // whole_batch(plan, samples))


def last_batch(plan: TrainingPlan, samples: int) -> int:
    """Samples in the last batch of an epoch."""
    return samples - (batches_of(plan, samples) - 1) * whole_batch(plan, samples)


class BatchOrder:
    """Which training samples each batch holds, in the seeded order of its epoch."""

    def __init__(self, plan: TrainingPlan, seed: int, samples: int) -> None:
        self._seed, self._samples = seed, samples
        self._size = whole_batch(plan, samples)
        self._shuffles = plan.shuffle and plan.batches != "full"
        self._epoch = -1

    def rows(self, epoch: int, position: int) -> NDArray[np.intp]:
        """The samples of the batch that begins so many samples into an epoch; fewer at its end."""
        if self._epoch != epoch:
            self._order = batch_indices(self._seed, epoch, self._samples, self._shuffles)
            self._epoch = epoch
        return self._order[position:position + self._size]
