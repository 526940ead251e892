"""The executor: binds a program to buffers for one batch size, once, and runs it; the only loop there is."""

from collections.abc import Mapping, Sequence
from typing import Any, Literal

import numpy as np

from nnsim.backend import use_small_buffers
from nnsim.ops.base import BATCH, Phase, Shape
from nnsim.program.beforehand import beforehand
from nnsim.program.buffers import aligned, plan_buffers
from nnsim.program.layout import Layout
from nnsim.program.memory import Memory
from nnsim.program.noise import NoiseSource
from nnsim.program.piece_by_piece import group_calls, shared_scratch
from nnsim.program.program import Program
from nnsim.program.recording import Call, calls_of
from nnsim.program.sections import Section, Stages, parts_of, sections_of
from nnsim.program.together import Work, together

Array = Any
Kept = Literal["all", "nodes", "ends"]
"""Whose values outlive the step: every slot's, every node's output, or loss and prediction alone."""


class Executor:
    """A program bound to a batch size. Training, stepping, evaluation and decision maps all run through here.

    After `feed`, `run` goes through phases and `run_instruction` through single instructions; both call the same
    operations on the same buffers, so they give the same bits. With `hands`, two threads share what is long enough.
    """

    def __init__(
        self, program: Program, memory: Memory, batch: int,
        phases: Sequence[Phase] = ("forward", "loss", "backward", "update"), training: bool = True, turn: int = 0,
        kept: Kept = "ends", hands: bool = True,
    ) -> None:
        use_small_buffers()
        self._hands = hands and memory.backend.name != "cupy"  # a card needs no hands
        self.program, self.memory, self.batch, self.turn = program, memory, batch, turn
        self.xp = memory.backend.xp
        self._runs = [program.runs(number, turn, training) for number in range(len(program.instructions))]
        self._arrays = dict(memory.arrays)
        self._allocate("all" if memory.keep else kept, phases)
        self._inputs = [
            (self._arrays[slot].reshape(batch, -1), list(columns), columns == tuple(range(len(columns))))
            for slot, columns in program.inputs
        ]
        self._targets = [self._arrays[slot].reshape(batch, -1) for slot in program.targets]
        self._noises = [NoiseSource(noise, self._arrays[noise.slot], self.xp) for noise in program.noises if training]
        self._hyper = [(name, self._arrays[slot].reshape(1)) for name, slot in program.hyper.items()]
        self._calls: dict[Phase, list[Call]] = {phase: [] for phase in phases}
        self._single: list[list[Call]] = []
        self._made_before: list[Array] = []
        for phase, works in self._works(phases).items():
            self._calls[phase] = self._joined(works)
        if "update" in phases:
            self._bind_single_updates()
            self._calls["update"] = self._single_calls_before_groups() + [
                call for group in memory.groups if self._runs[group[0].number]
                for call in group_calls(group, memory, self._hands)
            ]
        self._through = [call for phase in phases for call in self._calls[phase]]
        self._captured = memory.backend.captured(self._through)

    def _works(self, phases: Sequence[Phase]) -> dict[Phase, list[Work]]:
        """Binds the instructions of these phases one by one, which leaves the updates out: what is to be done in each.
        """
        works: dict[Phase, list[Work]] = {phase: [] for phase in phases}
        for number, instruction in enumerate(self.program.instructions):
            bound = instruction.phase in phases and self._runs[number]
            seen = instruction.output in self._views or number in self._within
            calls = self._bind(number) if bound and not seen and instruction.phase != "update" else []
            self._single.append(calls)
            if calls:
                works[instruction.phase].append(self._work(number, calls))
            if number in self._within and number == self._within[number].numbers[-1]:
                works[instruction.phase].append(Work(self._bind_section(self._within[number])))
        return works

    def _allocate(self, kept: Kept, phases: Sequence[Phase]) -> None:
        """Buffers for what depends on the batch, and for what the forward phase makes; views where nothing is made.

        What an executor computes in its forward phase is its own, so that measuring leaves the step's loss alone; only
        what an update takes over stands where the update looks for it.
        """
        program, memory, xp = self.program, self.memory, self.xp
        shared = {slot for each in program.instructions if each.phase == "update" for slot in each.inputs}
        computed = {each.output for each in program.instructions if each.phase in ("forward", "loss")} - shared
        own = {number: self._sized(slot.shape) for number, slot in enumerate(program.slots)
               if slot.per_sample or number in computed}
        for number in own:
            self._arrays.pop(number, None)
        given = {number for number in own if program.slots[number].role in ("input", "target", "noise", "carried")}
        for number in given:
            self._arrays[number] = xp.zeros(own.pop(number), memory.dtype)
        bound = [(number, each) for number, each in enumerate(program.instructions)
                 if self._runs[number] and each.phase in phases and each.phase != "update"]
        self._made_in = {each.output: each.phase for _, each in bound}
        made = self._made_in.keys()
        pooled = {number: shape for number, shape in own.items() if number in made}
        self.pinned = frozenset(self._pinned(kept, pooled))
        layout = Layout(bound, self._arrays, pooled, self.pinned)
        self._views = layout.views
        sections = sections_of(
            bound, program.slots, layout.views, self.batch, memory.dtype.itemsize, layout.orders) if self._hands else ()
        self._within = {number: section for section in sections for number in section.numbers}
        plan = plan_buffers(bound, self._arrays, pooled, self.pinned, layout, sections, xp, memory.dtype)
        self._arrays, self._scratch, self._shares = plan.arrays, plan.scratch, plan.shares
        self._passing = frozenset(pooled) - self.pinned
        self.bytes = plan.bytes + sum(int(self._arrays[number].nbytes) for number in given)

    def _pinned(self, kept: Kept, pooled: Mapping[int, Shape]) -> set[int]:
        """The slots that keep their values to the end of the step."""
        program = self.program
        ends = {slot for slot in (program.loss, program.data_loss, program.prediction) if slot is not None}
        ends |= {each.ends for each in program.carried}
        scalars = {slot for slot, shape in pooled.items() if not shape}
        if kept == "all":
            return set(pooled)
        if kept == "nodes":
            return ends | scalars | {slots.output for slots in program.nodes.values()}
        return ends | scalars

    def value(self, slot: int) -> Array:
        """The buffer of a slot, in the backend's memory; read it before the next run."""
        assert slot not in self._passing, "the slot's buffer holds something else by now: bind with more kept"
        return self._arrays[slot]

    def feed(self, x: Array, y: Array | None = None) -> None:
        """Puts the encoded inputs [batch, columns] and targets [batch, outputs] of a batch into their slots."""
        for array, columns, first in self._inputs:
            array[...] = x if first and x.shape[1] == len(columns) else x[:, columns]
        if y is not None:
            for array in self._targets:
                array[...] = y

    def fill_noise(self, seed: int, step: int) -> None:
        """Draws the noise of a training step: the same for the same seed, step and place, whatever else there is."""
        for source in self._noises:
            source.fill(seed, step)

    def feed_rows(self, x: Array, y: Array, rows: Array) -> None:
        """As `feed(x[rows], y[rows])`, for samples in the backend's memory and precision, without a copy in between."""
        if self.memory.backend.name != "numpy":
            chosen = self.xp.asarray(rows)
            self.feed(x[chosen], y[chosen])
            return
        for array, columns, first in self._inputs:
            if first and x.shape[1] == len(columns):
                x.take(rows, 0, array, "clip")  # all rows exist; the other modes go through a buffer
            else:
                array[...] = x[rows][:, columns]
        for array in self._targets:
            y.take(rows, 0, array, "clip")

    def run(self, *phases: Phase) -> None:
        """Runs these phases, or all that were bound."""
        if not phases and self._captured is not None:
            self._captured()
            return
        if not phases:
            for call, arguments in self._through:
                call(*arguments)
            return
        with np.errstate(over="ignore"):  # e⁻ᶻ is meant to overflow where a gate is shut
            for phase in phases:
                for call, arguments in self._calls[phase]:
                    call(*arguments)

    def run_instruction(self, number: int) -> None:
        """Runs one instruction."""
        assert self.program.instructions[number].phase in self._calls, "this executor was bound without that phase"
        assert self._has_arrays(number), "a rule's values on the way are made for all parameters at once: keep values"
        with np.errstate(over="ignore"):
            for call, arguments in self._single[number]:
                call(*arguments)

    def set_hyper(self, values: dict[str, float]) -> None:
        """Writes the hyper-parameters of the step into their slots."""
        for name, place in self._hyper:
            place[0] = values[name]

    def _bind(self, number: int) -> list[Call]:
        each = self.program.instructions[number]
        given = tuple(self._arrays[slot] for slot in each.inputs)
        return calls_of(each.op, self.xp, self._arrays[each.output], self._scratch[number], given)

    def _work(self, number: int, calls: list[Call]) -> Work:
        """What an instruction does, told so that others can join in."""
        each = self.program.instructions[number]
        given = tuple(self._arrays[slot] for slot in each.inputs)
        settled = tuple(
            array for slot, array in zip(each.inputs, given, strict=True) if self._made_in.get(slot) != each.phase)
        return Work(calls, self._arrays[each.output], self._scratch[number], given, each.op.elementwise, settled)

    def _joined(self, works: list[Work]) -> list[Call]:
        """The calls of a phase, where instructions that do alike with neighboring cells share theirs."""
        if self.xp is not np:
            return [call for work in works for call in work.calls]
        first = beforehand(works, self._keep)
        return first + together(works)

    def _keep(self, size: int) -> Array:
        """Memory for what is made before a phase and read in it."""
        self._made_before.append(aligned(np, size, self.memory.dtype))
        self.bytes += self._made_before[-1].nbytes
        return self._made_before[-1]

    def _bind_section(self, section: Section) -> list[Call]:
        """The instructions of a section: the samples of each half go through all of them."""
        stages = Stages(self.xp, self.memory.dtype.itemsize)
        for number, work in zip(section.numbers, section.work, strict=True):
            each = self.program.instructions[number]
            if each.output not in self._views:
                arrays = [self._arrays[slot] for slot in (each.output, *each.inputs)]
                by_sample = [slot in section.by_sample for slot in each.inputs]
                parts = parts_of(each.op, section, arrays, by_sample)
                self._single[number] = stages.add(each.op, self._shares[number], arrays[0], parts, work)
        stages.finish()
        return stages.calls

    def _bind_single_updates(self) -> None:
        """The updates one by one, as a student steps through them; whole steps run them group by group."""
        for number, each in enumerate(self.program.instructions):
            if each.phase == "update" and self._runs[number] and self._has_arrays(number):
                given, out = tuple(self._arrays[slot] for slot in each.inputs), self._arrays[each.output]
                scratch = shared_scratch(each.op, out, given, self.memory, {})
                self._single[number] = calls_of(each.op, self.xp, out, scratch, given)

    def _has_arrays(self, number: int) -> bool:
        """Whether all that an instruction reads and writes is kept as a whole."""
        each = self.program.instructions[number]
        return self.memory.passing.isdisjoint((*each.inputs, each.output))

    def _single_calls_before_groups(self) -> list[Call]:
        """What comes before the rule and concerns all parameters, such as the length of the whole gradient."""
        grouped = {number for update in self.program.updates for number in update.instructions}
        return [
            call for number in self.program.phase("update")
            if number not in grouped and self._runs[number] for call in self._single[number]
        ]

    def _sized(self, shape: Shape) -> tuple[int, ...]:
        return tuple(self.batch if size == BATCH else size for size in shape)
