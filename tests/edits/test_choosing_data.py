"""Choosing data: inputs take its columns, and an epoch begun on other data begins anew."""

import msgspec

from nnsim import edits
from nnsim.catalog import InputSettings
from nnsim.data import generated, prepare
from nnsim.document import Lows
from tests.edits.drawings import drawn


def test_data_fits_the_only_input() -> None:
    assert edits.choose_data(drawn(), generated("circles"), 2).network == drawn().network
    one = edits.choose_data(drawn(), generated("circles"), 1)
    assert one.network.node("input1").settings == InputSettings((0,))
    assert one.state.parameters["dense1/weight"].shape == (3, 1)


def test_other_data_begins_the_epoch_anew_and_forgets_its_losses() -> None:
    document = drawn()
    state = msgspec.structs.replace(document.state, step=7, epoch=2, position=8, lows=Lows(0.1, 3))
    document = msgspec.structs.replace(document, state=state)
    same = edits.choose_data(document, generated("xor"), 2)
    assert (same.state.position, same.state.lows) == (8, Lows(0.1, 3))
    other = edits.choose_data(document, generated("spirals"), 2).state
    assert (other.step, other.epoch, other.position, other.lows) == (7, 2, 0, Lows())


def test_the_first_input_takes_all_columns_of_the_data_and_a_second_one_as_many_as_usual() -> None:
    whole = generated("not")
    inputs = len(prepare(whole).inputs)
    document, first = edits.add_input(edits.choose_data(edits.new_document(), whole, inputs), (0.0, 0.0))
    document, second = edits.add_input(document, (0.0, 300.0))
    assert inputs == 1
    assert document.network.node(first).settings == InputSettings(tuple(range(inputs)))
    assert document.network.node(second).settings == InputSettings()
