"""Builds what the canvas shows: which numbers exist at a stop, and which links carry them."""


from dataclasses import replace
from math import prod

import numpy as np
from numpy.typing import NDArray

from nnsim.ops.expression import values_of
from nnsim.program.unit_values import attention_slots, delta_slots, state_slots
from nnsim.trace.explain import scene_at
from nnsim.trace.frame import Frame
from nnsim.trace.lit import lit_links
from nnsim.trace.made import Made, made
from nnsim.trace.moment import Moment, Stop
from nnsim.trace.recurrent_cells import cells_of
from nnsim.trace.scene import Scene
from nnsim.trace.view import StepView
from nnsim.trace.walk import Walk

Array = NDArray[np.float64]
_INPUTS = -0.5
_SEQUENCE = 3  # axes of a batch of sequences
"""Behind what was there from the start, before the first instruction"""


def look(frame: Frame, moment: Moment, stop: Stop | None, rows: tuple[int, ...], ahead: StepView) -> StepView:
    """The view at a stop (None: before the first); `ahead` is the same step with everything computed."""
    return _view(frame, moment, stop, rows, 0 if stop is None else stop.instruction, ahead)


def look_ahead(frame: Frame, moment: Moment, rows: tuple[int, ...]) -> StepView:
    """The view with everything computed."""
    return _view(frame, moment, None, rows, len(frame.plan.program.instructions), None)


def covered(frame: Frame, view: StepView, before: Stop | None, instruction: int) -> StepView:
    """A view of a stop of an instruction with the numbers as they were at the stop `before` it; None: at the inputs."""
    reached = instruction + _INPUTS if before is None else before.instruction
    earlier = _view(frame, view.moment, before, (view.row,) * view.samples, reached, None, begun=True)
    return replace(
        earlier, phase=view.phase, active=view.active, lit_links=view.lit_links, operation=view.operation,
        time=view.time, looking=view.looking, covered=True)  # fmt: skip


def _view(
    frame: Frame, moment: Moment, stop: Stop | None, rows: tuple[int, ...], reached: float, ahead: StepView | None,
    begun: bool = False,
) -> StepView:
    scene = scene_at(frame, stop) if stop is not None else None
    known = _Known(frame, stop, reached, everything=stop is None and ahead is None and not begun)
    begun = begun or known.everything or stop is not None
    values, sums = _values(frame, known, begun), _sums(frame, known)
    so_far = _add_so_far(scene, sums)
    return StepView(
        moment,
        scene.walk.phase if scene is not None else None,
        values,
        sums,
        _deltas(frame, known),
        known.parameters("gradient"),
        known.parameters("updated"),
        _active(scene, stop),
        lit_links(scene, stop),
        known.loss(),
        frame.sample,
        frame.plan.batch,
        rows[frame.sample],
        _targets(frame),
        so_far,
        type(scene.op).__name__ if scene is not None else "",
        frame.plan.probable_nodes,
        _attention(frame, known, begun),
        _states(frame, known, begun),
        _time(scene),
        ahead,
        _state_deltas(frame, known, begun),
        looking=_looking(scene, stop),
    )


def _values(frame: Frame, known: "_Known", begun: bool) -> dict[str, Array]:
    """What the units of each node give; NaN before the step has begun."""
    program = frame.plan.program
    return {
        node: known.units(slots.output, slots.start, slots.stop) if begun else np.full(slots.stop - slots.start, np.nan)
        for node, slots in program.nodes.items()
        if program.slots[slots.output].per_sample
    }


def _sums(frame: Frame, known: "_Known") -> dict[str, Array]:
    """The weighted sums of the units that have one of their own."""
    return {
        node: known.units(slots.total, slots.start, slots.stop)
        for node, slots in frame.plan.program.nodes.items()
        if slots.total is not None and _own_sum(frame, node)
    }


def _states(frame: Frame, known: "_Known", begun: bool) -> dict[str, Array]:
    """What each recurrent node remembers after every time step, [time steps, units]."""
    slots, found = frame.plan.program.slots, {}
    for node, steps in state_slots(frame.plan.program).items():
        rows = [np.concatenate([known.units(slot, 0, slots[slot].shape[1]) for slot in each]) for each in steps]
        found[node] = np.array(rows) if begun else np.full((len(rows), len(rows[0])), np.nan)
    return found


def _state_deltas(frame: Frame, known: "_Known", begun: bool) -> dict[str, Array]:
    """∂L/∂h of each recurrent node after every time step, [time steps, units]."""
    program = frame.plan.program
    slots, gradients, found = program.slots, delta_slots(program), {}
    for node, steps in state_slots(program).items():
        each = gradients.get(node, ())
        if each:
            rows = [known.units(slot, 0, slots[slot].shape[1]) if begun else np.full(slots[slot].shape[1], np.nan)
                    for slot, _, _ in each]
            found[node] = np.concatenate(rows).reshape(len(steps), -1)
    return found


def _time(scene: Scene | None) -> int | None:
    """The time step of a moment, from 0; None outside of recurrent layers, and for what comes before the first.

    Of what is summed up for all time steps at once it is the one that the cell at hand is of.
    """
    if scene is None:
        return None
    step = scene.frame.cells.meaning(scene.output.slot).step
    if step is None and scene.walk.phase == "forward" and not scene.whole_layer and len(scene.index) == _SEQUENCE:
        plan, node = scene.frame.plan, scene.walk.origin
        return scene.index[1] if cells_of(plan, node, False) or cells_of(plan, node, True) else None
    return None if step is None or step < 1 else step - 1


def _looking(scene: Scene | None, stop: Stop | None) -> tuple[str, int, int, int] | None:
    """The node, head, query and key that a stop about one score or weight of attention, or its gradient, is about."""
    if scene is None or stop is None or stop.cell is None or not scene.walk.origin:
        return None
    node, program = scene.walk.origin.partition("/")[0], scene.frame.plan.program
    slot = attention_slots(program).get(node)
    if slot is None or program.slots[slot].shape != program.slots[scene.output.slot].shape:
        return None
    head = scene.index[1] if len(scene.index) > len(("sample", "query", "key")) else 0
    return node, head, scene.index[-2], scene.index[-1]


def _attention(frame: Frame, known: "_Known", begun: bool) -> dict[str, Array]:
    """Where each node's attention looks, [heads, queries, keys]; one head stands alone."""
    program, found = frame.plan.program, {}
    for node, slot in attention_slots(program).items():
        shape = program.slots[slot].shape[1:]
        size = prod(shape)
        weights = known.units(slot, 0, size) if begun else np.full(size, np.nan)
        found[node] = weights.reshape(-1, *shape[-2:])
    return found


def _deltas(frame: Frame, known: "_Known") -> dict[str, Array]:
    """∂L/∂z of every node that adds up sums of its own."""
    program = frame.plan.program
    deltas: dict[str, Array] = {}
    for node, slots in program.nodes.items():
        gradient = program.gradient_of(slots.total) if slots.total is not None else None
        if gradient is not None and _own_sum(frame, node) and program.slots[gradient].per_sample:
            deltas[node] = known.units(gradient, slots.start, slots.stop)
    return deltas


class _Known:
    """What has been computed when the cursor is at a stop."""

    def __init__(self, frame: Frame, stop: Stop | None, reached: float, everything: bool) -> None:
        self.frame, self.stop, self.reached, self.everything = frame, stop, reached, everything

    def units(self, slot: int, start: int, end: int) -> Array:
        """One sample's values of some units of a slot, NaN where not computed."""
        found = np.array(self.frame.array(slot)[self.frame.sample], np.float64).reshape(-1)[start:end]
        if self.everything:
            return found
        origin = made(self.frame.plan, slot)
        numbers = origin.instructions[start:end]
        found[numbers > self.reached] = np.nan
        if (numbers == self.reached).any():
            found[(numbers == self.reached) & ~self._visited(origin, start, end)] = np.nan
        return found

    def _visited(self, origin: Made, start: int, end: int) -> NDArray[np.bool_]:
        """Which cells the walk through the present instruction has been at by now."""
        walk = self._walk_at(self.reached)
        if walk is None or self.stop is None:
            return np.zeros(end - start, np.bool_)
        if self.stop.cell is None:
            return np.ones(end - start, np.bool_)
        last = self.stop.cell if self._cell_is_done(walk) else self.stop.cell - 1
        cells = origin.cells[start:end]
        places = cells if walk.cells is None else np.searchsorted(walk.cells, cells)
        return np.asarray(places <= last)

    def has(self, slot: int, index: tuple[int, ...]) -> bool:
        """Whether a cell has been computed."""
        number = self.frame.cells.producer.get(slot)
        if number is None or self.everything or number < self.reached:
            return True
        walk = self._walk_at(number)
        return walk is not None and self._reached(walk, index)

    def parameters(self, which: str) -> dict[str, Array]:
        """Gradients or new values of the document's parameters, NaN where not computed."""
        program = self.frame.plan.program
        slots = {
            update.parameter: slot for update in program.updates
            if (slot := update.gradient if which == "gradient" else update.updated) is not None
        }
        wholes = {parameter: self._whole(slot) for parameter, slot in slots.items()}
        return {
            path: (wholes[at.slot] if at.index is None else wholes[at.slot][at.index]).reshape(at.shape)
            for path, at in program.placements.items()
            if at.slot in wholes
        }

    def loss(self) -> float | None:
        """The loss, once it is known."""
        slot = self.frame.plan.program.loss
        return (
            self.frame.fetch(slot, ())
            if slot is not None and self.has(slot, ()) and (self.everything or self.stop is not None)
            else None
        )

    def _whole(self, slot: int) -> Array:
        array = np.array(self.frame.array(slot), np.float64)
        number = self.frame.cells.producer.get(slot)
        if number is None or self.everything or number < self.reached:
            return array
        walk = self._walk_at(number)
        hidden = np.full(array.shape, np.nan)
        if walk is None or self.stop is None:
            return hidden
        if self.stop.cell is None:
            return array
        last = self.stop.cell if self._cell_is_done(walk) else self.stop.cell - 1
        done = np.arange(last + 1) if walk.cells is None else walk.cells[: last + 1]
        hidden.reshape(-1)[done] = array.reshape(-1)[done]
        return hidden

    def _walk_at(self, number: float) -> Walk | None:
        if self.stop is None or number != self.stop.instruction:
            return None
        return self.frame.plan.by_instruction[self.stop.instruction]

    def _reached(self, walk: Walk, index: tuple[int, ...]) -> bool:
        assert self.stop is not None
        if self.stop.cell is None:
            return True
        cell = walk.cell_at(index)
        return cell is None or cell < self.stop.cell or (cell == self.stop.cell and self._cell_is_done(walk))

    def _cell_is_done(self, walk: Walk) -> bool:
        assert self.stop is not None
        return self.stop.term is None or self.stop.cell is None or self.stop.term + 1 >= walk.terms_of(self.stop.cell)


def _own_sum(frame: Frame, node: str) -> bool:
    """Whether a node adds up sums of its own (an Output only passes on what another computed)."""
    return any(path.rpartition("/")[0] == node for path in frame.plan.program.placements) or (
        node in frame.plan.activation_nodes
    )


def _add_so_far(scene: Scene | None, sums: dict[str, Array]) -> float | None:
    """Puts what a weighted sum has so far into the sums, and returns it."""
    if scene is None or not scene.adding or scene.sum is None or scene.term is None:
        return None
    fetch = scene.frame.fetcher(scene.walk.instruction)
    so_far = sum(values_of(scene.sum.terms, fetch)[: scene.term + 1]) + 0.0
    place = scene.output
    if scene.walk.phase == "forward" and place.node in sums and place.unit is not None:
        sums[place.node][place.unit] = so_far
    return so_far


def _active(scene: Scene | None, stop: Stop | None) -> tuple[str, int | None, int | None] | None:
    if scene is None or stop is None:
        return None
    node = scene.output.node or scene.walk.origin
    return node, None if stop.cell is None else _unit(scene, node), stop.term


def _unit(scene: Scene, node: str) -> int | None:
    """Which cell of its node's output a value is, or belongs to: what is made for one time step, to that step."""
    place, plan = scene.output, scene.frame.plan
    slots, meaning = plan.program.nodes.get(node), scene.frame.cells.meaning(place.slot)
    if slots is None or meaning.step is None or len(slots.shape) != 2 or not meaning.per_sample:
        return place.unit
    of = plan.program.slots[place.slot].of
    found = made(plan, slots.output).find(place.slot if of is None else of, place.index, plan)
    if found is not None:
        return found
    inside = place.unit is not None and place.unit < slots.shape[1] and meaning.step <= slots.shape[0]
    return (meaning.step - 1) * slots.shape[1] + (place.unit or 0) if inside else None


def _targets(frame: Frame) -> dict[str, Array]:
    slots = frame.plan.program.slots
    return {
        slots[slot].origin: np.array(frame.array(slot)[frame.sample], np.float64) for slot in frame.plan.program.targets
    }
