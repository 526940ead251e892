"""Whether the ground truth of the data is what a loss can be held against."""

from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nnsim.catalog.loss import LossSettings
from nnsim.catalog.loss_functions import LossFunction, loss_function
from nnsim.catalog.port import Shape
from nnsim.text.messages import Message, message
from nnsim.text.numbers import whole_if_it_is


def target_objection(settings: LossSettings, prediction: Shape, y: NDArray[Any]) -> Message | None:
    """Why these targets, (samples, columns), are not what the loss is held against, or None: expected, got, remedy."""
    function = loss_function(settings.function)
    if not y.size:
        return None
    if settings.takes_class_numbers:
        return _no_class(function, settings, prediction[-1], y)
    match function.targets:
        case "chances" if y.min() < 0 or y.max() > 1:
            return message("Binary cross-entropy needs targets from 0 to 1; the data's outputs are not. "
                           "Use mean squared error instead.")
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
    whole = np.abs(rows.sum(axis=1) - 1) <= 1e-9
    if len(prediction) > 1:
        whole |= (rows == 0).all(axis=1)
    if whole.all() and rows.min() >= 0:
        return None
    if function.targets == "classes":
        return message("Categorical cross-entropy needs one-hot classes as outputs. "
                       "Encode the output column as one-hot.")
    return message("{loss} expects shares that add up to 1 as targets; the data's outputs do not. Encode the output "
                   "column as one-hot, or use mean squared error.", loss=function.title)
