"""What is said of adaptive learning rules: running means, and steps of a size of their own for each weight."""

import math

from nnsim.ops.update_moments import FirstMoment, NesterovMoment, SecondMoment, SumOfSquares, Unbiased, Variance
from nnsim.ops.update_steps import Rescaled, Scaled, ScaledStep, SignStep
from nnsim.text.messages import message
from nnsim.trace.scene import Scene
from nnsim.trace.words.update import NEW_VALUE
from nnsim.trace.words.words import Speakers, Words


def first_moment(scene: Scene) -> Words:
    """m′ = β₁ m + (1 − β₁) g"""
    if scene.frame.cells.meaning(scene.output.slot).quantity == "mixture":
        return Words(
            message("Direction"),
            message(
                "{share} of the running mean {mean:signed} and the rest of the new gradient {gradient:signed} "
                "give {value:signed}; only its sign will count.",
                share=scene.frame.printed(scene.input(2, ())),
                mean=scene.input(0).value,
                gradient=scene.input(1).value,
                value=scene.value,
            ),
        )
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


def sum_of_squares(scene: Scene) -> Words:
    """s′ = s + g²"""
    return Words(
        message("Sum of the squared gradients"),
        message(
            "The square of the gradient {gradient:signed} is added to all squares so far: from {old} to {value}.",
            gradient=scene.input(1).value,
            old=scene.input(0).value,
            value=scene.value,
        ),
    )


def nesterov_moment(scene: Scene) -> Words:
    """m̄ = μₜ₊₁ m / (1 − μ₁ ⋯ μₜ₊₁) + (1 − μₜ) g / (1 − μ₁ ⋯ μₜ)"""
    return Words(
        message("Mean that looks ahead"),
        message(
            "The running mean {mean:signed} and the new gradient {gradient:signed}, each corrected for having begun "
            "at 0, give {value:signed}: the mean as the next step will see it.",
            mean=scene.input(0).value,
            gradient=scene.input(1).value,
            value=scene.value,
        ),
    )


def variance(scene: Scene) -> Words:
    """n = max(s − ḡ², 0)"""
    return Words(
        message("Spread of the gradients"),
        message(
            "Without the square of their mean {mean:signed}, the mean of the squares {squares} says how far the "
            "gradients spread: {value}.",
            mean=scene.input(1).value,
            squares=scene.input(0).value,
            value=scene.value,
        ),
    )


def beside_its_size(scene: Scene) -> Words:
    """d = g / (√s + ε)"""
    return Words(
        message("Rescaled gradient"),
        message(
            "The gradient {gradient:signed} divided by the root {root} of the remembered squares is {value:signed}.",
            gradient=scene.input(0).value,
            root=math.sqrt(scene.input(1).value),
            value=scene.value,
        ),
    )


def rescaled(scene: Scene) -> Words:
    """d = √(u + ε) / √(s + ε) · g"""
    epsilon = scene.input(3, ()).value
    return Words(
        message("Rescaled gradient"),
        message(
            "The gradient {gradient:signed} at the scale of past steps: times their usual size {steps}, divided by "
            "its own usual size {size}, it is {value:signed}.",
            gradient=scene.input(2).value,
            steps=math.sqrt(scene.input(0).value + epsilon),
            size=math.sqrt(scene.input(1).value + epsilon),
            value=scene.value,
        ),
    )


def scaled(scene: Scene) -> Words:
    """w′ = w − η d / (√s + ε)"""
    old, direction = scene.input(0), scene.input(1)
    given = {
        "step": scene.value - old.value,
        "symbol": scene.name(old),
        "old": old.value,
        "value": scene.value,
    }
    if scene.frame.cells.meaning(direction.slot).quantity == "gradient":
        return Words(
            NEW_VALUE,
            message(
                "The gradient {gradient:signed} divided by the root {root} of the remembered squares gives a step of "
                "{step:signed}: {symbol} goes from {old} to {value}.",
                gradient=direction.value,
                root=math.sqrt(scene.input(2).value),
                **given,
            ),
        )
    return Words(
        NEW_VALUE,
        message(
            "The mean gradient divided by its usual size gives a step of {step:signed}: "
            "{symbol} goes from {old} to {value}.",
            **given,
        ),
    )


def sign_step(scene: Scene) -> Words:
    """w′ = w − η (sgn(c) + λ w)"""
    old = scene.input(0)
    return Words(
        NEW_VALUE,
        message(
            "Only the sign of the direction {direction:signed} counts: a step of {step:signed} takes {symbol} from "
            "{old} to {value}.",
            direction=scene.input(1).value,
            step=scene.value - old.value,
            symbol=scene.name(old),
            old=old.value,
            value=scene.value,
        ),
    )


SPEAKERS: Speakers = {
    FirstMoment: first_moment,
    SecondMoment: second_moment,
    SumOfSquares: sum_of_squares,
    Unbiased: unbiased,
    Variance: variance,
    NesterovMoment: nesterov_moment,
    Scaled: beside_its_size,
    Rescaled: rescaled,
    ScaledStep: scaled,
    SignStep: sign_step,
}
