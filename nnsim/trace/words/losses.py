"""What is said of losses for outliers, margins and shares, of what becomes of class targets, and of their gradients."""

from nnsim.ops.absolute_error import HuberLoss, HuberLossGradient, MeanAbsoluteError, MeanAbsoluteErrorGradient
from nnsim.ops.class_targets import CountedTargets, OneHot, SmoothedLabels, WeighedClasses
from nnsim.ops.counted_cross_entropy import (
    CountedCrossEntropy,
    CountedCrossEntropyGradient,
    CountedCrossEntropyOfSum,
    CountedErrorGradient,
)
from nnsim.ops.divergence import KullbackLeibler, KullbackLeiblerGradient, KullbackLeiblerOfSum
from nnsim.ops.margin import (
    HingeLoss,
    HingeLossGradient,
    PerceptronLoss,
    PerceptronLossGradient,
    SquaredHingeLoss,
    SquaredHingeLossGradient,
)
from nnsim.text.messages import Message, message
from nnsim.text.numbers import format_loss
from nnsim.trace.scene import Scene
from nnsim.trace.sums import first_operands
from nnsim.trace.words.backward import error
from nnsim.trace.words.loss import of_sample, surprise
from nnsim.trace.words.words import Speakers, Words, setting

_SENT_BACK = message("The error, sent back")


def _compared(scene: Scene) -> dict[str, object]:
    """The prediction and the target of the present term, by name."""
    assert scene.sum is not None
    assert scene.term is not None
    read = [operand.position for operand in first_operands(scene.sum.terms[scene.term])]
    predicted, target = (scene.term_places[read.index(position)] for position in (0, 1))
    return {
        "prediction": of_sample(scene, predicted.slot, predicted.index),
        "p": scene.frame.printed(predicted),
        "y": scene.frame.printed(target),
        "error": predicted.value - target.value,
        "value": format_loss(scene.term_value),
    }


def mean_of_sizes(scene: Scene) -> Words:
    """mean |ŷ − y|"""
    title = message("Loss: mean absolute error")
    if scene.adding:
        return Words(title, message(
            "{prediction} is {p} and should be {y}: the error {error:signed} adds its size, {value}.",
            **_compared(scene)))
    return Words(title, message(
        "The mean size of all errors is the loss, {value:loss}. It would be 0 if every prediction were right.",
        value=scene.value))


def huber(scene: Scene) -> Words:
    """Squares near 0, sizes beyond the bend."""
    title = message("Loss: Huber")
    assert isinstance(scene.op, HuberLoss)
    if not scene.adding:
        return Words(title, message(
            "Errors up to {bend} count by half their square, larger ones by their size; on average that is "
            "{value:loss}.", bend=setting(scene.op.bend), value=scene.value))
    given = _compared(scene)
    off = given["error"]
    assert isinstance(off, float)
    if abs(off) <= scene.op.bend:
        return Words(title, message(
            "{prediction} is {p} and should be {y}: the error {error:signed} is small, so half its square counts, "
            "{value}.", **given))
    return Words(title, message(
        "{prediction} is {p} and should be {y}: the error {error:signed} is large, so it is not squared and adds "
        "{value}.", **given))


def hinge(scene: Scene) -> Words:
    """What a score lacks to a margin of 1."""
    title = message("Loss: hinge")
    if not scene.adding:
        return Words(title, message(
            "What the scores lack to lie on their side by 1 is the loss, on average {value:loss}.", value=scene.value))
    given = _compared(scene)
    if scene.term_value > 0:
        return Words(title, message(
            "{prediction} is {p} and belongs on the side of {y}: it lacks {value} to lie there by 1.", **given))
    return Words(title, _far_enough(given))


def squared_hinge(scene: Scene) -> Words:
    """The square of what a score lacks."""
    title = message("Loss: squared hinge")
    if not scene.adding:
        return Words(title, message(
            "The squares of what the scores lack to lie on their side by 1 are the loss, on average {value:loss}.",
            value=scene.value))
    given = _compared(scene)
    if scene.term_value > 0:
        return Words(title, message(
            "{prediction} is {p} and belongs on the side of {y}: what it lacks to lie there by 1, squared, adds "
            "{value}.", **given))
    return Words(title, _far_enough(given))


def _far_enough(given: dict[str, object]) -> Message:
    return message("{prediction} is {p} and lies on the side of {y} by 1 or more, so it adds nothing.", **given)


def perceptron(scene: Scene) -> Words:
    """How far a score lies on the wrong side."""
    title = message("Loss: perceptron criterion")
    if not scene.adding:
        return Words(title, message(
            "How far the scores lie on the wrong side of 0 is the loss, on average {value:loss}.", value=scene.value))
    given = _compared(scene)
    if scene.term_value > 0:
        return Words(title, message(
            "{prediction} is {p} and belongs on the side of {y}: it adds how far it is on the wrong side, {value}.",
            **given))
    return Words(title, message("{prediction} is {p} and not on the wrong side of 0, so it adds nothing.", **given))


def divergence(scene: Scene) -> Words:
    """How far shares are from shares."""
    title = message("Loss: Kullback–Leibler divergence")
    if scene.adding:
        return Words(title, surprise(scene))
    return Words(title, message(
        "How far the predicted shares are from the true ones: {value:loss}. It would be 0 if they were alike.",
        value=scene.value))


def counted_surprise(scene: Scene) -> Words:
    """Cross-entropy over what counts."""
    title = message("Loss: categorical cross-entropy")
    if scene.adding:
        return Words(title, surprise(scene))
    return Words(title, message(
        "Minus the logarithm of the true class's probability, on average over what counts: {value:loss}.",
        value=scene.value))


def one_hot(scene: Scene) -> Words:
    """From a class number to a row with a single 1."""
    title, label = message("Class number to one-hot"), scene.input(0, scene.index[:-1])
    assert isinstance(scene.op, OneHot)
    given = {"number": scene.frame.printed(label), "symbol": scene.symbol.text}
    if scene.value == 1:
        return Words(title, message(
            "The class is number {number}, counted from 0, so its place {symbol} gets 1.", **given))
    if label.value == scene.op.ignored:
        return Words(title, message("{number} stands for padding, so no class gets a 1 and nothing counts here.",
                                    **given))
    return Words(title, message(
        "The class is number {number}, counted from 0, so the place {symbol} of another one stays 0.", **given))


def smoothed(scene: Scene) -> Words:
    """A little of the target for every class."""
    assert isinstance(scene.op, SmoothedLabels)
    return Words(message("Label smoothing"), message(
        "{share:exact} of the target is shared out among all classes, so {before:loss} becomes {value:loss}.",
        share=scene.op.smoothing, before=scene.input(0).value, value=scene.value))


def weighed(scene: Scene) -> Words:
    """Classes that count more or less."""
    return Words(message("Class weight"), message(
        "This class counts {weight}-fold, so its target {before:loss} becomes {value:loss}.",
        weight=scene.input(1, scene.index[-1:]).value, before=scene.input(0).value, value=scene.value))


def counted(scene: Scene) -> Words:
    """What the mean is over."""
    return Words(message("What counts"), message(
        "All targets together add up to {value}: the loss is divided by that, so that it is a mean.",
        value=scene.value))


def pull(scene: Scene) -> Words:
    """−y or nothing"""
    score, side = scene.input(0), scene.input(1)
    given = {"p": scene.frame.printed(score), "symbol": scene.symbol.text, "value": scene.value}
    if scene.value < 0:
        return Words(_SENT_BACK, message(
            "The score {p} should be larger: {symbol} = {value:signed} says go up.", **given))
    if scene.value > 0:
        return Words(_SENT_BACK, message(
            "The score {p} should be smaller: {symbol} = {value:signed} says go down.", **given))
    return Words(_SENT_BACK, message(
        "The score {p} is far enough on the side of {y}, so there is nothing to send back.",
        p=given["p"], y=scene.frame.printed(side)))


def share_error(scene: Scene) -> Words:
    """−y / p"""
    p, y = scene.input(0), scene.input(1)
    if y.value == 0:
        return Words(_SENT_BACK, message("Nothing is expected here, so the loss does not depend on it directly."))
    return Words(_SENT_BACK, message(
        "The target is {y:loss}: the smaller the predicted share {p}, the more raising it would help, {value:signed}.",
        y=y.value, p=scene.frame.printed(p), value=scene.value))


def counted_error(scene: Scene) -> Words:
    """(p Σ y − y) / N"""
    p, y = scene.input(0), scene.input(1)
    given = {"p": scene.frame.printed(p), "y": y.value, "symbol": scene.symbol.text, "value": scene.value}
    if scene.value > 0:
        return Words(_SENT_BACK, message(
            "The predicted share {p} is too large for the target {y:loss}: {symbol} = {value:signed} says go down.",
            **given))
    if scene.value < 0:
        return Words(_SENT_BACK, message(
            "The predicted share {p} is too small for the target {y:loss}: {symbol} = {value:signed} says go up.",
            **given))
    return Words(_SENT_BACK, message("Nothing counts here, so there is nothing to send back."))


SPEAKERS: Speakers = {
    MeanAbsoluteError: mean_of_sizes,
    MeanAbsoluteErrorGradient: error,
    HuberLoss: huber,
    HuberLossGradient: error,
    HingeLoss: hinge,
    HingeLossGradient: pull,
    SquaredHingeLoss: squared_hinge,
    SquaredHingeLossGradient: pull,
    PerceptronLoss: perceptron,
    PerceptronLossGradient: pull,
    KullbackLeibler: divergence,
    KullbackLeiblerOfSum: divergence,
    KullbackLeiblerGradient: share_error,
    CountedCrossEntropy: counted_surprise,
    CountedCrossEntropyOfSum: counted_surprise,
    CountedCrossEntropyGradient: share_error,
    CountedErrorGradient: counted_error,
    OneHot: one_hot,
    SmoothedLabels: smoothed,
    WeighedClasses: weighed,
    CountedTargets: counted,
}
