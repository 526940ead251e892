"""Nadam (Dozat 2016): Adam whose mean of the gradients looks one step ahead, as Nesterov's momentum does."""

from functools import lru_cache
from typing import Any, ClassVar

from nnsim.catalog.adam import Adam, AdamSettings, moments
from nnsim.catalog.field import Field
from nnsim.catalog.rule import UpdateLowering, learning_rate
from nnsim.ops.update_moments import NesterovMoment, Unbiased
from nnsim.ops.update_steps import ScaledStep
from nnsim.text.messages import message

_VANISHES = 1e-18
"""A product that changes nothing any more when it is taken from 1."""


class NadamSettings(AdamSettings, frozen=True):
    """Adam's settings, and how quickly the momentum μₜ = β₁ (1 − ½ · 0.96^(t ψ)) warms up to β₁."""

    learning_rate: float = 0.002
    momentum_decay: float = 0.004


class Nadam(Adam):
    """m̄ = μₜ₊₁ m′/(1−μ₁⋯μₜ₊₁) + (1−μₜ) g/(1−μ₁⋯μₜ);  w′ = w − η m̄ / (√v̂ + ε), with m′ and v̂ as in Adam"""

    id = "nadam"
    title = message("Nadam")
    meaning = message("Adam that looks ahead along the mean of its gradients, as Nesterov's momentum does.")
    Settings = NadamSettings
    fields: ClassVar[tuple[Field, ...]] = (
        learning_rate(0.002),
        *Adam.fields[1:],
        Field("momentum_decay", message("ψ"), message("How quickly the momentum warms up to β₁."),
              "float", 0.004, 0.0, 0.1, 0.0, 0.02),
    )

    def hyper(self, settings: Any, step: int) -> dict[str, float]:
        beta, warm_up = settings.beta1, settings.momentum_decay
        products = _products(beta, warm_up)
        return {
            "learning_rate": settings.learning_rate, "beta1": beta, "beta2": settings.beta2,
            "epsilon": settings.epsilon, "correction2": 1.0 - settings.beta2 ** (step + 1),
            "momentum_present": _momentum(beta, warm_up, step + 1),
            "momentum_upcoming": _momentum(beta, warm_up, step + 2),
            "correction_present": 1.0 - (products[step] if step < len(products) else 0.0),
            "correction_upcoming": 1.0 - (products[step + 1] if step + 1 < len(products) else 0.0),
        }

    def update(self, lowering: UpdateLowering, parameter: int, gradient: int) -> int:
        hyper = lowering.hyper
        first, second = moments(lowering, gradient)
        ahead = lowering.emit(
            NesterovMoment(), first, gradient, hyper("momentum_upcoming"), hyper("correction_upcoming"),
            hyper("momentum_present"), hyper("correction_present"), quantity="nesterov_moment")
        second = lowering.emit(Unbiased(), second, hyper("correction2"), quantity="unbiased_second")
        return lowering.emit(ScaledStep(), parameter, ahead, second, hyper("learning_rate"), hyper("epsilon"),
                             quantity="updated")


def _momentum(beta: float, warm_up: float, step: int) -> float:
    """μₜ for t = step, counted from 1."""
    return float(beta * (1.0 - 0.5 * 0.96 ** (step * warm_up)))


@lru_cache(maxsize=16)
def _products(beta: float, warm_up: float) -> tuple[float, ...]:
    """μ₁ ⋯ μₜ for t = 1, 2, … until they vanish: within a hundred steps, since μ begins at half of β₁."""
    products = [_momentum(beta, warm_up, 1)]
    while products[-1] > _VANISHES:
        products.append(products[-1] * _momentum(beta, warm_up, len(products) + 1))
    return tuple(products)
