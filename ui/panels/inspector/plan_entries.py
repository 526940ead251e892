"""The entries of the training plan: their fields, their values in a document, and the edits that change them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec

from nnsim import catalog, edits
from nnsim.catalog import Field
from nnsim.catalog.schedules import SCHEDULES, schedule, schedule_of
from nnsim.document import Document, Schedule, TrainingPlan
from nnsim.text import message

_replace = msgspec.structs.replace
RULE = Field(
    "rule", message("Rule"), message("How a gradient becomes a change of the weights."), "choice", "gradient_descent",
    choices=tuple((rule.id, rule.title) for rule in catalog.rules()),
)  # fmt: skip
SEED = Field(
    "seed", message("Seed"), message("First weights, order of samples: the same seed gives the same run."), "int", 0,
    0, 2**32 - 1,
)  # fmt: skip
SCHEDULE = Field(
    "schedule", message("Schedule"), message("How the learning rate changes in the course of training."), "choice",
    "constant", choices=(("constant", message("Stays the same")), *((each.id, each.title) for each in SCHEDULES)),
)  # fmt: skip
Edit = Callable[[Document], Document]


def schedule_id(plan: TrainingPlan) -> str:
    """Which schedule a plan has; `constant` for none, or one that this version does not know."""
    kind = schedule_of(plan)
    return "constant" if kind is None else kind.id


def value_of(document: Document, key: str) -> Any:
    """The value of an entry: of the plan, or `rule/…`, `schedule/…` and `loss/<node>/…`."""
    group, _, name = key.rpartition("/")
    if key == "rule":
        return document.plan.rule.kind
    if key == "seed":
        return document.state.seed
    if key == "schedule":
        return schedule_id(document.plan)
    if group == "rule":
        return getattr(document.plan.rule.settings, name)
    if group == "schedule":
        assert document.plan.schedule is not None
        return getattr(document.plan.schedule.settings, name)
    if group:
        return getattr(document.network.node(group.split("/")[1]).settings, name)
    return getattr(document.plan, name)


def edit_of(key: str, value: Any) -> Edit:
    """The edit that gives one entry of the plan another value."""
    group, _, name = key.rpartition("/")

    def edit(document: Document) -> Document:
        plan = document.plan
        if key == "rule":
            return edits.set_rule(document, value)
        if key == "seed":
            return edits.reset_training(document, seed=value)
        if key == "schedule":
            return edits.set_plan(document, _replace(plan, schedule=_schedule(value)))
        if group == "schedule":
            assert plan.schedule is not None
            changed = _replace(plan.schedule.settings, **{name: value})
            return edits.set_plan(document, _replace(plan, schedule=_replace(plan.schedule, settings=changed)))
        if group == "rule":
            settings = _replace(plan.rule.settings, **{name: value})
            return edits.set_plan(document, _replace(plan, rule=_replace(plan.rule, settings=settings)))
        if group:
            node = document.network.node(group.split("/")[1])
            return edits.change_settings(document, node.id, _replace(node.settings, **{name: value}))
        return edits.set_plan(document, _replace(plan, **{name: value}))

    return edit


def _schedule(chosen: str) -> Schedule | None:
    return None if chosen == "constant" else Schedule(chosen, schedule(chosen).default_settings())
