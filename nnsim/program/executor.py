"""The executor: binds a program to buffers for one batch size, once, and runs it; the only loop there is."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from nnsim.ops.base import BATCH, Phase, Shape
from nnsim.program.memory import Memory, Stage
from nnsim.program.program import Program

Array = Any
Call = tuple[Callable[..., None], tuple[Any, ...]]
CHUNK = 16_384
"""Cells of an arena that a rule works on before it goes on: few enough to stay in the processor's cache."""


class Executor:
    """A program bound to a batch size. Training, stepping, evaluation and decision maps all run through here.

    After `feed`, `run` goes through phases and `run_instruction` through single instructions; both call the same
    operations on the same buffers, so they give the same bits.
    """

    def __init__(self, program: Program, memory: Memory, batch: int, phases: Sequence[Phase] = (
        "forward", "loss", "backward", "update",
    )) -> None:
        self.program, self.memory, self.batch = program, memory, batch
        self.xp = memory.backend.xp
        self._arrays = dict(memory.arrays)
        for number, slot in enumerate(program.slots):
            if slot.per_sample:
                self._arrays[number] = self.xp.zeros(self._sized(slot.shape), memory.dtype)
        self._calls: dict[Phase, list[Call]] = {phase: [] for phase in phases}
        self._single: list[Call | None] = []
        for instruction in program.instructions:
            bound = instruction.phase in phases
            call = self._bind(instruction.op, instruction.inputs, instruction.output) if bound else None
            self._single.append(call)
            if call is not None and instruction.phase != "update":
                self._calls[instruction.phase].append(call)
        if "update" in phases:
            self._calls["update"] = [call for group in memory.groups for call in self._bind_group(group)]
        self._through = [call for phase in phases for call in self._calls[phase]]

    def value(self, slot: int) -> Array:
        """The buffer of a slot, in the backend's memory; read it before the next run."""
        return self._arrays[slot]

    def feed(self, x: Array, y: Array | None = None) -> None:
        """Puts the encoded inputs [batch, columns] and targets [batch, outputs] of a batch into their slots."""
        for slot, columns in self.program.inputs:
            whole = columns == tuple(range(x.shape[1]))
            self.xp.copyto(self._arrays[slot], x if whole else x[:, list(columns)])
        if y is not None:
            for slot in self.program.targets:
                self.xp.copyto(self._arrays[slot], y)

    def run(self, *phases: Phase) -> None:
        """Runs these phases, or all that were bound."""
        calls = self._through if not phases else [call for phase in phases for call in self._calls[phase]]
        for run, arguments in calls:
            run(*arguments)

    def run_instruction(self, number: int) -> None:
        """Runs one instruction."""
        call = self._single[number]
        assert call is not None, "this executor was bound without that phase"
        call[0](*call[1])

    def set_hyper(self, values: dict[str, float]) -> None:
        """Writes the hyper-parameters of the step into their slots."""
        for name, slot in self.program.hyper.items():
            self._arrays[slot][...] = values[name]

    def _bind(self, op: Any, inputs: tuple[int, ...], output: int) -> Call:
        given = tuple(self._arrays[slot] for slot in inputs)
        out = self._arrays[output]
        scratch = tuple(
            self.xp.empty(self._sized(shape), self.memory.dtype)
            for shape in op.scratch_shapes(out.shape, *(array.shape for array in given))
        )
        return op.run, (self.xp, out, scratch, *given)

    def _bind_group(self, stages: tuple[Stage, ...]) -> list[Call]:
        """The stages of a rule over arenas, piece by piece, each piece through all stages while it is in the cache."""
        size = stages[0].output.size
        step = max(size, 1) if self.memory.backend.name == "cupy" else CHUNK
        calls: list[Call] = []
        scratch = self.xp.empty(min(step, size), self.memory.dtype)
        for start in range(0, size, step):
            piece = slice(start, min(start + step, size))
            for stage in stages:
                given = tuple(a if scalar else a[piece] for a, scalar in zip(stage.inputs, stage.scalars, strict=True))
                out = stage.output[piece]
                calls.append((stage.op.run, (self.xp, out, (scratch[:out.size],), *given)))
        return calls

    def _sized(self, shape: Shape) -> tuple[int, ...]:
        return tuple(self.batch if size == BATCH else size for size in shape)


def evaluate_number(array: Array) -> float:
    """A scalar slot's value as a Python number."""
    return float(array) if isinstance(array, np.ndarray) else float(array.get())
