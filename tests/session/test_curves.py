"""The curves keep every epoch at first and never grow beyond their bound."""

import numpy as np

from nnsim.document import History
from nnsim.session.curves import Curves


def grown(epochs: int, most_rows: int = 20, history: History | None = None, first: int = 0) -> Curves:
    curves = Curves(history or History(), most_rows)
    for epoch in range(first, epochs + 1):
        if curves.wants(epoch):
            curves.add(epoch, 1.0 / (epoch + 1), np.nan, 0.5, np.nan)
    return curves


def test_few_epochs_are_all_kept() -> None:
    history = grown(10).history()
    assert history["epoch"].tolist() == list(range(11))
    assert history["train_loss"][4] == 0.2
    assert np.isnan(history["test_loss"]).all()


def test_many_epochs_are_thinned_out_evenly() -> None:
    epochs = grown(10_000).history()["epoch"]
    assert 10 <= len(epochs) < 20
    assert epochs[0] == 0
    assert len(set(np.diff(epochs))) == 1
    assert epochs[-1] > 9_000


def test_curves_go_on_where_they_were_saved() -> None:
    whole = grown(1000).history()
    half = grown(500).history()
    assert grown(1000, history=half, first=501).history() == whole


def test_the_same_epoch_is_not_kept_twice_and_later_ones_can_be_forgotten() -> None:
    curves = grown(5)
    assert not curves.wants(5)
    curves.forget_after(3)
    assert curves.history()["epoch"].tolist() == [0, 1, 2, 3]
    assert curves.wants(4)
