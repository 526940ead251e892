"""The loss node: compares the prediction that links into it with the ground truth of the data."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

from nnsim.catalog.field import Field
from nnsim.catalog.kind import Kind, Lowered, Lowering
from nnsim.catalog.port import ANY, Port, Shape, Shapes
from nnsim.document import Node, Settings
from nnsim.ops.base import Op
from nnsim.ops.cross_entropy import (
    BinaryCrossEntropy,
    BinaryCrossEntropyOfSum,
    CategoricalCrossEntropy,
    CategoricalCrossEntropyOfSum,
)
from nnsim.ops.squared_error import MeanSquaredError, SumOfSquaredErrors
from nnsim.text.messages import Message, message


@dataclass(frozen=True)
class LossFunction:
    """A loss function: its operation on predictions and, where its activation can be joined to it, one on sums."""

    id: str
    title: Message
    short: Message
    meaning: Message
    op: Callable[[], Op]
    joined: Callable[[], Op] | None = None
    joins: str = ""
    """The activation that the stable form takes in."""


LOSSES: tuple[LossFunction, ...] = (
    LossFunction("mse", message("Mean squared error"), message("MSE loss"),
                 message("The mean of the squared errors (y − ŷ)²."), MeanSquaredError),
    LossFunction("sse", message("Sum of squared errors"), message("SSE loss"),
                 message("Half the sum of the squared errors, ½ Σ (y − ŷ)²."), SumOfSquaredErrors),
    LossFunction("binary_cross_entropy", message("Binary cross-entropy"), message("BCE loss"),
                 message("For yes or no: how surprised the predicted probability is by the truth."),
                 BinaryCrossEntropy, BinaryCrossEntropyOfSum, "sigmoid"),
    LossFunction("categorical_cross_entropy", message("Categorical cross-entropy"), message("CE loss"),
                 message("For one of several classes: minus the logarithm of the true class's probability."),
                 CategoricalCrossEntropy, CategoricalCrossEntropyOfSum, "softmax"),
)
_BY_ID = {loss.id: loss for loss in LOSSES}


def loss_function(loss_id: str) -> LossFunction:
    """The loss function of this id. Raises KeyError when there is none."""
    return _BY_ID[loss_id]


class LossSettings(Settings, frozen=True):
    """Which loss; a cross-entropy is computed together with its activation (stable) or as the textbook writes it."""

    function: str = "mse"
    form: str = "stable"


class Loss(Kind):
    """L(ŷ, y)"""

    id = "loss"
    title = message("Loss")
    meaning = message("Measures how far the prediction is from the ground truth.")
    category = "neuron"
    key = "L"
    Settings = LossSettings
    ports = (
        Port(ranks=ANY),
        Port("target", message("Ground truth"), ranks=ANY, links="one", optional=True),
    )
    gives_links = False
    fields: ClassVar[tuple[Field, ...]] = (
        Field("function", message("Loss function"), message("What is minimized."), "choice", "mse",
              choices=tuple((loss.id, loss.title) for loss in LOSSES)),
        Field("form", message("Computed"),
              message("A cross-entropy is computed together with its activation, which is stable, or as in textbooks."),
              "choice", "stable",
              choices=(("stable", message("with its activation")), ("textbook", message("as in textbooks")))),
    )

    def shape(self, settings: LossSettings, inputs: Shapes) -> Shape:
        return (1,)

    def open_shape(self, settings: LossSettings) -> Shape:
        return (1,)

    def target_shape(self, settings: LossSettings, prediction: Shape) -> Shape:
        """The shape of one sample of the ground truth that this prediction is held against."""
        return prediction

    def lower(self, lowering: Lowering, node: Node, inputs: Lowered) -> Lowered:
        settings = node.settings
        assert isinstance(settings, LossSettings)
        function = loss_function(settings.function)
        target = self._target(lowering, settings, inputs)
        stable = settings.form == "stable" and function.joins == inputs.activation and inputs.total is not None
        if stable and function.joined is not None and inputs.total is not None:
            return Lowered(lowering.emit(function.joined(), inputs.total, target, inputs.output, quantity="loss"))
        return Lowered(lowering.emit(function.op(), inputs.output, target, quantity="loss"))

    def _target(self, lowering: Lowering, settings: LossSettings, inputs: Lowered) -> int:
        """What links into the port `target`, else the data's outputs."""
        linked = inputs.ports.get("target", ())
        return linked[0] if linked else lowering.target(self.target_shape(settings, lowering.shape(inputs.output)))

    def facts(self, settings: LossSettings, units: int | None) -> Message | None:
        return loss_function(settings.function).title
