"""Lion (Chen et al. 2023): every weight takes a step of the same length, in the direction of a mean of gradients."""

from typing import ClassVar

from nnsim.catalog.field import Field
from nnsim.catalog.rule import RuleKind, UpdateLowering, learning_rate, weight_decay
from nnsim.document import Settings
from nnsim.ops.update_moments import FirstMoment
from nnsim.ops.update_steps import SignStep
from nnsim.text.messages import message


class LionSettings(Settings, frozen=True):
    """The learning rate η, β₁ of the direction, β₂ of the memory, and the weight decay λ."""

    learning_rate: float = 1e-4
    beta1: float = 0.9
    beta2: float = 0.99
    weight_decay: float = 0.0


class Lion(RuleKind):
    """c = β₁ m + (1−β₁) g;  w′ = w − η (sgn(c) + λ w);  m′ = β₂ m + (1−β₂) g"""

    id = "lion"
    title = message("Lion")
    meaning = message("All weights take steps of one length; only the sign of the mean gradient counts.")
    Settings = LionSettings
    fields: ClassVar[tuple[Field, ...]] = (
        learning_rate(1e-4),
        Field("beta1", message("β₁"), message("How little the newest gradient counts for the direction."),
              "float", 0.9, 0.0, 0.9999, 0.0, 0.99),
        Field("beta2", message("β₂"), message("How slowly the mean of the gradients forgets."),
              "float", 0.99, 0.0, 0.999999, 0.9, 0.9999),
        weight_decay(0.0),
    )

    def hyper(self, settings: LionSettings, step: int) -> dict[str, float]:
        return {"learning_rate": settings.learning_rate, "beta1": settings.beta1, "beta2": settings.beta2,
                "weight_decay": settings.weight_decay}

    def update(self, lowering: UpdateLowering, parameter: int, gradient: int) -> int:
        hyper, before = lowering.hyper, lowering.state("first_moment")
        direction = lowering.emit(FirstMoment(), before, gradient, hyper("beta1"), quantity="mixture")
        lowering.keep("first_moment", lowering.emit(FirstMoment(), before, gradient, hyper("beta2"),
                                                    quantity="first_moment"))
        return lowering.emit(SignStep(), parameter, direction, hyper("learning_rate"), hyper("weight_decay"),
                             quantity="updated")
