"""The loss functions that a loss can have: their operations, the predictions that they need, and the targets."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from nnsim.ops.absolute_error import HuberLoss, MeanAbsoluteError
from nnsim.ops.base import Op
from nnsim.ops.cross_entropy import (
    BinaryCrossEntropy,
    BinaryCrossEntropyOfSum,
    CategoricalCrossEntropy,
    CategoricalCrossEntropyOfSum,
)
from nnsim.ops.divergence import KullbackLeibler, KullbackLeiblerOfSum
from nnsim.ops.margin import HingeLoss, PerceptronLoss, SquaredHingeLoss
from nnsim.ops.squared_error import MeanSquaredError, SumOfSquaredErrors
from nnsim.text.messages import Message, message

Targets = Literal["numbers", "chances", "sides", "classes", "distributions"]


@dataclass(frozen=True)
class LossFunction:
    """A loss function: its operation on predictions and, where its activation can be joined to it, one on sums."""

    id: str
    title: Message
    short: Message
    meaning: Message
    op: Callable[..., Op]
    joined: Callable[[], Op] | None = None
    joins: str = ""
    """The activation that the stable form takes in, without which the prediction is not what the loss is about."""
    targets: Targets = "numbers"
    """What it is held against: any numbers, chances from 0 to 1, sides −1 or 1, classes, or shares that add up to 1."""
    settings: tuple[str, ...] = ()
    """The settings of the loss node, beside the function, that make a difference."""


LOSSES: tuple[LossFunction, ...] = (
    LossFunction("mse", message("Mean squared error"), message("MSE loss"),
                 message("The mean of the squared errors (y − ŷ)²."), MeanSquaredError),
    LossFunction("sse", message("Sum of squared errors"), message("SSE loss"),
                 message("Half the sum of the squared errors, ½ Σ (y − ŷ)²."), SumOfSquaredErrors),
    LossFunction("mae", message("Mean absolute error"), message("MAE loss"),
                 message("The mean size of the errors, |y − ŷ|: outliers count less than with squares."),
                 MeanAbsoluteError),
    LossFunction("huber", message("Huber loss"), message("Huber loss"),
                 message("Squares small errors and takes large ones as they are, so that outliers do not rule."),
                 HuberLoss, settings=("bend",)),
    LossFunction("binary_cross_entropy", message("Binary cross-entropy"), message("BCE loss"),
                 message("For yes or no: how surprised the predicted probability is by the truth."),
                 BinaryCrossEntropy, BinaryCrossEntropyOfSum, "sigmoid", "chances", ("form",)),
    LossFunction("categorical_cross_entropy", message("Categorical cross-entropy"), message("CE loss"),
                 message("For one of several classes: minus the logarithm of the true class's probability."),
                 CategoricalCrossEntropy, CategoricalCrossEntropyOfSum, "softmax", "classes",
                 ("form", "targets", "ignored", "smoothing", "class_weights")),
    LossFunction("kullback_leibler", message("Kullback–Leibler divergence"), message("KL loss"),
                 message("How far the predicted shares are from the true ones: 0 only when they are alike."),
                 KullbackLeibler, KullbackLeiblerOfSum, "softmax", "distributions", ("form",)),
    LossFunction("hinge", message("Hinge loss"), message("Hinge loss"),
                 message("For −1 or 1: 0 once the score lies on the right side by 1 or more."),
                 HingeLoss, targets="sides"),
    LossFunction("squared_hinge", message("Squared hinge loss"), message("Hinge² loss"),
                 message("For −1 or 1: the square of what the score lacks to lie on the right side by 1."),
                 SquaredHingeLoss, targets="sides"),
    LossFunction("perceptron", message("Perceptron criterion"), message("Perceptron loss"),
                 message("For −1 or 1: how far the score lies on the wrong side of 0."),
                 PerceptronLoss, targets="sides"),
)
_BY_ID = {loss.id: loss for loss in LOSSES}


def loss_function(loss_id: str) -> LossFunction:
    """The loss function of this id. Raises KeyError when there is none."""
    return _BY_ID[loss_id]
