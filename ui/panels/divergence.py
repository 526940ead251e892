"""What can be done about a training that diverged: take the run back, or try again with a smaller learning rate."""

from __future__ import annotations

from msgspec.structs import replace

from nnsim import catalog
from nnsim.edits import set_plan
from nnsim.text import Message, format_exact, message
from ui.bridge import DocumentStore, TrainerClient
from ui.panels.document_files import Notice


def divergence_notice(text: Message, entered: bool, store: DocumentStore, trainer: TrainerClient) -> Notice:
    """The notice about the run that has just ended; `entered` says that it is the latest undo entry."""
    rate, ended = smaller_rate(store), store.document

    def take_back() -> None:
        if store.document is ended:  # nothing was edited since
            store.undo()

    def try_again() -> None:
        if entered:
            take_back()
        plan = store.document.plan
        plan = replace(plan, rule=replace(plan.rule, settings=replace(plan.rule.settings, learning_rate=rate)))
        store.commit(set_plan(store.document, plan), message("Change {setting}", setting=message("Learning rate")))
        trainer.start()

    actions = [(message("Take the run back"), take_back)] if entered else []
    if rate is not None:
        actions.append((message("Try {rate}", rate=format_exact(rate).removesuffix(".0")), try_again))
    return Notice("warning", text, tuple(actions), stands=lambda: True)


def smaller_rate(store: DocumentStore) -> float | None:
    """A tenth of the learning rate, or the rule's own where that is still larger; None for a rule without one."""
    rule = store.document.plan.rule
    rate = getattr(rule.settings, "learning_rate", None)
    if rate is None:
        return None
    default = getattr(catalog.rule(rule.kind).default_settings(), "learning_rate", rate)
    return float(f"{min(rate / 10, default):.6g}")
