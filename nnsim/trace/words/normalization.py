"""What is said of normalization: mean, variance, normalized value, scale and shift, running statistics, way back."""

from math import sqrt

from nnsim.ops.groups import group_of
from nnsim.ops.normalization import (
    CommonGradient,
    GradientAlong,
    Mean,
    Normalize,
    NormalizeByRunning,
    NormalizeByRunningGradient,
    NormalizeGradient,
    Standardize,
    Statistic,
    Variance,
)
from nnsim.ops.running_statistics import RunningMean, RunningVariance
from nnsim.ops.scale_and_shift import ScaleAndShift, ScaleGradient, ShiftGradient, ThroughScale
from nnsim.text.messages import message
from nnsim.trace.pieces import Place
from nnsim.trace.scene import Scene
from nnsim.trace.words.words import Speakers, Words


def mean(scene: Scene) -> Words:
    """μ = 1/m Σ x"""
    title = message("Mean over the batch") if _of_batch(scene) else message("Mean within the sample")
    if _of_one_place(scene):
        title = message("Mean at one place")
    if scene.adding and _of_batch(scene):
        place = scene.term_places[0]
        return Words(title, message("Sample {number}: {source} adds {value:signed}.", number=place.index[0] + 1,
                                    source=scene.whose(place), value=scene.term_value))
    if scene.adding:
        place = scene.term_places[0]
        return Words(title, message("{source} adds {value:signed}.", source=scene.whose(place), value=scene.term_value))
    return Words(
        title,
        message("{count} values have the mean {symbol} = {value}; normalizing will move it to 0.",
                count=_size(scene), symbol=scene.symbol.text, value=scene.value),
    )


def variance(scene: Scene) -> Words:
    """σ² = 1/m Σ (x − μ)²"""
    title = message("Variance over the batch") if _of_batch(scene) else message("Variance within the sample")
    if _of_one_place(scene):
        title = message("Variance at one place")
    if scene.adding:
        place, middle = scene.term_places
        return Words(
            title,
            message("{source} is {off:signed} away from the mean; squared, that adds {value}.",
                    source=scene.whose(place), off=place.value - middle.value, value=scene.term_value),
        )
    return Words(
        title,
        message("The squared distances from the mean are {symbol} = {value} on average: that is how far {count} values "
                "spread; normalizing will make it 1.",
                symbol=scene.symbol.text, value=scene.value, count=_size(scene)),
    )


def normalize(scene: Scene) -> Words:
    """x̂ = (x − μ) / √(σ² + ε)"""
    source, middle, spread = _standardized(scene)
    return Words(
        message("Normalization"),
        message("{source} is {off:signed} away from the mean; measured in spreads of {spread}, that is "
                "{symbol} = {value:signed}.",
                source=scene.whose(source), off=source.value - middle, spread=spread, symbol=scene.symbol.text,
                value=scene.value),
    )


def normalize_by_running(scene: Scene) -> Words:
    """x̂ = (x − r) / √(v + ε)"""
    source, middle, spread = _standardized(scene)
    return Words(
        message("Normalization in use"),
        message("{source} is {x}. The mean {mean} and the spread {spread} that training kept stand in for a batch's: "
                "{symbol} = {value:signed}.",
                source=scene.whose(source), x=source.value, mean=middle, spread=spread, symbol=scene.symbol.text,
                value=scene.value),
    )


def scale_and_shift(scene: Scene) -> Words:
    """y = γ x̂ + β"""
    title = message("Scale and shift")
    if scene.adding and not scene.term_is_bare:
        scale, source = scene.term_places
        return Words(
            title,
            message("{source} is {x:signed}; its learned scale {scale} makes that {value:signed}.",
                    source=scene.whose(source), x=source.value, scale=scale.value, value=scene.term_value),
        )
    if scene.adding:
        return Words(title, message("The learned shift adds {value:signed}.", value=scene.term_value))
    return Words(
        title,
        message("A learned scale and a learned shift give the values the size and the middle that serve the network "
                "best: {symbol} = {value}.", symbol=scene.symbol.text, value=scene.value),
    )


def through_scale(scene: Scene) -> Words:
    """∂L/∂x̂ = ∂L/∂y · γ"""
    error, scale = scene.places(scene.expression)
    return Words(
        message("Back through the scale"),
        message("The error {error:signed} comes back through the scale {scale:signed}: {value:signed}.",
                error=error.value, scale=scale.value, value=scene.value),
    )


def to_scale(scene: Scene) -> Words:
    """∂L/∂γ = Σ ∂L/∂y · x̂"""
    title = message("Gradient of a scale")
    if scene.adding:
        error, source = scene.term_places
        return Words(
            title,
            message("The error {error:signed} times {source} = {x:signed} adds {term:signed}.",
                    error=error.value, source=scene.name(source), x=source.value, term=scene.term_value),
        )
    return Words(
        title,
        message("Errors times the values that the scale stretched add up to its gradient, {value:signed}.",
                value=scene.value),
    )


def to_shift(scene: Scene) -> Words:
    """∂L/∂β = Σ ∂L/∂y"""
    title = message("Gradient of a shift")
    if scene.adding:
        return Words(title, message("The shift feels this error itself, {term:signed}.", term=scene.term_value))
    return Words(
        title,
        message("The shift feels every error itself; they add up to its gradient, {value:signed}.", value=scene.value),
    )


def common(scene: Scene) -> Words:
    """ḡ = 1/m Σ ∂L/∂x̂"""
    title = message("What the errors share")
    if scene.adding:
        return Words(title, message("This error adds {value:signed}.", value=scene.term_value))
    return Words(
        title,
        message("The errors have the mean {value:signed}. Moving all values together changes no normalized value, so "
                "this part will be taken out.", value=scene.value),
    )


def along(scene: Scene) -> Words:
    """s = 1/m Σ ∂L/∂x̂ · x̂"""
    title = message("What only stretches")
    if scene.adding:
        error, source = scene.term_places
        return Words(
            title,
            message("The error {error:signed} times {source} = {x:signed} adds {term:signed}.",
                    error=error.value, source=scene.name(source), x=source.value, term=scene.term_value),
        )
    return Words(
        title,
        message("Errors times normalized values have the mean {value:signed}. Stretching all values together changes "
                "no normalized value either, so this part will be taken out too.", value=scene.value),
    )


def back_through_normalization(scene: Scene) -> Words:
    """∂L/∂x = (∂L/∂x̂ − ḡ − s x̂) / √(σ² + ε)"""
    assert isinstance(scene.op, NormalizeGradient)
    error, shared, stretch, source, spread = scene.places(scene.expression)
    return Words(
        message("Back through normalization"),
        message("The error {error:signed}, without what all share and what only stretches, is {rest:signed}; divided "
                "by the spread {spread}, {value:signed}.",
                error=error.value, rest=error.value - shared.value - stretch.value * source.value,
                spread=sqrt(spread.value + scene.op.epsilon), value=scene.value),
    )


def back_through_running(scene: Scene) -> Words:
    """∂L/∂x = ∂L/∂x̂ / √(v + ε)"""
    assert isinstance(scene.op, NormalizeByRunningGradient)
    error, spread = scene.places(scene.expression)
    return Words(
        message("Back through normalization"),
        message("The error {error:signed} divided by the spread {spread} is {value:signed}.",
                error=error.value, spread=sqrt(spread.value + scene.op.epsilon), value=scene.value),
    )


def running_mean(scene: Scene) -> Words:
    """r′ = (1 − α) r + α μ"""
    assert isinstance(scene.op, RunningMean)
    return Words(
        message("Running mean"),
        message("The running mean takes in {share:exact} of the batch's mean {new} and moves from {before} to {value}: "
                "in use, it stands in for the mean of a batch.",
                share=scene.op.momentum, new=scene.input(1).value, before=scene.input(0).value, value=scene.value),
    )


def running_variance(scene: Scene) -> Words:
    """v′ = (1 − α) v + α m / (m − 1) σ²"""
    assert isinstance(scene.op, RunningVariance)
    title = message("Running variance")
    if scene.value == scene.input(0).value:
        return Words(title, message("The running variance stays {value}.", value=scene.value))
    return Words(
        title,
        message("The running variance takes in {share:exact} of the batch's variance {new} and moves from {before} to "
                "{value}: in use, it stands in for the variance of a batch.",
                share=scene.op.momentum, new=scene.input(1).value, before=scene.input(0).value, value=scene.value),
    )


def _of_batch(scene: Scene) -> bool:
    assert isinstance(scene.op, Statistic)
    return 0 not in scene.op.kept


def _of_one_place(scene: Scene) -> bool:
    """Whether a place of a sequence is normalized by itself."""
    slot = scene.frame.instruction(scene.walk.instruction).inputs[0]
    return len(scene.index) > 1 and len(scene.frame.cells.shape(slot)) == len(scene.index) + 1 and (
        scene.output.node in scene.frame.plan.places)


def _size(scene: Scene) -> int:
    return len(scene.sum.terms) if scene.sum is not None else 1


def _standardized(scene: Scene) -> tuple[Place, float, float]:
    """What is normalized, the middle that is taken off, and the spread by which it is divided."""
    assert isinstance(scene.op, Standardize)
    group = group_of(scene.index, scene.op.kept)
    middle, variance = scene.input(1, group), scene.input(2, group)
    return scene.input(0), middle.value, sqrt(variance.value + scene.op.epsilon)


SPEAKERS: Speakers = {
    Mean: mean,
    Variance: variance,
    Normalize: normalize,
    NormalizeByRunning: normalize_by_running,
    ScaleAndShift: scale_and_shift,
    ThroughScale: through_scale,
    ScaleGradient: to_scale,
    ShiftGradient: to_shift,
    CommonGradient: common,
    GradientAlong: along,
    NormalizeGradient: back_through_normalization,
    NormalizeByRunningGradient: back_through_running,
    RunningMean: running_mean,
    RunningVariance: running_variance,
}
