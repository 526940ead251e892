"""Scaled dot-product attention as a layer without parameters, and what every kind of attention shares."""

from typing import ClassVar

from nnsim.catalog.embedding import MOST_TOKENS, PADDING_TOKEN, places
from nnsim.catalog.field import Field
from nnsim.catalog.kind import Kind, Lowered, Lowering
from nnsim.catalog.port import Port, Shape, Shapes
from nnsim.document import Node, Settings
from nnsim.ops.attention import AttentionScores, WeightedValues
from nnsim.ops.attention_weights import AttentionWeights
from nnsim.ops.embedding import Present
from nnsim.text.messages import Message, message


class AttentionSettings(Settings, frozen=True):
    """Whether a place looks at earlier ones only, and which token is padding where the tokens are linked."""

    causal: bool = False
    padding: int = 0


PORTS = (
    Port(title=message("Query"), ranks=(2,), links="one"),
    Port("key", message("Key"), ranks=(2,), links="one", optional=True),
    Port("value", message("Value"), ranks=(2,), links="one", optional=True),
    Port("tokens", message("Tokens, for padding"), ranks=(1, 2), links="one", optional=True),
)
CAUSAL = Field("causal", message("Causal mask"),
               message("Whether a place looks only at itself and earlier places, never at what is yet to come."),
               "bool", False)
PADDING = Field("padding", PADDING_TOKEN,
                message("Places with this token are not looked at, if the tokens are linked to the port for padding."),
                "int", 0, 0, MOST_TOKENS - 1, 0, 16)


class Attention(Kind):
    """h = softmax(q kᵀ / √d) v"""

    id = "attention"
    title = message("Attention")
    meaning = message("Each place looks at all keys and gathers their values, most from where its query fits best.")
    category = "attention"
    Settings = AttentionSettings
    ports = PORTS
    fields: ClassVar[tuple[Field, ...]] = (CAUSAL, PADDING)

    def refuses(self, settings: AttentionSettings, inputs: Shapes) -> Message | None:
        query, key, _ = looked(inputs)
        if query[1] != key[1]:
            return message(
                "Query and key are compared feature by feature, but the query has {query} features and the key {key}. "
                "Put a Dense before one of them.", query=query[1], key=key[1])
        return mismatch(inputs)

    def shape(self, settings: AttentionSettings, inputs: Shapes) -> Shape:
        query, _, value = looked(inputs)
        return (query[0], value[1])

    def lower(self, lowering: Lowering, node: Node, inputs: Lowered) -> Lowered:
        assert isinstance(node.settings, AttentionSettings)
        query, key, value = linked(inputs)
        present = presence(lowering, inputs, node.settings.padding)
        return Lowered(attend(lowering, query, key, value, present, node.settings.causal, "activation"))

    def facts(self, settings: AttentionSettings, units: int | None) -> Message | None:
        return message("causal") if settings.causal else None


def looked(inputs: Shapes) -> tuple[Shape, Shape, Shape]:
    """The shapes of query, key and value: without a key the query is looked at, without a value the key."""
    query = inputs["in"][0]
    key = inputs["key"][0] if inputs["key"] else query
    return query, key, inputs["value"][0] if inputs["value"] else key


def linked(inputs: Lowered) -> tuple[int, int, int]:
    """The slots of query, key and value."""
    query = inputs.ports["in"][0]
    key = inputs.ports["key"][0] if inputs.ports["key"] else query
    return query, key, inputs.ports["value"][0] if inputs.ports["value"] else key


def mismatch(inputs: Shapes) -> Message | None:
    """Why keys, values and tokens do not go together, or None: they must have the same places."""
    _, key, value = looked(inputs)
    if key[0] != value[0]:
        return message("Every key needs its value, but there are {keys} keys and {values} values. Link both from "
                       "sequences of the same length.", keys=key[0], values=value[0])
    tokens = inputs["tokens"][0] if inputs["tokens"] else (key[0],)
    if tokens[0] != key[0] or tokens[1:] not in ((), (1,)):
        return message("The tokens tell which of the {steps} keys are padding, so there must be {steps} of them, not "
                       "{count}. Link the tokens that the keys are made of.", steps=key[0], count=_size(tokens))
    return None


def _size(shape: Shape) -> int:
    return shape[0] if len(shape) == 1 else shape[0] * shape[1]


def presence(lowering: Lowering, inputs: Lowered, padding: int) -> tuple[int, ...]:
    """The slot that says which keys are more than padding; none where no tokens are linked."""
    tokens = inputs.ports["tokens"]
    return (lowering.emit(Present(padding), places(lowering, tokens[0]), quantity="present"),) if tokens else ()


def attend(
    lowering: Lowering, query: int, key: int, value: int, present: tuple[int, ...], causal: bool, quantity: str,
) -> int:
    """Emits scores, weights and weighted values, of one head or of several side by side; returns the last slot."""
    scores = lowering.emit(AttentionScores(causal), query, key, *present, quantity="score")
    weights = lowering.emit(AttentionWeights(causal), scores, *present, quantity="attention")
    return lowering.emit(WeightedValues(causal), weights, value, *present, quantity=quantity)
