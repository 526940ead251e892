"""Multi-head attention: several attentions side by side, each with queries, keys and values of its own."""

from typing import ClassVar

from nnsim.catalog.attention import CAUSAL, PADDING, PORTS, attend, linked, looked, mismatch, presence
from nnsim.catalog.dense import BIAS, WEIGHTS_BEGIN
from nnsim.catalog.field import Field
from nnsim.catalog.initializers import Glorot, Initializer, Zero
from nnsim.catalog.kind import Kind, Lowered, Lowering, ParameterSpec
from nnsim.catalog.port import Shape, Shapes
from nnsim.document import Node, Settings
from nnsim.ops.arranging import Concatenate, Part, Reshape, Transpose
from nnsim.ops.linear import WeightedSum
from nnsim.text.messages import Message, message


class MultiHeadSettings(Settings, frozen=True):
    """Number of heads, masks, whether there are biases, how weights begin, and which head is switched off (0: none)."""

    heads: int = 2
    causal: bool = False
    padding: int = 0
    off: int = 0
    bias: bool = True
    initializer: Initializer = Glorot()


MOST_HEADS = 64


class MultiHead(Kind):
    """h = W_O · (attention of every head, side by side), with queries W_Q x, keys W_K x and values W_V x

    As `torch.nn.MultiheadAttention`, whose packed weights are three parameters here.
    """

    id = "multi_head"
    title = message("Multi-head attention")
    meaning = message("Several attentions side by side: each head learns what to look for, and all answers are mixed.")
    category = "attention"
    Settings = MultiHeadSettings
    ports = PORTS
    fields: ClassVar[tuple[Field, ...]] = (
        Field("heads", message("Heads"), message("How many attentions look side by side; they share the features."),
              "int", 2, 1, MOST_HEADS, 1, 8),
        CAUSAL, PADDING,
        Field("off", message("Head switched off"),
              message("This head's answer is left out, to see what it was good for. 0: none."), "int", 0, 0,
              MOST_HEADS, 0, 8),
        BIAS, WEIGHTS_BEGIN,
    )

    def refuses(self, settings: MultiHeadSettings, inputs: Shapes) -> Message | None:
        width = looked(inputs)[0][1]
        if width % settings.heads:
            return message(
                "{heads} heads cannot share {features} features evenly. Choose a number of heads that divides "
                "{features}.", heads=settings.heads, features=width)
        if settings.off > settings.heads:
            return message("There is no head {off} to switch off: there are {heads} heads. Choose one of them, or 0.",
                           off=settings.off, heads=settings.heads)
        if settings.heads == settings.off == 1:
            return message("The only head cannot be switched off. Use more heads, or delete the layer.")
        return mismatch(inputs)

    def shape(self, settings: MultiHeadSettings, inputs: Shapes) -> Shape:
        return looked(inputs)[0]

    def parameters(self, settings: MultiHeadSettings, inputs: Shapes) -> tuple[ParameterSpec, ...]:
        query, key, value = looked(inputs)
        width = query[1]
        own_value = bool(inputs["key"] or inputs["value"])
        weights = (
            ParameterSpec("query", (width, width), settings.initializer, width, width, 1),
            ParameterSpec("key", (width, key[1]), settings.initializer, key[1], width, None if inputs["key"] else 1),
            ParameterSpec("value", (width, value[1]), settings.initializer, value[1], width, None if own_value else 1),
            ParameterSpec("output", (width, width), settings.initializer, width, width),
        )
        biases = tuple(
            ParameterSpec(f"{spec.name}_bias", (width,), Zero(), spec.fan_in, width, means="bias") for spec in weights
        )
        return (*weights, *biases) if settings.bias else weights

    def lower(self, lowering: Lowering, node: Node, inputs: Lowered) -> Lowered:
        settings = node.settings
        assert isinstance(settings, MultiHeadSettings)
        present = presence(lowering, inputs, settings.padding)
        slots = zip(("query", "key", "value"), linked(inputs), strict=True)
        query, key, value = (_heads(lowering, settings, _projected(lowering, settings, name, x), name)
                             for name, x in slots)
        brought = attend(lowering, query, key, value, present, settings.causal, "context")
        if settings.heads > 1:
            steps, width = lowering.shape(query)[1], lowering.shape(value)[2] * settings.heads
            side_by_side = lowering.emit(Transpose((0, 2, 1, 3)), brought, quantity="context")
            brought = lowering.emit(Reshape((steps, width)), side_by_side, quantity="context")
        return Lowered(_mixed(lowering, settings, brought))

    def facts(self, settings: MultiHeadSettings, units: int | None) -> Message | None:
        heads = message("1 head") if settings.heads == 1 else message("{count} heads", count=settings.heads)
        return message("{heads} · causal", heads=heads) if settings.causal else heads


def _projected(lowering: Lowering, settings: MultiHeadSettings, name: str, x: int) -> int:
    biases = (lowering.parameter(f"{name}_bias"),) if settings.bias else ()
    return lowering.emit(WeightedSum(), x, lowering.parameter(name), *biases, quantity=name)


def _heads(lowering: Lowering, settings: MultiHeadSettings, x: int, name: str) -> int:
    """Each head's share of the features, as [heads, steps, features]; one head has them all."""
    if settings.heads == 1:
        return x
    steps, width = lowering.shape(x)
    apart = lowering.emit(Reshape((steps, settings.heads, width // settings.heads)), x, quantity=name)
    return lowering.emit(Transpose((0, 2, 1, 3)), apart, quantity=name)


def _mixed(lowering: Lowering, settings: MultiHeadSettings, brought: int) -> int:
    """W_O times what the heads brought; a head that is switched off is left out of the sum."""
    weight = lowering.parameter("output")
    biases = (lowering.parameter("output_bias"),) if settings.bias else ()
    if settings.off:
        brought, weight = _without(lowering, settings, brought, 2), _without(lowering, settings, weight, 1)
    return lowering.emit(WeightedSum(), brought, weight, *biases)


def _without(lowering: Lowering, settings: MultiHeadSettings, slot: int, axis: int) -> int:
    """An array without the features, along this axis, of the head that is switched off."""
    width = lowering.shape(slot)[-1]
    each = width // settings.heads
    start = (settings.off - 1) * each
    kept = [Part(axis, *bounds) for bounds in ((0, start), (start + each, width)) if bounds[0] < bounds[1]]
    parts = [lowering.emit(part, slot) for part in kept]
    return parts[0] if len(parts) == 1 else lowering.emit(Concatenate(axis), *parts)
