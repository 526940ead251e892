"""Gradient descent: w ← w − η ∂L/∂w; full batch, mini-batch or online is a matter of the plan's batches."""

from typing import ClassVar

from nnsim.catalog.field import Field
from nnsim.catalog.rule import RuleKind, UpdateLowering, learning_rate
from nnsim.document import Settings
from nnsim.ops.update import Descend
from nnsim.text.messages import message


class GradientDescentSettings(Settings, frozen=True):
    """The learning rate η."""

    learning_rate: float = 0.1


class GradientDescent(RuleKind):
    """w′ = w − η g"""

    id = "gradient_descent"
    title = message("Gradient descent")
    meaning = message("Each weight goes a little way down its gradient.")
    Settings = GradientDescentSettings
    fields: ClassVar[tuple[Field, ...]] = (learning_rate(0.1),)

    def hyper(self, settings: GradientDescentSettings, step: int) -> dict[str, float]:
        return {"learning_rate": settings.learning_rate}

    def update(self, lowering: UpdateLowering, parameter: int, gradient: int) -> int:
        return lowering.emit(Descend(), parameter, gradient, lowering.hyper("learning_rate"), quantity="updated")
