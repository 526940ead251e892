"""What is said of pooling and of images in another size."""

from nnsim.ops.average_pooling import AveragePool, AveragePoolGradient
from nnsim.ops.expression import Choose, Expression, Quotient, Sum, evaluate
from nnsim.ops.global_pooling import (
    GlobalAverage,
    GlobalAverageGradient,
    GlobalMax,
    GlobalMaxGradient,
)
from nnsim.ops.max_pooling import MaxPool, MaxPoolGradient
from nnsim.ops.pooling import PoolOp
from nnsim.ops.resampling import RepeatGradient, Resample, ResampleGradient
from nnsim.text.messages import Message, message
from nnsim.trace.pieces import Place
from nnsim.trace.scene import Scene
from nnsim.trace.words.windows import covered
from nnsim.trace.words.words import Speakers, Words


def largest(scene: Scene) -> Words:
    """y = max x over the window"""
    values = scene.places(scene.expression)
    winner = _winner(scene, values)
    title = message("Max pooling")
    if len(values) == 1:
        return Words(title, _alone(scene, winner))
    return Words(title, message(
        "Of the {count} values on {place}, {source} = {value} is the largest and goes on. That it is there counts; "
        "where exactly is forgotten.", count=len(values), place=_window(scene), source=scene.name(winner),
        value=scene.value))


def back_to_largest(scene: Scene) -> Words:
    """∂L/∂x = Σ ∂L/∂y over the windows that it won"""
    title = message("Back through max pooling")
    if isinstance(scene.expression, Sum):
        count = len(scene.expression.terms)
        won = sum(_holds(scene, part) for part in scene.expression.terms)
        if count == 0:
            return Words(title, message("No window covers it, so no error comes back to it."))
        if won == 0:
            return Words(title, message(
                "It is the largest in none of the {count} windows that cover it, so no error comes back to it.",
                count=count))
        return Words(title, message(
            "It is the largest in {won} of the {count} windows that cover it; their errors add up to {value:signed}.",
            won=won, count=count, value=scene.value))
    if _holds(scene, scene.expression):
        return Words(title, message(
            "It was the largest of its window, so the whole error {value:signed} goes to it.", value=scene.value))
    return Words(title, message(
        "Another value of its window was the largest: this one changed nothing, so no error comes back to it."))


def mean(scene: Scene) -> Words:
    """y = 1/m Σ x over the window"""
    title = message("Average pooling")
    if scene.adding:
        return Words(title, _adds(scene))
    assert isinstance(scene.op, AveragePool)
    values = scene.places(scene.expression)
    count, divisor = len(values), _divisor(scene)
    if count == 1 and divisor > 1:
        return Words(title, message(
            "The one value on {place}, and the padding as zeros, have the mean {symbol} = {value}.",
            place=_window(scene), symbol=scene.symbol.text, value=scene.value))
    if count == 1:
        return Words(title, _alone(scene, values[0]))
    if divisor > count:
        return Words(title, message(
            "The {count} values on {place}, and the padding as zeros, have the mean {symbol} = {value}.",
            count=count, place=_window(scene), symbol=scene.symbol.text, value=scene.value))
    return Words(title, message(
        "The {count} values on {place} have the mean {symbol} = {value}.", count=count, place=_window(scene),
        symbol=scene.symbol.text, value=scene.value))


def back_to_all(scene: Scene) -> Words:
    """∂L/∂x = Σ 1/m ∂L/∂y"""
    title = message("Back through the mean")
    count = len(scene.places(scene.expression))
    if scene.adding:
        return Words(title, message("This window's error gives {value:signed}.", value=scene.term_value))
    if count == 0:
        return Words(title, message("No window covers it, so no error comes back to it."))
    if count == 1:
        return Words(title, message(
            "All values of a window made the mean alike, so each takes an equal share of the error {error:signed}: "
            "{value:signed}.", error=scene.places(scene.expression)[0].value, value=scene.value))
    return Words(title, message(
        "{count} windows cover it; its equal shares of their errors add up to {value:signed}.", count=count,
        value=scene.value))


def mean_of_channel(scene: Scene) -> Words:
    """y = 1/m Σ x over the channel"""
    title = message("Global average")
    if scene.adding:
        return Words(title, _adds(scene))
    return Words(title, message(
        "All {count} values of the channel have the mean {symbol} = {value}: how much of its feature there is, "
        "wherever it is.", count=len(scene.places(scene.expression)), symbol=scene.symbol.text, value=scene.value))


def largest_of_channel(scene: Scene) -> Words:
    """y = max x over the channel"""
    values = scene.places(scene.expression)
    return Words(message("Global maximum"), message(
        "Of all {count} values of the channel, {source} = {value} is the largest: its feature is there, wherever that "
        "is.", count=len(values), source=scene.name(_winner(scene, values)), value=scene.value))


def back_to_channel(scene: Scene) -> Words:
    """∂L/∂x = 1/m ∂L/∂y"""
    error = scene.input(0, _of_channel(scene))
    return Words(message("Back through the mean"), message(
        "All {count} values of the channel made the mean alike, so each takes an equal share of the error "
        "{error:signed}: {value:signed}.", count=round(_divisor(scene)), error=error.value, value=scene.value))


def back_to_channel_largest(scene: Scene) -> Words:
    """∂L/∂x = ∂L/∂y for the largest"""
    title = message("Back through the maximum")
    if _holds(scene, scene.expression):
        return Words(title, message(
            "It was the largest of its channel, so the whole error {value:signed} goes to it.", value=scene.value))
    return Words(title, message(
        "Another value of its channel was the largest: this one changed nothing, so no error comes back to it."))


def back_to_repeated(scene: Scene) -> Words:
    """∂L/∂x = Σ ∂L/∂out"""
    title = message("Back to what was repeated")
    if scene.adding:
        return Words(title, message("This copy's error is {value:signed}.", value=scene.term_value))
    return Words(title, message(
        "It was copied to {count} cells; the errors of all copies add up to {value:signed}.",
        count=len(scene.places(scene.expression)), value=scene.value))


def interpolated(scene: Scene) -> Words:
    """out = Σ a x"""
    title, values = message("Interpolation"), scene.places(scene.expression)
    if scene.adding:
        (source,) = scene.term_places
        return Words(title, message(
            "{source} is {value} and adds its share, {term:signed}.", source=scene.name(source),
            value=scene.frame.printed(source), term=scene.term_value))
    if len(values) == 1:
        return Words(title, message("The new cell lies on {source} and takes its value {value}.",
                                    source=scene.name(values[0]), value=scene.value))
    return Words(title, message(
        "The new cell lies between {count} old ones; the nearer one is, the larger its share: {symbol} = {value}.",
        count=len(values), symbol=scene.symbol.text, value=scene.value))


def back_to_interpolated(scene: Scene) -> Words:
    """∂L/∂x = Σ a ∂L/∂out"""
    title = message("Back through interpolation")
    if scene.adding:
        (error,) = scene.term_places
        return Words(title, message(
            "Of the error {error:signed}, it takes as large a share as it gave: {term:signed}.", error=error.value,
            term=scene.term_value))
    return Words(title, message(
        "{count} new cells took a share of it; the same shares of their errors add up to {value:signed}.",
        count=len(scene.places(scene.expression)), value=scene.value))


def _alone(scene: Scene, source: Place) -> Message:
    return message("The window covers {source} = {value} alone, which goes on as it is.", source=scene.name(source),
                   value=scene.value)


def _adds(scene: Scene) -> Message:
    return message("{source} adds {value:signed}.", source=scene.whose(scene.term_places[0]), value=scene.term_value)


def _winner(scene: Scene, values: list[Place]) -> Place:
    return max(values, key=lambda place: place.value)


def _window(scene: Scene) -> Message:
    op = scene.op
    assert isinstance(op, PoolOp)
    image = op.first_shape(scene.frame.cells.shapes(scene.walk.instruction)[0])[2:]
    return covered(op.sliding, op.first_shape(scene.index)[2:], image)


def _holds(scene: Scene, part: Expression) -> bool:
    """Whether the cell is its window's winner."""
    fetch = scene.frame.fetcher(scene.walk.instruction)
    return not isinstance(part, Choose) or evaluate(part.left, fetch) == evaluate(part.right, fetch)


def _divisor(scene: Scene) -> float:
    if not isinstance(scene.expression, Quotient):
        return 1.0
    return evaluate(scene.expression.denominator, scene.frame.fetcher(scene.walk.instruction))


def _of_channel(scene: Scene) -> tuple[int, ...]:
    assert isinstance(scene.op, GlobalAverageGradient)
    return scene.op.first_shape(scene.index)[:2]


SPEAKERS: Speakers = {
    MaxPool: largest,
    MaxPoolGradient: back_to_largest,
    AveragePool: mean,
    AveragePoolGradient: back_to_all,
    GlobalAverage: mean_of_channel,
    GlobalAverageGradient: back_to_channel,
    GlobalMax: largest_of_channel,
    GlobalMaxGradient: back_to_channel_largest,
    RepeatGradient: back_to_repeated,
    Resample: interpolated,
    ResampleGradient: back_to_interpolated,
}
