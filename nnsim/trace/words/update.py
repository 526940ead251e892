"""What is said of the steps that every learning rule shares, and of velocities."""

from nnsim.ops.update import Decay, Descend, KeepFixed
from nnsim.ops.update_velocity import LookAhead, Velocity
from nnsim.text.messages import message
from nnsim.trace.scene import Scene
from nnsim.trace.words.words import Speakers, Words

NEW_VALUE = message("New value")


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
    quantity = scene.frame.cells.meaning(direction.slot).quantity
    if quantity in ("look_ahead", "direction"):
        return Words(
            NEW_VALUE,
            message(
                "Against the direction {direction:signed}, times the learning rate {rate}: "
                "{symbol} changes by {change:signed} to "
                "{value}.",
                **given,
            ),
        )
    if quantity == "velocity":
        return Words(
            NEW_VALUE,
            message(
                "Against its velocity {direction:signed}, times the learning rate {rate}: "
                "{symbol} changes by {change:signed} to "
                "{value}.",
                **given,
            ),
        )
    return Words(
        NEW_VALUE,
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


def look_ahead(scene: Scene) -> Words:
    """d = g + μ v′"""
    return Words(
        message("Look ahead"),
        message(
            "The gradient {gradient:signed} and {momentum} of the new velocity {velocity:signed} add up to "
            "{value:signed}: a look at where the velocity will carry the weight next.",
            gradient=scene.input(0).value,
            momentum=scene.frame.printed(scene.input(2, ())),
            velocity=scene.input(1).value,
            value=scene.value,
        ),
    )


def decay(scene: Scene) -> Words:
    """w̃ = w − η λ w"""
    old = scene.input(0)
    return Words(
        message("Weight decay"),
        message(
            "Whatever its gradient, {symbol} shrinks by η λ = {share} of itself: from {old} to {value}.",
            symbol=scene.name(old),
            share=scene.input(1, ()).value * scene.input(2, ()).value,
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
        NEW_VALUE,
        message(
            "{symbol} is free to change, so its new value {value} stands.", symbol=scene.name(old), value=scene.value
        ),
    )


SPEAKERS: Speakers = {
    Descend: descend,
    Decay: decay,
    Velocity: velocity,
    LookAhead: look_ahead,
    KeepFixed: keep,
}
