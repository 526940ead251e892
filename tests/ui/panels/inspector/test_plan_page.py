"""The training plan in the inspector: rule, schedule, early stopping, loss and seed."""

import pytest
from msgspec.structs import replace

from nnsim.catalog.schedules import SCHEDULES, ScheduleKind
from nnsim.document import Schedule, UnknownSettings
from nnsim.text import Message
from tests.ui.panels.inspector.controls import editor
from ui.bridge import DocumentStore, Selection
from ui.panels.inspector import Inspector


@pytest.mark.parametrize(
    ("name", "value"), [
        ("batch_size", 3), ("l2", 0.01), ("epochs", 50), ("batches", "full"), ("precision", "float32"), ("warm_up", 20),
        ("accumulate", 4), ("clip_value", 0.5), ("clip_norm", 1.0), ("weight_decay", 0.01), ("decay", "coupled"),
        ("patience", 12), ("least_gain", 0.001),
    ]
)
def test_the_plan_is_set_with_nothing_selected(
    inspector: Inspector, store: DocumentStore, name: str, value: object
) -> None:
    editor(inspector, name).committed.emit(value)
    assert getattr(store.document.plan, name) == value
    assert store.undo_stack.count() == 1


def test_another_rule_brings_its_own_settings(inspector: Inspector, store: DocumentStore) -> None:
    editor(inspector, "rule").committed.emit("adam")
    assert store.document.plan.rule.kind == "adam"
    editor(inspector, "beta1").committed.emit(0.5)
    editor(inspector, "learning_rate").committed.emit(0.25)
    settings = store.document.plan.rule.settings
    assert (settings.beta1, settings.learning_rate) == (0.5, 0.25)


@pytest.mark.parametrize("schedule", SCHEDULES, ids=lambda each: each.id)
def test_a_schedule_brings_its_own_settings(
    inspector: Inspector, store: DocumentStore, schedule: ScheduleKind
) -> None:
    editor(inspector, "schedule").committed.emit(schedule.id)
    assert store.document.plan.schedule == Schedule(schedule.id, schedule.default_settings())
    for field in schedule.fields:
        lowest = int(field.low) if field.type == "int" else field.low
        editor(inspector, field.name).committed.emit(lowest)
        assert getattr(store.document.plan.schedule.settings, field.name) == lowest
    editor(inspector, "schedule").committed.emit("constant")
    assert store.document.plan.schedule is None
    store.undo()
    assert store.document.plan.schedule.kind == schedule.id


def test_a_schedule_of_a_later_version_is_told_and_left_out(inspector: Inspector, store: DocumentStore) -> None:
    later = Schedule("spiral", UnknownSettings({"turns": 3}))
    store.commit(replace(store.document, plan=replace(store.document.plan, schedule=later)), Message("Open"))
    assert editor(inspector, "schedule").value == "constant"


def test_settings_of_decay_and_early_stopping_show_only_when_they_matter(
    inspector: Inspector, store: DocumentStore
) -> None:
    for name, switch in (("decay", "weight_decay"), ("least_gain", "patience")):
        assert editor(inspector, name).isHidden()
        editor(inspector, switch).committed.emit(3)
        assert not editor(inspector, name).isHidden()


def test_a_setting_that_changes_nothing_is_not_shown(
    inspector: Inspector, store: DocumentStore, selection: Selection
) -> None:
    for nodes in ([], ["loss1"]):
        selection.select(nodes)
        editor(inspector, "function").committed.emit("mse")
        assert editor(inspector, "form").isHidden()
        editor(inspector, "function").committed.emit("binary_cross_entropy")
        assert not editor(inspector, "form").isHidden()


def test_loss_and_seed_are_set_in_the_plan(inspector: Inspector, store: DocumentStore) -> None:
    editor(inspector, "function").committed.emit("sse")
    assert store.document.network.node("loss1").settings.function == "sse"
    editor(inspector, "seed").committed.emit(7)
    assert store.document.state.seed == 7


def test_shuffling_is_switched_off_with_a_reason_while_a_batch_holds_all(
    inspector: Inspector, selection: Selection
) -> None:
    selection.clear()
    editor(inspector, "batches").committed.emit("full")
    assert not editor(inspector, "shuffle").isEnabled()
    assert "every sample" in editor(inspector, "shuffle").toolTip()
    editor(inspector, "batches").committed.emit("mini")
    assert editor(inspector, "shuffle").isEnabled()
    assert not editor(inspector, "shuffle").toolTip()
