"""Figures of a training put together by the node on the canvas, whose parts in a block have figures of their own."""

import math
from collections import defaultdict
from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

_LEAST_AXES = 2


def norms_by_node(norms: Mapping[str, float]) -> dict[str, float]:
    """The norm of all gradients of each node: of a block, over all of its parts; NaN where one of them is."""
    squares: dict[str, float] = defaultdict(float)
    for path, norm in norms.items():
        squares[path.partition("/")[0]] += norm * norm
    return {node: math.sqrt(square) for node, square in squares.items()}


def weights_by_node(parameters: Mapping[str, NDArray[Any]]) -> dict[str, NDArray[Any]]:
    """All weights of each node, in one row where it has several: parameters of two axes or more."""
    found: dict[str, list[NDArray[Any]]] = defaultdict(list)
    for path, array in parameters.items():
        if array.ndim >= _LEAST_AXES:
            found[path.partition("/")[0]].append(array)
    return {
        node: arrays[0] if len(arrays) == 1 else np.concatenate([array.ravel() for array in arrays])
        for node, arrays in found.items()
    }
