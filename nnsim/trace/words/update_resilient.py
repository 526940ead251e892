"""What is said of Rprop, which looks at the sign of a gradient and not at its size."""

from nnsim.ops.update_resilient import Agreement, ResilientStep, StepFactor, StepSize, UnlessTurned
from nnsim.text.messages import message
from nnsim.trace.scene import Scene
from nnsim.trace.words.update import NEW_VALUE
from nnsim.trace.words.words import Speakers, Words


def agreement(scene: Scene) -> Words:
    """a = g g₋"""
    title = message("Same sign?")
    given = {"gradient": scene.input(0).value, "last": scene.input(1).value}
    if scene.value > 0:
        return Words(title, message(
            "The gradient {gradient:signed} has the sign of the last one, {last:signed}: the way is still right.",
            **given))
    if scene.value < 0:
        return Words(title, message(
            "The gradient {gradient:signed} has turned against the last one, {last:signed}: the step went too far.",
            **given))
    return Words(title, message(
        "The gradient {gradient:signed} times the last one, {last:signed}, is 0: there is nothing to compare.",
        **given))


def step_factor(scene: Scene) -> Words:
    """f = η⁺, η⁻ or 1"""
    title = message("Factor of the step")
    if scene.input(0).value > 0:
        return Words(title, message("The sign has stayed, so the step becomes {value} times as long.",
                                    value=scene.value))
    if scene.input(0).value < 0:
        return Words(title, message("The sign has turned, so only {value} of the step is left.", value=scene.value))
    return Words(title, message("There is nothing to compare, so the step keeps its length."))


def step_size(scene: Scene) -> Words:
    """Δ′ = f Δ within its bounds, η at first"""
    title = message("Step size")
    old, factor = scene.input(0).value, scene.input(1).value
    if not old > 0:
        return Words(title, message("The first step has the length {value}.", value=scene.value))
    given = {"old": old, "factor": factor, "value": scene.value}
    if scene.value != old * factor:
        return Words(title, message(
            "The last length {old} times {factor} would leave the allowed range, so the step has the length {value}.",
            **given))
    return Words(title, message("The last length {old} times {factor} gives the length of this step, {value}.",
                                **given))


def unless_turned(scene: Scene) -> Words:
    """g̃ = 0 where a < 0, else g"""
    title = message("Gradient that counts")
    if scene.input(1).value < 0:
        return Words(title, message("The gradient has turned, so it counts as 0 and the weight waits for one step."))
    return Words(title, message("The gradient has not turned, so it counts as it is: {value:signed}.",
                                value=scene.value))


def resilient_step(scene: Scene) -> Words:
    """w′ = w − Δ sgn(g̃)"""
    old, gradient = scene.input(0), scene.input(2)
    if gradient.value == 0:
        return Words(NEW_VALUE, message("{symbol} waits for this step and keeps its value {value}.",
                                        symbol=scene.name(old), value=scene.value))
    return Words(NEW_VALUE, message(
        "Against the sign of its gradient {gradient:signed}, {symbol} goes a step of the length {size}: from {old} to "
        "{value}.",
        gradient=gradient.value, symbol=scene.name(old), size=scene.input(1).value, old=old.value, value=scene.value))


SPEAKERS: Speakers = {
    Agreement: agreement,
    StepFactor: step_factor,
    StepSize: step_size,
    UnlessTurned: unless_turned,
    ResilientStep: resilient_step,
}
