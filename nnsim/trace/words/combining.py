"""What is said of sums and products of values, dropout and noise, rules and designed features."""

from math import prod

from nnsim.ops.combining import Add, FactorGradient, Multiply
from nnsim.ops.dropout import AddNoise, Drop, DropGradient, KeepMask
from nnsim.ops.features import Features, FeaturesGradient
from nnsim.ops.rules import Conditions, FirstRule, NoSlope
from nnsim.text.messages import message
from nnsim.text.numbers import whole_if_it_is
from nnsim.trace.scene import Scene
from nnsim.trace.words.words import Speakers, Words, setting


def add(scene: Scene) -> Words:
    """h = a + b + …"""
    title = message("Addition")
    if scene.adding:
        source = message("{source} adds {value:signed}.", source=scene.whose(scene.term_places[0]),
                         value=scene.term_value)
        return Words(title, source)
    return Words(
        title,
        message(
            "{count} values add up to {symbol} = {value}. On the way back, each of them gets the whole error.",
            count=len(scene.places(scene.expression)), symbol=scene.symbol.text, value=scene.value,
        ),
    )


def multiply(scene: Scene) -> Words:
    """h = a · b · …"""
    title, factors = message("Product"), scene.places(scene.expression)
    for factor in factors:
        if factor.value == 0:
            return Words(
                title,
                message("{source} is 0, so it lets nothing through: {symbol} is 0, whatever the other factors are.",
                        source=scene.whose(factor), symbol=scene.symbol.text),
            )
    return Words(
        title,
        message("{source} is {factor}: so many times it lets the rest through, which gives {symbol} = {value}.",
                source=scene.whose(factors[0]), factor=scene.frame.printed(factors[0]), symbol=scene.symbol.text,
                value=scene.value),
    )


def back_through_product(scene: Scene) -> Words:
    """∂L/∂a = ∂L/∂h · b · …"""
    error, *others = scene.places(scene.expression)
    return Words(
        message("Back through the product"),
        message(
            "A factor counts as much as the others let it: the error {error:signed} times {others} is {value:signed}.",
            error=error.value, others=prod(other.value for other in others), value=scene.value,
        ),
    )


def keep(scene: Scene) -> Words:
    """Who stays in this step."""
    assert isinstance(scene.op, KeepMask)
    title = message("Dropout: who stays")
    given = {"drawn": scene.input(0).value, "rate": scene.op.rate}
    if scene.value == 0:
        return Words(title, message("{drawn} was drawn, below the rate {rate:exact}: dropped in this step.", **given))
    return Words(
        title,
        message(
            "{drawn} was drawn, not below the rate {rate:exact}: it stays, {scale} times as large, to stand in for the "
            "dropped ones.", **given, scale=scene.frame.printed(scene.output),
        ),
    )


def drop(scene: Scene) -> Words:
    """h′ = h · k"""
    title, source, mask = message("Dropout"), scene.input(0), scene.input(1)
    if mask.value == 0:
        return Words(
            title,
            message("{source} is dropped: in this step the network must do without it.", source=scene.whose(source)),
        )
    return Words(
        title,
        message("{source} stays: {x} times {scale} is {value}.", source=scene.whose(source),
                x=scene.frame.printed(source), scale=scene.frame.printed(mask), value=scene.value),
    )


def back_through_drop(scene: Scene) -> Words:
    """∂L/∂h = ∂L/∂h′ · k"""
    title, error, mask = message("Back through dropout"), scene.input(0), scene.input(1)
    if mask.value == 0:
        return Words(title, message("It was dropped and had no part in the loss, so no error comes back to it."))
    return Words(
        title,
        message("It stayed, {scale} times as large, so the error {error:signed} comes back as many times: "
                "{value:signed}.", scale=scene.frame.printed(mask), error=error.value, value=scene.value),
    )


def noise(scene: Scene) -> Words:
    """h′ = h + σ ε"""
    assert isinstance(scene.op, AddNoise)
    source, drawn = scene.input(0), scene.input(1)
    return Words(
        message("Noise"),
        message(
            "Noise of {noise:signed} is added to {source}, so that the network cannot rely on exact values: {value}.",
            noise=scene.op.deviation * drawn.value, source=scene.whose(source), value=scene.value,
        ),
    )


def condition(scene: Scene) -> Words:
    """x ⋚ t"""
    assert isinstance(scene.op, Conditions)
    title, source = message("Condition"), scene.places(scene.expression)[0]
    each = scene.op.conditions[scene.index[-1]]
    given = {"symbol": scene.name(source), "x": scene.frame.printed(source), "sign": each.comparison,
             "threshold": setting(each.threshold)}
    if scene.value:
        return Words(title, message("{symbol} is {x}, so {symbol} {sign} {threshold} holds: 1.", **given))
    return Words(title, message("{symbol} is {x}, so {symbol} {sign} {threshold} does not hold: 0.", **given))


def first_rule(scene: Scene) -> Words:
    """The first rule whose conditions all hold."""
    assert isinstance(scene.op, FirstRule)
    title = message("Rules")
    for number, rule in enumerate(scene.op.rules):
        if all(scene.input(0, (scene.index[0], k)).value >= 1 for k in rule.conditions):
            return Words(
                title,
                message("Rule {number} is the first whose conditions all hold: its answer is {value}.",
                        number=number + 1, value=whole_if_it_is(scene.value)),
            )
    return Words(title, message("There is no rule whose conditions all hold: the answer is {value}.",
                                value=whole_if_it_is(scene.value)))


def no_slope(scene: Scene) -> Words:
    """∂L/∂x = 0"""
    return Words(
        message("Back through the rules"),
        message("A rule is flat: its slope is 0, so no error passes, and what stands before it learns nothing."),
    )


def feature(scene: Scene) -> Words:
    """f(x)"""
    return Words(
        message("Designed feature"),
        message("{symbol} = {value} comes from a formula that a person chose; there is no weight in it to learn.",
                symbol=scene.symbol.text, value=scene.value),
    )


def back_through_features(scene: Scene) -> Words:
    """∂L/∂x = Σ ∂L/∂f · ∂f/∂x"""
    title = message("Back through the features")
    features = scene.places(scene.expression)
    if not features:
        return Words(title, message("No feature is made of it, so no error comes back to it."))
    if scene.adding:
        return Words(
            title,
            message("The error {error:signed} of this feature times its slope adds {term:signed}.",
                    error=scene.term_places[0].value, term=scene.term_value),
        )
    if scene.sum is None:
        return Words(
            title,
            message("It acts through one feature: its error {error:signed} times its slope is {value:signed}.",
                    error=features[0].value, value=scene.value),
        )
    return Words(
        title,
        message("It acts through {count} of the features; their errors times their slopes add up to {value:signed}.",
                count=len(scene.sum.terms), value=scene.value),
    )


SPEAKERS: Speakers = {
    Add: add,
    Multiply: multiply,
    FactorGradient: back_through_product,
    KeepMask: keep,
    Drop: drop,
    DropGradient: back_through_drop,
    AddNoise: noise,
    Conditions: condition,
    FirstRule: first_rule,
    NoSlope: no_slope,
    Features: feature,
    FeaturesGradient: back_through_features,
}
