"""The inspector with nothing selected: the training plan, open to change while training runs, and the data."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QWidget

from nnsim import catalog, data
from nnsim.catalog import Field
from nnsim.catalog.plan import GRADIENT_FIELDS, PLAN_FIELDS, STOPPING_FIELDS, WARM_UP
from nnsim.catalog.schedules import schedule_of
from nnsim.document import Document, TrainingPlan
from nnsim.text import Message, NnsimError, format_count, message, shown_name
from ui.bridge.problems import ProblemWatch
from ui.look.widgets import Label
from ui.panels.inspector.edit_desk import EditDesk
from ui.panels.inspector.field_editor import FieldEditor
from ui.panels.inspector.field_editors import make_editor, matters
from ui.panels.inspector.plan_entries import RULE, SCHEDULE, SEED, edit_of, schedule_id, value_of
from ui.panels.inspector.problems_part import ProblemsPart
from ui.panels.inspector.row import Fact, Page, Part

_ALL_AT_ONCE = message("A full batch holds every sample, so their order changes nothing.")


class PlanPage(Page):
    """Rule, batches, schedule, what happens to gradients, loss, seed. `take` follows the document."""

    def __init__(
        self, document: Document, watch: ProblemWatch, desk: EditDesk, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._desk = desk
        self._editors: dict[str, FieldEditor] = {}
        self._rule_kind, self._loss_node, self._schedule_kind = "", "", "constant"
        self.add(ProblemsPart(("plan", "data"), watch, desk))
        self._rule_part = Part(message("Learning rule"), first=True)
        self._rule_meaning = Label("", "small", "text3", wrap=True)
        self._make(self._rule_part, RULE, document.plan.rule.kind)
        self._rule_part.add(self._rule_meaning)
        self._rule_numbers = Part(first=True)
        self._rule_part.add(self._rule_numbers)
        self._plan_part = Part(message("Training"))
        for field in PLAN_FIELDS:
            self._make(self._plan_part, field, getattr(document.plan, field.name))
        self._make(self._plan_part, SEED, document.state.seed)
        self._schedule_part, self._schedule_numbers = Part(message("Learning rate")), Part(first=True)
        self._make(self._schedule_part, SCHEDULE, schedule_id(document.plan))
        self._schedule_part.add(self._schedule_numbers)
        self._make(self._schedule_part, WARM_UP, document.plan.warm_up)
        self._gradient_part, self._stopping_part = Part(message("Gradient")), Part(message("Early stopping"))
        for part, fields in ((self._gradient_part, GRADIENT_FIELDS), (self._stopping_part, STOPPING_FIELDS)):
            for field in fields:
                self._make(part, field, getattr(document.plan, field.name))
        self._loss_part = Part(message("Loss"))
        self._data = DataPart()
        for part in (self._rule_part, self._plan_part, self._schedule_part, self._gradient_part, self._stopping_part,
                     self._loss_part, self._data):
            self.add(part)
        self.take(document)

    def take(self, document: Document) -> None:
        """Show the plan of this document."""
        plan = document.plan
        if plan.rule.kind != self._rule_kind:
            self._rebuild_rule(plan)
        if schedule_id(plan) != self._schedule_kind:
            self._rebuild_schedule(plan)
        self._rebuild_loss(document)
        for key, editor in self._editors.items():
            value = value_of(document, key)
            if value != editor.value:
                editor.set_value(value)
        for key, editor in self._editors.items():
            if key.startswith("loss/"):
                editor.setVisible(matters(editor.field, document.network.node(self._loss_node).settings))
        self._editors["batch_size"].setVisible(plan.batches == "mini")
        self._editors["shuffle"].set_idle(_ALL_AT_ONCE if plan.batches == "full" else None)
        self._editors["decay"].setVisible(plan.weight_decay > 0)
        self._editors["least_gain"].setVisible(plan.patience > 0)
        self._data.take(document)

    def _make(self, part: Part, field: Field, value: Any, key: str = "") -> None:
        key = key or field.name
        editor = make_editor(field, value)
        editor.committed.connect(lambda value: self._commit(key, field.title, value))
        editor.previewed.connect(lambda value: self._desk.preview(edit_of(key, value)))
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

    def _rebuild_schedule(self, plan: TrainingPlan) -> None:
        self._drop("schedule/")
        self._schedule_kind, kind = schedule_id(plan), schedule_of(plan)
        if kind is None or plan.schedule is None:
            return
        for field in kind.fields:
            value = getattr(plan.schedule.settings, field.name)
            self._make(self._schedule_numbers, field, value, f"schedule/{field.name}")

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
        if not self._desk.commit(edit_of(key, value), message("Change {setting}", setting=title)):
            self._editors[key].set_value(value_of(self._desk.store.document, key))


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


def _listed(names: tuple[str, ...]) -> str:
    shown = ", ".join(map(shown_name, names[:8]))
    return shown if len(names) <= 8 else f"{shown} …"
