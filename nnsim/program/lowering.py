"""What a kind, or a block of free neurons, sees of the compiler while it is lowered."""

from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from numpy.typing import NDArray

from nnsim.catalog import Shape
from nnsim.edits import parameter_specs
from nnsim.edits.placed import Column, Placed
from nnsim.ops.base import BATCH, Op, When
from nnsim.program.program import Carried, Member, Noise

if TYPE_CHECKING:
    from nnsim.program.forward import Forward

Absent = tuple[int, tuple[tuple[int, ...], ...]]


class NodeLowering:
    """The compiler while one node is lowered: `nnsim.catalog.Lowering`."""

    def __init__(self, forward: "Forward", each: Placed) -> None:
        self.forward, self.each = forward, each

    def emit(self, op: Op, *inputs: int, quantity: str = "activation", when: When = "always") -> int:
        return self.forward.builder.emit(op, *inputs, quantity=quantity, when=when)

    def instead(self, of: int, op: Op, *inputs: int) -> None:
        self.forward.builder.instead(of, op, *inputs)

    def shape(self, slot: int) -> Shape:
        found = self.forward.builder.slots[slot]
        return found.shape[1:] if found.per_sample else found.shape

    def parameter(self, name: str) -> int:
        path = f"{self.each.id}/{name}"
        spec = parameter_specs(self.forward.network)[path]
        slot = self.forward.builder.slot(name, spec.means, spec.shape, "parameter", path)
        self.forward.place(path, slot)
        return slot

    def absent(self, name: str) -> Absent | None:
        key = f"{self.each.id}/{name}:pruned"
        if key not in self.forward.network.masks:
            return None
        cut = self.forward.network.masks[key]
        return self.forward.builder.mask("absent", cut), remaining(cut)

    def at_step(self, step: int | None) -> None:
        self.forward.builder.step = step

    def target(self, shape: Shape) -> int:
        member = Member(self.each.id, 0, int(np.prod(shape)))
        slot = self.forward.builder.slot("y", "target", (BATCH, *shape), "target", members=(member,))
        self.forward.targets.append(slot)
        return slot

    def constant(self, name: str, values: NDArray[Any]) -> int:
        return self.forward.builder.mask(name, values)

    def noise(self, name: str, shape: Shape, distribution: Literal["uniform", "normal"] = "uniform") -> int:
        quantity = "noise" if distribution == "uniform" else "normal_noise"
        slot = self.forward.builder.slot(name, quantity, (BATCH, *shape), "noise")
        self.forward.noises.append(Noise(slot, distribution, f"{self.each.id}/{name}"))
        return slot

    def track(self, name: str, updated: int) -> None:
        placement = self.forward.placements[f"{self.each.id}/{name}"]
        self.forward.tracked[placement.slot] = updated

    def carried(self, name: str, shape: Shape) -> int:
        builder = self.forward.builder
        slot = builder.slot(name, f"carried_{name}", (BATCH, *shape), "carried")
        builder.name(slot, step=None)
        self.forward.carried[f"{self.each.id}/{name}"] = slot
        return slot

    def carry(self, name: str, ended: int) -> None:
        path = f"{self.each.id}/{name}"
        self.forward.handed_on.append(Carried(path, self.forward.carried[path], ended))


class BlockLowering:
    """The compiler while a block of free neurons is lowered as one layer."""

    def __init__(
        self, forward: "Forward", group: list[str], links: list[tuple[Column, ...]], columns: list[Column],
    ) -> None:
        self.forward, self.group, self.columns = forward, group, columns
        position = {column: k for k, column in enumerate(columns)}
        self.at = [[position[column] for column in own] for own in links]

    def emit(self, op: Op, *inputs: int, quantity: str = "activation", when: When = "always") -> int:
        return self.forward.builder.emit(op, *inputs, quantity=quantity, when=when)

    def parameter(self, name: str) -> int:
        builder = self.forward.builder
        shape = (len(self.group), len(self.columns)) if name == "weight" else (len(self.group),)
        slot = builder.slot(name, name, shape, "parameter")
        for row, node in enumerate(self.group):
            cells = (np.full(len(self.at[row]), row), np.array(self.at[row], int))
            self.forward.place(f"{node}/{name}", slot, cells if name == "weight" else (slice(row, row + 1),))
        return slot

    def absent(self, name: str) -> Absent | None:
        cut = self._cut()
        return (self.forward.builder.mask("absent", cut), remaining(cut)) if cut.any() else None

    def _cut(self) -> NDArray[np.bool_]:
        cut = np.ones((len(self.group), len(self.columns)), np.bool_)
        for row, node in enumerate(self.group):
            key = f"{node}/weight:pruned"
            masks = self.forward.network.masks
            cut[row, self.at[row]] = masks[key][0] if key in masks else False
        return cut


def remaining(cut: NDArray[Any]) -> tuple[tuple[int, ...], ...]:
    """For each unit, the inputs whose links are not cut."""
    return tuple(tuple(int(k) for k in np.flatnonzero(~row)) for row in cut)
