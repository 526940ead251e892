"""What the canvas shows of sequences and images at a stop: cells appear as they are made, windows are lit."""

import numpy as np

from nnsim.trace import Stepper
from tests.catalog.test_every_kind import PLACED


def _stops(kind: str, detail: str = "neuron") -> Stepper:
    return Stepper(PLACED[kind]()[0], 0, detail)


def test_a_sequence_fills_step_by_step() -> None:
    document, node = PLACED["embedding"]()
    stepper = Stepper(document, 0, "neuron")
    known = []
    for tick in range(stepper.timeline().tracks[0].count):
        stepper.seek(tick)
        known.append(int(np.isfinite(stepper.view().values[node]).sum()))
    assert known[:6] == [1, 2, 3, 4, 5, 6]


def test_values_that_are_only_arranged_anew_are_known_where_they_were_made() -> None:
    document, node = PLACED["flatten"]()
    stepper = Stepper(document, 0, "layer")
    states = set()
    for tick in range(stepper.timeline().tracks[0].count):
        stepper.seek(tick)
        states.add(bool(np.isnan(stepper.view().values[node]).any()))
    assert states == {False} or states == {True, False}
    stepper.seek(stepper.timeline().total - 1)
    whole = stepper.view()
    source = document.network.into(node)[0].source
    np.testing.assert_array_equal(whole.values[node], whole.values[source])


def test_a_kernel_lights_the_cells_of_its_window() -> None:
    stepper = _stops("convolution")
    stepper.seek(0)
    view = stepper.view()
    assert view.operation == "Convolution"
    source = {link.source for link in view.lit_links}
    assert len(source) == 1
    cells = {link.source_unit for link in view.lit_links}
    assert None not in cells
    assert len(cells) > 1


def test_what_an_lstm_makes_belongs_to_its_time_step() -> None:
    document, node = PLACED["lstm"]()
    stepper = Stepper(document, 0, "neuron")
    units = set()
    for tick in range(stepper.timeline().tracks[0].count):
        stepper.seek(tick)
        view = stepper.view()
        if view.operation == "HiddenState" and view.active is not None:
            assert view.active[0] == node
            units.add(view.active[1])
    assert units == {0, 1}
