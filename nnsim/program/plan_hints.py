"""Settings that are allowed but let training stand still or do what nobody meant, each with its way out."""

from collections.abc import Iterator

import msgspec

from nnsim import catalog, edits
from nnsim.catalog import DropoutSettings, LossSettings
from nnsim.catalog.schedules import schedule_of
from nnsim.document import Document, TrainingPlan
from nnsim.program.batching import batches_of
from nnsim.program.idle_parts import training_samples
from nnsim.program.problem import Fix, Problem
from nnsim.text.messages import message

_replace = msgspec.structs.replace


def plan_hints(document: Document) -> list[Problem]:
    """What stands still by its settings, once there is something to learn."""
    if not document.plan.objectives:
        return []
    return [*_standing_rate(document), *_endless_warm_up(document), *_idle_patience(document),
            *_dropping_all(document), *_even_targets(document)]


def _standing_rate(document: Document) -> Iterator[Problem]:
    """A learning rate that is 0, from the start or from some epoch on."""
    plan = document.plan
    settings = plan.rule.settings
    if getattr(settings, "learning_rate", None) == 0:
        usual = getattr(catalog.rule(plan.rule.kind).default_settings(), "learning_rate", 0.1)
        fix = Fix(message("Use {value:exact}", value=usual), lambda d: _with_rate(d, usual))
        yield Problem("warning", "plan", message(
            "The learning rate is 0, so no weight ever changes. Choose a larger one."), (fix,))
    kind = schedule_of(plan)
    if kind is not None and plan.schedule is not None:
        factors = (getattr(plan.schedule.settings, name, None) for name in ("gamma", "factor"))
        if 0.0 in factors:
            yield Problem("warning", "plan", message(
                "The schedule '{name}' multiplies the learning rate by 0, after which no weight changes any more. "
                "Choose a larger factor.", name=kind.title))


def _with_rate(document: Document, rate: float) -> Document:
    rule = document.plan.rule
    return edits.set_rule(document, rule.kind, _replace(rule.settings, learning_rate=rate))


def _endless_warm_up(document: Document) -> Iterator[Problem]:
    """A warm-up that the training does not outlast."""
    plan = document.plan
    updates = _updates(document, plan)
    if not 0 < updates < plan.warm_up:
        return
    shorter = max(1, updates // 10)
    fix = Fix(message("Warm up over {count} updates", count=shorter),
              lambda d: edits.set_plan(d, _replace(d.plan, warm_up=shorter)))
    yield Problem("warning", "plan", message(
        "The learning rate rises over {warm_up} updates, but the training has only {updates}, so it never reaches its "
        "full size. Shorten the warm-up, or train for more epochs.", warm_up=plan.warm_up, updates=updates), (fix,))


def _updates(document: Document, plan: TrainingPlan) -> int:
    """The updates of a whole training; 0 where that is not known."""
    samples = training_samples(document)
    if not samples or plan.accumulate < 1:
        return 0
    turns = len({objective.turn for objective in plan.objectives})
    return plan.epochs * batches_of(plan, samples) // (turns * plan.accumulate)


def _idle_patience(document: Document) -> Iterator[Problem]:
    plan = document.plan
    if plan.patience >= plan.epochs > 0 and plan.patience > 0:
        yield Problem("warning", "plan", message(
            "Early stopping waits for {patience} epochs, but the training has only {epochs}, so it never stops early. "
            "Lower its patience, or train for more epochs.", patience=plan.patience, epochs=plan.epochs))


def _dropping_all(document: Document) -> Iterator[Problem]:
    for node in document.network.nodes:
        if isinstance(node.settings, DropoutSettings) and node.settings.rate == 1.0:
            yield Problem("warning", node.id, message(
                "'{name}' drops every value in training, so that nothing before it learns. Lower its dropout rate.",
                name=node.name), (_dropping_half(node.id),))


def _dropping_half(node: str) -> Fix:
    return Fix(message("Drop half of them"), lambda d: edits.change_settings(d, node, DropoutSettings(0.5)))


def _even_targets(document: Document) -> Iterator[Problem]:
    for node in document.network.nodes:
        settings = node.settings
        if isinstance(settings, LossSettings) and settings.smoothing == 1.0 and _is_smoothed(settings):
            yield Problem("warning", node.id, message(
                "'{name}' spreads every target evenly over all classes, so that nothing is left to learn. Lower its "
                "label smoothing.", name=node.name))


def _is_smoothed(settings: LossSettings) -> bool:
    known = (loss for loss in catalog.LOSSES if loss.id == settings.function)
    return any("smoothing" in loss.settings for loss in known)
