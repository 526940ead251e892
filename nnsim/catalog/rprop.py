"""Rprop (Riedmiller and Braun 1993), in PyTorch's form: step sizes that follow the sign of the gradient alone."""

from typing import Any, ClassVar

from nnsim.catalog.field import Field
from nnsim.catalog.rule import RuleKind, UpdateLowering
from nnsim.document import Settings
from nnsim.ops.update_resilient import Agreement, ResilientStep, StepFactor, StepSize, UnlessTurned
from nnsim.text.messages import Message, message


class RpropSettings(Settings, frozen=True):
    """The first step size η, the factors η⁺ and η⁻ of its growth and fall, and its bounds Δmin and Δmax."""

    learning_rate: float = 0.01
    rise: float = 1.2
    fall: float = 0.5
    smallest: float = 1e-6
    largest: float = 50.0


class Rprop(RuleKind):
    """a = g g₋;  Δ′ = f Δ within Δmin … Δmax, f by the sign of a;  g̃ = 0 where a < 0, else g;  w′ = w − Δ′ sgn(g̃)"""

    id = "rprop"
    title = message("Rprop")
    meaning = message("Steps grow while a gradient keeps its sign and shrink when it turns. Made for full batches.")
    Settings = RpropSettings
    fields: ClassVar[tuple[Field, ...]] = (
        Field("learning_rate", message("First step size"), message("How far every weight goes in the first step."),
              "float", 0.01, 1e-9, 1000.0, 1e-4, 1.0, log=True),
        Field("rise", message("η⁺"), message("How much a step grows while the gradient keeps its sign."),
              "float", 1.2, 1.0, 10.0, 1.0, 2.0),
        Field("fall", message("η⁻"), message("How much a step shrinks when the gradient turns."),
              "float", 0.5, 0.01, 1.0, 0.1, 1.0),
        Field("smallest", message("Smallest step"), message("No step becomes smaller than this."),
              "float", 1e-6, 1e-12, 10.0, 1e-9, 1e-2, log=True),
        Field("largest", message("Largest step"), message("No step becomes larger than this."),
              "float", 50.0, 1e-6, 1000.0, 1e-2, 100.0, log=True),
    )

    def check(self, settings: Any) -> Message | None:
        objection = super().check(settings)
        if objection is None and settings.smallest > settings.largest:
            return message(
                "The smallest step, {smallest:exact}, is larger than the largest, {largest:exact}. Lower the first or "
                "raise the second.", smallest=settings.smallest, largest=settings.largest)
        return objection

    def hyper(self, settings: RpropSettings, step: int) -> dict[str, float]:
        return {"learning_rate": settings.learning_rate, "rise": settings.rise, "fall": settings.fall,
                "smallest": settings.smallest, "largest": settings.largest}

    def update(self, lowering: UpdateLowering, parameter: int, gradient: int) -> int:
        hyper = lowering.hyper
        agreement = lowering.emit(Agreement(), gradient, lowering.state("last_gradient"), quantity="agreement")
        factor = lowering.emit(StepFactor(), agreement, hyper("rise"), hyper("fall"), quantity="step_factor")
        size = lowering.emit(StepSize(), lowering.state("step_size"), factor, hyper("learning_rate"),
                             hyper("smallest"), hyper("largest"), quantity="step_size")
        kept = lowering.emit(UnlessTurned(), gradient, agreement, quantity="last_gradient")
        lowering.keep("last_gradient", kept)
        lowering.keep("step_size", size)
        return lowering.emit(ResilientStep(), parameter, size, kept, quantity="updated")
