"""A kind lowered outside any document: its operations run as they are emitted, on arrays that are handed in."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from nnsim import catalog
from nnsim.catalog import Lowered, Shape
from nnsim.document import Node, Settings
from nnsim.ops.base import Op, When
from tests.batteries.check_op import Array, run
from tests.reference.chain import Chain


class Direct(Chain):
    """What `nnsim.catalog.Lowering` asks for, with parameters, targets and noise given by name.

    With `training` off, what stands in when the network is used takes its place.
    """

    def __init__(self, given: Mapping[str, Any], training: bool = True) -> None:
        super().__init__()
        self.given, self.training = given, training
        self.tracked: dict[str, Array] = {}
        self.made: dict[str, list[int]] = {}
        """The slots that were made, by what they mean"""

    def emit(self, op: Op, *inputs: int, quantity: str = "activation", when: When = "always") -> int:
        if when == ("inference" if self.training else "training"):
            return -1
        output = super().emit(op, *inputs, quantity=quantity)
        self.made.setdefault(quantity, []).append(output)
        return output

    def instead(self, of: int, op: Op, *inputs: int) -> None:
        """Overwrites what was made, before anything reads it."""
        if not self.training:
            self.values[of] = run(op, [self.values[slot] for slot in inputs])

    def shape(self, slot: int) -> Shape:
        """One sample's shape; kinds ask for no other."""
        return self.values[slot].shape[1:]

    def parameter(self, name: str) -> int:
        return self.put(self.given[name])

    def constant(self, name: str, values: Array) -> int:
        return self.put(values)

    def target(self, shape: Shape) -> int:
        target = np.asarray(self.given["target"], float)
        return self.put(target.reshape(len(target), *shape))

    def noise(self, name: str, shape: Shape, distribution: str = "uniform") -> int:
        return self.put(self.given[name])

    def track(self, name: str, updated: int) -> None:
        if updated >= 0:
            self.tracked[name] = self.values[updated]

    def at_step(self, step: int | None) -> None:
        """Tells nothing here."""

    def absent(self, name: str) -> None:
        """No links are pruned."""


def lowered(
    kind: str, settings: Settings | None, x: Array, given: Mapping[str, Any] | None = None, training: bool = True,
) -> tuple[Array, Direct]:
    """What a kind makes of its input, and all that it made on the way."""
    direct, of = Direct(given or {}, training), catalog.kind(kind)
    node = Node("it", kind, "", settings or of.default_settings())
    slot = direct.put(x)
    output = of.lower(direct, node, Lowered(slot, ports={"in": (slot,)})).output
    return direct.values[output], direct
