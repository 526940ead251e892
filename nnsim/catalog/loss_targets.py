"""Whether the ground truth of the data is what a loss can be held against."""

from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nnsim.catalog.loss import LossSettings
from nnsim.catalog.loss_functions import LossFunction, loss_function
from nnsim.catalog.port import Shape
from nnsim.text.messages import Message, message
from nnsim.text.numbers import format_exact, whole_if_it_is

SHOWN = 6
"""Numbers of a row of targets that a message shows."""


def target_objection(settings: LossSettings, prediction: Shape, y: NDArray[Any]) -> Message | None:
    """Why these targets, (samples, columns), are not what the loss is held against, or None: expected, got, remedy."""
    function = loss_function(settings.function)
    if not y.size:
        return None
    if settings.takes_class_numbers:
        return _no_class(function, settings, prediction[-1], y)
    match function.targets:
        case "chances" if y.min() < 0 or y.max() > 1:
            return message("{loss} expects targets from 0 to 1 and finds {got} in the data's outputs. Encode the "
                           "output column as 0 or 1, or use mean squared error.", loss=function.title,
                           got=whole_if_it_is(float(y[(y < 0) | (y > 1)][0])))
        case "sides" if (np.abs(y) != 1).any():
            return message("{loss} expects the targets −1 and 1 and finds {got}. Encode the output column as −1 or 1.",
                           loss=function.title, got=whole_if_it_is(float(y[np.abs(y) != 1][0])))
        case "classes" | "distributions" if prediction[-1] > 1:
            return _no_shares(function, prediction, y)
        case _:
            return None


def _no_class(function: LossFunction, settings: LossSettings, classes: int, y: NDArray[Any]) -> Message | None:
    wrong = y[((y != np.floor(y)) | (y < 0) | (y >= classes)) & (y != settings.ignored)]
    if not len(wrong):
        return None
    return message("{loss} expects class numbers from 0 to {most} and finds {got} in the data's outputs. Give the last "
                   "layer a unit for each class, or say which number does not count.",
                   loss=function.title, most=classes - 1, got=whole_if_it_is(float(wrong[0])))


def _no_shares(function: LossFunction, prediction: Shape, y: NDArray[Any]) -> Message | None:
    """Rows of shares; a step of a sequence whose targets are all 0 is padding."""
    if y.shape[1] != prod(prediction):
        return None  # which is told as a wrong number of columns
    rows = y.reshape(-1, prediction[-1])
    whole = (np.abs(rows.sum(axis=1) - 1) <= 1e-9) & (rows >= 0).all(axis=1)
    if len(prediction) > 1:
        whole |= (rows == 0).all(axis=1)
    if whole.all():
        return None
    got = _row(rows[~whole][0])
    if function.targets == "classes":
        return message("{loss} expects one-hot targets, a 1 for the class and 0 for all others, and finds {got} in the "
                       "data's outputs. Encode the output column as one-hot.", loss=function.title, got=got)
    return message("{loss} expects shares that add up to 1 as targets and finds {got} in the data's outputs. Encode "
                   "the output column as one-hot, or use mean squared error.", loss=function.title, got=got)


def _row(shares: NDArray[Any]) -> str:
    """The first of these numbers, as they are written."""
    written = [format_exact(share).removesuffix(".0") for share in shares[:SHOWN]]
    return ", ".join([*written, "…"] if len(shares) > SHOWN else written)
