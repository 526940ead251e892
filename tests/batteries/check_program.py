"""What every program must keep: each cell explained as it was computed, and the same bits whichever way it is run."""

from collections.abc import Iterable
from itertools import groupby
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nnsim.document import Document
from nnsim.ops.expression import evaluate
from nnsim.program import PHASES, Executor, Trainer
from nnsim.text.messages import render
from nnsim.trace import Stepper, plain_text
from tests.batteries.check_op import read, same_number


def check_every_cell(document: Document, cells: int = 200) -> int:
    """Every cell of every instruction of the coming step is explained as it was computed; returns how many were held.

    So is what computes instead when the network is used. Of an instruction with more than `cells` cells, so many are
    drawn.
    """
    trainer = Trainer(document, keep=True)
    x, y, _ = trainer.batch()
    used = Executor(trainer.program, trainer.memory, len(x), ("forward", "loss"), training=False)
    used.feed(x, y)
    used.set_hyper(trainer.hyper())
    used.run()
    executor = trainer.begin()
    executor.run()
    return _held(executor, True, trainer.turn, cells) + _held(used, False, 0, cells)


def _held(executor: Executor, training: bool, turn: int, cells: int) -> int:
    program, held = executor.program, 0
    for number, instruction in enumerate(program.instructions):
        if not program.runs(number, turn, training) or not (training or instruction.phase in ("forward", "loss")):
            continue
        inputs = [executor.value(slot) for slot in instruction.inputs]
        output = executor.value(instruction.output)
        shapes = tuple(array.shape for array in inputs)
        assert instruction.op.shape(*shapes) == output.shape
        for index in _some(output.shape, cells, number):
            expression = instruction.op.element(index, shapes)
            value = evaluate(expression, lambda position, cell, inputs=inputs: read(inputs[position], cell))
            assert same_number(value, float(output[index]), 1e-9), (
                f"{instruction} {index}: explained {value!r}, computed {output[index]!r}")
            held += 1
    return held


def _some(shape: tuple[int, ...], most: int, seed: int) -> list[tuple[int, ...]]:
    every = list(np.ndindex(shape))
    if len(every) <= most:
        return every
    return [every[k] for k in np.random.default_rng(seed).choice(len(every), most, replace=False)]


def check_explained(document: Document, cells: int = 5) -> None:
    """The stops of the coming step are told: title, sentence in both languages, formula and outcome.

    So many cells of every instruction, from the first to the last; one instruction's cells are told alike.
    """
    stepper = Stepper(document)
    timeline = stepper.timeline()
    for _, stops in groupby(range(timeline.total), lambda tick: timeline.stop(tick).instruction):
        _check_told(stepper, _spread(list(stops), cells))


def _check_told(stepper: Stepper, ticks: Iterable[int]) -> None:
    for tick in ticks:
        stepper.seek(tick)
        told = stepper.explain()
        assert told is not None
        assert plain_text(told.symbols)
        assert plain_text(told.numbers) or len(told.symbols) == 3, "only a single number need not be put in"
        for text in (told.title, told.sentence):
            assert render(text, "en")
            assert any("가" <= letter <= "힣" for letter in render(text, "ko")), f"no Korean for {text.id!r}"


def _spread(every: list[int], most: int) -> list[int]:
    """So many at most, evenly from the first to the last."""
    if len(every) <= most:
        return every
    return [every[round(at)] for at in np.linspace(0, len(every) - 1, most)]


def check_ways_of_running(document: Document, steps: int = 5) -> None:
    """Whole steps, phases, single instructions, with values kept or not: all give the same bits, step after step."""
    whole, kept, phases, single = (Trainer(document, keep=keep) for keep in (False, True, False, True))
    for _ in range(steps):
        whole.step()
        kept.step()
        executor = phases.begin()
        for phase in PHASES:
            executor.run(phase)
        phases.finish(executor.batch)
        executor = single.begin()
        for number in range(len(single.program.instructions)):
            executor.run_instruction(number)
        single.finish(executor.batch)
        expected = whole.state()
        for other in (kept, phases, single):
            assert other.state() == expected
            assert other.gradient_norms() == whole.gradient_norms()


def check_state_survives(document: Document, steps: int = 3) -> None:
    """Training that is saved and taken up again goes on to the bit."""
    trainer = Trainer(document)
    for _ in range(steps):
        trainer.step()
    resumed = Trainer(trainer.document())
    assert resumed.state() == trainer.state()
    for _ in range(steps):
        trainer.step()
        resumed.step()
    assert resumed.state() == trainer.state()


def gradients(document: Document) -> dict[str, NDArray[Any]]:
    """∂L/∂w of the coming batch by parameter path, as the document's parameters are shaped."""
    trainer = Trainer(document)
    executor = trainer.begin()
    executor.run("forward", "loss", "backward")
    found: dict[str, NDArray[Any]] = {}
    for path, placement in trainer.program.placements.items():
        slot = trainer.program.gradient_of(placement.slot)
        if slot is not None:
            whole = executor.value(slot)
            mine = whole if placement.index is None else whole[placement.index]
            found[path] = np.array(mine).reshape(placement.shape)
    return found
