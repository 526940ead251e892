"""A bound step allocates nothing that stays, and next to nothing in passing, whatever its batch."""

import gc
import tracemalloc

import msgspec
import numpy as np
import pytest

from nnsim import catalog, edits
from nnsim.catalog import DenseSettings
from nnsim.document import Document
from nnsim.program import Trainer
from tests.batteries.drawing import Drawing, table
from tests.catalog.test_every_kind import PLACED

STEPS = 1000
PEAK = 64 * 1024
"""Bytes that a step may take in passing."""


def measured(document: Document, steps: int) -> tuple[int, int]:
    """Net growth and peak (bytes) over so many steps of a training that has found its stride."""
    trainer = Trainer(document)
    gc.collect()
    tracemalloc.start()
    try:
        for _ in range(70):  # past the sweep of the rule's memory
            trainer.step()
        before, _ = tracemalloc.get_traced_memory()
        tracemalloc.reset_peak()
        for _ in range(steps):
            trainer.step()
        after, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    return after - before, peak - before


def layers(batch: int, rule: str) -> Document:
    """20-64-32-3 on so many samples, whole passes."""
    random = np.random.default_rng(0)
    drawing = Drawing(table(random.normal(size=(batch, 20)), random.normal(size=(batch, 3))))
    last = drawing.add("input", catalog.InputSettings(tuple(range(20))))
    for units in (64, 32, 3):
        last = drawing.add("dense", DenseSettings(units, "tanh"), last)
    drawing.end(last)
    drawing.document = edits.set_rule(drawing.document, rule)
    return drawing.plan(batches="mini", batch_size=batch)


@pytest.mark.parametrize("batch", [1, 64, 2048])
def test_a_step_allocates_nothing_at_any_batch(batch: int) -> None:
    growth, peak = measured(layers(batch, "adam"), STEPS if batch < 2048 else 40)
    assert growth < 2048
    assert peak < PEAK


@pytest.mark.parametrize("precision", ["float64", "float32"])
def test_kernels_and_windows_on_large_images_allocate_nothing(precision: str) -> None:
    random = np.random.default_rng(0)
    drawing = Drawing(table(random.normal(size=(16, 400)), random.normal(size=(16, 3))))
    x = drawing.add("input", catalog.InputSettings(tuple(range(400)), (1, 20, 20)))
    first = drawing.add("max_pooling", None, drawing.add("convolution", None, x))
    second = drawing.add("convolution", catalog.ConvolutionSettings(16), first)
    flat = drawing.add("flatten", None, drawing.add("average_pooling", None, second))
    drawing.end(drawing.add("dense", DenseSettings(3, "linear"), flat))
    growth, peak = measured(drawing.plan("adam", batches="full", precision=precision), 20)
    assert growth < 2048
    assert peak < PEAK


@pytest.mark.parametrize("rule", catalog.rules(), ids=lambda rule: rule.id)
def test_a_rule_allocates_nothing(rule: catalog.RuleKind) -> None:
    growth, peak = measured(layers(256, rule.id), 100)
    assert growth < 2048
    assert peak < PEAK


@pytest.mark.parametrize("kind", catalog.kinds(), ids=lambda kind: kind.id)
def test_a_kind_allocates_nothing(kind: catalog.Kind) -> None:
    document = PLACED[kind.id]()[0]
    growth, peak = measured(msgspec.structs.replace(document), 100)
    assert growth < 2048
    assert peak < PEAK
