"""What kinds with a window share: how far it moves, what it meets beyond the edge, and when it does not fit."""

from nnsim.catalog.field import CELLS, Field
from nnsim.catalog.port import Shape
from nnsim.ops.sliding import Sliding
from nnsim.text.messages import Message, message

LARGEST = 256
"""The most cells that a window, its stride, its dilation or the padding may have along an axis."""

PADDING = Field(
    "padding", message("Padding"),
    message("What is added around the input: nothing; so much that a stride of 1 keeps the size; or so many cells."),
    "choice", "same",
    choices=(("valid", message("none")), ("same", message("keep the size")), ("cells", message("so many cells"))),
)
MARGIN = Field(
    "margin", message("Padded cells"), message("Cells of padding on every side, where so many cells are asked for."),
    "int", 1, 0, LARGEST, 0, 4, unit=CELLS,
)
DILATION = Field(
    "dilation", message("Dilation"), message("1 for a dense kernel; 2 leaves every other cell out, and so on."),
    "int", 1, 1, LARGEST, 1, 4,
)


def stride_field(default: int) -> Field:
    """The field of a stride."""
    return Field("stride", message("Stride"), message("How many cells the window moves on at a time."), "int", default,
                 1, LARGEST, 1, 4, unit=CELLS)


def sliding(
    image: Shape, size: tuple[int, ...], stride: int, padding: str, margin: int, dilation: int = 1,
) -> Sliding:
    """The window over an image (or a sequence's steps) of this size.

    `same` pads as TensorFlow and ONNX do: ⌈length / stride⌉ places, an odd cell behind; `causal` pads before alone.
    """
    axes = len(size)
    pads = []
    for length, cells in zip(image, size, strict=True):
        extent = dilation * (cells - 1) + 1
        whole = max((-(-length // stride) - 1) * stride + extent - length, 0)
        pads.append({
            "valid": (0, 0), "same": (whole // 2, whole - whole // 2), "cells": (margin, margin),
            "causal": (extent - 1, 0),
        }[padding])
    return Sliding(size, (stride,) * axes, tuple(pads), (dilation,) * axes)


def too_large(window: Sliding, image: Shape) -> Message | None:
    """Why the window has no place on the padded image, or None: expected, got, remedy."""
    padded = tuple(length + sum(pads) for length, pads in zip(image, window.padding, strict=True))
    extents = tuple(window.extent(axis) for axis in range(window.axes))
    if all(extent <= length for extent, length in zip(extents, padded, strict=True)):
        return None
    if window.axes == 1:
        return message(
            "The window reaches over {got} steps, but the padded sequence has {most}. Make the window or its dilation "
            "smaller, or pad more.", got=extents[0], most=padded[0])
    return message(
        "The window reaches over {got} cells, but the padded image has {most}. Make the window or its dilation "
        "smaller, or pad more.", got=times(extents), most=times(padded))


def times(sizes: tuple[int, ...]) -> str:
    """Sizes as they are written: 3 × 3."""
    return " × ".join(map(str, sizes))
