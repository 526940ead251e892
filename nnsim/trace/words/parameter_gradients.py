"""What is said of the gradients of weights and biases: of each sample's part, and of all parts together."""

from math import prod

from nnsim.ops.linear import BiasGradient, WeightGradient
from nnsim.ops.linked import LinkedWeightGradient
from nnsim.text.messages import Message, message
from nnsim.trace.scene import Scene
from nnsim.trace.words.windows import at
from nnsim.trace.words.words import Speakers, Words


def to_weight(scene: Scene) -> Words:
    """∂L/∂w = Σ δ x"""
    said = _product(scene) if scene.adding else _products(scene)
    return Words(message("Gradient of a weight"), said)


def _product(scene: Scene) -> Message:
    """The part of one sample, or of one step of it."""
    delta, source = scene.term_places
    given = {"number": delta.index[0] + 1, "delta": delta.value, "x": scene.frame.printed(source),
             "term": scene.term_value}  # fmt: skip
    if _steps(scene) == 1:
        return message("Sample {number}: δ is {delta:signed} and the input {x}, which adds {term:signed}.", **given)
    step = scene.term_cells[0][1] + 1
    if _of_tokens(scene):
        return message("Sample {number}, place {place}: δ is {delta:signed} and the input {x}, which adds "
                       "{term:signed}.", place=step, **given)  # fmt: skip
    return message("Sample {number}, step {step}: δ is {delta:signed} and the input {x}, which adds {term:signed}.",
                   step=step, **given)  # fmt: skip


def _products(scene: Scene) -> Message:
    """All parts together."""
    places, batch = scene.places(scene.expression)[:2], scene.frame.plan.batch
    if batch == 1 and len(places) == 2:
        delta, source = places
        return message(
            "The weight carried {x} to a unit whose δ is {delta:signed}; their product is its gradient, "
            "{value:signed}.", x=scene.frame.printed(source), delta=delta.value, value=scene.value)
    if scene.frame.cells.meaning(scene.output.slot).step is not None:
        return _of_one_step(scene)
    steps, given = _steps(scene), {"count": batch, "symbol": differentiated(scene), "value": scene.value}
    if steps == 1:
        return message("δ times input, added up over {count} samples, is the gradient of {symbol}: {value:signed}.",
                       **given)  # fmt: skip
    if _of_tokens(scene):
        return message(
            "Every place uses the same weight: δ times input, added up over {count} samples and {places} places, is "
            "the gradient of {symbol}: {value:signed}.", places=steps, **given)
    return message(
        "Every step uses the same weight: δ times input, added up over {count} samples and {steps} steps, is the "
        "gradient of {symbol}: {value:signed}.", steps=steps, **given)


def to_bias(scene: Scene) -> Words:
    """∂L/∂b = Σ δ"""
    said = _error_of_sample(scene) if scene.adding else _errors(scene)
    return Words(message("Gradient of a bias"), said)


def _error_of_sample(scene: Scene) -> Message:
    """The part of one sample, or of one step of it."""
    number, term = scene.term_places[0].index[0] + 1, scene.term_value
    if _steps(scene) == 1:
        return message("Sample {number}: the bias feels δ itself, {term:signed}.", number=number, term=term)
    step = scene.term_cells[0][1]
    place = message("place {first}", first=step + 1) if _of_tokens(scene) else at((step,))
    return message("Sample {number}, {place}: the bias feels δ itself, {term:signed}.", number=number, place=place,
                   term=term)  # fmt: skip


def _errors(scene: Scene) -> Message:
    """All parts together."""
    steps, batch = _steps(scene), scene.frame.plan.batch
    if batch == 1 and steps == 1:
        return message("The bias feels δ itself: {value:signed}.", value=scene.value)
    if scene.frame.cells.meaning(scene.output.slot).step is not None:
        return _of_one_step(scene)
    given = {"count": batch, "symbol": differentiated(scene), "value": scene.value}
    if steps == 1:
        return message("δ added up over {count} samples is the gradient of {symbol}: {value:signed}.", **given)
    if _of_tokens(scene):
        return message(
            "Every place uses the same bias: δ added up over {count} samples and {places} places is the gradient of "
            "{symbol}: {value:signed}.", places=steps, **given)
    return message(
        "Every step uses the same bias: δ added up over {count} samples and {steps} steps is the gradient of "
        "{symbol}: {value:signed}.", steps=steps, **given)


def differentiated(scene: Scene) -> str:
    """The name of what the result is the gradient of."""
    of = scene.frame.cells.meaning(scene.output.slot).of
    return scene.frame.plan.symbols.name(of, scene.index).text if of is not None else scene.symbol.text


def _steps(scene: Scene) -> int:
    """How many steps of a sequence the errors at hand run over; 1 where there is no sequence."""
    slot = scene.frame.instruction(scene.walk.instruction).inputs[0]
    return prod(scene.frame.cells.shape(slot)[1:-1])


def _of_tokens(scene: Scene) -> bool:
    """Whether a parameter serves at the places of tokens rather than at time steps."""
    return scene.output.node in scene.frame.plan.places


def _of_one_step(scene: Scene) -> Message:
    """Of a parameter that all steps of a sequence share: what one of them adds to its gradient."""
    return message(
        "Step {step} of the sequence alone, over {count} samples, makes this part of the gradient of {symbol}: "
        "{value:signed}.",
        step=scene.frame.cells.meaning(scene.output.slot).step, count=scene.frame.plan.batch,
        symbol=differentiated(scene), value=scene.value,
    )


SPEAKERS: Speakers = {
    WeightGradient: to_weight,
    LinkedWeightGradient: to_weight,
    BiasGradient: to_bias,
}
