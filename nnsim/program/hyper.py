"""The hyper-parameters of a step: the rule's own, those of the plan, and the learning rate by its schedule."""

from nnsim import catalog
from nnsim.catalog.schedules import Progress, rate_factor
from nnsim.document import TrainingPlan
from nnsim.program.batching import batches_of
from nnsim.program.program import Program

PLAN_HYPER = {
    "l1": "l1", "l2": "l2", "clip_value": "clip_value", "clip_norm": "clip_norm", "plan_decay": "weight_decay",
}
"""Hyper-parameters that are settings of the plan, whatever its rule"""


class Hyper:
    """What a program of a plan is given at each step, on so many training samples."""

    def __init__(self, plan: TrainingPlan, program: Program, samples: int) -> None:
        self._plan, self._cycle = plan, program.cycle
        self._rule = catalog.rule(plan.rule.kind)
        self._of_plan = {name: getattr(plan, setting) for name, setting in PLAN_HYPER.items() if name in program.hyper}
        self._scheduled = plan.schedule is not None or bool(plan.warm_up)
        self._steps_per_epoch = batches_of(plan, samples)

    def at(self, step: int, epoch: int, lowered: float) -> dict[str, float]:
        """Those of a step in an epoch, both from 0; `lowered` is what a schedule that waits has made of the rate."""
        plan, updates = self._plan, step // self._cycle
        values = self._rule.hyper(plan.rule.settings, updates)
        if self._scheduled:
            progress = Progress(epoch, step, plan.epochs, self._steps_per_epoch, lowered)
            values["learning_rate"] *= rate_factor(plan, progress, updates)
        values.update(self._of_plan)
        return values
