"""The cases of single nodes that ONNX publishes, operator by operator, read from the `onnx` package."""

import importlib
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]
Value = Any
"""An array; some operators of ONNX have lists of them."""
HALF = {"float16": 2.0**-10, "bfloat16": 2.0**-7}
"""What a step between neighboring numbers is, relative, in the precisions that nnsim does not have."""


class LeftOut(Exception):
    """Raised for a case that nnsim's operations do not express; its words are the reason."""


@dataclass(frozen=True)
class Published:
    """A case: a node with its attributes, what goes in (None: left open) and what should come out (None: not asked)."""

    name: str
    operator: str
    attributes: dict[str, Any]
    inputs: tuple[Value | None, ...]
    outputs: tuple[Value | None, ...]
    rtol: float
    atol: float

    def number(self, position: int) -> Array:
        """An input as float64."""
        return np.asarray(self.inputs[position], float)

    def given(self, position: int) -> bool:
        """Whether an optional input is there."""
        return position < len(self.inputs) and self.inputs[position] is not None

    @property
    def numbers(self) -> list[Array]:
        """All inputs that are there, as float64."""
        return [np.asarray(each, float) for each in self.inputs if each is not None]

    def attribute(self, name: str, default: Any = None) -> Any:
        """An attribute, or what ONNX takes where it is not given."""
        return self.attributes.get(name, default)

    def whole(self, position: int) -> tuple[int, ...]:
        """An input that holds whole numbers."""
        return tuple(int(each) for each in np.ravel(self.inputs[position]))


@cache
def cases(operator: str, module: str) -> tuple[Published, ...]:
    """The cases of an operator; `module` is where the package has them.

    Cases named `…_expanded` are left away: they are these again, with the operator written out in smaller ones.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the package works its cases out while it is imported
        importlib.import_module(f"onnx.backend.test.case.node.{module}")
    from onnx.backend.test.case import node

    found = [each for each in node._NodeTestCases if "_expanded" not in each.name]
    return tuple(_read(each) for each in found if each.model.graph.node[0].op_type == operator)


def _read(case: Any) -> Published:
    from onnx import helper

    node = case.model.graph.node[0]
    inputs, outputs = case.data_sets[0]
    values = {each.name: helper.get_attribute_value(each) for each in node.attribute}
    attributes = {name: value.decode() if isinstance(value, bytes) else value for name, value in values.items()}
    rtol = case.rtol + max((4 * HALF.get(str(getattr(each, "dtype", "")), 0.0) for each in outputs), default=0.0)
    return Published(case.name, node.op_type, attributes, tuple(_by_place(node.input, inputs)),
                     tuple(_by_place(node.output, outputs)), rtol, case.atol)


def _by_place(names: Any, values: Any) -> Iterator[Value | None]:
    """Values in the places of those names that are not empty."""
    left = iter(values)
    for name in names:
        yield next(left) if name else None

