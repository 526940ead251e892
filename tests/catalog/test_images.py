"""Kinds on images in all their settings; what they refuse, and how they say so."""

from typing import Any

import msgspec
import numpy as np
import pytest

from nnsim import edits
from nnsim.catalog import (
    AveragePoolingSettings,
    Convolution1DSettings,
    ConvolutionSettings,
    DenseSettings,
    GlobalPoolingSettings,
    InputSettings,
    MaxPoolingSettings,
    PaddingSettings,
    ReshapeSettings,
    TransposedConvolutionSettings,
    UpSamplingSettings,
)
from nnsim.document import Settings
from nnsim.program import Trainer, compile_document, problems
from nnsim.text.messages import render
from tests.batteries.check_program import check_every_cell, check_explained, check_ways_of_running
from tests.batteries.drawing import Drawing, table
from tests.catalog.placed_images import on

IMAGE, SEQUENCE = (2, 3, 4), (6, 2)
ACCEPTED: tuple[tuple[str, tuple[int, ...], Settings, tuple[int, ...]], ...] = (
    ("convolution", IMAGE, ConvolutionSettings(3, 2, 3, padding="valid"), (3, 2, 2)),
    ("convolution", IMAGE, ConvolutionSettings(2, 3, 3, stride=2), (2, 2, 2)),
    ("convolution", (1, 2, 2), ConvolutionSettings(1, 2, 1, padding="cells", margin=2, bias=False), (1, 5, 6)),
    ("convolution", IMAGE, ConvolutionSettings(2, 2, 2, dilation=2, groups=2, activation="tanh"), (2, 3, 4)),
    ("convolution", IMAGE, ConvolutionSettings(1, 2, 3, padding="valid", flipped=True, activation="linear"), (1, 2, 2)),
    ("convolution", IMAGE, ConvolutionSettings(2, 1, 1), (2, 3, 4)),
    ("convolution_1d", SEQUENCE, Convolution1DSettings(3, 3, padding="causal"), (6, 3)),
    ("convolution_1d", SEQUENCE, Convolution1DSettings(2, 2, stride=2, padding="valid", flipped=True), (3, 2)),
    ("convolution_1d", SEQUENCE, Convolution1DSettings(2, 3, dilation=2, groups=2, activation="linear"), (6, 2)),
    ("transposed_convolution", (1, 2, 2), TransposedConvolutionSettings(1, 3, 3, 2, 1, 1), (1, 4, 4)),
    ("transposed_convolution", (2, 1, 2), TransposedConvolutionSettings(2, 2, 2, 1, groups=2, bias=False), (2, 2, 3)),
    ("transposed_convolution", (1, 1, 2), TransposedConvolutionSettings(1, 1, 1, 3), (1, 1, 4)),
    ("max_pooling", IMAGE, MaxPoolingSettings(3, 2, "same"), (2, 2, 2)),
    ("max_pooling", IMAGE, MaxPoolingSettings(2, 1, "cells", 1), (2, 4, 5)),
    ("max_pooling", SEQUENCE, MaxPoolingSettings(), (3, 2)),
    ("average_pooling", IMAGE, AveragePoolingSettings(3, 1, "same"), (2, 3, 4)),
    ("average_pooling", IMAGE, AveragePoolingSettings(3, 2, "cells", 1, counts_padding=False), (2, 2, 2)),
    ("average_pooling", SEQUENCE, AveragePoolingSettings(4, 1), (3, 2)),
    ("global_pooling", IMAGE, GlobalPoolingSettings("max"), (2,)),
    ("global_pooling", SEQUENCE, GlobalPoolingSettings("max"), (2,)),
    ("global_pooling", SEQUENCE, GlobalPoolingSettings("average"), (2,)),
    ("up_sampling", (1, 2, 2), UpSamplingSettings(3, "bilinear"), (1, 6, 6)),
    ("up_sampling", (1, 2, 2), UpSamplingSettings(1), (1, 2, 2)),
    ("padding", (1, 2, 3), PaddingSettings(1, 1, 0, 2, "reflect"), (1, 4, 5)),
    ("padding", (1, 2, 2), PaddingSettings(0, 2, 2, 1, "wrap"), (1, 4, 5)),
    ("padding", (1, 1, 2), PaddingSettings(5, 0, 0, 3, "edge"), (1, 6, 5)),
    ("reshape", (6,), ReshapeSettings((3, 2)), (3, 2)),
    ("reshape", (3, 2), ReshapeSettings((3, 2)), (3, 2)),
)
REFUSED: tuple[tuple[str, tuple[int, ...], Settings, str], ...] = (
    ("convolution", IMAGE, ConvolutionSettings(height=5, padding="valid"),
     "The window reaches over 5 × 3 cells, but the padded image has 3 × 4."),
    ("convolution", IMAGE, ConvolutionSettings(dilation=3, padding="cells", margin=1),
     "The window reaches over 7 × 7 cells, but the padded image has 5 × 6."),
    ("convolution", IMAGE, ConvolutionSettings(groups=4), "4 groups must share 2 channels and 8 kernels"),
    ("convolution", (3, 4, 5), ConvolutionSettings(8, groups=3), "3 groups must share 3 channels and 8 kernels"),
    ("convolution", (6,), ConvolutionSettings(), " 1' expects an image"),
    ("convolution", SEQUENCE, ConvolutionSettings(), " 1' expects an image"),
    ("convolution_1d", SEQUENCE, Convolution1DSettings(size=7, padding="valid"),
     "The window reaches over 7 steps, but the padded sequence has 6."),
    ("convolution_1d", SEQUENCE, Convolution1DSettings(groups=3), "3 groups must share 2 channels and 8 kernels"),
    ("convolution_1d", IMAGE, Convolution1DSettings(), " 1' expects a sequence"),
    ("transposed_convolution", IMAGE, TransposedConvolutionSettings(extra=2), "expected fewer than 2, got 2"),
    ("transposed_convolution", (1, 1, 1), TransposedConvolutionSettings(margin=1), "Cut off fewer."),
    ("transposed_convolution", IMAGE, TransposedConvolutionSettings(groups=5), "5 groups must share 2 channels"),
    ("max_pooling", IMAGE, MaxPoolingSettings(5), "reaches over 5 × 5 cells, but the padded image has 3 × 4."),
    ("max_pooling", SEQUENCE, MaxPoolingSettings(7), "The window reaches over 7 steps"),
    ("max_pooling", (6,), MaxPoolingSettings(), " 1' expects a sequence or an image"),
    ("average_pooling", IMAGE, AveragePoolingSettings(3, padding="cells", margin=2), "expected at most 1 padded cells"),
    ("padding", (1, 2, 3), PaddingSettings(2, 0, 0, 0, "reflect"), "at most 1 rows and 2 columns"),
    ("reshape", (2, 3), ReshapeSettings((2, 2)), "2 × 2 has room for 4 values, but a sequence of 2 steps with 3"),
)


@pytest.mark.parametrize(("kind", "shape", "settings", "expected"), ACCEPTED, ids=lambda each: str(each)[:60])
def test_every_setting_runs_and_is_told(
    kind: str, shape: tuple[int, ...], settings: Settings, expected: tuple[int, ...],
) -> None:
    document, node = on(shape, kind, settings, samples=2)
    assert [problem for problem in problems(document) if problem.severity == "error"] == []
    assert edits.sample_shapes(document.network)[node] == expected
    assert check_every_cell(document, 60) > 0
    check_explained(document)
    check_ways_of_running(document, 2)


@pytest.mark.parametrize(("kind", "shape", "settings", "said"), REFUSED, ids=lambda each: str(each)[:60])
def test_what_cannot_be_is_refused_with_what_to_do(
    kind: str, shape: tuple[int, ...], settings: Settings, said: str,
) -> None:
    document, node = on(shape, kind, settings)
    found = [problem for problem in problems(document) if problem.severity == "error"]
    assert [problem.place for problem in found if said in render(problem.message, "en")] == [node]
    objection = next(problem.message for problem in found if said in render(problem.message, "en"))
    assert any("가" <= letter <= "힣" for letter in render(objection, "ko"))


def _small(**settings: Any) -> Drawing:
    """A small network on images: two kernels, the largest of each window, a decision."""
    random = np.random.default_rng(4)
    drawing = Drawing(table(random.normal(size=(20, 16)).round(2), np.eye(2)[random.integers(0, 2, 20)]))
    x = drawing.add("input", InputSettings(tuple(range(16)), (1, 4, 4)))
    kernels = drawing.add("convolution", ConvolutionSettings(2, **settings), x)
    pooled = drawing.add("max_pooling", MaxPoolingSettings(), kernels)
    flat = drawing.add("flatten", None, pooled)
    drawing.end(drawing.add("dense", DenseSettings(2, "softmax"), flat), loss="categorical_cross_entropy")
    return drawing


def test_a_small_network_on_images_learns_its_samples() -> None:
    document = _small().plan("adam", batches="full")
    trainer = Trainer(document)
    before = trainer.evaluate()[0]
    for _ in range(400):
        trainer.step()
    assert trainer.evaluate()[0] < 0.3 * before


def test_a_flipped_kernel_computes_what_the_turned_one_does() -> None:
    plain, flipped = (_small(flipped=flipped) for flipped in (False, True))
    weight = plain.document.state.parameters["convolution1/weight"]
    flipped.set(convolution1__weight=weight[:, :, ::-1, ::-1])
    outputs = []
    for drawing in (plain, flipped):
        trainer = Trainer(drawing.plan(batches="full"), keep=True)
        executor = trainer.step()
        outputs.append(np.array(executor.value(trainer.program.output_of("convolution1"))))
        outputs.append(trainer.parameters()["convolution1/weight"])
    np.testing.assert_array_equal(outputs[0], outputs[2])
    np.testing.assert_array_equal(outputs[1], outputs[3][:, :, ::-1, ::-1])


def test_weights_of_kernels_that_an_edit_does_not_touch_stay() -> None:
    document, node = on((3, 3, 3), "convolution", ConvolutionSettings(2))
    learned = np.random.default_rng(0).normal(size=(2, 3, 3, 3))
    document = edits.set_parameter(document, f"{node}/weight", learned)
    source = next(each.id for each in document.network.nodes if each.kind == "input")
    fewer = edits.change_settings(document, source, InputSettings(tuple(range(18)), (2, 3, 3)))
    np.testing.assert_array_equal(fewer.state.parameters[f"{node}/weight"], learned[:, :2])
    settings = msgspec.structs.replace(document.network.node(node).settings, width=2, kernels=3)
    narrower = edits.change_settings(document, node, settings).state.parameters[f"{node}/weight"]
    assert narrower.shape == (3, 3, 3, 2)
    np.testing.assert_array_equal(narrower[:2], learned[..., :2])


def test_only_kernels_are_counted_as_parameters_not_places() -> None:
    program = compile_document(_small().document)
    assert program.placements["convolution1/weight"].shape == (2, 1, 3, 3)
    assert program.placements["convolution1/bias"].shape == (2,)

