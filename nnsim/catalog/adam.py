"""Adam (Kingma and Ba 2015): steps scaled by running means of the gradient and of its square."""

from typing import ClassVar

from nnsim.catalog.field import Field
from nnsim.catalog.rule import RuleKind, UpdateLowering, epsilon, learning_rate
from nnsim.document import Settings
from nnsim.ops.update_moments import FirstMoment, SecondMoment, Unbiased
from nnsim.ops.update_steps import ScaledStep
from nnsim.text.messages import message


class AdamSettings(Settings, frozen=True):
    """Learning rate η, decay rates β₁ and β₂, and ε, which keeps the divisor from 0."""

    learning_rate: float = 0.01
    beta1: float = 0.9
    beta2: float = 0.999
    epsilon: float = 1e-8


class Adam(RuleKind):
    """m′ = β₁ m + (1−β₁) g;  v′ = β₂ v + (1−β₂) g²;  w′ = w − η m̂ / (√v̂ + ε), with m̂ = m′/(1−β₁ᵗ) and v̂ = v′/(1−β₂ᵗ)"""

    id = "adam"
    title = message("Adam")
    meaning = message("Each weight gets a step size of its own, from the mean and the size of its recent gradients.")
    Settings = AdamSettings
    fields: ClassVar[tuple[Field, ...]] = (
        learning_rate(0.01),
        Field("beta1", message("β₁"), message("How slowly the mean of the gradients forgets."),
              "float", 0.9, 0.0, 0.9999, 0.0, 0.99),
        Field("beta2", message("β₂"), message("How slowly the mean of the squared gradients forgets."),
              "float", 0.999, 0.0, 0.999999, 0.9, 0.9999),
        epsilon(1e-8),
    )

    def hyper(self, settings: AdamSettings, step: int) -> dict[str, float]:
        return {
            "learning_rate": settings.learning_rate, "beta1": settings.beta1, "beta2": settings.beta2,
            "epsilon": settings.epsilon,
            "correction1": 1.0 - settings.beta1 ** (step + 1), "correction2": 1.0 - settings.beta2 ** (step + 1),
        }

    def update(self, lowering: UpdateLowering, parameter: int, gradient: int) -> int:
        hyper = lowering.hyper
        first, second = moments(lowering, gradient)
        first = lowering.emit(Unbiased(), first, hyper("correction1"), quantity="unbiased_first")
        second = lowering.emit(Unbiased(), second, hyper("correction2"), quantity="unbiased_second")
        return lowering.emit(ScaledStep(), parameter, first, second, hyper("learning_rate"), hyper("epsilon"),
                             quantity="updated")


def moments(lowering: UpdateLowering, gradient: int) -> tuple[int, int]:
    """The slots of m′ and v′, which are remembered."""
    first = lowering.emit(FirstMoment(), lowering.state("first_moment"), gradient, lowering.hyper("beta1"),
                          quantity="first_moment")
    second = lowering.emit(SecondMoment(), lowering.state("second_moment"), gradient, lowering.hyper("beta2"),
                           quantity="second_moment")
    lowering.keep("first_moment", first)
    lowering.keep("second_moment", second)
    return first, second
