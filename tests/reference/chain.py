"""Operations one after another, outside any document, and the way back through them."""

from typing import Any

import numpy as np

from nnsim.ops.base import Op
from tests.batteries.check_op import Array, run


class Chain:
    """Instructions run as they are emitted, and the way back through them."""

    def __init__(self) -> None:
        self.values: list[Array] = []
        self.instructions: list[tuple[Op, tuple[int, ...], int]] = []
        self.gradients: dict[int, Array] = {}

    def put(self, values: Any) -> int:
        """The slot of a given value."""
        self.values.append(np.asarray(values, float))
        return len(self.values) - 1

    def emit(self, op: Op, *inputs: int, quantity: str = "gradient") -> int:
        """The slot of what an operation gives."""
        output = self.put(run(op, [self.values[slot] for slot in inputs]))
        self.instructions.append((op, inputs, output))
        return output

    def back(self, output: int, upstream: Any) -> None:
        """Fills `gradients` by slot."""
        forward = list(self.instructions)
        self.gradients = {output: np.asarray(upstream, float)}
        for op, inputs, made in reversed(forward):
            if made not in self.gradients:
                continue
            emitted = op.gradient(self.emit, inputs, made, self.put(self.gradients[made]))
            for slot, gradient in zip(inputs, emitted, strict=True):
                if gradient is not None:
                    self.gradients[slot] = self.gradients.get(slot, 0.0) + self.values[gradient]
