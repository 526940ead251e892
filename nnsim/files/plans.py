"""Training plans and settings on their way into a file."""

from typing import Any

import msgspec

from nnsim.document import Settings, TrainingPlan, UnknownSettings
from nnsim.files.records import ObjectiveRecord, PlanRecord, RuleRecord, ScheduleRecord


def plan_record(plan: TrainingPlan) -> PlanRecord:
    """The wire form of a training plan."""
    return PlanRecord(
        rule=RuleRecord(plan.rule.kind, settings_record(plan.rule.settings)),
        objectives=tuple(ObjectiveRecord(each.loss, each.parameters, each.turn) for each in plan.objectives),
        batches=plan.batches,
        batch_size=plan.batch_size,
        shuffle=plan.shuffle,
        epochs=plan.epochs,
        l1=plan.l1,
        l2=plan.l2,
        precision=plan.precision,
        schedule=None if plan.schedule is None else ScheduleRecord(
            plan.schedule.kind, settings_record(plan.schedule.settings)),
        warm_up=plan.warm_up,
        accumulate=plan.accumulate,
        clip_value=plan.clip_value,
        clip_norm=plan.clip_norm,
        weight_decay=plan.weight_decay,
        decay=plan.decay,
        patience=plan.patience,
        least_gain=plan.least_gain,
    )


def settings_record(settings: Settings) -> dict[str, Any]:
    """The settings of a node, a rule or a schedule as plain values of their fields' types."""
    if isinstance(settings, UnknownSettings):
        return settings.raw
    plain: dict[str, Any] = msgspec.to_builtins(settings)
    typed: dict[str, Any] = msgspec.to_builtins(msgspec.convert(plain, type(settings)))
    return typed
