"""The end of an epoch: what a plan that looks at the loss remembers of it, and when it has seen enough."""

import math

from msgspec.structs import replace

from nnsim.catalog.schedules import schedule_of
from nnsim.document import Lows, TrainingPlan


def watches(plan: TrainingPlan) -> bool:
    """Whether a plan looks at the loss at the end of every epoch."""
    kind = schedule_of(plan)
    return plan.patience > 0 or (kind is not None and kind.waits)


def after_epoch(plan: TrainingPlan, lows: Lows, loss: float) -> Lows:
    """What is remembered after one epoch more, at whose end the loss is this; a loss that is no number counts as none.
    """
    kind = schedule_of(plan)
    if kind is not None and plan.schedule is not None:
        lows = kind.after_epoch(plan.schedule.settings, lows, loss)
    if plan.patience == 0:
        return lows
    if loss < (math.inf if lows.best is None else lows.best - plan.least_gain):
        return replace(lows, best=loss, waited=0)
    return replace(lows, waited=lows.waited + 1)


def has_seen_enough(plan: TrainingPlan, lows: Lows) -> bool:
    """Whether training stops early."""
    return 0 < plan.patience <= lows.waited
