"""AdaGrad (Duchi, Hazan and Singer 2011): steps that shrink with the sum of all squared gradients so far."""

from typing import ClassVar

from nnsim.catalog.field import Field
from nnsim.catalog.rule import RuleKind, UpdateLowering, epsilon, learning_rate
from nnsim.document import Settings
from nnsim.ops.update_moments import SumOfSquares
from nnsim.ops.update_steps import ScaledStep
from nnsim.text.messages import message


class AdaGradSettings(Settings, frozen=True):
    """The learning rate η, and ε, which keeps the divisor from 0."""

    learning_rate: float = 0.01
    epsilon: float = 1e-10


class AdaGrad(RuleKind):
    """s′ = s + g²;  w′ = w − η g / (√s′ + ε)"""

    id = "adagrad"
    title = message("AdaGrad")
    meaning = message("A weight that was moved much already moves less and less.")
    Settings = AdaGradSettings
    fields: ClassVar[tuple[Field, ...]] = (learning_rate(0.01), epsilon(1e-10))

    def hyper(self, settings: AdaGradSettings, step: int) -> dict[str, float]:
        return {"learning_rate": settings.learning_rate, "epsilon": settings.epsilon}

    def update(self, lowering: UpdateLowering, parameter: int, gradient: int) -> int:
        squares = lowering.emit(SumOfSquares(), lowering.state("squares"), gradient, quantity="squares")
        lowering.keep("squares", squares)
        return lowering.emit(ScaledStep(), parameter, gradient, squares, lowering.hyper("learning_rate"),
                             lowering.hyper("epsilon"), quantity="updated")
