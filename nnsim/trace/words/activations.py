"""What is said of the activations beside the first ones, and of their gradients."""

import math

from nnsim.ops.expression import Product, evaluate
from nnsim.ops.rectified_activation import (
    SELU_SCALE,
    Elu,
    EluGradient,
    HardSigmoid,
    HardSigmoidGradient,
    LeakyRelu,
    LeakyReluGradient,
    Selu,
    SeluGradient,
)
from nnsim.ops.smooth_activation import (
    Gelu,
    GeluGradient,
    GeluTanh,
    GeluTanhGradient,
    Silu,
    SiluGradient,
    Softplus,
    SoftplusGradient,
)
from nnsim.text.messages import Message, message
from nnsim.trace.scene import Scene
from nnsim.trace.words.backward import with_slope
from nnsim.trace.words.words import Speaker, Speakers, Words


def leaky_relu(scene: Scene) -> Words:
    """Negative sums leak through."""
    title, z = message("Activation: leaky ReLU"), scene.input(0)
    given = {"symbol": scene.name(z), "z": z.value}
    if z.value > 0:
        return Words(title, message("{symbol} = {z} is positive, so leaky ReLU lets it pass unchanged.", **given))
    assert isinstance(scene.op, LeakyRelu)
    return Words(
        title,
        message(
            "{symbol} = {z} is not positive, so leaky ReLU lets only {share:exact} of it through: {value}.",
            **given,
            share=scene.op.slope,
            value=scene.value,
        ),
    )


def elu(scene: Scene) -> Words:
    """Negative sums bend towards −1."""
    title, z = message("Activation: ELU"), scene.input(0)
    given = {"symbol": scene.name(z), "z": z.value}
    if z.value > 0:
        return Words(title, message("{symbol} = {z} is positive, so ELU lets it pass unchanged.", **given))
    return Words(
        title,
        message("{symbol} = {z} is not positive, so ELU bends it towards −1: {value}.", **given, value=scene.value),
    )


def selu(scene: Scene) -> Words:
    """A stretched ELU."""
    title, z = message("Activation: SELU"), scene.input(0)
    given = {"symbol": scene.name(z), "z": z.value, "value": scene.value}
    if z.value > 0:
        return Words(
            title,
            message("{symbol} = {z} is positive, so SELU stretches it by {scale} to {value}.",
                    **given, scale=SELU_SCALE),
        )
    return Words(
        title, message("{symbol} = {z} is not positive, so SELU bends it towards −1.76: {value}.", **given))


def hard_sigmoid(scene: Scene) -> Words:
    """Three straight lines."""
    title, z = message("Activation: hard sigmoid"), scene.input(0)
    given = {"symbol": scene.name(z), "z": z.value}
    if abs(z.value) < 3:
        return Words(
            title,
            message("{symbol} = {z} lies between −3 and 3, where hard sigmoid is a straight line: {value}.",
                    **given, value=scene.value),
        )
    if z.value > 0:
        return Words(title, message("{symbol} = {z} is not below 3, so hard sigmoid gives 1.", **given))
    return Words(title, message("{symbol} = {z} is not above −3, so hard sigmoid gives 0.", **given))


def softplus(scene: Scene) -> Words:
    """A rounded corner."""
    z = scene.input(0)
    return Words(
        message("Activation: softplus"),
        message(
            "softplus rounds off the corner of ReLU: {symbol} = {z} comes out as {value}, a little more than ReLU "
            "would give.",
            symbol=scene.name(z),
            z=z.value,
            value=scene.value,
        ),
    )


def silu(scene: Scene) -> Words:
    """z · σ(z)"""
    z = scene.input(0)
    return Words(
        message("Activation: SiLU"),
        message(
            "The sigmoid of {symbol} = {z} is {share:loss}; SiLU lets that share of it through: {value}.",
            symbol=scene.name(z),
            z=z.value,
            share=_factor(scene, 1),
            value=scene.value,
        ),
    )


def gelu(scene: Scene) -> Words:
    """z · Φ(z), whichever way it is computed"""
    z = scene.input(0)
    return Words(
        message("Activation: GELU"),
        message(
            "{share:loss} of a bell curve lies below {symbol} = {z}; GELU lets that share of it through: {value}.",
            symbol=scene.name(z),
            z=z.value,
            share=_bell_share(scene),
            value=scene.value,
        ),
    )


def _bell_share(scene: Scene) -> float:
    """Φ(z), or what stands for it in the form with tanh."""
    share = _factor(scene, 1)
    return share / 2 if isinstance(scene.op, GeluTanh) else share


def _factor(scene: Scene, number: int) -> float:
    assert isinstance(scene.expression, Product)
    return evaluate(scene.expression.factors[number], scene.frame.fetcher(scene.walk.instruction))


def _slope(scene: Scene) -> float:
    """What the error is multiplied with."""
    assert isinstance(scene.expression, Product)
    return math.prod(_factor(scene, number) for number in range(1, len(scene.expression.factors)))


def back_through(title: Message) -> Speaker:
    """Error times slope."""
    return lambda scene: with_slope(scene, title, _slope(scene))


def back_through_gelu(scene: Scene) -> Words:
    """The slope has two parts, since z and its share both change."""
    title = message("Back through GELU")
    if not scene.adding:
        return with_slope(scene, title, _slope(scene))
    given = {"symbol": scene.name(scene.input(1)), "term": scene.term_value}
    if scene.term == 0:
        return Words(
            title, message("If {symbol} grows, its share lets {term:loss} of that growth through.", **given))
    return Words(
        title, message("The share itself changes with {symbol}: that adds {term:signed} to the slope.", **given))


SPEAKERS: Speakers = {
    LeakyRelu: leaky_relu,
    Elu: elu,
    Selu: selu,
    HardSigmoid: hard_sigmoid,
    Softplus: softplus,
    Silu: silu,
    Gelu: gelu,
    GeluTanh: gelu,
    LeakyReluGradient: back_through(message("Back through leaky ReLU")),
    EluGradient: back_through(message("Back through ELU")),
    SeluGradient: back_through(message("Back through SELU")),
    HardSigmoidGradient: back_through(message("Back through hard sigmoid")),
    SoftplusGradient: back_through(message("Back through softplus")),
    SiluGradient: back_through(message("Back through SiLU")),
    GeluGradient: back_through_gelu,
    GeluTanhGradient: back_through_gelu,
}
