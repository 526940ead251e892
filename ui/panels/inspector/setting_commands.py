"""Every setting as something to find by name: each leads to its field on the page of the inspector."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from nnsim import catalog, edits
from nnsim.catalog import Field
from nnsim.catalog.plan import GRADIENT_FIELDS, PLAN_FIELDS, STOPPING_FIELDS, WARM_UP
from nnsim.catalog.schedules import schedule_of
from nnsim.document import Document, Node
from nnsim.text import Message, message, shown_name
from ui.panels.inspector.field_editors import matters
from ui.panels.inspector.plan_entries import RULE, SCHEDULE, SEED

MOST_NODES = 60
"""Nodes whose settings are offered, the selected ones first; others are reached by selecting them"""


@dataclass(frozen=True)
class Setting:
    """The setting `name` of nodes, or of the training where there are none, and what it is called in a list."""

    text: Message
    nodes: tuple[str, ...]
    name: str


def settings_of(document: Document, selected: Sequence[str] = ()) -> list[Setting]:
    """The settings of the selected nodes, of the training, and of the other nodes, in this order."""
    network = document.network
    chosen = [node for node in network.nodes if node.id in selected]
    others = [node for node in network.nodes if node.id not in selected]
    found: list[Setting] = []
    if len(chosen) > 1:
        nodes = tuple(node.id for node in chosen)
        found += [Setting(message("{setting} of {count} nodes", setting=field.title, count=len(nodes)), nodes,
                          field.name) for field in edits.shared_fields(network, nodes)]
    for node in chosen[:MOST_NODES]:
        found += _of_node(node)
    found += [Setting(message("{setting} of the training", setting=field.title), (), field.name)
              for field in _of_training(document)]
    for node in others[: max(0, MOST_NODES - len(chosen))]:
        found += _of_node(node)
    return found


def _of_node(node: Node) -> list[Setting]:
    return [Setting(message("{setting} of '{name}'", setting=field.title, name=shown_name(node.name)), (node.id,),
                    field.name)
            for field in catalog.kind(node.kind).fields if matters(field, node.settings)]


def _of_training(document: Document) -> Iterator[Field]:
    """Those that the page of the training shows at the moment."""
    plan, kind = document.plan, schedule_of(document.plan)
    hidden = {"batch_size": plan.batches != "mini", "decay": plan.weight_decay <= 0, "least_gain": plan.patience <= 0}
    for fields in ((RULE,), catalog.rule(plan.rule.kind).fields, PLAN_FIELDS, (SEED, SCHEDULE),
                   () if kind is None else kind.fields, (WARM_UP,), GRADIENT_FIELDS, STOPPING_FIELDS):
        yield from (field for field in fields if not hidden.get(field.name, False))
