"""RMSProp (Hinton 2012): steps divided by the usual size of recent gradients."""

from typing import ClassVar

from nnsim.catalog.field import Field
from nnsim.catalog.rule import RuleKind, UpdateLowering, epsilon, learning_rate
from nnsim.document import Settings
from nnsim.ops.update_moments import SecondMoment
from nnsim.ops.update_steps import ScaledStep
from nnsim.text.messages import message


class RMSPropSettings(Settings, frozen=True):
    """The learning rate η, the decay rate ρ, and ε, which keeps the divisor from 0."""

    learning_rate: float = 0.01
    decay: float = 0.99
    epsilon: float = 1e-8


class RMSProp(RuleKind):
    """s′ = ρ s + (1−ρ) g²;  w′ = w − η g / (√s′ + ε)"""

    id = "rmsprop"
    title = message("RMSProp")
    meaning = message("Each gradient is divided by the usual size of the recent ones.")
    Settings = RMSPropSettings
    fields: ClassVar[tuple[Field, ...]] = (
        learning_rate(0.01),
        Field("decay", message("ρ"), message("How slowly the mean of the squared gradients forgets."),
              "float", 0.99, 0.0, 0.9999, 0.5, 0.999),
        epsilon(1e-8),
    )

    def hyper(self, settings: RMSPropSettings, step: int) -> dict[str, float]:
        return {"learning_rate": settings.learning_rate, "decay": settings.decay, "epsilon": settings.epsilon}

    def update(self, lowering: UpdateLowering, parameter: int, gradient: int) -> int:
        squares = lowering.emit(SecondMoment(), lowering.state("squares"), gradient, lowering.hyper("decay"),
                                quantity="squares")
        lowering.keep("squares", squares)
        return lowering.emit(ScaledStep(), parameter, gradient, squares, lowering.hyper("learning_rate"),
                             lowering.hyper("epsilon"), quantity="updated")
