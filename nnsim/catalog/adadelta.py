"""AdaDelta (Zeiler 2012): steps as large as past steps were, for the usual size of the gradient."""

from typing import ClassVar

from nnsim.catalog.field import Field
from nnsim.catalog.rule import RuleKind, UpdateLowering, epsilon, learning_rate
from nnsim.document import Settings
from nnsim.ops.update import Descend
from nnsim.ops.update_moments import SecondMoment
from nnsim.ops.update_steps import Rescaled
from nnsim.text.messages import message


class AdaDeltaSettings(Settings, frozen=True):
    """The learning rate η (1 in the paper), the decay rate ρ, and ε, with which the first steps begin."""

    learning_rate: float = 1.0
    decay: float = 0.9
    epsilon: float = 1e-6


class AdaDelta(RuleKind):
    """s′ = ρ s + (1−ρ) g²;  d = √(u + ε) / √(s′ + ε) · g;  u′ = ρ u + (1−ρ) d²;  w′ = w − η d"""

    id = "adadelta"
    title = message("AdaDelta")
    meaning = message("The sizes of past steps take the place of a learning rate.")
    Settings = AdaDeltaSettings
    fields: ClassVar[tuple[Field, ...]] = (
        learning_rate(1.0),
        Field("decay", message("ρ"), message("How slowly the means of the squares forget."),
              "float", 0.9, 0.0, 0.9999, 0.5, 0.999),
        epsilon(1e-6),
    )

    def hyper(self, settings: AdaDeltaSettings, step: int) -> dict[str, float]:
        return {"learning_rate": settings.learning_rate, "decay": settings.decay, "epsilon": settings.epsilon}

    def update(self, lowering: UpdateLowering, parameter: int, gradient: int) -> int:
        decay = lowering.hyper("decay")
        squares = lowering.emit(SecondMoment(), lowering.state("squares"), gradient, decay, quantity="squares")
        lowering.keep("squares", squares)
        before = lowering.state("step_squares")
        step = lowering.emit(Rescaled(), before, squares, gradient, lowering.hyper("epsilon"), quantity="direction")
        lowering.keep("step_squares", lowering.emit(SecondMoment(), before, step, decay, quantity="step_squares"))
        return lowering.emit(Descend(), parameter, step, lowering.hyper("learning_rate"), quantity="updated")
