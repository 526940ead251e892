"""What is said of losses and penalties."""

from nnsim.ops.cross_entropy import (
    BinaryCrossEntropy,
    BinaryCrossEntropyOfSum,
    CategoricalCrossEntropy,
    CategoricalCrossEntropyOfSum,
)
from nnsim.ops.loss import TotalLoss
from nnsim.ops.penalty import L1Penalty, L2Penalty
from nnsim.ops.squared_error import MeanSquaredError, SumOfSquaredErrors
from nnsim.text.messages import Message, message
from nnsim.trace.scene import Scene
from nnsim.trace.words.words import Speakers, Words, added


def sum_of_squares(scene: Scene) -> Words:
    """½ Σ (ŷ − y)²"""
    title = message("Loss: sum of squared errors")
    if scene.adding:
        return Words(title, _squared_error(scene))
    return Words(
        title,
        message(
            "Half of all squared errors added up is the loss, {value:loss}. It would be 0 if "
            "every prediction were right.",
            value=scene.value,
        ),
    )


def mean_of_squares(scene: Scene) -> Words:
    """mean (ŷ − y)²"""
    title = message("Loss: mean squared error")
    if scene.adding:
        return Words(title, _squared_error(scene))
    return Words(
        title,
        message(
            "The mean of all squared errors is the loss, {value:loss}. It would be 0 if every prediction were right.",
            value=scene.value,
        ),
    )


def _squared_error(scene: Scene) -> Message:
    predicted, target = scene.term_places[:2]
    return message(
        "{prediction} is {p} and should be {y}: the error {error:signed}, squared, adds {value}.",
        prediction=of_sample(scene, predicted.slot, predicted.index),
        p=scene.frame.printed(predicted),
        y=scene.frame.printed(target),
        error=predicted.value - target.value,
        value=added(scene.term_value),
    )


def cross_entropy(scene: Scene) -> Words:
    """Surprise of a yes-or-no prediction."""
    title = message("Loss: binary cross-entropy")
    if scene.adding:
        return Words(title, surprise(scene))
    return Words(
        title,
        message(
            "How surprised the predicted probability is by the truth, on average: {value:loss}. "
            "A sure and right prediction "
            "costs nothing.",
            value=scene.value,
        ),
    )


def class_cross_entropy(scene: Scene) -> Words:
    """Surprise of a prediction among classes."""
    title = message("Loss: categorical cross-entropy")
    if scene.adding:
        return Words(title, surprise(scene))
    return Words(
        title,
        message(
            "Minus the logarithm of the true class's probability, on average over the samples: {value:loss}.",
            value=scene.value,
        ),
    )


def surprise(scene: Scene) -> Message:
    """What one cell of a prediction adds, whether the loss is computed from predictions or from sums."""
    predicted = scene.frame.plan.program.prediction
    assert predicted is not None
    target = scene.frame.instruction(scene.walk.instruction).inputs[1]
    source = scene.frame.cells.source_slot(target)
    place = next(place for place in scene.term_places if place.slot in (target, source))
    given = {
        "prediction": of_sample(scene, predicted, place.index),
        "p": scene.frame.printed(scene.frame.place((predicted, place.index))),
    }
    if place.value == 0 and scene.term_value == 0:
        return message("{prediction} is {p}; nothing of the truth lies here, so this adds nothing.", **given)
    return message(
        "{prediction} is {p} and should be {y}: this adds {value}.",
        **given, y=scene.frame.printed(place), value=added(scene.term_value),
    )


def of_sample(scene: Scene, slot: int, index: tuple[int, ...]) -> Message | str:
    """A number's name, and whose sample it is where there are several."""
    symbol = scene.frame.plan.symbols.name(slot, index).text
    if scene.frame.plan.batch == 1:
        return symbol
    return message("{symbol} of sample {number}", symbol=symbol, number=index[0] + 1)


def total(scene: Scene) -> Words:
    """Data loss and penalties, or several losses."""
    if all(scene.frame.cells.meaning(place.slot).quantity == "loss" for place in scene.places(scene.expression)):
        return Words(
            message("Sum of the losses"),
            message("All of this is minimized at once, so the losses are added: {value:loss}.", value=scene.value),
        )
    return Words(
        message("Loss with penalties"),
        message(
            "The penalties on large weights are added to the loss of the data: together {value:loss}.",
            value=scene.value,
        ),
    )


def squared_weights(scene: Scene) -> Words:
    """½ λ₂ Σ w²"""
    return Words(
        message("Penalty L2"),
        message(
            "Large weights cost: half of λ₂ = {strength:exact} times the sum of the squared weights is {value:loss}.",
            strength=scene.input(1, ()).value,
            value=scene.value,
        ),
    )


def weight_sizes(scene: Scene) -> Words:
    """λ₁ Σ |w|"""
    return Words(
        message("Penalty L1"),
        message(
            "Every weight costs its size: λ₁ = {strength:exact} times the sum of the sizes is {value:loss}.",
            strength=scene.input(1, ()).value,
            value=scene.value,
        ),
    )


SPEAKERS: Speakers = {
    SumOfSquaredErrors: sum_of_squares,
    MeanSquaredError: mean_of_squares,
    BinaryCrossEntropy: cross_entropy,
    BinaryCrossEntropyOfSum: cross_entropy,
    CategoricalCrossEntropy: class_cross_entropy,
    CategoricalCrossEntropyOfSum: class_cross_entropy,
    TotalLoss: total,
    L2Penalty: squared_weights,
    L1Penalty: weight_sizes,
}
