"""What a recurrent layer remembers, time step by time step, at every moment of a step and for the sample at hand."""

import numpy as np
import pytest

from nnsim.catalog import DenseSettings, InputSettings, RnnSettings
from nnsim.document import Document
from nnsim.program import Trainer
from nnsim.trace import Stepper
from tests.batteries.drawing import Drawing, table

STEPS, UNITS = 4, 3


def reading(settings: RnnSettings) -> tuple[Document, str]:
    """A sequence of two features, read into a few units, and their sum."""
    x = np.random.default_rng(2).normal(size=(3, STEPS * 2))
    drawing = Drawing(table(x, x[:, :1]))
    node = drawing.add("rnn", settings, drawing.add("input", InputSettings(tuple(range(STEPS * 2)), (STEPS, 2))))
    flat = node if settings.returns == "last" else drawing.add("flatten", None, node)
    drawing.end(drawing.add("dense", DenseSettings(1, "linear"), flat))
    return drawing.document, node


@pytest.mark.parametrize("settings", [
    RnnSettings(UNITS), RnnSettings(UNITS, returns="sequence"), RnnSettings(UNITS, bidirectional=True),
    RnnSettings(UNITS, truncation=2), RnnSettings(UNITS, stateful=True),
])  # fmt: skip
def test_states_come_one_after_the_other_and_the_last_is_what_the_layer_gives(settings: RnnSettings) -> None:
    document, node = reading(settings)
    width = UNITS * (2 if settings.bidirectional else 1)
    stepper = Stepper(document, detail="layer")
    known, times = [], []
    while stepper.view().phase in (None, "forward"):
        view = stepper.view()
        assert view.states[node].shape == (STEPS, width)
        known.append(int(np.isfinite(view.states[node]).sum()))
        times.append(view.time)
        stepper.next()
    assert known == sorted(known)
    assert known[0] == 0
    assert known[-1] == STEPS * width
    assert {0, 1, 2, 3} <= {time for time in times if time is not None}
    view = stepper.view()
    states, given = view.states[node], view.values[node]
    if settings.returns == "sequence":
        np.testing.assert_array_equal(states.ravel(), given)
    else:
        np.testing.assert_array_equal(states[-1, :UNITS], given[:UNITS])
        if settings.bidirectional:
            np.testing.assert_array_equal(states[0, UNITS:], given[UNITS:])
    seen = Trainer(document).unit_values(view.row)[f"{node}:states"]
    np.testing.assert_allclose(seen.reshape(states.shape), states, rtol=1e-5)
