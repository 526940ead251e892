"""What is said of the learning rule."""

from nnsim.ops.update import AdamStep, Descend, FirstMoment, KeepFixed, SecondMoment, Unbiased, Velocity
from nnsim.text.messages import message
from nnsim.trace.scene import Scene
from nnsim.trace.words.words import Speakers, Words

_NEW = message("New value")


def descend(scene: Scene) -> Words:
    """w′ = w − η d"""
    old, direction, rate = scene.input(0), scene.input(1), scene.input(2, ())
    given = {
        "symbol": scene.name(old),
        "rate": scene.frame.printed(rate),
        "direction": direction.value,
        "change": scene.value - old.value,
        "value": scene.value,
    }
    if scene.frame.cells.meaning(direction.slot).quantity == "velocity":
        return Words(
            _NEW,
            message(
                "Against its velocity {direction:signed}, times the learning rate {rate}: "
                "{symbol} changes by {change:signed} to "
                "{value}.",
                **given,
            ),
        )
    return Words(
        _NEW,
        message(
            "Against its gradient {direction:signed}, times the learning rate {rate}: {symbol} "
            "changes by {change:signed} to "
            "{value}.",
            **given,
        ),
    )


def velocity(scene: Scene) -> Words:
    """v′ = μ v + g"""
    return Words(
        message("Velocity"),
        message(
            "{momentum} of the old velocity {old:signed} is kept and the gradient "
            "{gradient:signed} added: {value:signed}.",
            momentum=scene.frame.printed(scene.input(2, ())),
            old=scene.input(0).value,
            gradient=scene.input(1).value,
            value=scene.value,
        ),
    )


def first_moment(scene: Scene) -> Words:
    """m′ = β₁ m + (1 − β₁) g"""
    return Words(
        message("Mean of the gradients"),
        message(
            "The running mean moves a little towards the new gradient {gradient:signed}: from "
            "{old:signed} to {value:signed}.",
            gradient=scene.input(1).value,
            old=scene.input(0).value,
            value=scene.value,
        ),
    )


def second_moment(scene: Scene) -> Words:
    """v′ = β₂ v + (1 − β₂) g²"""
    return Words(
        message("Mean of the squared gradients"),
        message(
            "The running mean of squares moves a little towards the square of "
            "{gradient:signed}: from {old} to {value}.",
            gradient=scene.input(1).value,
            old=scene.input(0).value,
            value=scene.value,
        ),
    )


def unbiased(scene: Scene) -> Words:
    """m̂ = m / (1 − βᵗ)"""
    return Words(
        message("Corrected mean"),
        message(
            "The running mean began at 0 and is still too small; divided by {divisor} it is {value}.",
            divisor=scene.frame.printed(scene.input(1, ())),
            value=scene.value,
        ),
    )


def adam(scene: Scene) -> Words:
    """w′ = w − η m̂ / (√v̂ + ε)"""
    old = scene.input(0)
    return Words(
        _NEW,
        message(
            "The mean gradient divided by its usual size gives a step of {step:signed}: "
            "{symbol} goes from {old} to {value}.",
            step=scene.value - old.value,
            symbol=scene.name(old),
            old=old.value,
            value=scene.value,
        ),
    )


def keep(scene: Scene) -> Words:
    """Frozen."""
    old = scene.input(1)
    if scene.input(2).value:
        return Words(
            message("Frozen"),
            message("{symbol} is frozen, so it keeps its value {value}.", symbol=scene.name(old), value=scene.value),
        )
    return Words(
        _NEW,
        message(
            "{symbol} is free to change, so its new value {value} stands.", symbol=scene.name(old), value=scene.value
        ),
    )


SPEAKERS: Speakers = {
    Descend: descend,
    Velocity: velocity,
    FirstMoment: first_moment,
    SecondMoment: second_moment,
    Unbiased: unbiased,
    AdamStep: adam,
    KeepFixed: keep,
}
