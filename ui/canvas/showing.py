"""The numbers on the canvas at a moment: the document's at rest, a snapshot's in training, a step's in stepping."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from nnsim.document import Document, Link
from nnsim.text import format_loss, format_number
from ui.canvas.full_width import FullWidth
from ui.canvas.points import Points, points_of
from ui.canvas.wires import Wire
from ui.look import Phase

MOST_HALVES = 2  # shares that are compared with a half
Arrays = Mapping[str, NDArray[Any]]


class Step(Protocol):
    """What the canvas reads of a moment of stepping (`nnsim.trace.StepView` says what each holds)."""

    values: Arrays
    sums: Arrays
    deltas: Arrays
    weight_gradients: Arrays
    new_parameters: Arrays
    targets: Arrays
    active: tuple[str, int | None, int | None] | None
    phase: Phase | None
    lit_links: tuple[Any, ...]
    loss: float | None
    row: int
    operation: str
    so_far: float | None
    probabilities: frozenset[str]
    attention: Arrays
    states: Arrays
    state_deltas: Arrays
    time: int | None
    looking: tuple[str, int, int, int] | None
    ahead: Any
    covered: bool


@dataclass
class Showing:
    """Weights, maps, values and gradients to paint. `width` knows the weight of full width; `locked` are the nodes
    whose weights are all frozen, `kernels` those before which kernels stand; `activations` are what the units give for
    training sample `row` while nothing is stepped; `giving_way` are the numbers of units that others come for, and how
    far that is."""

    parameters: Arrays = field(default_factory=dict)
    masks: Arrays = field(default_factory=dict)
    width: FullWidth = field(default_factory=FullWidth)
    maps: dict[str, NDArray[Any]] = field(default_factory=dict)
    activations: Arrays = field(default_factory=dict)
    row: int = 0
    gradient_norms: Mapping[str, float] = field(default_factory=dict)
    loss: float | None = None
    step: Step | None = None
    training: bool = False
    ahead: bool = False
    points: Points | None = None
    locked: frozenset[str] = frozenset()
    kernels: frozenset[str] = frozenset()
    giving_way: tuple[Mapping[tuple[str, int], Any], float] = field(default_factory=lambda: ({}, 1.0))
    _alone: tuple[Arrays | None, float] = (None, 0.0)
    _linked: tuple[Link, ...] = ()
    _predicted_by: dict[str, str] | None = None

    @property
    def predicted_by(self) -> dict[str, str]:
        """By node the last one that is linked to its input: what a loss judges."""
        if self._predicted_by is None:
            self._predicted_by = {link.target: link.source for link in self._linked if link.port == "in"}
        return self._predicted_by

    def take(self, document: Document) -> None:
        """Show the parameters and masks of a document."""
        same, self.parameters = self.parameters is document.state.parameters, document.state.parameters
        self.masks = document.network.masks
        if document.network.links is not self._linked:
            self._linked, self._predicted_by = document.network.links, None
        self.points = points_of(document.data)
        self.locked = self._all_frozen() if len(self.masks) else frozenset()
        if not same:
            self.width.follow()

    def _all_frozen(self) -> frozenset[str]:
        """The nodes all of whose weights are frozen, those of a block in all of its parts."""
        frozen: dict[str, bool] = {}
        for path, array in self.parameters.items():
            if array.ndim > 1:
                node = path.partition("/")[0]
                frozen[node] = frozen.get(node, True) and self.frozen(path)
        return frozenset(node for node, whole in frozen.items() if whole)

    @property
    def scale(self) -> float:
        """The weight of full width."""
        return self.width.of(self.parameters)

    def weight(self, wire: Wire) -> float:
        """The weight that a wire shows; NaN where there is none yet, 0 for a pruned one."""
        return self._cell(self.shown_weights(wire.path), wire)

    def shown_weights(self, path: str) -> NDArray[Any] | None:
        """The array behind a path: the updated one where the step has reached it."""
        if self.step is not None and path in self.step.new_parameters:
            fresh, old = self.step.new_parameters[path], self.parameters.get(path)
            return fresh if old is None else np.where(np.isnan(fresh), old, fresh)
        return self.parameters.get(path)

    def old_weight(self, wire: Wire) -> float:
        """The weight before the update."""
        return self._cell(self.parameters.get(wire.path), wire)

    def pruned(self, wire: Wire) -> bool:
        """Whether the wire's weight is pruned away."""
        mask = self.masks.get(f"{wire.path}:pruned")
        return (
            mask is not None
            and wire.row < mask.shape[0]
            and wire.column < mask.shape[1]
            and bool(mask[wire.row, wire.column])
        )

    def frozen(self, path: str) -> bool:
        """Whether every cell of a parameter is frozen."""
        mask = self.masks.get(f"{path}:frozen")
        return mask is not None and bool(mask.all())

    def frozen_cell(self, path: str, index: tuple[int, ...]) -> bool:
        """Whether one cell of a parameter is frozen."""
        mask = self.masks.get(f"{path}:frozen")
        return mask is not None and bool(mask[index])

    def bias_locked(self, node: str, unit: int) -> bool:
        """Whether a bias is frozen and the lock on its card does not say so already."""
        mask = self.masks.get(f"{node}/bias:frozen")
        if mask is None or unit >= len(mask) or not mask[unit]:
            return False
        return not (mask.all() and self.frozen(f"{node}/weight"))

    def bias(self, node: str, unit: int) -> float | None:
        """The bias of a unit, None when it has none."""
        array = self.shown_weights(f"{node}/bias")
        return float(array[unit]) if array is not None and unit < array.shape[0] else None

    def value(self, node: str, unit: int) -> float | None:
        """The value of a unit at this step, NaN while it is not computed; None when nothing is stepped."""
        return None if self.step is None else _at(self.step.values, node, unit)

    def layer(self, node: str) -> NDArray[Any] | None:
        """What all units of a node give at this moment, NaN where it is not computed; None where nothing is known."""
        return self.activations.get(node) if self.step is None else self.step.values.get(node)

    def attention(self, node: str) -> NDArray[Any] | None:
        """Where a node's attention looks, [heads, queries, keys]; NaN where it is not computed, None where unknown.

        While nothing is stepped it is in one row.
        """
        if self.step is None:
            return self.activations.get(f"{node}:attention")
        return self.step.attention.get(node)

    def states(self, node: str) -> NDArray[Any] | None:
        """What a recurrent node remembers after each time step, [time steps, units]; in one row outside of a step."""
        if self.step is None:
            return self.activations.get(f"{node}:states")
        return self.step.states.get(node)

    def span(self, node: str, activation: str) -> tuple[float, float]:
        """The ends of the color ramp for a node's values; in a step those that it will have count too.

        Shares among many are all far below a half, so their ramp is the one whose middle is 0.
        """
        ahead = None if self.step is None else self.step.ahead
        values = self.layer(node) if ahead is None else ahead.values.get(node)
        shares = activation == "softmax" and values is not None and len(values) > MOST_HALVES
        return (-1.0, 1.0) if shares else value_range(activation, values)

    def at_hand(self, node: str, unit: int) -> float | None:
        """The value of a unit in this step, else for the sample at hand; None where it is not known."""
        if self.step is not None:
            return self.value(node, unit)
        layer = self.activations.get(node)
        return float(layer[unit]) if layer is not None and unit < len(layer) else None

    def total(self, node: str, unit: int) -> float:
        """The weighted sum of a unit at this step, NaN while it is not computed."""
        return math.nan if self.step is None else _at(self.step.sums, node, unit)

    def delta(self, node: str, unit: int) -> float:
        """The gradient at a unit at this step, NaN while it is not computed."""
        return math.nan if self.step is None else _at(self.step.deltas, node, unit)

    def felt(self, node: str) -> NDArray[Any] | None:
        """∂L/∂z of a node's units for the sample at hand while training; None where there is none to show."""
        return self.activations.get(f"{node}:delta") if self.gradient_norms and self.step is None else None

    def largest_felt(self, node: str) -> float:
        """The largest |∂L/∂z| of the node's units; units that stand alone are compared with each other."""
        deltas = self.felt(node)
        if deltas is None or len(deltas) != 1:
            return 0.0 if deltas is None or not len(deltas) else float(np.max(np.abs(deltas)))
        if self._alone[0] is not self.activations:
            lone = [abs(float(each[0])) for name, each in self.activations.items()
                    if len(each) == 1 and name.endswith(":delta")]
            self._alone = self.activations, max(lone)
        return self._alone[1]

    def state_deltas(self, node: str) -> NDArray[Any] | None:
        """∂L/∂h of a recurrent node after each time step, [time steps, units]; in one row outside of a step."""
        return self.felt(node) if self.step is None else self.step.state_deltas.get(node)

    def coming(self, node: str, unit: int) -> float:
        """The value that a unit will have, for *Show ahead*; NaN when it is not shown."""
        if self.step is None or not self.ahead or self.step.ahead is None:
            return math.nan
        return _at(self.step.ahead.values, node, unit)

    def foretold(self, node: str) -> bool:
        """Whether all that a node shows is still to come."""
        if self.step is None or not self.ahead:
            return False
        values = self.step.values.get(node)
        return values is not None and len(values) > 0 and bool(np.isnan(values).all())

    @property
    def coming_loss(self) -> float | None:
        """The loss that there will be, for *Show ahead*; None when it is not shown."""
        return None if self.step is None or not self.ahead or self.step.ahead is None else self.step.ahead.loss

    def written(self, node: str, value: float) -> str:
        """A value of a node as the formula writes it: probabilities with a decimal more."""
        probable = self.step is not None and node in self.step.probabilities
        return format_loss(value) if probable else format_number(value)

    def targets(self, loss: str) -> tuple[float, ...]:
        """The ground truth at a loss, one number for each output."""
        return () if self.step is None else tuple(np.ravel(self.step.targets.get(loss, ())).tolist())

    def is_active(self, node: str, unit: int) -> bool:
        """Whether the present moment happens at this unit."""
        active = None if self.step is None else self.step.active
        return active is not None and active[0] == node and active[1] in (unit, None)

    def begun(self, node: str, unit: int) -> bool:
        """Whether the present moment gives something of this very unit: it by itself, or the sums of its layer.

        Not while its outcome is asked, which the disc would tell.
        """
        assert self.step is not None
        if self.step.covered:
            return False
        return (self.step.active or ("", None))[1] == unit or not math.isnan(self.total(node, unit))

    def summing(self, node: str, unit: int) -> bool:
        """Whether the present moment adds to this unit's sum."""
        step = self.step
        if step is None or step.phase != "forward" or step.active is None or step.active[:2] != (node, unit):
            return False
        return math.isnan(_at(step.values, node, unit)) and not math.isnan(_at(step.sums, node, unit))

    @staticmethod
    def _cell(array: NDArray[Any] | None, wire: Wire) -> float:
        if array is None or wire.row >= array.shape[0] or wire.column >= array.shape[1]:
            return math.nan
        return float(array[wire.row, wire.column])


def _at(arrays: Arrays, node: str, unit: int) -> float:
    array = arrays.get(node)
    return float(array[unit]) if array is not None and unit < len(array) else math.nan


def value_range(activation: str, array: NDArray[Any] | None = None) -> tuple[float, float]:
    """The ends of the colour ramp for an activation: its own range, or, where it has none, what the numbers span."""
    if activation in ("sigmoid", "hard_sigmoid", "softmax", "step"):
        return 0.0, 1.0
    if activation in ("tanh", "sign"):
        return -1.0, 1.0
    finite = array[np.isfinite(array)] if array is not None else np.empty(0)
    most = float(np.abs(finite).max()) if finite.size else 1.0
    return -(most or 1.0), most or 1.0
