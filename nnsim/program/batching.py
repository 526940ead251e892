"""How a plan cuts the training samples of an epoch into batches."""

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
