"""The strokes of our glyphs: one for each kind of node and each activation, in a 24 px box."""

from __future__ import annotations

from dataclasses import dataclass

_AXES = "M3 12H21M12 3V21"
_BELL = "M3 18C8 18 8 6 12 6S16 18 21 18"
_LOOP = ("M9.5 9H14.5A2.5 2.5 0 0 1 17 11.5V16.5A2.5 2.5 0 0 1 14.5 19H9.5A2.5 2.5 0 0 1 7 16.5V11.5"
         "A2.5 2.5 0 0 1 9.5 9ZM12 9V6.5A3 3 0 0 1 18 6.5V7M2.5 14H7M17 14H21.5")
_FOUR = "M3 6.5H13V16.5H3Z"
_INTO = "M16 11.5H21.5M18.8 8.9L21.5 11.5L18.8 14.1"
_JOIN = "M2.5 5C6 5 7 9 8.5 10M2.5 19C6 19 7 15 8.5 14M16.5 12H21.5"
_FAN = "M5 12C10 12 14 5 19 5M5 19C10 19 14 12 19 12"


@dataclass(frozen=True)
class Glyph:
    """What one glyph draws, in its 24 px box: strokes, filled dots (x, y, radius), rings, faint lines."""

    strokes: str = ""
    dots: tuple[tuple[float, float, float], ...] = ()
    rings: tuple[tuple[float, float, float], ...] = ()
    faint: str = ""


GLYPHS: dict[str, Glyph] = {
    "neuron": Glyph("M2 12H5.5M18.5 12H22", rings=((12, 12, 6.5),)),
    "input": Glyph("M2.5 12H10M6.8 9.2L10 12L6.8 14.8", rings=((15, 12, 5),)),
    "output": Glyph("M14 12H21.5M18.3 9.2L21.5 12L18.3 14.8", rings=((9, 12, 5),)),
    "loss": Glyph(dots=((12, 12, 1),), rings=((12, 12, 8), (12, 12, 3.6))),
    "dense": Glyph(
        "M6 6L18 6M6 6L18 18M6 18L18 18M6 18L18 6", dots=((6, 6, 2.6), (6, 18, 2.6), (18, 6, 2.6), (18, 18, 2.6))
    ),
    "tanh": Glyph("M3 18.5C9 18.5 10 17 12 12S15 5.5 21 5.5", faint=_AXES),
    "sigmoid": Glyph("M3 19C10 19 10 16 12 12S14 5 21 5", faint=_AXES),
    "relu": Glyph("M3 12H12L20 4", faint=_AXES),
    "gelu": Glyph("M3 12.2C8 12.6 9.5 14.6 12 12C14 9.8 17 6.5 20 3.6", faint=_AXES),
    "step": Glyph("M3 18H12V6H21", faint=_AXES),
    "sign": Glyph("M3 19.5H12V4.5H21", faint=_AXES),
    "linear": Glyph("M4 20L20 4", faint=_AXES),
    "leaky_relu": Glyph("M3 14.6L12 12L20 4", faint=_AXES),
    "elu": Glyph("M3 15.6C7 15.2 9.5 14.5 12 12L20 4", faint=_AXES),
    "selu": Glyph("M3 18.3C7 17.6 9.9 15.7 12 12L19.6 4", faint=_AXES),
    "silu": Glyph("M3 12.6C8 13.6 9.5 14.4 12 12C14 9.9 17 6.4 20 3.8", faint=_AXES),
    "softplus": Glyph("M3 11.6C7 11.2 9.8 10.3 12 9.2S17.6 5.6 20 3.5", faint=_AXES),
    "hard_sigmoid": Glyph("M3 18H7L17 6H21", faint=_AXES),
    "softmax": Glyph("M5 20V15M9.7 20V6M14.3 20V11M19 20V17"),
    "convolution": Glyph("M5 3.5H19A1.5 1.5 0 0 1 20.5 5V19A1.5 1.5 0 0 1 19 20.5H5A1.5 1.5 0 0 1 3.5 19V5"
                         "A1.5 1.5 0 0 1 5 3.5Z",
                         faint="M9.2 3.5V20.5M14.8 3.5V20.5M3.5 9.2H20.5M3.5 14.8H20.5"),
    "convolution_1d": Glyph("M3 5H21V10H3ZM9 10L12 15.5L15 10M9 5V10M15 5V10", dots=((12, 18, 1.9),)),
    "transposed_convolution": Glyph("M3.5 14.5H9.5V20.5H3.5ZM9 3.5H20.5V15H9Z",
                            faint="M12.8 3.5V15M16.7 3.5V15M9 7.3H20.5M9 11.2H20.5"),
    "max_pooling": Glyph(_FOUR + _INTO, dots=((10.5, 9, 1.7),), faint="M8 6.5V16.5M3 11.5H13"),
    "average_pooling": Glyph(_FOUR + _INTO, dots=((5.5, 9, 1), (10.5, 9, 1), (5.5, 14, 1), (10.5, 14, 1)),
                          faint="M8 6.5V16.5M3 11.5H13"),
    "global_pooling": Glyph(_FOUR + _INTO, dots=((8, 11.5, 2.2),)),
    "flatten": Glyph("M3 7H13V17H3ZM18.5 3V21", dots=((18.5, 4.5, 1.5), (18.5, 9.5, 1.5), (18.5, 14.5, 1.5),
                                                     (18.5, 19.5, 1.5)), faint="M8 7V17M3 12H13"),
    "reshape": Glyph("M3 9.5H8.5V20.5H3ZM12 4H21.5V9.5H12ZM11.5 17.5C15 17.5 16.8 16 16.8 12.5"
                     "M14.4 14.6L16.8 12.4L19.2 14.6", faint="M3 15H8.5M16.8 4V9.5"),
    "up_sampling": Glyph("M3.5 14.5H9.5V20.5H3.5ZM12 12L20 4M14.5 4H20V9.5", faint="M3.5 4H20V20.5H9.5"),
    "padding": Glyph("M8 8H16V16H8Z",
                     faint="M3.5 3.5H20.5V20.5H3.5ZM8 3.5V8M16 3.5V8M8 16V20.5M16 16V20.5M3.5 8H8M3.5 16H8M16 8H20.5"
                           "M16 16H20.5"),
    "recurrent": Glyph(_LOOP),
    "rnn": Glyph(_LOOP),
    "lstm": Glyph(_LOOP + "M7 12H17", dots=((10, 12, 1.4),)),
    "gru": Glyph(_LOOP, rings=((12, 14, 2),)),
    "embedding": Glyph("M3.5 10.5H20.5V14H3.5ZM8.8 10.5V14M14.8 10.5V14",
                       faint="M3.5 4H20.5V20.5H3.5ZM3.5 7.2H20.5M3.5 17.2H20.5"),
    "position": Glyph("M3 12C5.2 5 8.3 5 10.5 12S15.8 19 18 12C19 8.8 20 7 21 6.6",
                      faint="M3 12H21M3 5V19M12 5V19M21 5V19"),
    "attention": Glyph("M5 19C10 19 14 5 19 5M5 12C10 12 14 5 19 5", faint="M4 5H20M4 12H20M4 19H20"),
    "multi_head": Glyph("M3.5 18C7 18 8 9.5 11.5 9.5M3.5 13C7 13 8 9.5 11.5 9.5M12.5 14.5C16 14.5 17 6 20.5 6M12.5 14.5"
                        "C16 14.5 17 11 20.5 11", faint="M3.5 4.5H20.5M3.5 20H20.5M12 4.5V20"),
    "merge": Glyph("M12 9.8V14.2M9.8 12H14.2" + _JOIN, rings=((12, 12, 4.5),)),
    "multiply": Glyph("M10.4 10.4L13.6 13.6M10.4 13.6L13.6 10.4" + _JOIN, rings=((12, 12, 4.5),)),
    "concatenate": Glyph("M9 4H15V12H9ZM9 12H15V20H9ZM2.5 8H6.5M2.5 16H6.5M17.5 12H21.5"),
    "split": Glyph("M9 4H15V10.5H9ZM9 13.5H15V20H9ZM17.5 7.2H21.5M17.5 16.8H21.5M2.5 12H4.5"
                   "C6 12 5 7.2 6.5 7.2M4.5 12C6 12 5 16.8 6.5 16.8"),
    "normalization": Glyph(_BELL, faint="M12 6V8M12 10V12M12 14V16"),
    "batch_normalization": Glyph(_BELL, faint="M3 20.5H21M7.5 3.5V20.5M12 3.5V20.5M16.5 3.5V20.5"),
    "layer_normalization": Glyph(_BELL, faint="M3 20.5H21M3 14H21M3 8H21"),
    "group_normalization": Glyph("M2.5 18.5C6 18.5 5 7.5 7.2 7.5S8.5 18.5 12 18.5S14.6 7.5 16.8 7.5S18 18.5 21.5 18.5",
                                 faint="M12 4V20.5"),
    "dropout": Glyph("M16 4L20 8M20 4L16 8M4 16L8 20M8 16L4 20", rings=((6, 6, 2.6), (18, 18, 2.6), (12, 12, 2.2))),
    "noise": Glyph("M2.5 12L5 8.5L7 15L9.5 4.5L12 18.5L14.5 8L16.5 14.5L18.5 10.5L21.5 12", faint="M2.5 12H21.5"),
    "rules": Glyph("M12 3.5L20.5 12L12 20.5L3.5 12ZM9 12.2L11.2 14.4L15.2 9.8"),
    "features": Glyph("M3.5 4.5H20.5L14 12.5V19.5L10 17V12.5Z"),
    "block": Glyph("M5.5 3.5H18.5A2 2 0 0 1 20.5 5.5V18.5A2 2 0 0 1 18.5 20.5H5.5A2 2 0 0 1 3.5 18.5V5.5"
                   "A2 2 0 0 1 5.5 3.5ZM8 8H16M8 12H16M8 16H16"),
    "residual_block": Glyph("M2.5 16H8M16 16H21.5M5 16C5 4.5 19 4.5 19 16M8 12.5H16V19.5H8Z"),
    "transformer_encoder": Glyph("M5 4H19V8.5H5ZM5 12H19V20H5ZM12 8.5V12", faint="M5 16H19"),
    "transformer_decoder": Glyph("M5 3.5H19V7.5H5ZM5 10H19V14H5ZM5 16.5H19V20.5H5ZM12 7.5V10M12 14V16.5"),
}  # fmt: skip
ALIASES = {
    "activation": "tanh", "leaky": "leaky_relu", "gelu_tanh": "gelu", "conv2d": "convolution", "add": "merge",
    "combine": "merge", "normalize": "normalization", "rule": "rules", "other": "block", "lstm_cell": "lstm",
}  # fmt: skip
