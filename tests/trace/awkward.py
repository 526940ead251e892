"""Small networks of awkward shapes: batches of 2, stride 2, padding 1, odd sizes, and every setting that changes a sum.

Between them they hold every kind, activation, loss, rule and way of training of the catalog.
"""

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from nnsim import catalog, edits
from nnsim.catalog import (
    AttentionSettings,
    AveragePoolingSettings,
    BatchNormalizationSettings,
    ConcatenateSettings,
    Convolution1DSettings,
    ConvolutionSettings,
    DenseSettings,
    EmbeddingSettings,
    GlobalPoolingSettings,
    GroupNormalizationSettings,
    InputSettings,
    LayerNormalizationSettings,
    LossSettings,
    MaxPoolingSettings,
    MultiHeadSettings,
    PaddingSettings,
    PositionSettings,
    RecurrentSettings,
    ReshapeSettings,
    ResidualBlockSettings,
    RMSPropSettings,
    RnnSettings,
    TransformerSettings,
    TransposedConvolutionSettings,
    UpSamplingSettings,
)
from nnsim.catalog.schedules import SCHEDULES
from nnsim.document import Document, Objective, Schedule
from tests.batteries.drawing import Drawing, table
from tests.catalog.placed_attention import attending, crossing, embedded, placed
from tests.catalog.placed_combining import shaped
from tests.catalog.placed_composites import decoder, encoder, images
from tests.catalog.placed_images import on
from tests.catalog.placed_recurrent import recurrent
from tests.catalog.test_every_kind import PLACED, _activation, _dense, _loss

Make = Callable[[], Document]


def in_twos(document: Document, **plan: Any) -> Document:
    """The document in batches of two samples, or trained in another way."""
    drawing = Drawing()
    drawing.document = document
    return drawing.plan(**{"batches": "mini", "batch_size": 2, **plan})


def _kinds() -> Iterator[tuple[str, Make]]:
    """Every kind as it stands in its battery, in batches of two."""
    for kind in catalog.kinds():
        yield f"kind {kind.id}", lambda kind=kind: in_twos(PLACED[kind.id]()[0])


def _image_settings() -> Iterator[tuple[str, tuple[int, ...], str, Any]]:
    convolution, transposed = ConvolutionSettings, TransposedConvolutionSettings
    yield "stride 2", (2, 5, 7), "convolution", convolution(3, 3, 2, 2, "cells", 1)
    yield "groups, flipped", (2, 5, 3), "convolution", convolution(2, 3, 3, 2, "cells", 1, groups=2, flipped=True)
    yield "dilation", (1, 7, 5), "convolution", convolution(2, 2, 3, 1, "valid", dilation=2, activation="tanh")
    yield "without bias", (3, 3, 3), "convolution", convolution(1, 1, 1, 2, "same", bias=False, activation="linear")
    yield "stride 2", (7, 3), "convolution_1d", Convolution1DSettings(2, 3, 2, "cells", 1)
    yield "causal", (5, 2), "convolution_1d", Convolution1DSettings(2, 2, 1, "causal", dilation=2, groups=2)
    yield "stride 2", (2, 3, 2), "transposed_convolution", transposed(3, 3, 2, 2, 1, 1)
    yield "dilation, groups", (2, 2, 3), "transposed_convolution", transposed(2, 2, 2, 1, dilation=2, groups=2)
    yield "stride 2", (2, 5, 7), "max_pooling", MaxPoolingSettings(3, 2, "cells", 1)
    yield "same", (1, 3, 5), "max_pooling", MaxPoolingSettings(2, 2, "same")
    yield "stride 2", (2, 5, 7), "average_pooling", AveragePoolingSettings(3, 2, "cells", 1)
    yield "only what is there", (1, 5, 3), "average_pooling", AveragePoolingSettings(3, 2, "cells", 1, False)
    yield "maximum", (3, 3, 5), "global_pooling", GlobalPoolingSettings("max")
    yield "to an image", (3, 5), "reshape", ReshapeSettings((1, 5, 3))
    yield "bilinear", (1, 3, 2), "up_sampling", UpSamplingSettings(3, "bilinear")
    for border in ("reflect", "edge", "wrap"):
        yield border, (1, 3, 3), "padding", PaddingSettings(1, 2, 0, 1, border)
    yield "over the sample", (2, 3, 3), "layer_normalization", LayerNormalizationSettings("sample")
    yield "of an image", (2, 3, 3), "batch_normalization", BatchNormalizationSettings(affine=False)
    yield "of an image", (4, 3, 1), "group_normalization", GroupNormalizationSettings(2)
    yield "of an image", (3, 3, 3), "dropout", None
    yield "of an image", (1, 3, 5), "noise", None
    yield "of an image", (1, 3, 3), "residual_block", ResidualBlockSettings("relu", True, 3)


def _images() -> Iterator[tuple[str, Make]]:
    for name, shape, kind, settings in _image_settings():
        yield f"{kind}, {name}", lambda kind=kind, shape=shape, settings=settings: in_twos(
            on(shape, kind, settings)[0])
    yield "residual_block, skipped", lambda: in_twos(images(ResidualBlockSettings("tanh", False, 3, False))[0])


def _sequences() -> Iterator[tuple[str, Make]]:
    for kind, of in (("rnn", RnnSettings), ("lstm", RecurrentSettings), ("gru", RecurrentSettings)):
        for name, settings in {
            "sequence, both ways": of(3, returns="sequence", bidirectional=True),
            "kept state, truncated": of(2, returns="sequence", stateful=True, truncation=2),
            "without bias": of(1, bias=False),
        }.items():
            yield f"{kind}, {name}", lambda kind=kind, settings=settings: in_twos(recurrent(kind, settings)[0])
    yield "rnn, ReLU", lambda: in_twos(recurrent("rnn", RnnSettings(3, activation="relu"))[0])
    for kind, shape, settings in (
        ("layer_normalization", (3, 5), None), ("batch_normalization", (3, 5), None),
        ("concatenate", (3, 3), ConcatenateSettings("steps")), ("dense", (3, 3), DenseSettings(3)),
        ("activation", (3, 3), None),
    ):
        yield f"{kind}, of a sequence", lambda kind=kind, shape=shape, settings=settings: in_twos(
            shaped(kind, shape, settings)[0])


def _tokens() -> Iterator[tuple[str, Make]]:
    yield "embedding, without padding", lambda: in_twos(embedded(EmbeddingSettings(7, 2))[0])
    yield "position, waves", lambda: in_twos(placed(PositionSettings("waves"))[0])
    yield "attention, all places", lambda: in_twos(attending("attention", AttentionSettings())[0])
    for kind, settings in (("attention", AttentionSettings()), ("multi_head", MultiHeadSettings(2, bias=False))):
        yield f"{kind}, elsewhere", lambda kind=kind, settings=settings: in_twos(crossing(kind, settings)[0])
    yield "multi_head, causal", lambda: in_twos(
        attending("multi_head", MultiHeadSettings(4, causal=True), padded=True)[0])
    yield "transformer_encoder, before", lambda: in_twos(
        encoder(TransformerSettings(1, 3, "gelu", "before", 0.25), padded=True)[0])
    yield "transformer_decoder, without memory", lambda: in_twos(
        decoder(TransformerSettings(2, 1, norm="before"), memory=False)[0])


def _activations() -> Iterator[tuple[str, Make]]:
    for each in catalog.activations():
        yield f"activation {each.id}", lambda each=each: in_twos(_dense(DenseSettings(3, each.id))[0])
        yield f"activation {each.id}, node", lambda each=each: in_twos(_activation(each.id)[0])


def _losses() -> Iterator[tuple[str, Make]]:
    for loss in catalog.losses():
        for form in ("stable", "textbook"):
            yield f"loss {loss.id}, {form}", lambda loss=loss, form=form: in_twos(_loss(loss.id, form)[0])
    yield "loss huber, bend", lambda: held("huber", [[0.2, 3.0], [-2.0, 0.1], [1.0, 1.0]], 2, "linear", bend=0.5)
    for form in ("stable", "textbook"):
        cross: dict[str, Any] = {"form": form, "class_weights": (1.0, 2.0, 0.5)}
        yield f"loss of class numbers, {form}", lambda cross=cross: held(
            "categorical_cross_entropy", [[0], [2], [-1]], 3, "softmax", targets="numbers", ignored=-1, **cross)
        yield f"loss smoothed, {form}", lambda cross=cross: held(
            "categorical_cross_entropy", [[1, 0, 0], [0, 0, 1], [0, 1, 0]], 3, "softmax", smoothing=0.1, **cross)


def held(function: str, y: Any, units: int, activation: str, **settings: Any) -> Document:
    """A layer of so many units, held against these targets by a loss of these settings."""
    x = np.random.default_rng(8).normal(size=(len(y), 2))
    drawing = Drawing(table(x, np.asarray(y, float)))
    layer = drawing.add("dense", DenseSettings(units, activation), drawing.add("input"))
    drawing.end(layer, loss=function)
    drawing.document = edits.change_settings(drawing.document, "loss1", LossSettings(function, **settings))
    return in_twos(drawing.document)


def _neurons() -> Document:
    """Free neurons of which one weight is frozen and one link pruned."""
    drawing = Drawing()
    drawing.document = PLACED["neuron"]()[0]
    first, second = (node.id for node in drawing.document.network.nodes if node.kind == "neuron" and node.id[-1] < "3")
    drawing.document = edits.freeze(drawing.document, f"{first}/weight", (0, 1), True)
    drawing.document = edits.prune(drawing.document, f"{second}/weight", (0, 0), True)
    return in_twos(drawing.document)


def _rules() -> Iterator[tuple[str, Make]]:
    for rule in catalog.rules():
        yield f"rule {rule.id}", lambda rule=rule: edits.set_rule(_neurons(), rule.id)
        yield f"rule {rule.id}, penalties", lambda rule=rule: in_twos(
            edits.set_rule(_neurons(), rule.id), l1=0.01, l2=0.02)
    yield "rule rmsprop, centered", lambda: edits.set_rule(
        _neurons(), "rmsprop", RMSPropSettings(0.01, centered=True, momentum=0.5))
    clipped = {"clip_value": 0.05, "clip_norm": 0.03, "l2": 0.01}
    for name, plan in {
        "accumulated": {"accumulate": 2}, "clipped": clipped, "decoupled decay": {"weight_decay": 0.1},
        "coupled decay": {"weight_decay": 0.1, "decay": "coupled"}, "warm-up": {"warm_up": 3},
        "float32": {"precision": "float32"}, "online": {"batches": "online"}, "full": {"batches": "full"},
    }.items():
        yield f"plan {name}", lambda plan=plan: in_twos(edits.set_rule(_neurons(), "momentum"), **plan)
    for each in SCHEDULES:
        yield f"plan schedule {each.id}", lambda each=each: in_twos(
            _neurons(), schedule=Schedule(each.id, each.default_settings()))
    for name, turn in (("two losses", 0), ("turns", 1)):
        yield f"plan {name}", lambda turn=turn: two_losses(turn)


def two_losses(second_turn: int) -> Document:
    """One layer with two outputs of a loss each, minimized together or in turns."""
    random = np.random.default_rng(9)
    drawing = Drawing(table(random.normal(size=(3, 2)), random.normal(size=(3, 2))))
    hidden = drawing.add("dense", DenseSettings(3), drawing.add("input", InputSettings((0, 1))))
    for activation in ("linear", "tanh"):
        drawing.end(drawing.add("dense", DenseSettings(2, activation), hidden))
    return in_twos(drawing.document, objectives=(Objective("loss1"), Objective("loss2", turn=second_turn)))


AWKWARD: dict[str, Make] = dict([
    *_kinds(), *_images(), *_sequences(), *_tokens(), *_activations(), *_losses(), *_rules(),
])
