"""Ten steps of every training plan give PyTorch's numbers, and each of their numbers is explained."""

from typing import Any

import msgspec
import numpy as np
import pytest

from nnsim import edits
from nnsim.catalog import LossSettings
from nnsim.catalog.schedules import SCHEDULES, Progress, schedule
from nnsim.document import Document, Objective, Schedule
from nnsim.files import dumps, loads
from nnsim.program import Trainer, problems
from tests.batteries.check_program import (
    check_every_cell,
    check_explained,
    check_state_survives,
    check_ways_of_running,
)
from tests.batteries.described import drawn, own
from tests.reference.golden import assert_agrees, cases

PLANS = cases("plans")
CHANGES = ("warm_up", "clip_value", "clip_norm", "weight_decay", "decay", "accumulate")


def _name(plan: dict[str, Any]) -> str:
    told = [plan["schedule"][0]] if "schedule" in plan else []
    told += [name for name in (*CHANGES, "turns", "l1", "l2") if plan.get(name)]
    return "-".join([plan["rule"], *told])


def _document(plan: dict[str, Any]) -> tuple[Document, dict[str, str]]:
    document, ids = drawn(plan)
    changes = {name: plan[name] for name in CHANGES if name in plan}
    if "schedule" in plan:
        kind, settings = plan["schedule"]
        changes["schedule"] = Schedule(kind, schedule(kind).Settings(**settings))
    if "turns" in plan:
        document, changes["objectives"] = _with_turns(document, plan["turns"], ids)
    changed = msgspec.structs.replace(
        document.plan, batches="mini", batch_size=plan["batch"], shuffle=False, epochs=plan["epochs"], **changes)
    return edits.set_plan(document, changed), ids


def _with_turns(document: Document, turns: list[Any], ids: dict[str, str]) -> tuple[Document, tuple[Objective, ...]]:
    """A loss for each objective, all of them at the network's output."""
    objectives: list[Objective] = []
    document = edits.delete(document, ["loss1"])
    for number, turn in enumerate(turns):
        for function, named in turn:
            document, loss = edits.add_node(document, "loss", (0.0, 0.0), settings=LossSettings(function))
            document = edits.connect(document, ids["output"], loss)
            changed = None if named is None else tuple("/".join([ids[each.split("/")[0]], *each.split("/")[1:]])
                                                       for each in named)
            objectives.append(Objective(loss, changed, number))
    return document, tuple(objectives)


@pytest.mark.parametrize("plan", PLANS, ids=_name)
def test_ten_steps_of_a_plan_agree(plan: dict[str, Any]) -> None:
    document, ids = _document(plan)
    assert problems(document) == ()
    trainer, losses = Trainer(document), []
    for _ in range(plan["steps"]):
        losses.append(trainer.loss(trainer.step()))
    assert_agrees(losses, plan["answers"]["losses"], 1e-7)
    for path, expected in plan["answers"]["parameters"].items():
        assert_agrees(trainer.parameters()[own(path, ids)], expected, 1e-7)


@pytest.mark.parametrize("plan", [plan for plan in PLANS if "schedule" not in plan], ids=_name)
def test_every_step_of_a_cycle_is_explained(plan: dict[str, Any]) -> None:
    trainer = Trainer(_document(plan)[0])
    for _ in range(trainer.program.cycle):
        assert check_every_cell(trainer.document(), 20) > 0
        check_explained(trainer.document())
        trainer.step()


@pytest.mark.parametrize("plan", PLANS, ids=_name)
def test_a_plan_runs_alike_in_every_way_and_survives_saving(plan: dict[str, Any]) -> None:
    document, _ = _document(plan)
    check_ways_of_running(document, 7)
    check_state_survives(document, 4)
    trainer = Trainer(document)
    trainer.step()
    saved = trainer.document()
    assert loads(dumps(saved)) == saved


def test_every_schedule_is_held() -> None:
    assert {plan["schedule"][0] for plan in PLANS if "schedule" in plan} == {each.id for each in SCHEDULES}


@pytest.mark.parametrize("kind", SCHEDULES, ids=lambda kind: kind.id)
def test_a_schedule_never_leaves_0_to_1(kind: Any) -> None:
    for epoch in range(0, 2000, 7):
        for epochs, per_epoch in ((1, 1), (1000, 3)):
            factor = kind.factor(kind.default_settings(), Progress(epoch, epoch * per_epoch, epochs, per_epoch))
            assert 0.0 <= factor <= 1.0 + 1e-12
            assert np.isfinite(factor)
