"""Gradient descent with momentum (Polyak 1964), in PyTorch's form: v ← μ v + g, w ← w − η v."""

from typing import ClassVar

from nnsim.catalog.field import Field
from nnsim.catalog.rule import RuleKind, UpdateLowering, learning_rate
from nnsim.document import Settings
from nnsim.ops.update import Descend
from nnsim.ops.update_velocity import Velocity
from nnsim.text.messages import message


class MomentumSettings(Settings, frozen=True):
    """The learning rate η and the momentum μ."""

    learning_rate: float = 0.1
    momentum: float = 0.9


class Momentum(RuleKind):
    """v′ = μ v + g;  w′ = w − η v′"""

    id = "momentum"
    title = message("Momentum")
    meaning = message("Steps gather speed along a slope, like a ball that rolls.")
    Settings = MomentumSettings
    fields: ClassVar[tuple[Field, ...]] = (
        learning_rate(0.1),
        Field("momentum", message("Momentum"), message("How much of the last step's velocity is kept."),
              "float", 0.9, 0.0, 0.9999, 0.0, 0.99),
    )

    def hyper(self, settings: MomentumSettings, step: int) -> dict[str, float]:
        return {"learning_rate": settings.learning_rate, "momentum": settings.momentum}

    def update(self, lowering: UpdateLowering, parameter: int, gradient: int) -> int:
        velocity = lowering.emit(Velocity(), lowering.state("velocity"), gradient, lowering.hyper("momentum"),
                                 quantity="velocity")
        lowering.keep("velocity", velocity)
        return lowering.emit(Descend(), parameter, velocity, lowering.hyper("learning_rate"), quantity="updated")
