"""What outlives a training step: parameters, the rule's memory, gradients; in arenas over which whole updates run."""

from collections import Counter
from copy import copy
from dataclasses import dataclass
from typing import Any

import numpy as np

from nnsim.backend import Backend
from nnsim.document import ArrayMap, Document, TrainingState
from nnsim.ops.base import Op
from nnsim.ops.linked import LinkedSum
from nnsim.program.program import Placement, Program, Slot, Update

Array = Any
FLUSH_EVERY = 64
"""Training steps between two sweeps that set vanishing optimizer memory to 0: denormals cost 40 times as much."""


@dataclass(frozen=True)
class Stage:
    """One operation of a rule, over all parameters of a group at once: arenas, or scalars that they share.

    A whole number stands for a value that only the stages after it read: it is made piece by piece, in the cache.
    """

    op: Op
    inputs: tuple[Array | int, ...]
    output: Array | int
    scalars: tuple[bool, ...]
    number: int
    """The first of the instructions that it stands for"""


class Memory:
    """Arrays for every slot whose shape does not depend on the batch.

    Parameters that are updated by the same operations lie side by side in one arena per quantity, so that a rule runs
    a few times over long arrays instead of often over short ones; cell by cell that is the same arithmetic. With
    `keep`, nothing is overwritten before `commit`, so that every value of the step can be shown; without, the slots in
    `passing` have no arrays at all.
    """

    def __init__(self, program: Program, backend: Backend, document: Document, keep: bool = False) -> None:
        self.program, self.backend, self.keep = program, backend, keep
        self.dtype = np.dtype(document.plan.precision)
        self.arrays: dict[int, Array] = {}
        self._commits: list[tuple[Array, Array, frozenset[int] | None]] = []
        self._state_arenas: list[Array] = []
        self.passing: set[int] = set()
        self.groups: list[tuple[Stage, ...]] = [self._group(members) for members in _alike(program)]
        for number, slot in enumerate(program.slots):
            if number not in self.arrays and number not in self.passing and not slot.per_sample:
                self.arrays[number] = self._mask(number) if slot.role == "mask" else self._zeros(slot.shape)
        self._seed = document.state.seed
        self.load(document.state)

    def aside(self) -> "Memory":
        """The same parameters with gradients of their own: what runs on them leaves those of the step alone."""
        made = {each.output for each in self.program.instructions if each.phase == "backward"}
        other = copy(self)
        other.arrays = {slot: self.backend.xp.zeros_like(array) if slot in made else array
                        for slot, array in self.arrays.items()}
        return other

    def load(self, state: TrainingState) -> None:
        """Takes over parameters and optimizer memory (absent memory begins at 0)."""
        self._seed = state.seed
        self.take_parameters(state.parameters)
        for name, slot, placement, key in self._memories():
            stored = state.slots.get(key)
            self._put(Placement(slot, placement.shape, placement.index),
                      np.zeros(placement.shape) if stored is None or not name else stored)

    def take_parameters(self, parameters: ArrayMap) -> None:
        """Takes over parameters, and nothing else."""
        for path, placement in self.program.placements.items():
            self._put(placement, parameters[path])
        for instruction in self.program.instructions:
            if isinstance(instruction.op, LinkedSum):  # which computes with 0 where a link is absent
                _, weight, absent = instruction.inputs[:3]
                self.arrays[weight][self.arrays[absent]] = 0.0

    def parameters(self) -> ArrayMap:
        """The parameters as the document has them."""
        return ArrayMap({path: self._get(placement) for path, placement in self.program.placements.items()})

    def is_finite(self) -> bool:
        """Whether all parameters and the gradients of the latest step are finite numbers."""
        used = {slot for update in self.program.updates for slot in (update.parameter, update.gradient)}
        return all(bool(self.backend.xp.isfinite(self.arrays[slot]).all()) for slot in used if slot is not None)

    def slots(self) -> ArrayMap:
        """The rule's memory as the document has it, by `<path>:<name>`."""
        return ArrayMap({
            key: self._get(Placement(slot, placement.shape, placement.index))
            for _, slot, placement, key in self._memories()
        })

    def commit(self, step: int) -> None:
        """Ends training step number `step`: what it made becomes what the next one begins with."""
        xp, turn = self.backend.xp, step % self.program.cycle
        for kept, made, turns in self._commits:
            if turns is None or turn in turns:
                xp.copyto(kept, made)
        if step % FLUSH_EVERY == FLUSH_EVERY - 1:
            smallest = np.finfo(self.dtype).tiny
            for arena in self._state_arenas:
                arena[xp.abs(arena) < smallest] = 0.0

    def _memories(self) -> list[tuple[str, int, Placement, str]]:
        by_parameter: dict[int, list[tuple[str, Placement]]] = {}
        for path, placement in self.program.placements.items():
            by_parameter.setdefault(placement.slot, []).append((path, placement))
        return [
            (name, before, placement, f"{path}:{name}")
            for update in self.program.updates for name, before, _ in update.states
            for path, placement in by_parameter[update.parameter]
        ]

    def _put(self, placement: Placement, values: Array) -> None:
        array = self.arrays[placement.slot]
        values = self.backend.xp.asarray(np.asarray(values, self.dtype))
        if placement.index is None:
            array[...] = values
        else:
            array[placement.index] = values.reshape(array[placement.index].shape)

    def _get(self, placement: Placement) -> Array:
        array = self.arrays[placement.slot]
        chosen = array if placement.index is None else array[placement.index]
        return self.backend.to_host(chosen).reshape(placement.shape)

    def _zeros(self, shape: tuple[int, ...]) -> Array:
        return self.backend.xp.zeros(shape, self.dtype)

    def _mask(self, number: int) -> Array:
        values = self.program.masks[number]
        return self.backend.to_device(values if values.dtype == np.bool_ else values.astype(self.dtype))

    def _group(self, members: list[Update]) -> tuple[Stage, ...]:
        """Arenas for the slots of these updates, and the stages that run over them."""
        program = self.program
        stages: list[Stage] = []
        arenas: dict[tuple[int, ...], Array | int] = {}

        def arena(slots: tuple[int, ...]) -> Array | int:
            if slots not in arenas:
                arenas[slots] = self._arena(slots)
            return arenas[slots]

        parameters = arena(tuple(update.parameter for update in members))
        states = [arena(tuple(update.states[k][1] for update in members)) for k in range(len(members[0].states))]
        self._state_arenas += states
        final = {members[0].updated: parameters} | {
            after: states[k] for k, (_, _, after) in enumerate(members[0].states)
        }
        for k, arrived in enumerate(states):  # what is remembered can be made before the update, as a mean over batches
            afters = tuple(update.states[k][2] for update in members)
            if all(program.instructions[n].output != afters[0] for n in members[0].instructions):
                self._keep_in(arenas, afters, arrived)
        for k, number in enumerate(members[0].instructions):
            each = [program.instructions[update.instructions[k]] for update in members]
            scalars = tuple(_is_scalar(program.slots[slot]) for slot in each[0].inputs)
            inputs = tuple(
                self._scalar(slot) if scalar else arena(tuple(one.inputs[at] for one in each))
                for at, (slot, scalar) in enumerate(zip(each[0].inputs, scalars, strict=True))
            )
            outputs = tuple(one.output for one in each)
            kept = final.get(each[0].output)
            if kept is not None and not self._is_read_later(members[0], k):
                self._keep_in(arenas, outputs, kept)
            elif kept is not None:
                self._commits.append((kept, arena(outputs), self._turns(outputs[0])))
            elif not self.keep and self.backend.name == "numpy":
                arenas[outputs] = len(self.passing)
                self.passing.update(outputs)
            stages.append(Stage(program.instructions[number].op, inputs, arena(outputs), scalars, number))
        return tuple(stages)

    def _keep_in(self, arenas: dict[tuple[int, ...], Array | int], made: tuple[int, ...], kept: Array) -> None:
        """Lets these slots be made where they are kept, or lays them aside until `commit` if every value is kept."""
        if self.keep:
            arenas[made] = self._arena(made)
            self._commits.append((kept, arenas[made], self._turns(made[0])))
        else:
            arenas[made] = kept
            self._view(made, kept)

    def _turns(self, slot: int) -> frozenset[int] | None:
        """The steps of a cycle in which a slot is made; None for all of them."""
        each = [one.turns for one in self.program.instructions if one.output == slot]
        return None if None in each else frozenset(step for turns in each if turns is not None for step in turns)

    def _is_read_later(self, update: Update, k: int) -> bool:
        """Whether what the k-th instruction of an update makes anew is still read as it was by those that follow."""
        now, *later = (self.program.instructions[number] for number in update.instructions[k:])
        return bool(later) and any(self._before(update, now.output) in one.inputs for one in later)

    def _before(self, update: Update, output: int) -> int:
        """The slot whose place this output takes after the step."""
        return next((before for _, before, after in update.states if after == output), update.parameter)

    def _scalar(self, slot: int) -> Array:
        if slot not in self.arrays:
            self.arrays[slot] = self._zeros(())
        return self.arrays[slot]

    def _arena(self, slots: tuple[int, ...]) -> Array:
        if len(slots) == 1 and slots[0] in self.arrays:
            return self.arrays[slots[0]].reshape(-1)  # a parameter that several turns change
        shapes = [self.program.slots[slot].shape for slot in slots]
        size = sum(int(np.prod(shape)) for shape in shapes)
        if self.program.slots[slots[0]].role == "mask":
            flat = np.concatenate([self.program.masks[slot].ravel() for slot in slots])
            whole = self.backend.to_device(flat)
        else:
            whole = self._zeros((size,))
        self._view(slots, whole)
        return whole

    def _view(self, slots: tuple[int, ...], whole: Array) -> None:
        at = 0
        for slot in slots:
            shape = self.program.slots[slot].shape
            size = int(np.prod(shape))
            self.arrays[slot] = whole[at:at + size].reshape(shape)
            at += size


def _is_scalar(slot: Slot) -> bool:
    """Whether a slot holds one number for all cells of all parameters."""
    return slot.role == "hyper" or (slot.role == "value" and not slot.shape)


def _alike(program: Program) -> list[list[Update]]:
    """Updates in groups whose instructions are the same, but for the parameter.

    A parameter that several turns change can lie in one arena only, so each of its updates is by itself.
    """
    groups: dict[Any, list[Update]] = {}
    times = Counter(update.parameter for update in program.updates)
    for number, update in enumerate(program.updates):
        each = [program.instructions[number] for number in update.instructions]
        key = tuple((one.op, len(one.inputs), one.turns) for one in each)
        groups.setdefault(key if times[update.parameter] == 1 else number, []).append(update)
    return list(groups.values())


