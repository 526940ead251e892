"""The published worked example of 2-2-2 back-propagation, number by number, and its three-output twin."""

import numpy as np
import pytest

from nnsim import edits
from nnsim.assets import asset_path
from nnsim.catalog import DenseSettings, LossSettings
from nnsim.document import Document
from nnsim.files import load
from nnsim.program import Trainer
from tests.batteries.check_program import gradients
from tests.batteries.drawing import Drawing, table


def by_hand(loss: str = "sse", outputs: int = 2) -> Document:
    """Inputs 0.05, 0.10; weights 0.15 … 0.55; biases 0.35, 0.60 (frozen); rate 0.5. The twin has a third output."""
    targets = [0.01, 0.99, 0.5][:outputs]
    drawing = Drawing(table([[0.05, 0.10]], [targets]))
    hidden = drawing.add("dense", DenseSettings(2, "sigmoid"), drawing.add("input"))
    drawing.end(drawing.add("dense", DenseSettings(outputs, "sigmoid"), hidden), loss=loss)
    drawing.set(dense1__weight=[[0.15, 0.20], [0.25, 0.30]], dense1__bias=[0.35, 0.35],
                dense2__weight=[[0.40, 0.45], [0.50, 0.55], [0.60, 0.65]][:outputs], dense2__bias=[0.60] * outputs)
    document = drawing.plan(batches="full")
    for layer in ("dense1", "dense2"):
        document = edits.freeze(document, f"{layer}/bias", None, True)
    rule = type(document.plan.rule.settings)(learning_rate=0.5)
    return edits.set_rule(document, "gradient_descent", rule)


@pytest.mark.parametrize("source", ["drawn", "sample"])
def test_the_published_numbers(source: str) -> None:
    document = by_hand() if source == "drawn" else load(asset_path("samples", "mlp-by-hand.nnsim"))
    trainer = Trainer(document, keep=True)
    layers = [node.id for node in document.network.nodes if node.kind == "dense"]
    executor = trainer.step()
    hidden, last = (executor.value(trainer.program.output_of(node))[0] for node in layers)
    np.testing.assert_allclose(hidden, [0.593269992, 0.596884378], atol=5e-10)
    np.testing.assert_allclose(last, [0.751365070, 0.772928465], atol=5e-10)
    assert trainer.loss(executor) == pytest.approx(0.298371109, abs=5e-10)
    first, second = (trainer.parameters()[f"{node}/weight"] for node in layers)
    np.testing.assert_allclose(second, [[0.35891648, 0.408666186], [0.511301270, 0.561370121]], atol=5e-9)
    np.testing.assert_allclose(first, [[0.149780716, 0.19956143], [0.24975114, 0.29950229]], atol=5e-9)
    for node, value in zip(layers, (0.35, 0.60), strict=True):
        assert trainer.parameters()[f"{node}/bias"].tolist() == [value, value]


def test_the_rate_at_which_the_loss_falls() -> None:
    trainer = Trainer(by_hand())
    trainer.step()
    assert trainer.loss(trainer.step()) == pytest.approx(0.291027774, abs=5e-10)
    for _ in range(9_999):
        trainer.step()
    assert trainer.evaluate()[0] == pytest.approx(0.0000351085, rel=0.05)


def test_two_outputs_cannot_tell_sse_from_mse_but_three_can() -> None:
    two = {loss: gradients(by_hand(loss)) for loss in ("sse", "mse")}
    for path, gradient in two["sse"].items():
        np.testing.assert_allclose(two["mse"][path], gradient, rtol=1e-14)
    three = {loss: gradients(by_hand(loss, 3)) for loss in ("sse", "mse")}
    for path, gradient in three["sse"].items():
        np.testing.assert_allclose(three["mse"][path], gradient * 2 / 3, rtol=1e-14)
    errors = np.array([0.75136507 - 0.01, 0.772928465 - 0.99])
    losses = {loss: Trainer(by_hand(loss, 3)) for loss in ("sse", "mse")}
    values = {loss: trainer.loss(trainer.step()) for loss, trainer in losses.items()}
    assert values["sse"] == pytest.approx(1.5 * values["mse"])
    assert values["sse"] > 0.5 * float(errors @ errors)


def test_the_loss_can_be_changed_without_touching_the_weights() -> None:
    document = by_hand()
    changed = edits.change_settings(document, "loss1", LossSettings("mse"))
    assert changed.state == document.state
