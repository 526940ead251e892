"""Numbers are tried out one after the other, weights and inputs, and what is other is told cell by cell."""

import msgspec
import pytest

from nnsim.catalog import DenseSettings
from nnsim.data import iris, prepare
from nnsim.document import Document
from nnsim.edits import (
    Tried,
    add_node,
    add_output,
    change_settings,
    choose_data,
    connect,
    input_column,
    new_document,
    prune,
    sample_cell,
    set_sample,
    set_weight,
    set_weights,
    trial,
    tried,
)
from nnsim.text import NnsimError


def _network() -> Document:
    document, source = add_node(new_document(), "input", (0.0, 0.0))
    document, layer = add_node(document, "dense", (0.0, 0.0), settings=DenseSettings(3, "tanh"))
    document, output = add_output(connect(document, source, layer), (0.0, 0.0))
    document = connect(document, layer, output)
    return choose_data(document, iris(standardize=False), 2)


def test_several_trials_add_up_and_leave_what_they_are_tried_on() -> None:
    base = _network()
    old = base.state.parameters["dense1/weight"]
    one = trial(base, base, set_weight(base, "dense1/weight", (2, 0), 1.0))
    two = trial(base, one, set_weights(base, [("dense1/weight", (0, 1)), ("dense1/bias", (1,))], [-2.0, 0.5]))
    again = trial(base, two, set_weight(base, "dense1/weight", (2, 0), 3.0))
    assert tried(base, again) == (
        Tried("dense1/weight", (0, 1), float(old[0, 1]), -2.0),
        Tried("dense1/weight", (2, 0), float(old[2, 0]), 3.0),
        Tried("dense1/bias", (1,), 0.0, 0.5),
    )
    assert base.state.parameters["dense1/weight"] is old
    assert tried(base, base) == ()


def test_what_is_no_number_is_no_trial() -> None:
    base = _network()
    assert trial(base, base, change_settings(base, "dense1", DenseSettings(4, "tanh"))) is None
    assert trial(base, base, prune(base, "dense1/weight", (0, 0), True)) is None
    assert trial(base, base, msgspec.structs.replace(base, plan=msgspec.structs.replace(base.plan, epochs=7))) is None
    assert trial(base, base, choose_data(base, iris(), 2)) is None
    assert trial(base, base, base) is None


def test_an_input_of_one_sample_is_another() -> None:
    base = _network()
    column = input_column(base, "input1", 1)
    assert column is not None
    edited = set_sample(base, 7, column, 9.25)
    now = trial(base, trial(base, base, set_weight(base, "dense1/weight", (2, 0), 1.0)), edited)
    data, before = prepare(now.data), prepare(base.data)
    assert tried(base, now)[-1] == Tried("", (7, column), float(before.x_train[7, column]), 9.25)
    assert (data.x_train != before.x_train).sum() == 1
    assert (data.y_train == before.y_train).all()
    with pytest.raises(NnsimError, match="finite"):
        set_sample(base, 0, 0, float("nan"))
    assert input_column(base, "input1", 5) is None


def test_a_standardized_input_is_tried_in_the_units_of_the_data() -> None:
    base = choose_data(_network(), iris(), 2)
    column = input_column(base, "input1", 1)
    assert column is not None
    before = prepare(base.data)
    encoded, seen = before.inputs[column], float(before.x_train[7, column])
    assert encoded.std != 1.0
    old = sample_cell(base, 7, column)
    assert old == pytest.approx(seen * encoded.std + encoded.mean)
    now = trial(base, base, set_sample(base, 7, column, old + 2.0))
    assert tried(base, now) == (Tried("", (7, column), old, old + 2.0),)
    after = prepare(now.data)
    anew = after.inputs[column]
    assert after.x_train[7, column] == pytest.approx((old + 2.0 - anew.mean) / anew.std)
    assert after.x_train[:, column].mean() == pytest.approx(0.0, abs=1e-12)
