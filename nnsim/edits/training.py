"""Edits of what is learned from and how: the data, the plan and its rule, the title."""

from typing import Any

import msgspec
import numpy as np

from nnsim import catalog
from nnsim.catalog import InputSettings
from nnsim.catalog.plan import plan_objection
from nnsim.catalog.schedules import schedule_of
from nnsim.data import prepare
from nnsim.document import ArrayMap, DataSource, Document, Lows, Network, Settings, TrainingPlan
from nnsim.document.plan import Rule
from nnsim.edits.parameters import reconcile
from nnsim.edits.shapes import carried_shapes
from nnsim.edits.structure import add_node
from nnsim.text.errors import NnsimError

_replace = msgspec.structs.replace


def new_document() -> Document:
    """An empty network that learns by gradient descent on small batches."""
    rule = catalog.rule("gradient_descent")
    return Document(Network(), TrainingPlan(Rule(rule.id, rule.default_settings())))


def set_plan(document: Document, plan: TrainingPlan) -> Document:
    """With another training plan; a change of precision converts the parameters.

    Raises:
        NnsimError: a value is out of its range.
    """
    objection = catalog.rule(plan.rule.kind).check(plan.rule.settings)
    if objection is not None:
        raise NnsimError("plan.range", objection, "plan")
    objection = plan_objection(plan)
    kind = schedule_of(plan)
    if objection is None and kind is not None and plan.schedule is not None:
        objection = kind.check(plan.schedule.settings)
    if objection is not None:
        raise NnsimError("plan.range", objection, "plan")
    state = document.state
    if memory_of(plan)[:2] != memory_of(document.plan)[:2]:
        state = _replace(state, slots=ArrayMap())
    if _looks_at_loss(plan) != _looks_at_loss(document.plan):
        state = _replace(state, lows=Lows())
    if plan.precision != document.plan.precision:
        parameters = {path: np.asarray(array, plan.precision) for path, array in state.parameters.items()}
        slots = {path: np.asarray(array, plan.precision) for path, array in state.slots.items()}
        state = _replace(state, parameters=ArrayMap(parameters), slots=ArrayMap(slots))
    return _replace(document, plan=plan, state=state)


def _looks_at_loss(plan: TrainingPlan) -> tuple[bool, str]:
    return plan.patience > 0, plan.schedule.kind if plan.schedule is not None else ""


def memory_of(plan: TrainingPlan) -> tuple[Any, ...]:
    """What decides which memory a plan's training has besides the parameters: the rule and its form come first."""
    kind = plan.rule.kind
    form = catalog.rule(kind).structure(plan.rule.settings)
    return kind, form, plan.accumulate > 1, plan.patience > 0, plan.objectives


def state_layout(document: Document) -> tuple[Any, ...]:
    """What decides which arrays the state of a training consists of: while it stays, the plan can change in mid-run."""
    plan = document.plan
    carries = bool(carried_shapes(document.network))
    return (*memory_of(plan), *((plan.batches, plan.batch_size) if carries else ()))


def set_rule(document: Document, kind_id: str, settings: Settings | None = None) -> Document:
    """With another learning rule (its default settings unless given); the old rule's memory is dropped."""
    rule = catalog.rule(kind_id)
    return set_plan(document, _replace(document.plan, rule=Rule(kind_id, settings or rule.default_settings())))


def choose_data(document: Document, source: DataSource, inputs: int) -> Document:
    """With other data, of which `inputs` encoded columns are inputs; a network's only Input node takes them all.

    The present epoch begins anew, and the losses remembered of the former data are forgotten.
    """
    if source != document.data:
        document = _replace(document, data=source, state=_replace(document.state, position=0, lows=Lows()))
    nodes = [node for node in document.network.nodes if node.kind == "input"]
    if len(nodes) != 1 or inputs < 1:
        return document
    return fit_input(document, nodes[0].id, inputs)


def add_input(document: Document, position: tuple[float, float]) -> tuple[Document, str]:
    """A new Input at a canvas position (px), and its id; the only one takes all input columns of the data, if any."""
    first = all(node.kind != "input" for node in document.network.nodes)
    document, node_id = add_node(document, "input", position)
    if not first or document.data is None:
        return document, node_id
    try:
        inputs = len(prepare(document.data).inputs)
    except NnsimError:  # data that cannot be used says so itself
        return document, node_id
    return (fit_input(document, node_id, inputs) if inputs else document), node_id


def fit_input(document: Document, node_id: str, inputs: int) -> Document:
    """With an Input node that takes the first `inputs` columns of the data."""
    node = document.network.node(node_id)
    columns = tuple(range(inputs))
    if isinstance(node.settings, InputSettings) and node.settings.columns == columns:
        return document
    changed = _replace(node, settings=InputSettings(columns))
    nodes = tuple(changed if other.id == node_id else other for other in document.network.nodes)
    return reconcile(document, _replace(document, network=_replace(document.network, nodes=nodes)))


def set_title(document: Document, title: str) -> Document:
    """With a title that is the same in all languages."""
    return _replace(document, title={"": " ".join(title.split())[:200]})
