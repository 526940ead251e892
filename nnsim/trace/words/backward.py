"""What is said of errors on their way back: through losses, activations and weights, and where they meet."""

from nnsim.ops.activation import (
    FlatGradient,
    PassThrough,
    ReluGradient,
    SigmoidGradient,
    SoftmaxGradient,
    TanhGradient,
)
from nnsim.ops.cross_entropy import BinaryCrossEntropyGradient, CategoricalCrossEntropyGradient
from nnsim.ops.expression import operands
from nnsim.ops.linear import InputGradient
from nnsim.ops.linked import LinkedInputGradient
from nnsim.ops.loss import ErrorGradient
from nnsim.ops.penalty import L1Gradient, L2Gradient
from nnsim.ops.wiring import AddUp
from nnsim.text.messages import Message, message
from nnsim.trace.scene import Scene
from nnsim.trace.words.parameter_gradients import differentiated
from nnsim.trace.words.words import Speakers, Words


def error(scene: Scene) -> Words:
    """Where the error begins its way back."""
    predicted, target = scene.input(0), scene.input(1)
    title = message("The error, sent back")
    given = {
        "p": scene.frame.printed(predicted),
        "y": scene.frame.printed(target),
        "symbol": scene.symbol.text,
        "value": scene.value,
    }
    if predicted.value > target.value:
        return Words(
            title,
            message("The prediction {p} is above the target {y}: {symbol} = {value:signed} says go down.", **given),
        )
    if predicted.value < target.value:
        return Words(
            title, message("The prediction {p} is below the target {y}: {symbol} = {value:signed} says go up.", **given)
        )
    return Words(
        title, message("The prediction is right on the target {y}, so there is nothing to send back.", y=given["y"])
    )


def class_error(scene: Scene) -> Words:
    """−y / p"""
    target = scene.input(1)
    title = message("The error, sent back")
    if target.value == 0:
        return Words(title, message("This is not the true class, so the loss does not depend on it directly."))
    return Words(
        title,
        message(
            "This is the true class: the smaller its probability {p}, the more raising it would help, {value:signed}.",
            p=scene.frame.printed(scene.input(0)),
            value=scene.value,
        ),
    )


def flat(scene: Scene) -> Words:
    """No slope."""
    return Words(
        message("Back through the threshold"),
        message(
            "A threshold is flat: its slope is 0, so no error passes and gradient descent learns nothing through it."
        ),
    )


def pass_through(scene: Scene) -> Words:
    """The perceptron's way."""
    return Words(
        message("Back through the threshold"),
        message(
            "The perceptron rule takes the slope of the threshold as 1, so the error {value:signed} passes unchanged.",
            value=scene.value,
        ),
    )


def with_slope(scene: Scene, title: Message, slope: float) -> Words:
    """The error times the slope of an activation."""
    return Words(
        title,
        message(
            "The slope of the activation here is {slope}; the error {error:signed} times the slope is {symbol} = "
            "{value:signed}.",
            slope=slope,
            error=scene.input(0).value,
            symbol=scene.symbol.text,
            value=scene.value,
        ),
    )


def sigmoid(scene: Scene) -> Words:
    """δ = g h (1 − h)"""
    h = scene.input(1).value
    return with_slope(scene, message("Back through sigmoid"), h * (1 - h))


def tanh(scene: Scene) -> Words:
    """δ = g (1 − h²)"""
    h = scene.input(1).value
    return with_slope(scene, message("Back through tanh"), 1 - h * h)


def relu(scene: Scene) -> Words:
    """δ = g or 0"""
    title, z = message("Back through ReLU"), scene.input(1)
    if z.value > 0:
        return Words(
            title,
            message(
                "ReLU let {symbol} = {z} pass, so the error {value:signed} passes too.",
                symbol=scene.name(z),
                z=z.value,
                value=scene.value,
            ),
        )
    return Words(
        title,
        message("ReLU stopped {symbol} = {z}, so no error passes back through it.", symbol=scene.name(z), z=z.value),
    )


def softmax(scene: Scene) -> Words:
    """δ = p (g − Σ g p)"""
    return Words(
        message("Back through softmax"),
        message(
            "The shares add up to 1, so one can only grow while others shrink: what counts is "
            "this error beyond the average, "
            "times {p:loss}.",
            p=scene.input(1).value,
        ),
    )


def to_inputs(scene: Scene) -> Words:
    """∂L/∂h = Σ δ w"""
    title = message("Blame, passed back")
    if scene.adding:
        delta, weight = scene.term_places
        return Words(
            title,
            message(
                "{delta} is {value:signed} and reaches back through the weight {weight:signed}: "
                "this adds {term:signed}.",
                delta=scene.whose(delta),
                value=delta.value,
                weight=weight.value,
                term=scene.term_value,
            ),
        )
    count = len(scene.sum.terms) if scene.sum is not None else 1
    if count == 1:
        return Words(
            title,
            message(
                "It feeds one unit, whose error comes back through the weight: {symbol} = {value:signed}.",
                symbol=scene.symbol.text,
                value=scene.value,
            ),
        )
    return Words(
        title,
        message(
            "It feeds {count} units; their errors come back through the weights and add up to "
            "{symbol} = {value:signed}.",
            count=count,
            symbol=scene.symbol.text,
            value=scene.value,
        ),
    )


def add_up(scene: Scene) -> Words:
    """Several ways back."""
    count, title = len(scene.frame.instruction(scene.walk.instruction).inputs), message("Gradients meet")
    if scene.adding:
        return Words(title, _one_way(scene))
    return Words(
        title,
        message(
            "{symbol} influences the loss along {count} ways; what comes back along them adds up to {value:signed}.",
            symbol=differentiated(scene),
            count=count,
            value=scene.value,
        ),
    )


def _one_way(scene: Scene) -> Message:
    """Where one part of a gradient comes from."""
    assert scene.sum is not None
    (operand,) = operands(scene.sum.terms[scene.term or 0])
    slot = scene.frame.instruction(scene.walk.instruction).inputs[operand.position]
    number = scene.frame.cells.producer.get(slot)
    origin = scene.frame.instruction(number).origin if number is not None else ""
    step = scene.frame.cells.meaning(slot).step
    if number is not None and isinstance(scene.frame.instruction(number).op, L1Gradient | L2Gradient):
        return message("The penalty on large weights brings {value:signed}.", value=scene.term_value)
    if step is not None:
        return message("Step {step} of the sequence brings {value:signed}.", step=step, value=scene.term_value)
    return message("What comes back through {node} brings {value:signed}.", node=scene.node_name(origin),
                   value=scene.term_value)


def penalty(scene: Scene) -> Words:
    """What a penalty adds to the gradient."""
    return Words(
        message("Gradient of the penalty"),
        message(
            "The weight is {weight:signed}; the penalty pulls it towards 0 with {value:signed}.",
            weight=scene.input(0).value,
            value=scene.value,
        ),
    )


SPEAKERS: Speakers = {
    ErrorGradient: error,
    BinaryCrossEntropyGradient: error,
    CategoricalCrossEntropyGradient: class_error,
    FlatGradient: flat,
    PassThrough: pass_through,
    SigmoidGradient: sigmoid,
    TanhGradient: tanh,
    ReluGradient: relu,
    SoftmaxGradient: softmax,
    InputGradient: to_inputs,
    LinkedInputGradient: to_inputs,
    AddUp: add_up,
    L1Gradient: penalty,
    L2Gradient: penalty,
}
