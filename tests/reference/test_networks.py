"""Whole networks and rules give PyTorch's numbers: 200 random ones, and ten steps of every rule."""

from typing import Any

import numpy as np
import pytest

from nnsim import catalog
from nnsim.program import Trainer
from tests.batteries.check_program import check_every_cell, check_ways_of_running, gradients
from tests.batteries.described import drawn, own
from tests.reference.golden import assert_agrees, cases

NETWORKS = cases("networks")
RULES = cases("rules")


@pytest.mark.parametrize("number", range(len(NETWORKS)))
def test_a_random_network_agrees(number: int) -> None:
    plan = NETWORKS[number]
    document, ids = drawn(plan)
    answers = plan["answers"]
    trainer = Trainer(document)
    executor = trainer.begin()
    executor.run("forward", "loss")
    assert trainer.program.prediction is not None
    assert_agrees(executor.value(trainer.program.prediction), answers["prediction"])
    assert_agrees(trainer.loss(executor), answers["loss"])
    _assert_gradients_agree(gradients(document), plan, ids)
    _assert_training_agrees(trainer, plan, ids)


@pytest.mark.parametrize("number", range(0, len(NETWORKS), 10))
def test_a_random_network_is_explained_and_runs_alike_in_every_way(number: int) -> None:
    document, _ = drawn(NETWORKS[number])
    assert check_every_cell(document, 40) > 0
    check_ways_of_running(document, 2)


@pytest.mark.parametrize("plan", RULES, ids=lambda plan: f"{plan['rule']}-l1={plan['l1']}-l2={plan['l2']}")
def test_ten_steps_of_a_rule_agree(plan: dict[str, Any]) -> None:
    document, ids = drawn(plan)
    assert plan["steps"] == 10
    _assert_gradients_agree(gradients(document), plan, ids)
    _assert_training_agrees(Trainer(document), plan, ids)


def _assert_gradients_agree(found: dict[str, Any], plan: dict[str, Any], ids: dict[str, str]) -> None:
    for path, expected in plan["answers"]["gradients"].items():
        gradient = found.get(own(path, ids))
        if gradient is None:  # nothing flows there, or nothing there may change
            assert np.all(plan["frozen"].get(path, False)) or not np.any(expected)
        else:
            assert_agrees(gradient, expected)


def _assert_training_agrees(trainer: Trainer, plan: dict[str, Any], ids: dict[str, str]) -> None:
    losses = []
    for _ in range(plan["steps"]):
        losses.append(trainer.loss(trainer.step()))
    assert_agrees(losses, plan["answers"]["losses"], 1e-7)
    parameters = trainer.parameters()
    for path, expected in plan["answers"]["parameters"].items():
        assert_agrees(parameters[own(path, ids)], expected, 1e-7)
        fixed = np.array(plan["frozen"].get(path, False)) | np.array(plan["pruned"].get(path, False))
        before = np.array(plan["parameters"][path])
        assert parameters[own(path, ids)][np.broadcast_to(fixed, before.shape)].tolist() == before[
            np.broadcast_to(fixed, before.shape)].tolist()


def test_every_rule_with_a_counterpart_is_held() -> None:
    assert {plan["rule"] for plan in RULES} == {rule.id for rule in catalog.rules()} - {"perceptron"}


def test_every_rule_is_held_with_its_own_settings() -> None:
    for rule in catalog.rules():
        mine = rule.default_settings()
        settings = {name: getattr(mine, name) for name in mine.__struct_fields__}
        assert rule.id == "perceptron" or any(plan["settings"] == settings for plan in RULES if plan["rule"] == rule.id)


def test_the_random_networks_hold_what_they_should() -> None:
    kinds = {node["kind"] for plan in NETWORKS for node in plan["nodes"]}
    assert kinds == {"input", "neuron", "dense", "activation", "output"}
    activations = {node.get("activation") for plan in NETWORKS for node in plan["nodes"]} - {None}
    assert activations == {each.id for each in catalog.activations()}
    assert {plan["loss"] for plan in NETWORKS} == {each.id for each in catalog.losses()}
    for what in ("frozen", "pruned"):
        assert sum(any(np.any(cells) for cells in plan[what].values()) for plan in NETWORKS) >= 30
