"""The curves end where the figures of the top bar stand, in the middle of an epoch too."""

import dataclasses

import numpy as np
import pytest
from msgspec.structs import replace

from nnsim import files
from nnsim.assets import asset_path
from nnsim.document import Document
from nnsim.session import TrainingSession
from ui.charts import epoch_text
from ui.panels.plots.till_now import epochs_done, till_now


@pytest.fixture(scope="module")
def online() -> Document:
    """XOR, sample by sample."""
    document = files.load(asset_path("samples", "mlp-xor.nnsim"))
    document = TrainingSession(document).document()
    return replace(document, plan=replace(document.plan, batches="online"))


def trained(document: Document, steps: int) -> tuple[Document, object]:
    session = TrainingSession(document)
    session.advance(steps=steps)
    return session.document(), session.snapshot(maps=False, fresh=True)


def test_in_mid_epoch_the_curve_ends_in_the_present_loss(online: Document) -> None:
    document, snapshot = trained(online, 4 * 3 + 1)
    curves = till_now(document, snapshot)
    start = online.state.epoch
    assert curves.epochs[-2:].tolist() == [start + 3, start + 3.25]
    assert curves.train[-1] == snapshot.train_loss != curves.train[-2]
    assert len(curves.train) == len(curves.test) == len(document.history) + 1


def test_at_the_end_of_an_epoch_nothing_is_added(online: Document) -> None:
    document, snapshot = trained(online, 4 * 3)
    assert till_now(document, snapshot).train.tolist() == document.history["train_loss"].tolist()


def test_another_moment_s_figures_are_left_out(online: Document) -> None:
    document, _ = trained(online, 4 * 3)
    _, later = trained(online, 4 * 3 + 1)
    assert np.array_equal(till_now(document, later).epochs, document.history["epoch"])
    assert len(till_now(document, None).epochs) == len(document.history)


def test_weights_changed_by_hand_show_their_loss_at_the_same_epoch(online: Document) -> None:
    document, snapshot = trained(online, 4)
    curves = till_now(document, dataclasses.replace(snapshot, train_loss=9.0))
    assert curves.epochs[-1] == curves.epochs[-2]
    assert curves.train[-1] == 9.0


@pytest.mark.parametrize(("epochs", "text"), [
    (0.0, "0"), (84.0, "84"), (84.25, "84.2"), (84.96, "84.9"), (84.01, "84.0"), (1203.5, "1,203.5"),
])  # fmt: skip
def test_a_part_of_an_epoch_is_never_rounded_up(epochs: float, text: str) -> None:
    assert epoch_text(epochs) == text


def test_epochs_done_count_the_present_one_by_its_share(online: Document) -> None:
    document, _ = trained(online, 4 * 2 + 3)
    assert epochs_done(document) == online.state.epoch + 2.75
