"""Random settings of every kind that can stand behind an output of some shape.

Nothing normalizes two cells alone: all that is left of them is which is larger, so that what follows would be a matter
of rounding.
"""

import random
from collections.abc import Callable
from typing import Any

from nnsim import catalog

Shape = tuple[int, ...]
Settings = dict[str, Any]
SMOOTH = [each.id for each in catalog.activations() if not each.of_layer and not each.threshold]
ANY = ("activation", "add", "add", "add", "multiply", "multiply", "concatenate", "concatenate", "split",
       "batch_normalization", "layer_normalization", "group_normalization", "dropout", "noise", "reshape",
       "residual_block")
BY_RANK = {
    1: ("dense", "dense", "dense", "features", "rules", "lstm_cell", "lstm_cell"),
    2: ("dense", "convolution_1d", "rnn", "lstm", "gru", "position", "attention", "multi_head", "transformer_encoder",
        "transformer_decoder", "max_pooling", "average_pooling", "global_pooling", "flatten"),
    3: ("convolution", "convolution", "transposed_convolution", "max_pooling", "average_pooling", "global_pooling",
        "up_sampling", "padding", "flatten"),
}
"""Kinds that stand behind vectors, sequences and images; some more often, where little else fits."""


def drawn_settings(random_: random.Random, kind: str, shape: Shape) -> Settings | None:
    """Settings for a kind behind this shape, or None where it cannot stand there."""
    return _DRAWN.get(kind, lambda *_: {})(random_, shape)


def _chosen(random_: random.Random, **choices: Any) -> Settings:
    return {name: random_.choice(values) for name, values in choices.items()}


def _activation(random_: random.Random, shape: Shape) -> Settings:
    function = random_.choice([*SMOOTH, "softmax"] if len(shape) < 3 else SMOOTH)
    return {"function": "step" if random_.random() < 0.03 else "sign" if random_.random() < 0.03 else function}


def _dense(random_: random.Random, shape: Shape) -> Settings:
    return {"units": random_.randint(2, 4), "activation": random_.choice([*SMOOTH, "softmax"]),
            "bias": random_.random() < 0.8}


def _along(random_: random.Random, shape: Shape) -> str:
    return random_.choice({1: ["units"], 2: ["units", "steps"], 3: ["units", "rows", "columns"]}[len(shape)])


def _split(random_: random.Random, shape: Shape) -> Settings | None:
    along = _along(random_, shape)
    length = shape[{"units": 0 if len(shape) != 2 else 1, "steps": 0, "rows": 1, "columns": 2}[along]]
    if length < 2:
        return None
    first = random_.randint(1, length)
    last = random_.randint(first, length)
    return {"along": along, "first": first, "last": last,
            "drop": first == last and len(shape) > 1 and random_.random() < 0.7}


def _batch(random_: random.Random, shape: Shape) -> Settings:
    return _chosen(random_, momentum=(0.1, 0.3), epsilon=(1e-5, 1e-3), affine=(True, True, False))


def _layer(random_: random.Random, shape: Shape) -> Settings | None:
    if shape[-1] < 3:
        return None
    return _chosen(random_, over=("features", "sample"), epsilon=(1e-5, 1e-3), affine=(True, True, False))


def _group(random_: random.Random, shape: Shape) -> Settings | None:
    channels, cells = (shape[-1], 1) if len(shape) < 3 else (shape[0], shape[1] * shape[2])
    cells = shape[0] if len(shape) == 2 else cells
    groups = [each for each in range(1, channels + 1) if channels % each == 0 and channels // each * cells > 2]
    return {"groups": random_.choice(groups), "epsilon": 1e-4, "affine": random_.random() < 0.7} if groups else None


def _reshape(random_: random.Random, shape: Shape) -> Settings | None:
    cells = 1
    for size in shape:
        cells *= size
    pairs = [(a, cells // a) for a in range(1, cells + 1) if cells % a == 0]
    triples = [(a, b, rest // b) for a, rest in pairs for b in range(1, rest + 1) if rest % b == 0]
    ranks = {1: [(cells,)], 2: [pair for pair in pairs if min(pair) > 1], 3: [each for each in triples if each[0] < 4]}
    found = random_.choice([rank for rank, each in ranks.items() if each])
    return {"shape": random_.choice(ranks[found])}


def _residual(random_: random.Random, shape: Shape) -> Settings:
    return _chosen(random_, activation=SMOOTH, normalized=(True, False), kernel=(1, 2, 3), skip=(True, True, False))


def _lstm_cell(random_: random.Random, shape: Shape) -> Settings:
    return {"units": 2}


def _features(random_: random.Random, shape: Shape) -> Settings:
    last = shape[0] - 1
    powers = [[0, 2]] if last == 0 else [[0, 1], [last, random_.randint(1, 3)]]
    shaped = [{"type": "shaped", "function": name, "input": random_.randint(0, last)} for name in ("sin", "cos", "abs")]
    return {"features": [{"type": "power", "powers": powers}, *shaped]}


def _rules(random_: random.Random, shape: Shape) -> Settings:
    def condition(sign: str) -> Settings:
        return {"input": random_.randrange(shape[0]), "comparison": sign, "threshold": random_.gauss(0.0, 1.0)}

    return {"rules": [{"conditions": [condition(sign) for sign in signs], "value": random_.gauss(0.0, 1.0)}
                      for signs in ((">", "<"), ("≥",), ("≤", ">"))], "otherwise": random_.gauss(0.0, 1.0)}


def _convolution(random_: random.Random, shape: Shape) -> Settings:
    groups = random_.choice([each for each in (1, 2) if shape[0] % each == 0])
    return {"kernels": groups * random_.randint(1, 2), "groups": groups} | _chosen(
        random_, height=(1, 2, 3), width=(1, 2, 3), stride=(1, 1, 2), padding=("same", "valid", "cells"), margin=(1, 2),
        dilation=(1, 1, 2), flipped=(False, False, True), activation=SMOOTH, bias=(True, True, False))


def _convolution_1d(random_: random.Random, shape: Shape) -> Settings:
    groups = random_.choice([each for each in (1, 2) if shape[1] % each == 0])
    return {"kernels": groups * random_.randint(1, 2), "groups": groups} | _chosen(
        random_, size=(1, 2, 3), stride=(1, 1, 2), padding=("same", "valid", "cells", "causal"), margin=(1, 2),
        dilation=(1, 1, 2), flipped=(False, False, True), activation=SMOOTH, bias=(True, True, False))


def _transposed(random_: random.Random, shape: Shape) -> Settings:
    groups = random_.choice([each for each in (1, 2) if shape[0] % each == 0])
    stride = random_.randint(1, 2)
    return {"kernels": groups * random_.randint(1, 2), "groups": groups, "stride": stride,
            "extra": random_.randrange(stride)} | _chosen(
        random_, height=(1, 2, 3), width=(1, 2, 3), margin=(0, 0, 1), dilation=(1, 1, 2), activation=SMOOTH,
        bias=(True, True, False))


def _pooling(random_: random.Random, shape: Shape) -> Settings:
    return _chosen(random_, size=(2, 3), stride=(1, 2), padding=("valid", "same", "cells"), margin=(1,))


def _average(random_: random.Random, shape: Shape) -> Settings:
    return _pooling(random_, shape) | _chosen(random_, counts_padding=(True, False))


def _padding(random_: random.Random, shape: Shape) -> Settings:
    border = random_.choice(("value", "edge", "reflect", "wrap"))
    rows, columns = (min(2, size - (border == "reflect")) for size in shape[1:])
    return {"border": border, "top": random_.randint(0, rows), "bottom": random_.randint(0, rows),
            "left": random_.randint(0, columns), "right": random_.randint(0, columns)}


def _recurrent(random_: random.Random, shape: Shape) -> Settings:
    return {"units": random_.randint(1, 3)} | _chosen(
        random_, returns=("last", "sequence"), bidirectional=(False, True), bias=(True, True, False),
        truncation=(0, 0, 0, 1, 2))


def _rnn(random_: random.Random, shape: Shape) -> Settings:
    return _recurrent(random_, shape) | _chosen(random_, activation=("tanh", "relu"))


def _multi_head(random_: random.Random, shape: Shape) -> Settings:
    heads = random_.choice([each for each in (1, 2, 4) if shape[1] % each == 0])
    off = random_.randint(0, heads) if heads > 1 and random_.random() < 0.3 else 0
    return {"heads": heads, "causal": random_.random() < 0.4, "off": off, "bias": random_.random() < 0.8}


def _transformer(random_: random.Random, shape: Shape) -> Settings | None:
    if shape[1] < 3:
        return None
    heads = random_.choice([each for each in (1, 2) if shape[1] % each == 0])
    return {"heads": heads, "hidden": random_.randint(2, 5), "activation": random_.choice(SMOOTH),
            "norm": random_.choice(("after", "before")), "dropout": random_.choice((0.0, 0.0, 0.25))}


_DRAWN: dict[str, Callable[[random.Random, Shape], Settings | None]] = {
    "activation": _activation, "dense": _dense, "split": _split,
    "concatenate": lambda random_, shape: {"along": _along(random_, shape)},
    "batch_normalization": _batch, "layer_normalization": _layer, "group_normalization": _group,
    "dropout": lambda random_, shape: _chosen(random_, rate=(0.0, 0.25, 0.5)),
    "noise": lambda random_, shape: _chosen(random_, deviation=(0.0, 0.2)),
    "reshape": _reshape, "residual_block": _residual, "lstm_cell": _lstm_cell, "features": _features, "rules": _rules,
    "convolution": _convolution, "convolution_1d": _convolution_1d, "transposed_convolution": _transposed,
    "max_pooling": _pooling, "average_pooling": _average, "padding": _padding,
    "global_pooling": lambda random_, shape: _chosen(random_, function=("average", "max")),
    "up_sampling": lambda random_, shape: _chosen(random_, factor=(1, 2), mode=("nearest", "bilinear")),
    "rnn": _rnn, "lstm": _recurrent, "gru": _recurrent, "multi_head": _multi_head,
    "position": lambda random_, shape: _chosen(random_, form=("waves", "learned")),
    "attention": lambda random_, shape: _chosen(random_, causal=(True, False)),
    "transformer_encoder": _transformer, "transformer_decoder": _transformer,
}
