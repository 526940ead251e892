"""What is said of attention: scores, weights, what they bring, and the way back through them."""

from nnsim.ops.attention import (
    AttentionGradient,
    AttentionOp,
    AttentionScores,
    KeyGradient,
    QueryGradient,
    ValueGradient,
    WeightedValues,
)
from nnsim.ops.attention_weights import AttentionWeights, AttentionWeightsGradient
from nnsim.text.messages import Message, message
from nnsim.trace.scene import Scene
from nnsim.trace.words.words import Speakers, Words


def scores(scene: Scene) -> Words:
    """s = Σ q k / √D"""
    i, j = _places(scene)
    title = _titled(scene, message("Attention score"))
    if scene.adding:
        query, key = scene.term_places
        return Words(
            title,
            message("The query's {query} is {q:signed} and the key's {key} is {k:signed}; their product adds "
                    "{term:signed} to how well they fit.", query=scene.name(query), q=query.value,
                    key=scene.name(key), k=key.value, term=scene.term_value),
        )
    hidden = _hidden(scene)
    if hidden is not None:
        return Words(title, message("{hidden} Nothing reads this score.", hidden=hidden))
    return Words(
        title,
        message("How well the query of place {i} fits the key of place {j}: {symbol} = {value:signed}. The root keeps "
                "long sums of products small.", i=i, j=j, symbol=scene.symbol.text, value=scene.value),
    )


def weights(scene: Scene) -> Words:
    """a = e^s / Σ e^s"""
    i, j = _places(scene)
    title, hidden = _titled(scene, message("Attention weight")), _hidden(scene)
    if hidden is not None:
        return Words(title, message("{hidden} Its weight is 0.", hidden=hidden))
    count = len(_seen(scene))
    if count == 1:
        return Words(
            title, message("Place {i} has only place {j} to look at, so it gives it all its attention: 1.", i=i, j=j))
    return Words(
        title,
        message("Place {i} looks at place {j} with weight {value:loss}: its score of {score:signed} gets that share "
                "among the {count} places in view. m = {m} is the largest of their scores: taking it off changes no "
                "weight, but keeps the powers small.", i=i, j=j, value=scene.value, score=scene.input(0).value,
                count=count, m=max(scene.input(0, (*scene.index[:-1], place)).value for place in _seen(scene))),
    )


def weighted_values(scene: Scene) -> Words:
    """h = Σ a v"""
    i, title = scene.index[-2] + 1, _titled(scene, message("Weighted values"))
    if scene.term_is_left_out:
        return Words(title, message("Place {j} is padding, so it is left out.", j=_term_place(scene)))
    if scene.adding:
        weight, value = scene.term_places
        return Words(
            title,
            message("Place {i} looks at place {j} with weight {weight:loss}; of its value {value:signed} that brings "
                    "{term:signed}.", i=i, j=weight.index[-1] + 1, weight=weight.value, value=value.value,
                    term=scene.term_value),
        )
    seen = _seen(scene)
    if not seen:
        return Words(title, message("Place {i} has nothing to look at, so nothing is brought: 0.", i=i))
    if len(seen) == 1:
        return Words(
            title,
            message("Place {i} has only place {j} to look at and takes its value as it is: {symbol} = {value:signed}.",
                    i=i, j=seen[0] + 1, symbol=scene.symbol.text, value=scene.value))
    most = max(seen, key=lambda j: scene.input(0, (*scene.index[:-1], j)).value)
    return Words(
        title,
        message("Place {i} gathers the values of {count} places, each times its weight: {symbol} = {value:signed}. It "
                "listens most to place {j}, with weight {weight:loss}.", i=i, count=len(seen),
                symbol=scene.symbol.text, value=scene.value, j=most + 1,
                weight=scene.input(0, (*scene.index[:-1], most)).value),
    )


def to_weights(scene: Scene) -> Words:
    """∂L/∂a = Σ δ v"""
    i, j = _places(scene)
    title = _titled(scene, message("Gradient of an attention weight"))
    if scene.adding:
        error, value = scene.term_places
        return Words(
            title,
            message("The error {error:signed} times the value {value:signed} of place {j} adds {term:signed}.",
                    error=error.value, value=value.value, j=j, term=scene.term_value),
        )
    hidden = _hidden(scene)
    if hidden is not None:
        return Words(title, message("{hidden} Nothing reads this gradient.", hidden=hidden))
    given = {"i": i, "j": j, "value": scene.value}
    if scene.value > 0:
        return Words(title, message(
            "Looking more at place {j} would raise the loss: for place {i} the gradient is {value:signed}.", **given))
    if scene.value < 0:
        return Words(title, message(
            "Looking more at place {j} would lower the loss: for place {i} the gradient is {value:signed}.", **given))
    return Words(title, message(
        "Looking more at place {j} would not change the loss: for place {i} the gradient is 0.", i=i, j=j))


def through_weights(scene: Scene) -> Words:
    """δ = a (g − Σ g a)"""
    title, hidden = _titled(scene, message("Back through attention")), _hidden(scene)
    if hidden is not None:
        return Words(title, message("{hidden} Its score gets no error.", hidden=hidden))
    return Words(
        title,
        message("The weights of a place add up to 1, so one gains what others lose: what counts is this gradient "
                "beyond the row's average, times the weight {weight:loss}: {value:signed}.",
                weight=scene.input(1).value, value=scene.value),
    )


def to_values(scene: Scene) -> Words:
    """∂L/∂v = Σ δ a"""
    j, title = scene.index[-2] + 1, _titled(scene, message("Gradient of a value"))
    if scene.term_is_left_out:
        return _padding(title, j)
    if scene.adding:
        error, weight = scene.term_places
        return Words(
            title,
            message("Place {i} looked at place {j} with weight {weight:loss}; so much of its error {error:signed} "
                    "comes back: {term:signed}.", i=weight.index[-2] + 1, j=j, weight=weight.value, error=error.value,
                    term=scene.term_value),
        )
    return Words(
        title,
        message("The errors of all places that looked at place {j}, each times how much it looked, add up to "
                "{symbol} = {value:signed}.", j=j, symbol=scene.symbol.text, value=scene.value),
    )


def to_query(scene: Scene) -> Words:
    """∂L/∂q = Σ δ k / √D"""
    i, title = scene.index[-2] + 1, _titled(scene, message("Gradient of a query"))
    if scene.term_is_left_out:
        return Words(title, message("Place {j} is padding, so it is left out.", j=_term_place(scene)))
    if scene.adding:
        error, key = scene.term_places
        return Words(
            title,
            message("The error {error:signed} of the score for place {j} comes back through its key {key:signed}: "
                    "{term:signed}.", error=error.value, j=error.index[-1] + 1, key=key.value, term=scene.term_value),
        )
    return Words(
        title,
        message("The errors of all scores of place {i} come back through the keys that it looked at: "
                "{symbol} = {value:signed}.", i=i, symbol=scene.symbol.text, value=scene.value),
    )


def to_key(scene: Scene) -> Words:
    """∂L/∂k = Σ δ q / √D"""
    j, title = scene.index[-2] + 1, _titled(scene, message("Gradient of a key"))
    if scene.term_is_left_out:
        return _padding(title, j)
    if scene.adding:
        error, query = scene.term_places
        return Words(
            title,
            message("The error {error:signed} of place {i}'s score comes back through its query {query:signed}: "
                    "{term:signed}.", error=error.value, i=error.index[-2] + 1, query=query.value,
                    term=scene.term_value),
        )
    return Words(
        title,
        message("The errors of all scores for place {j} come back through the queries that looked at it: "
                "{symbol} = {value:signed}.", j=j, symbol=scene.symbol.text, value=scene.value),
    )


def _titled(scene: Scene, title: Message) -> Message:
    """With the head, where there are several."""
    return title if len(scene.index) == 3 else message("{title} · head {head}", title=title, head=scene.index[1] + 1)


def _places(scene: Scene) -> tuple[int, int]:
    """The place that looks and the one that is looked at, counted from 1."""
    return scene.index[-2] + 1, scene.index[-1] + 1


def _term_place(scene: Scene) -> int:
    """The place, counted from 1, that the present term of a sum over places is about."""
    slot = scene.frame.instruction(scene.walk.instruction).inputs[0]
    seen = _op(scene).seen(scene.index[-2], scene.frame.cells.shape(slot)[-1])
    return seen[scene.term or 0] + 1


def _padding(title: Message, j: int) -> Words:
    return Words(title, message("Place {j} is padding, so nobody looked at it.", j=j))


def _op(scene: Scene) -> AttentionOp:
    assert isinstance(scene.op, AttentionOp)
    return scene.op


def _hidden(scene: Scene) -> Message | None:
    """Why the place in the last index is not looked at, or None."""
    i, j = _places(scene)
    if _op(scene).causal and j > i:
        return message("Place {j} comes after place {i}, and a causal mask hides what is yet to come.", i=i, j=j)
    if not _is_present(scene, j - 1):
        return message("Place {j} is padding, so there is nothing to look at.", j=j)
    return None


def _seen(scene: Scene) -> list[int]:
    """The places that are looked at, from 0."""
    slot = scene.frame.instruction(scene.walk.instruction).inputs[0]
    places = scene.frame.cells.shape(slot)[-1]
    return [j for j in _op(scene).seen(scene.index[-2], places) if _is_present(scene, j)]


def _is_present(scene: Scene, j: int) -> bool:
    """Whether place j holds a token, as far as the operation is told."""
    inputs = scene.frame.instruction(scene.walk.instruction).inputs
    last = len(inputs) - 1
    if len(scene.frame.cells.shape(inputs[last])) != 2:
        return True
    return scene.input(last, (scene.index[0], j)).value > 0


SPEAKERS: Speakers = {
    AttentionScores: scores,
    AttentionWeights: weights,
    WeightedValues: weighted_values,
    AttentionGradient: to_weights,
    AttentionWeightsGradient: through_weights,
    ValueGradient: to_values,
    QueryGradient: to_query,
    KeyGradient: to_key,
}
