"""Windows on images are told by where they lie, and a maximum by what it was chosen from."""

import numpy as np
import pytest

from nnsim.catalog import ConvolutionSettings, DenseSettings, GlobalPoolingSettings, InputSettings, MaxPoolingSettings
from nnsim.document import Document, Settings
from nnsim.trace import Stepper, plain_text
from nnsim.trace.listing import trace_document
from tests.batteries.drawing import Drawing, table

PIXELS = [3.0, 1.0, 0.0, 2.0, 5.0, 4.0, 0.5, 1.5, 2.5]


def _behind_kernels(kind: str, settings: Settings) -> Document:
    """One 1 × 1 kernel that doubles an image of 3 × 3 pixels, what follows it, and a sum."""
    drawing = Drawing(table([PIXELS], [[1.0]]))
    x = drawing.add("input", InputSettings(tuple(range(9)), (1, 3, 3)))
    kernel = drawing.add("convolution", ConvolutionSettings(1, 1, 1, activation="linear", bias=False), x)
    drawing.set(**{f"{kernel}__weight": np.full((1, 1, 1, 1), 2.0)})
    node = drawing.add(kind, settings, kernel)
    flat = node if kind == "global_pooling" else drawing.add("flatten", None, node)
    drawing.end(drawing.add("dense", DenseSettings(1, "linear"), flat))
    return drawing.document


def _texts(document: Document, operation: str) -> list[str]:
    return [stop["text"] for stop in trace_document(document) if stop["operation"] == operation]


def test_the_largest_of_a_window_is_written_with_what_it_was_chosen_from() -> None:
    document = _behind_kernels("max_pooling", MaxPoolingSettings(2, 1))
    assert _texts(document, "MaxPool")[0].endswith("= max(6.00, 2.00, 4.00, 10.00) = 10.00")


def test_a_large_window_is_elided_but_for_its_winner() -> None:
    document = _behind_kernels("global_pooling", GlobalPoolingSettings("max"))
    stepper, told = Stepper(document), None
    while told is None or told.operation != "GlobalMax":
        stepper.next()
        told = stepper.explain(shown=5)
    numbers = plain_text(told.numbers)
    assert numbers.count("… 2 more") == 2
    assert "10.00, 8.00" in numbers


def test_the_way_back_names_the_winner_by_its_place_in_the_window() -> None:
    document = _behind_kernels("max_pooling", MaxPoolingSettings(2, 2))
    told = _texts(document, "MaxPoolGradient")
    assert "argmax(6.00, 2.00, 4.00, 10.00) = 1; 0:" in told[0]
    assert "argmax(6.00, 2.00, 4.00, 10.00) = 4; 0:" in told[4]
    overlapping = _texts(_behind_kernels("max_pooling", MaxPoolingSettings(2, 1)), "MaxPoolGradient")
    assert overlapping[4].startswith("δ₁,₂,₂ = ∂L/∂h₁,₂,₂ + ∂L/∂h₁,₂,₁ + ∂L/∂h₁,₁,₂ + ∂L/∂h₁,₁,₁ = ")
    assert "argmax" not in overlapping[4]


@pytest.mark.parametrize(("padding", "said"), [
    ("same", "Kernel 1 hangs over the edge and lies on rows 1 to 2, columns 1 to 2 only."),
    ("valid", "Kernel 1 lies on rows 1 to 3, columns 1 to 3. Its 9 weights, each times what lies under it, and"),
])
def test_a_kernel_is_told_by_where_it_lies(padding: str, said: str) -> None:
    drawing = Drawing(table([PIXELS], [[1.0]]))
    x = drawing.add("input", InputSettings(tuple(range(9)), (1, 3, 3)))
    kernel = drawing.add("convolution", ConvolutionSettings(1, 3, 3, padding=padding), x)
    drawing.end(drawing.add("dense", DenseSettings(1, "linear"), drawing.add("flatten", None, kernel)))
    stop = next(stop for stop in trace_document(drawing.document) if stop["operation"] == "Convolution")
    assert stop["sentence"].startswith(said)
