"""What is said of weighted sums and activations."""

from nnsim.ops.activation import Relu, Sigmoid, Sign, Softmax, Step, Tanh
from nnsim.ops.linear import WeightedSum
from nnsim.ops.linked import LinkedSum
from nnsim.text.messages import Message, message
from nnsim.trace.scene import Scene
from nnsim.trace.words.words import Speakers, Words

_SUM = message("Weighted sum")


def weighted_sum(scene: Scene) -> Words:
    """z = Σ w x + b, as a whole or by the term that is added."""
    if not scene.adding:
        return Words(_SUM, _whole_sum(scene))
    if scene.term_is_bare:
        return Words(_SUM, message("The bias adds {value:signed} to {symbol}, whatever the inputs are.",
                                   value=scene.term_value, symbol=scene.symbol.text))  # fmt: skip
    return Words(_SUM, _product(scene))


def _whole_sum(scene: Scene) -> Message:
    """All terms together: one or many inputs, with a bias or without."""
    terms = len(scene.sum.terms) if scene.sum is not None else 1
    biased = len(scene.frame.instruction(scene.walk.instruction).inputs) - isinstance(scene.op, LinkedSum) == 3
    count, given = terms - biased, {"symbol": scene.symbol.text, "value": scene.value}
    if biased and count == 0:
        return message("Nothing links into it, so {symbol} is its bias alone: {value}.", **given)
    if biased and count == 1:
        return message("Its one input times its weight, and the bias, give {symbol} = {value}.", **given)
    if count == 1:
        return message("Its one input times its weight gives {symbol} = {value}.", **given)
    if biased:
        return message("{count} inputs, each times its weight, and the bias add up to {symbol} = {value}.",
                       count=count, **given)  # fmt: skip
    return message("{count} inputs, each times its weight, add up to {symbol} = {value}.", count=count, **given)


def _product(scene: Scene) -> Message:
    weight, source = scene.term_places
    given = {
        "source": scene.whose(source),
        "value": scene.frame.printed(source),
        "weight": weight.value,
        "symbol": scene.symbol.text,
        "amount": abs(scene.term_value),
    }
    if scene.term_value > 0:
        return message(
            "{source} is {value}. Its weight is {weight:signed}, so it pulls {symbol} up by {amount}.", **given
        )
    if scene.term_value < 0:
        return message(
            "{source} is {value}. Its weight is {weight:signed}, so it pulls {symbol} down by {amount}.", **given
        )
    return message(
        "{source} is {value} and its weight is {weight}, so {symbol} stays as it is.",
        **{key: given[key] for key in ("source", "value", "weight", "symbol")},
    )


def step(scene: Scene) -> Words:
    """1 from the threshold on."""
    title, z = message("Threshold"), scene.input(0)
    given = {"symbol": scene.name(z), "z": z.value, "result": scene.symbol.text}
    if scene.value:
        return Words(
            title, message("{symbol} = {z} reaches the threshold 0, so the neuron fires: {result} is 1.", **given)
        )
    return Words(title, message("{symbol} = {z} stays below the threshold 0, so {result} is 0.", **given))


def sign(scene: Scene) -> Words:
    """+1 or −1."""
    title, z = message("Sign"), scene.input(0)
    given = {"symbol": scene.name(z), "z": z.value, "result": scene.symbol.text}
    if scene.value > 0:
        return Words(title, message("{symbol} = {z} is not below 0, so {result} is +1.", **given))
    return Words(title, message("{symbol} = {z} is below 0, so {result} is −1.", **given))


def sigmoid(scene: Scene) -> Words:
    """Into 0 to 1."""
    z = scene.input(0)
    return Words(
        message("Activation: sigmoid"),
        message(
            "The sigmoid squeezes {symbol} = {z} into the range from 0 to 1 and gives {value}.",
            symbol=scene.name(z),
            z=z.value,
            value=scene.frame.printed(scene.output),
        ),
    )


def tanh(scene: Scene) -> Words:
    """Into −1 to 1."""
    z = scene.input(0)
    return Words(
        message("Activation: tanh"),
        message(
            "tanh squeezes {symbol} = {z} into the range from −1 to 1 and gives {value}.",
            symbol=scene.name(z),
            z=z.value,
            value=scene.value,
        ),
    )


def relu(scene: Scene) -> Words:
    """Positive sums pass."""
    title, z = message("Activation: ReLU"), scene.input(0)
    given = {"symbol": scene.name(z), "z": z.value}
    if z.value > 0:
        return Words(title, message("{symbol} = {z} is positive, so ReLU lets it pass unchanged.", **given))
    return Words(title, message("{symbol} = {z} is not positive, so ReLU stops it at 0.", **given))


def softmax(scene: Scene) -> Words:
    """Shares of 1."""
    slot = scene.frame.instruction(scene.walk.instruction).inputs[0]
    largest = float(scene.frame.array(slot)[scene.index[0]].max())
    return Words(
        message("Activation: softmax"),
        message(
            "softmax turns the sums of the layer into shares of 1; {symbol} gets {value:loss}. "
            "m = {m} is the largest sum: "
            "taking it off changes no share, but keeps the powers small.",
            symbol=scene.symbol.text,
            value=scene.value,
            m=largest,
        ),
    )


SPEAKERS: Speakers = {
    WeightedSum: weighted_sum,
    LinkedSum: weighted_sum,
    Step: step,
    Sign: sign,
    Sigmoid: sigmoid,
    Tanh: tanh,
    Relu: relu,
    Softmax: softmax,
}
