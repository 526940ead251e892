"""Digits: the authentic images, and their use as columns."""

import numpy as np

from nnsim.data import digits, kind_of, prepare, source_kind, starting_source
from nnsim.data.rows import raw_cells


def test_the_images_are_those_of_uci() -> None:
    *pixels, digit = raw_cells(digits().rows)
    images = np.stack(pixels, axis=1) * 16
    assert images.shape == (1797, 64)
    assert np.bincount(digit).tolist() == [178, 182, 177, 183, 181, 182, 181, 179, 174, 180]
    assert (images.min(), images.max(), images.sum()) == (0, 16, 561718)
    # the first line of optdigits.tes: a zero
    assert images[0, :16].tolist() == [0, 0, 5, 13, 9, 1, 0, 0, 0, 0, 13, 15, 10, 15, 5, 0]
    assert digit[0] == 0


def test_the_pixels_are_inputs_and_the_digit_is_one_hot() -> None:
    data = prepare(digits(test_share=0.25))
    assert data.x_train.shape == (1348, 64)
    assert data.y_train.shape == (1348, 10)
    assert data.input_names[:2] == ("1·1", "1·2")
    assert data.classes == tuple("0123456789")
    assert data.x_train.max() == 1.0


def test_the_choice_starts_as_digits() -> None:
    source = starting_source(source_kind("digits"))
    assert source == digits()
    assert kind_of(source).id == "digits"
