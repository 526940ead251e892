"""What is explained and looked at ahead is what is told and shown there, and the cursor stays where it is."""

import numpy as np

from nnsim.trace import Stepper
from tests.trace.conftest import layered


def test_what_is_prepared_is_what_comes() -> None:
    walking = Stepper(layered((3, "tanh"), (1, "sigmoid")))
    for tick in range(walking.timeline().total - 1):
        walking.seek(tick)
        stands, ready = walking.moment, walking.prepare(1)
        back = walking.prepare(-1)
        assert walking.moment == stands
        assert (back is None) == (tick == 0)
        alone = Stepper(layered((3, "tanh"), (1, "sigmoid")))
        alone.seek(tick + 1)
        walking.next()
        assert walking.explain() is ready
        assert repr(ready) == repr(alone.explain())  # NaN stands for what is not known
        shown, expected = walking.view(), alone.view()
        assert (shown.moment, shown.active, shown.lit_links) == (expected.moment, expected.active, expected.lit_links)
        for numbers, others in ((shown.values, expected.values), (shown.deltas, expected.deltas)):
            assert numbers.keys() == others.keys()
            assert all(np.array_equal(numbers[node], others[node], equal_nan=True) for node in numbers)
    assert walking.prepare(1) is None
    assert walking.timeline().total == walking.cursor + 1


def test_what_was_prepared_for_one_sample_is_not_shown_for_another() -> None:
    stepper = Stepper(layered((2, "tanh"), (1, "sigmoid"), batches="full", shuffle=False))
    stepper.next()
    first = stepper.prepare(1)
    stepper.set_sample(1)
    stepper.next()
    assert stepper.explain() is not first
    assert stepper.view().moment.sample == stepper.sample == 1
