"""Training: batches, seeds, resuming, going back, and changes while it runs, all to the bit."""

import msgspec
import numpy as np
import pytest

from nnsim import catalog, edits
from nnsim.catalog import AdamSettings, NeuronSettings
from nnsim.data import generated, prepare
from nnsim.program import Trainer
from nnsim.text.errors import NnsimError
from tests.batteries.check_program import check_state_survives, check_ways_of_running, gradients
from tests.batteries.drawing import Drawing
from tests.program.small_network import RULES, network, train


@pytest.mark.parametrize("rule", RULES)
def test_the_same_seed_gives_the_same_bits(rule: str) -> None:
    assert train(network(rule), 25).state() == train(network(rule), 25).state()
    assert train(network(rule), 25).state() != train(network(rule, seed=1), 25).state()


@pytest.mark.parametrize(("batches", "size", "steps"), [
    ("full", 4, 1), ("mini", 4, 5), ("mini", 100, 1), ("online", 4, 18),
])
def test_an_epoch_sees_every_sample_once(batches: str, size: int, steps: int) -> None:
    trainer = Trainer(network(batches=batches, batch_size=size))
    count = len(trainer.data.x_train)
    assert count == 18
    for epoch in range(3):
        seen: list[int] = []
        for _ in range(steps):
            assert trainer.epoch_number == epoch
            x, y, rows = trainer.batch()
            seen += rows.tolist()
            executor = trainer.step()
            assert executor.batch == len(rows)
            np.testing.assert_array_equal(executor.value(trainer.program.inputs[0][0]), x)
            np.testing.assert_array_equal(executor.value(trainer.program.targets[0]), y)
            np.testing.assert_array_equal(x, trainer.data.x_train[rows])
        assert sorted(seen) == list(range(count))
        assert (seen == list(range(count))) is (batches == "full")
    assert trainer.step_number == 3 * steps
    assert (trainer.epoch_number, trainer.position) == (3, 0)


def test_without_shuffling_the_order_is_that_of_the_data() -> None:
    trainer = Trainer(network(shuffle=False))
    assert trainer.batch()[2].tolist() == [0, 1, 2, 3]
    trainer.epoch()
    assert trainer.batch()[2].tolist() == [0, 1, 2, 3]


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("batches", ["full", "mini", "online"])
def test_training_goes_on_where_it_stopped(rule: str, batches: str) -> None:
    check_state_survives(network(rule, batches=batches), steps=7)


@pytest.mark.parametrize("rule", RULES)
def test_every_way_of_running_gives_the_same_bits(rule: str) -> None:
    document = network(rule, l1=0.001, l2=0.01)
    check_ways_of_running(document, 12)
    check_ways_of_running(edits.set_plan(document, msgspec.structs.replace(document.plan, precision="float32")), 12)


def test_going_back_to_a_state_and_on_again_gives_the_same_bits() -> None:
    trainer = train(network(), 9)
    kept = trainer.state()
    for _ in range(11):
        trainer.step()
    later = trainer.state()
    trainer.load(kept)
    assert trainer.state() == kept
    for _ in range(11):
        trainer.step()
    assert trainer.state() == later


def test_measuring_does_not_disturb_training() -> None:
    alone, measured = Trainer(network()), Trainer(network())
    for _ in range(20):
        alone.step()
        executor = measured.step()
        loss = measured.loss(executor)
        train_loss, train_accuracy = measured.evaluate()
        test_loss, test_accuracy = measured.evaluate("test")
        measured.unit_maps(8)
        assert measured.loss(executor) == loss, "measuring overwrites the loss of the step"
    assert alone.state() == measured.state()
    assert train_loss > 0
    assert test_loss > 0
    assert 0 <= test_accuracy <= 1
    assert 0 <= train_accuracy <= 1


def test_gradient_norms_are_those_of_the_latest_batch() -> None:
    document = network(l2=0.05)
    expected: dict[str, float] = {}
    for path, gradient in gradients(document).items():
        node = path.split("/")[0]
        expected[node] = np.hypot(expected.get(node, 0.0), np.linalg.norm(gradient))
    norms = train(document, 1).gradient_norms()
    assert norms.keys() == expected.keys()
    for node, norm in expected.items():
        assert norms[node] == pytest.approx(norm, rel=1e-12)


def test_gradient_norms_are_unknown_until_a_step_has_run() -> None:
    trainer = Trainer(network())
    start = trainer.state()
    assert all(np.isnan(norm) for norm in trainer.gradient_norms().values())
    trainer.step()
    assert all(np.isfinite(norm) for norm in trainer.gradient_norms().values())
    trainer.load(start)
    assert all(np.isnan(norm) for norm in trainer.gradient_norms().values())


def test_unit_maps_show_each_node_over_the_plane_from_the_top() -> None:
    trainer = train(network(), 5)
    maps = trainer.unit_maps(6, (-1.0, 1.0), (-2.0, 2.0))
    assert maps["input1"].shape == (2, 6, 6)
    assert maps["dense1"].shape == (3, 6, 6)
    assert maps["neuron3"].dtype == np.float32
    across, along = maps["input1"]
    np.testing.assert_allclose(across[0], np.linspace(-5 / 6, 5 / 6, 6), rtol=1e-6)
    np.testing.assert_allclose(along[:, 0], np.linspace(5 / 3, -5 / 3, 6), rtol=1e-6)
    weight, bias = trainer.parameters()["dense1/weight"], trainer.parameters()["dense1/bias"]
    expected = np.tanh(weight @ [across[1, 4], along[1, 4]] + bias)
    np.testing.assert_allclose(maps["dense1"][:, 1, 4], expected, rtol=1e-5)
    np.testing.assert_array_equal(maps["output1"], maps["neuron3"])


def test_float32_trains_close_to_float64() -> None:
    narrow, wide = (train(network(precision=precision), 20).parameters() for precision in ("float32", "float64"))
    for path, array in wide.items():
        assert narrow[path].dtype == np.float32
        np.testing.assert_allclose(narrow[path], array, atol=2e-4)


@pytest.mark.parametrize("rule", ["adam", "momentum"])
def test_vanishing_memory_is_set_to_zero_now_and_then(rule: str) -> None:
    trainer = train(network(rule), 1)
    slots = {path: np.full_like(array, 3e-310) for path, array in trainer.state().slots.items()}
    state = msgspec.structs.replace(trainer.state(), slots=trainer.state().slots.with_(slots))
    trainer.load(state)
    trainer.memory.commit(62)
    assert all((array == 3e-310).all() for array in trainer.state().slots.values())
    trainer.memory.commit(63)
    assert all((array == 0.0).all() for array in trainer.state().slots.values())


def test_adams_memory_never_lingers_below_the_normal_range() -> None:
    document = edits.set_rule(network("adam"), "adam", AdamSettings(0.0, beta1=0.01, beta2=0.01))
    drawing = Drawing()
    drawing.document = edits.set_parameter(document, "neuron3/weight", np.zeros((1, 3)))
    trainer = train(drawing.document, 64)
    tiny = np.finfo(float).tiny
    for array in trainer.state().slots.values():
        assert ((array == 0) | (np.abs(array) >= tiny)).all()


def test_the_perceptron_rule_by_hand() -> None:
    drawing = Drawing(generated("and"))
    drawing.end(drawing.add("neuron", NeuronSettings("step"), drawing.add("input")), loss="sse")
    drawing.set(neuron1__weight=[[0.5, 0.5]], neuron1__bias=[0.0])
    trainer = Trainer(drawing.plan("perceptron", catalog.PerceptronSettings(0.2), batches="online", shuffle=False))
    weight, bias = np.array([0.5, 0.5]), 0.0
    data = prepare(drawing.document.data)
    for _ in range(6):
        for x, y in zip(data.x_train, data.y_train[:, 0], strict=True):
            error = y - float(weight @ x + bias >= 0)
            weight, bias = weight + 0.2 * error * x, bias + 0.2 * error
            trainer.step()
            np.testing.assert_allclose(trainer.parameters()["neuron1/weight"], [weight], atol=1e-15)
            np.testing.assert_allclose(trainer.parameters()["neuron1/bias"], [bias], atol=1e-15)
    assert trainer.evaluate()[1] == 1.0


def test_what_cannot_be_trained_says_why() -> None:
    whole = network()
    for code, document in (
        ("data.none", msgspec.structs.replace(whole, data=None)),
        ("plan.loss", edits.delete(whole, ["loss1"])),
        ("data.outputs", edits.change_settings(
            edits.choose_data(whole, generated("three_gaussians"), 2), "loss1", catalog.LossSettings("mse"))),
        ("data.inputs", edits.change_settings(whole, "input1", catalog.InputSettings((0, 2)))),
        ("network.problem", edits.delete(whole, ["input1"])),
    ):
        with pytest.raises(NnsimError) as caught:
            Trainer(document)
        assert caught.value.code == code
