"""What is said of a gradient before a rule uses it: averaged over batches, clipped, with a decay of weights in it."""

from nnsim.ops.update_gradient import (
    ClipFactor,
    ClippedCells,
    FirstShare,
    Length,
    NextShare,
    Shortened,
    SquaredLength,
    WithDecay,
)
from nnsim.text.messages import message
from nnsim.trace.scene import Scene
from nnsim.trace.words.words import Speakers, Words

_MEAN = message("Mean over batches")


def first_share(scene: Scene) -> Words:
    """G′ = g / count"""
    return Words(_MEAN, message(
        "This is the first of {count} batches whose gradients are averaged: {gradient:signed} divided by {count} "
        "is {value:signed}.",
        count=getattr(scene.op, "count", 1), gradient=scene.input(0).value, value=scene.value))


def next_share(scene: Scene) -> Words:
    """G′ = G + g / count"""
    return Words(_MEAN, message(
        "This batch adds its share of the mean over {count} batches: {gradient:signed} divided by {count}. "
        "So far it is {value:signed}.",
        count=getattr(scene.op, "count", 1), gradient=scene.input(1).value, value=scene.value))


def clipped_cells(scene: Scene) -> Words:
    """g̃ = min(max(g, −c), c)"""
    title, most = message("Clipped gradient"), scene.frame.printed(scene.input(1, ()))
    gradient = scene.input(0).value
    if scene.value != gradient:
        return Words(title, message(
            "The gradient {gradient:signed} lies outside ±{most}, so it is cut to {value:signed}.",
            gradient=gradient, most=most, value=scene.value))
    return Words(title, message("The gradient {gradient:signed} lies within ±{most} and stays.",
                                gradient=gradient, most=most))


def squared_length(scene: Scene) -> Words:
    """q = Σ g²"""
    return Words(message("Squared length"), message(
        "The squares of {count} gradients add up to {value}.",
        count=len(scene.sum.terms) if scene.sum is not None else 1, value=scene.value))


def length(scene: Scene) -> Words:
    """n = √(q₁ + q₂ + …)"""
    return Words(message("Length of the gradient"), message(
        "The root of the sum of all squares is the length of the whole gradient, {value}.", value=scene.value))


def clip_factor(scene: Scene) -> Words:
    """f = min(c / (n + 10⁻⁶), 1)"""
    title = message("Factor of the gradient")
    given = {"length": scene.input(0).value, "most": scene.frame.printed(scene.input(1, ()))}
    if scene.value < 1:
        return Words(title, message(
            "The gradient's length {length} is more than {most}, so all of it is multiplied by {value}.",
            **given, value=scene.value))
    return Words(title, message("The gradient's length {length} is not more than {most}, so it stays.", **given))


def shortened(scene: Scene) -> Words:
    """ĝ = f g"""
    title, factor, gradient = message("Clipped gradient"), scene.input(1, ()).value, scene.input(0).value
    if factor < 1:
        return Words(title, message(
            "Multiplied by {factor} like all others, the gradient {gradient:signed} becomes {value:signed}: "
            "shorter, in the same direction.", factor=factor, gradient=gradient, value=scene.value))
    return Words(title, message("The whole gradient is short enough, so {value:signed} stays.", value=scene.value))


def with_decay(scene: Scene) -> Words:
    """d = g + λ w"""
    old = scene.input(1)
    return Words(message("Weight decay"), message(
        "To the gradient {gradient:signed} comes a pull of {symbol} towards 0: {value:signed}.",
        gradient=scene.input(0).value, symbol=scene.name(old), value=scene.value))


SPEAKERS: Speakers = {
    FirstShare: first_share,
    NextShare: next_share,
    ClippedCells: clipped_cells,
    SquaredLength: squared_length,
    Length: length,
    ClipFactor: clip_factor,
    Shortened: shortened,
    WithDecay: with_decay,
}
