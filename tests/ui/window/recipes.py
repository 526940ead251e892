"""How the networks of the course are drawn: what is placed in which order, and what is linked to what."""

from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from nnsim.catalog import DenseSettings, EmbeddingSettings, InputSettings, NeuronSettings


@dataclass(frozen=True)
class Recipe:
    """Cards by a short name, as the palette calls their payload; links as `from>to`, `from.unit>to` or `from>to:port`.

    `settings` differ from those that a card comes with, and decide what may be linked to it.
    """

    title: str
    cards: dict[str, str]
    links: tuple[str, ...]
    settings: dict[str, Any] = field(default_factory=dict)


def _chain(title: str, cards: dict[str, str], extra: tuple[str, ...] = (), **settings: Any) -> Recipe:
    names = list(cards)
    return Recipe(title, cards, (*(f"{a}>{b}" for a, b in pairwise(names)), *extra), settings)


def _vector(count: int) -> InputSettings:
    return InputSettings(tuple(range(count)))


def _image(side: int) -> InputSettings:
    return InputSettings(tuple(range(side * side)), (1, side, side))


def _series(steps: int) -> InputSettings:
    return InputSettings(tuple(range(steps)), (steps, 1))


_TOKENS = InputSettings(tuple(range(6)))
_EMBEDDING = EmbeddingSettings(tokens=12, features=8)

RECIPES: dict[int, Recipe] = {
    1: _chain("mcculloch-pitts", {"x": "input", "n": "neuron", "y": "output"}, x=_vector(2), n=NeuronSettings("step")),
    2: Recipe(
        "rules-vs-learning",
        {"x": "input", "r": "rules", "n": "neuron", "both": "concatenate", "y": "output"},
        ("x>r", "x>n", "r>both", "n>both", "both>y"), {"x": _vector(2)},
    ),
    3: _chain("perceptron", {"x": "input", "n": "neuron", "y": "output"}, x=_vector(2), n=NeuronSettings("sign")),
    4: _chain("adaline", {"x": "input", "n": "neuron", "y": "output"}, x=_vector(2), n=NeuronSettings("linear")),
    5: _chain("logistic", {"x": "input", "n": "neuron", "y": "output"}, x=_vector(2), n=NeuronSettings("sigmoid")),
    6: _chain(
        "mlp-by-hand", {"x": "input", "h": "dense", "o": "dense", "y": "output"},
        x=_vector(2), h=DenseSettings(2, "sigmoid"), o=DenseSettings(2, "sigmoid"),
    ),
    7: Recipe(
        "mlp-xor", {"x": "input", "a": "neuron", "b": "neuron", "o": "neuron", "y": "output"},
        ("x>a", "x.0>b", "x.1>b", "a>o", "b>o", "o>y"), {"x": _vector(2)},
    ),
    8: _chain("features-vs-depth", {"x": "input", "f": "features", "n": "neuron", "y": "output"}, x=_vector(2)),
    9: _chain(
        "activations", {"x": "input", "h": "dense", "a": "activation:gelu", "o": "dense", "y": "output"}, x=_vector(1),
    ),
    10: _chain(
        "vanishing-gradient",
        {"x": "input", "a": "dense", "b": "dense", "c": "dense", "d": "dense", "o": "dense", "y": "output"},
        x=_vector(2),
    ),
    11: _chain(
        "representations", {"x": "input", "a": "dense", "b": "dense", "o": "dense", "y": "output"}, x=_vector(64),
    ),
    12: _chain("overfitting", {"x": "input", "h": "dense", "d": "dropout", "o": "dense", "y": "output"}, x=_vector(2)),
    13: _chain("optimizers", {"x": "input", "n": "neuron", "y": "output"}, x=_vector(1)),
    14: _chain(
        "cnn-digits",
        {"x": "input", "c": "convolution", "p": "max_pooling", "f": "flatten", "o": "dense", "y": "output"},
        x=_image(8),
    ),
    15: _chain(
        "alexnet-mini",
        {"x": "input", "c": "convolution", "p": "max_pooling", "d": "convolution", "q": "max_pooling", "f": "flatten",
         "h": "dense", "drop": "dropout", "o": "dense", "y": "output"},
        x=_image(16),
    ),
    16: _chain(
        "resnet", {"x": "input", "a": "dense", "b": "dense", "c": "dense", "s": "add", "o": "dense", "y": "output"},
        ("a>s",), x=_vector(2),
    ),
    17: _chain(
        "rnn-next-char", {"x": "input", "e": "embedding", "r": "rnn", "o": "dense", "y": "output"},
        x=_TOKENS, e=_EMBEDDING,
    ),
    18: _chain("lstm-weather", {"x": "input", "l": "lstm", "o": "dense", "y": "output"}, x=_series(12)),
    19: _chain("gru", {"x": "input", "g": "gru", "o": "dense", "y": "output"}, x=_series(12)),
    20: Recipe(
        "attention",
        {"x": "input", "e": "embedding", "p": "position", "q": "dense", "k": "dense", "v": "dense", "a": "attention",
         "o": "dense", "y": "output"},
        ("x>e", "e>p", "p>q", "p>k", "p>v", "q>a", "k>a:key", "v>a:value", "a>o", "o>y"),
        {"x": _TOKENS, "e": _EMBEDDING},
    ),
    21: Recipe(
        "transformer",
        {"x": "input", "e": "embedding", "p": "position", "m": "multi_head", "s": "add", "n": "layer_normalization",
         "f": "dense", "g": "dense", "t": "add", "l": "layer_normalization", "o": "dense", "y": "output"},
        ("x>e", "e>p", "p>m", "m>s", "p>s", "s>n", "n>f", "f>g", "g>t", "n>t", "t>l", "l>o", "o>y"),
        {"x": _TOKENS, "e": _EMBEDDING, "f": DenseSettings(16, "relu"), "g": DenseSettings(8, "linear")},
    ),
}  # fmt: skip
