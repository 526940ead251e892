"""RMSProp (Hinton 2012): steps divided by the usual size of recent gradients."""

from typing import Any, ClassVar

from nnsim.catalog.field import Field
from nnsim.catalog.rule import RuleKind, UpdateLowering, epsilon, learning_rate
from nnsim.document import Settings
from nnsim.ops.update import Descend
from nnsim.ops.update_moments import FirstMoment, SecondMoment, Variance
from nnsim.ops.update_steps import Scaled, ScaledStep
from nnsim.ops.update_velocity import Velocity
from nnsim.text.messages import message


class RMSPropSettings(Settings, frozen=True):
    """The learning rate η, the decay rate ρ, ε below the fraction line, whether the mean is taken out, and μ."""

    learning_rate: float = 0.01
    decay: float = 0.99
    epsilon: float = 1e-8
    centered: bool = False
    momentum: float = 0.0


class RMSProp(RuleKind):
    """s′ = ρ s + (1−ρ) g²;  w′ = w − η g / (√s′ + ε)

    Centered, s′ − ḡ′² stands under the root, with ḡ′ = ρ ḡ + (1−ρ) g; with momentum, v′ = μ v + g / (√s′ + ε) and
    w′ = w − η v′.
    """

    id = "rmsprop"
    title = message("RMSProp")
    meaning = message("Each gradient is divided by the usual size of the recent ones.")
    Settings = RMSPropSettings
    fields: ClassVar[tuple[Field, ...]] = (
        learning_rate(0.01),
        Field("decay", message("ρ"), message("How slowly the mean of the squared gradients forgets."),
              "float", 0.99, 0.0, 0.9999, 0.5, 0.999),
        epsilon(1e-8),
        Field("centered", message("Centered"),
              message("Whether the mean of the gradients is taken out of their usual size."), "bool", False),
        Field("momentum", message("Momentum"), message("How much of the last step's velocity is kept."),
              "float", 0.0, 0.0, 0.9999, 0.0, 0.99),
    )

    def structure(self, settings: RMSPropSettings) -> tuple[Any, ...]:
        return settings.centered, settings.momentum > 0

    def hyper(self, settings: RMSPropSettings, step: int) -> dict[str, float]:
        return {"learning_rate": settings.learning_rate, "decay": settings.decay, "epsilon": settings.epsilon,
                "momentum": settings.momentum}

    def update(self, lowering: UpdateLowering, parameter: int, gradient: int) -> int:
        decay, least, rate = (lowering.hyper(name) for name in ("decay", "epsilon", "learning_rate"))
        size = lowering.emit(SecondMoment(), lowering.state("squares"), gradient, decay, quantity="squares")
        lowering.keep("squares", size)
        if lowering.settings.centered:
            mean = lowering.emit(FirstMoment(), lowering.state("gradient_mean"), gradient, decay,
                                 quantity="gradient_mean")
            lowering.keep("gradient_mean", mean)
            size = lowering.emit(Variance(), size, mean, quantity="spread")
        if lowering.settings.momentum == 0:
            return lowering.emit(ScaledStep(), parameter, gradient, size, rate, least, quantity="updated")
        direction = lowering.emit(Scaled(), gradient, size, least, quantity="direction")
        velocity = lowering.emit(Velocity(), lowering.state("velocity"), direction, lowering.hyper("momentum"),
                                 quantity="velocity")
        lowering.keep("velocity", velocity)
        return lowering.emit(Descend(), parameter, velocity, rate, quantity="updated")
