"""The inspector with nothing selected: the training plan, open to change while training runs, and the data."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec
from PySide6.QtWidgets import QWidget

from nnsim import catalog, data, edits
from nnsim.catalog import Field
from nnsim.document import Document, TrainingPlan
from nnsim.text import Message, NnsimError, format_count, message
from ui.bridge.problems import ProblemWatch
from ui.look.widgets import Label
from ui.panels.inspector.edit_desk import EditDesk
from ui.panels.inspector.field_editors import FieldEditor, make_editor, matters
from ui.panels.inspector.problems_part import ProblemsPart
from ui.panels.inspector.row import Fact, Page, Part

_replace = msgspec.structs.replace
_RULE = Field(
    "rule", message("Rule"), message("How a gradient becomes a change of the weights."), "choice", "gradient_descent",
    choices=tuple((rule.id, rule.title) for rule in catalog.rules()),
)  # fmt: skip
_BATCHES = (
    ("full", message("Full batch")),
    ("mini", message("Mini-batch")),
    ("online", message("One by one")),
)
_PRECISIONS = (("float64", message("float64")), ("float32", message("float32")))
_PLAN = (
    Field(
        "batches", message("Batches"), message("How many samples are seen before the weights change."), "choice",
        "mini", choices=_BATCHES,
    ),
    Field("batch_size", message("Batch size"), message("Samples in a mini-batch."), "int", 10, 1, 1_000_000, 1, 64),
    Field(
        "shuffle", message("Shuffle"), message("Whether each epoch sees the samples in another order."), "bool", True
    ),
    Field("l1", message("L1"), message("Weighs λ₁ Σ |w|, which pulls weights to 0."), "float", 0.0, 0.0, 1e3, 0.0, 0.1),
    Field(
        "l2", message("L2"), message("Weighs ½ λ₂ Σ w², which keeps weights small."), "float", 0.0, 0.0, 1e3, 0.0, 0.1
    ),
    Field(
        "epochs", message("Stop after"), message("The epoch after which training stops by itself."), "int", 1000,
        1, 10_000_000,
    ),
    Field(
        "precision", message("Precision"), message("The number format of all arithmetic."), "choice", "float64",
        choices=_PRECISIONS,
    ),
)  # fmt: skip
_SEED = Field(
    "seed", message("Seed"), message("First weights, order of samples: the same seed gives the same run."), "int", 0,
    0, 2**32 - 1,
)  # fmt: skip
Edit = Callable[[Document], Document]


class PlanPage(Page):
    """Rule, batches, regularization, loss, seed. `take` follows the document."""

    def __init__(
        self, document: Document, watch: ProblemWatch, desk: EditDesk, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._desk = desk
        self._editors: dict[str, FieldEditor] = {}
        self._rule_kind, self._loss_node = "", ""
        self.add(ProblemsPart(("plan", "data"), watch, desk))
        self._rule_part = Part(message("Learning rule"), first=True)
        self._rule_meaning = Label("", "small", "text3", wrap=True)
        self._make(self._rule_part, _RULE, document.plan.rule.kind)
        self._rule_part.add(self._rule_meaning)
        self._rule_numbers = Part(first=True)
        self._rule_part.add(self._rule_numbers)
        self._plan_part = Part(message("Training"))
        for field in _PLAN:
            self._make(self._plan_part, field, getattr(document.plan, field.name))
        self._make(self._plan_part, _SEED, document.state.seed)
        self._loss_part = Part(message("Loss"))
        self._data = DataPart()
        for part in (self._rule_part, self._plan_part, self._loss_part, self._data):
            self.add(part)
        self.take(document)

    def take(self, document: Document) -> None:
        """Show the plan of this document."""
        plan = document.plan
        if plan.rule.kind != self._rule_kind:
            self._rebuild_rule(plan)
        self._rebuild_loss(document)
        for key, editor in self._editors.items():
            value = _value(document, key)
            if value != editor.value:
                editor.set_value(value)
        for key, editor in self._editors.items():
            if key.startswith("loss/"):
                editor.setVisible(matters(editor.field, document.network.node(self._loss_node).settings))
        self._editors["batch_size"].setVisible(plan.batches == "mini")
        self._data.take(document)

    def _make(self, part: Part, field: Field, value: Any, key: str = "") -> None:
        key = key or field.name
        editor = make_editor(field, value)
        editor.committed.connect(lambda value: self._commit(key, field.title, value))
        editor.previewed.connect(lambda value: self._desk.preview(_edit(key, value)))
        editor.dropped.connect(self._desk.drop)
        self._editors[key] = editor
        part.add(editor)

    def _rebuild_rule(self, plan: TrainingPlan) -> None:
        self._drop("rule/")
        rule = catalog.rule(plan.rule.kind)
        self._rule_kind = rule.id
        self._rule_meaning.set_text(rule.meaning)
        for field in rule.fields:
            self._make(self._rule_numbers, field, getattr(plan.rule.settings, field.name), f"rule/{field.name}")

    def _rebuild_loss(self, document: Document) -> None:
        node = next((node for node in document.network.nodes if node.kind == "loss"), None)
        self._loss_part.setVisible(node is not None)
        if (node.id if node is not None else "") == self._loss_node:
            return
        self._drop("loss/")
        self._loss_node = node.id if node is not None else ""
        if node is None:
            return
        for field in catalog.kind("loss").fields:
            self._make(self._loss_part, field, getattr(node.settings, field.name), f"loss/{node.id}/{field.name}")

    def _drop(self, prefix: str) -> None:
        for key in [key for key in self._editors if key.startswith(prefix)]:
            editor = self._editors.pop(key)
            editor.setParent(None)
            editor.deleteLater()

    def _commit(self, key: str, title: Message, value: Any) -> None:
        if not self._desk.commit(_edit(key, value), message("Change {setting}", setting=title)):
            self._editors[key].set_value(_value(self._desk.store.document, key))


class DataPart(Part):
    """What the network learns from, in four lines."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(message("Data"), parent=parent)
        self._samples, self._test = Fact(message("Training samples")), Fact(message("Test samples"))
        self._inputs, self._outputs = Fact(message("Inputs")), Fact(message("Outputs"))
        for fact in (self._samples, self._test, self._inputs, self._outputs):
            self.add(fact)

    def take(self, document: Document) -> None:
        """Show the data of this document; hidden while there is none."""
        try:
            found = data.prepare(document.data) if document.data is not None else None
        except NnsimError:
            found = None
        self.setVisible(found is not None)
        if found is None:
            return
        self._samples.set_value(format_count(len(found.x_train)))
        self._test.set_value(format_count(len(found.x_test)))
        self._inputs.set_value(_listed(found.input_names))
        self._outputs.set_value(_listed(found.output_names))


def _value(document: Document, key: str) -> Any:
    group, _, name = key.rpartition("/")
    if key == "rule":
        return document.plan.rule.kind
    if key == "seed":
        return document.state.seed
    if group == "rule":
        return getattr(document.plan.rule.settings, name)
    if group:
        return getattr(document.network.node(group.split("/")[1]).settings, name)
    return getattr(document.plan, name)


def _edit(key: str, value: Any) -> Edit:
    """The edit that gives one entry of the plan another value."""
    group, _, name = key.rpartition("/")

    def edit(document: Document) -> Document:
        plan = document.plan
        if key == "rule":
            return edits.set_rule(document, value)
        if key == "seed":
            return edits.reset_training(document, seed=value)
        if group == "rule":
            settings = _replace(plan.rule.settings, **{name: value})
            return edits.set_plan(document, _replace(plan, rule=_replace(plan.rule, settings=settings)))
        if group:
            node = document.network.node(group.split("/")[1])
            return edits.change_settings(document, node.id, _replace(node.settings, **{name: value}))
        return edits.set_plan(document, _replace(plan, **{name: value}))

    return edit


def _listed(names: tuple[str, ...]) -> str:
    shown = ", ".join(names[:8])
    return shown if len(names) <= 8 else f"{shown} …"
