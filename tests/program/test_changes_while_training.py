"""What is changed while a network trains acts as if it had been trained from there."""

from collections.abc import Callable

import msgspec
import numpy as np
import pytest

from nnsim import edits
from nnsim.catalog import DenseSettings, MomentumSettings
from nnsim.data import generated
from nnsim.document import Document
from nnsim.program import Trainer
from tests.batteries.check_program import check_state_survives, check_ways_of_running
from tests.program.small_network import RULES, network, train


def _same_rule(document: Document, **changes: object) -> Document:
    rule = document.plan.rule
    return edits.set_rule(document, rule.kind, msgspec.structs.replace(rule.settings, **changes))


@pytest.mark.parametrize("change", [
    lambda d: _same_rule(d, learning_rate=0.5),
    lambda d: edits.set_plan(d, msgspec.structs.replace(d.plan, l2=0.1)),
    lambda d: edits.set_plan(d, msgspec.structs.replace(d.plan, batch_size=7)),
    lambda d: edits.set_plan(d, msgspec.structs.replace(d.plan, shuffle=False)),
    lambda d: edits.set_rule(d, "momentum", MomentumSettings(0.05)),
    lambda d: edits.set_plan(d, msgspec.structs.replace(d.plan, precision="float32")),
    lambda d: edits.freeze(d, "dense1/weight", (0, 0), True),
    lambda d: edits.change_settings(d, "dense1", DenseSettings(5, "relu")),
    lambda d: edits.set_weight(d, "neuron3/weight", (0, 0), 0.25),
    lambda d: edits.reset_training(d, 5),
    lambda d: edits.choose_data(d, generated("circles", count=30), 2),
], ids=["rate", "l2", "batch", "order", "rule", "precision", "freeze", "units", "weight", "reset", "data"])
def test_a_change_while_it_trains_is_as_if_trained_from_there(change: Callable[[Document], Document]) -> None:
    trainer = train(network(), 10)
    changed = change(trainer.document())
    trainer.replace(changed)
    fresh = Trainer(changed)
    for _ in range(10):
        trainer.step()
        fresh.step()
    assert trainer.state() == fresh.state()
    assert trainer.evaluate() == fresh.evaluate()


def test_a_full_batch_chosen_within_an_epoch_takes_every_sample() -> None:
    trainer = train(network(), 2)
    assert trainer.position == 8
    document = trainer.document()
    full = msgspec.structs.replace(document, plan=msgspec.structs.replace(document.plan, batches="full"))
    trainer.replace(full)
    for trainee in (trainer, Trainer(full)):
        assert sorted(trainee.batch()[2]) == list(range(18))
        assert trainee.step().batch == 18
        assert (trainee.epoch_number, trainee.position) == (1, 0)
    assert trainer.parameters() == trainee.parameters()


@pytest.mark.parametrize("batches", ["full", "mini", "online"])
def test_fewer_samples_within_an_epoch_begin_it_anew(batches: str) -> None:
    trainer = train(network(), 4)
    assert trainer.position == 16
    document = trainer.document()
    document = msgspec.structs.replace(
        document, plan=msgspec.structs.replace(document.plan, batches=batches),
        data=generated("gaussians", count=16, test_share=0.25))
    trainer.replace(document)
    assert trainer.position == 0
    assert trainer.step().batch == {"full": 12, "mini": 4, "online": 1}[batches]
    trainer.epoch()
    assert (trainer.epoch_number, trainer.position) == (2 if batches == "full" else 1, 0)


def test_a_change_of_the_rate_acts_at_once_and_keeps_the_program() -> None:
    trainer = train(network(), 5)
    program, before = trainer.program, trainer.parameters()
    trainer.replace(_same_rule(trainer.document(), learning_rate=0.0))
    trainer.step()
    assert trainer.program is program
    assert trainer.parameters() == before


def test_another_seed_within_the_first_epoch_gives_another_order_at_once() -> None:
    trainer = train(network(), 2)
    changed = edits.reset_training(trainer.document(), 5)
    trainer.replace(changed)
    trainer.step()
    assert trainer.state() == train(changed, 1).state()


@pytest.mark.parametrize("rule", RULES)
def test_frozen_cells_stay_and_the_others_train(rule: str) -> None:
    document = network(rule)
    cells = (("dense1/weight", (0, 1)), ("neuron1/weight", (0, 2)), ("neuron2/bias", None), ("dense1/bias", None))
    for path, index in cells:
        document = edits.freeze(document, path, index, True)
    check_ways_of_running(document, 8)
    steps = 7  # odd, since Lion may come back to where it was
    before, after = document.state.parameters, train(document, steps).parameters()
    assert after["dense1/weight"][0, 1] == before["dense1/weight"][0, 1]
    assert after["neuron1/weight"][0, 2] == before["neuron1/weight"][0, 2]
    for path in ("neuron2/bias", "dense1/bias"):
        assert after[path].tobytes() == before[path].tobytes()
    for path in ("dense1/weight", "neuron1/weight", "neuron2/weight", "neuron1/bias", "neuron3/bias"):
        assert not np.array_equal(after[path], before[path])


@pytest.mark.parametrize("rule", RULES)
def test_pruned_links_stay_cut(rule: str) -> None:
    document = train(network(rule), 6).document()
    for path, index in (("dense1/weight", (1, 0)), ("neuron1/weight", (0, 0)), ("neuron3/weight", (0, 1))):
        document = edits.prune(document, path, index, True)
    check_ways_of_running(document, 8)
    check_state_survives(document, 8)
    after = train(document, 8).parameters()
    assert after["dense1/weight"][1, 0] == after["neuron1/weight"][0, 0] == after["neuron3/weight"][0, 1] == 0.0
    assert np.count_nonzero(after["dense1/weight"]) == 5
