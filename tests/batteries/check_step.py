"""What stepping must keep: every cell of a whole training step is explained, and is the number that the step computed.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from nnsim.document import Document
from nnsim.ops.expression import evaluate
from nnsim.text.messages import render
from nnsim.trace import Case, Cases, Explanation, Fraction, Group, Piece, Raised, Root, Row, Stepper, Stop, plain_text
from nnsim.trace.explain import explain
from nnsim.trace.pieces import Place
from nnsim.trace.walk import Walk

TOLERANCE = {"float64": 1e-9, "float32": 3e-4}
"""How far a formula that is worked out term by term may be from what ran, relative to the largest number in it.

The step computes whole arrays, whose sums the library adds up in another order; float32 rounds each of them.
"""


@dataclass
class Held:
    """How much of a training step was held against its explanation."""

    cells: int = 0
    terms: int = 0
    same_bits: int = 0
    operations: set[str] = field(default_factory=set)

    def __add__(self, other: "Held") -> "Held":
        return Held(
            self.cells + other.cells, self.terms + other.terms, self.same_bits + other.same_bits,
            self.operations | other.operations,
        )

    def __str__(self) -> str:
        return (f"{self.cells:,} cells and {self.terms:,} terms of {len(self.operations)} operations; of "
                f"{self.same_bits:,} cells the formula gives the bits that ran")


def check_step(document: Document) -> Held:
    """Explains the coming training step cell by cell, for each sample of its batch, in all three details.

    The outcome of each is the number in the executor's buffer, to the bit; the formula, worked out, gives it within
    `TOLERANCE`; and so are the numbers that the formula and the values show. New parameters are those that the training
    leaves.
    """
    check = _Check(document)
    for sample in range(check.samples):
        check.stepper.set_sample(sample)
        for walk in check.plan.walks:
            if walk.per_sample or sample == 0:
                check.layer(walk)
                for cell in range(walk.count):
                    check.cell(walk, cell)
    check.everything_is_visited()
    return check.held


def check_some_of_step(document: Document) -> Held:
    """The same of two cells for each operation: the first that it computes and the last, of one sample and another."""
    check = _Check(document, most_terms=2)
    by_operation: dict[str, list[Walk]] = {}
    for walk in check.plan.walks:
        by_operation.setdefault(type(check.plan.program.instructions[walk.instruction].op).__name__, []).append(walk)
    for first, *others in by_operation.values():
        last = others[-1] if others else first
        check.stepper.set_sample(0)
        check.cell(first, 0)
        check.stepper.set_sample(check.samples - 1)
        check.cell(last, last.count - 1)
    return check.held


def check_random_cells(document: Document, count: int, seed: int = 0) -> Held:
    """The same for so many cells of the coming training step, drawn at random from all of its samples."""
    check, random = _Check(document, most_terms=3), np.random.default_rng(seed)
    total = check.stepper.timeline("neuron").total
    for tick, sample in zip(random.integers(total, size=count), random.integers(check.samples, size=count),
                            strict=True):
        if check.stepper.sample != sample:
            check.stepper.set_sample(int(sample))
        stop = check.stepper.timeline("neuron").stop(int(tick))
        assert stop.cell is not None
        check.cell(check.plan.by_instruction[stop.instruction], stop.cell)
    return check.held


class _Check:
    """One stepper, and what was held against it."""

    def __init__(self, document: Document, most_terms: int | None = None) -> None:
        self.stepper = Stepper(document)
        self.plan, self.samples = self.stepper._plan, len(self.stepper.rows)
        self.before, self.after = self.stepper.document_before(), self.stepper.document_after()
        self.most_terms = most_terms
        self.tolerance = TOLERANCE[document.plan.precision]
        self.held = Held()
        self._seen: dict[int, NDArray[np.bool_]] = {}

    def layer(self, walk: Walk) -> None:
        """All cells of an instruction at once."""
        timeline = self.stepper.timeline("layer")
        self.stepper.seek(timeline.tick(Stop(walk.instruction)), "layer")
        told = self.stepper.explain()
        assert told is not None
        self._is_read(told)
        self._is_the_number(told, walk, 0)

    def cell(self, walk: Walk, cell: int) -> None:
        """One cell: whole, and its sum term by term."""
        timeline, stop = self.stepper.timeline("neuron"), Stop(walk.instruction, cell)
        tick = timeline.tick(stop)
        self.stepper.seek(tick, "neuron")
        assert self.stepper.moment.stop == stop
        assert timeline.stop(tick) == stop
        told = self.stepper.explain()
        assert told is not None
        assert told.complete
        self._is_the_number(told, walk, cell)
        self._is_read(told)
        self._numbers_are_those_that_ran(told)
        self._is_what_training_leaves(told.result)
        self._terms(walk, cell)
        self.held.cells += 1
        self.held.operations.add(told.operation)

    def _is_the_number(self, told: Explanation, walk: Walk, cell: int) -> None:
        frame, sample = self.stepper._frame, self.stepper.sample
        index = walk.index(cell, sample)
        buffer = np.asarray(frame.executor.value(frame.instruction(walk.instruction).output))
        seen = self._seen.setdefault(walk.instruction, np.zeros(buffer.shape, np.bool_))
        seen[index] = True
        computed = float(buffer[index])
        assert _same_bits(told.outcome, computed), f"{told.operation} {index}: {told.outcome!r}, ran {computed!r}"
        assert (told.result.slot, told.result.index) == (frame.instruction(walk.instruction).output, index)
        expression, fetch = frame.element(walk.instruction, index), frame.fetcher(walk.instruction)
        value = evaluate(expression, fetch)
        stop = told.moment.stop
        self.held.same_bits += stop is not None and stop.cell is not None and _same_bits(value, computed)
        scale = max((abs(term.value) for term in told.terms if math.isfinite(term.value)), default=0.0)
        assert _close(value, computed, self.tolerance, scale), f"{told.operation} {index}: {value!r}, ran {computed!r}"

    def _terms(self, walk: Walk, cell: int) -> None:
        """The running sum grows term by term up to the number that was computed."""
        count = walk.terms_of(cell)
        if count < 2:
            return
        timeline = self.stepper.timeline("term")
        for term in _some(count, self.most_terms):
            stop = Stop(walk.instruction, cell, term)
            told = explain(self.stepper._frame, self.stepper.moment, stop, "term", None)
            assert timeline.stop(timeline.tick(stop)) == stop
            assert told.complete is (term == count - 1)
            reached = [each for each in told.terms if each.state != "next"]
            added = reached[-1].before + reached[-1].value if reached else 0.0  # those before may be left out
            if not told.complete:
                assert _close(added, told.outcome, self.tolerance, abs(told.outcome)), f"{told.operation} {cell} {term}"
            self.held.terms += 1

    def _is_read(self, told: Explanation) -> None:
        for text in (told.title, told.sentence, told.place, told.progress, told.next):
            assert render(text)
        assert plain_text(told.symbols)

    def _numbers_are_those_that_ran(self, told: Explanation) -> None:
        """Every number of the formula and of the values is what its place holds."""
        frame = self.stepper._frame
        shown = [place for row in (told.symbols, told.numbers, told.worked) for place in places_in(row)]
        for place in (*shown, *(each for tensor in told.tensors for each in tensor.places if each is not None)):
            if math.isnan(place.value):  # not computed yet, or no such link
                continue
            ran = float(np.asarray(frame.executor.value(place.slot))[place.index])
            assert _same_bits(place.value, ran), f"{told.operation}: shows {place}, ran {ran!r}"

    def _is_what_training_leaves(self, place: Place) -> None:
        """A parameter's new value is the one that the document has after the step."""
        meaning = self.plan.program.slots[place.slot]
        if place.path and place.slot in {update.updated for update in self.plan.program.updates}:
            left = self.after.state.parameters[place.path][place.parameter_index]
            assert _same_bits(place.value, float(left)), f"{meaning.name} of {place.path}: {place.value!r}, {left!r}"

    def everything_is_visited(self) -> None:
        """A walk passes over no cell but those of links that do not exist, and of parameters that are not frozen."""
        for number, seen in self._seen.items():
            walk = self.plan.by_instruction[number]
            passed = self.plan.program.instructions[number], np.argwhere(~seen)
            assert seen.all() or walk.cells is not None, passed


def places_in(row: Row) -> Iterator[Place]:
    """The places of all numbers and letters in a row of a formula."""
    for part in row:
        match part:
            case Piece(place=place) if place is not None:
                yield place
            case Fraction(over, under):
                yield from places_in((*over, *under))
            case Root(inside) | Group(inside, _):
                yield from places_in(inside)
            case Raised(base, exponent):
                yield from places_in((*base, *exponent))
            case Cases(lines):
                for line in lines:
                    yield from _places_in_case(line)


def _places_in_case(line: Case) -> Iterator[Place]:
    yield from places_in((*line.value, *line.condition))


def _some(count: int, most: int | None) -> Iterator[int]:
    """All of so many numbers, or `most` of them from the first to the last, evenly."""
    if most is None or count <= most:
        yield from range(count)
    else:
        yield from dict.fromkeys(round(at) for at in np.linspace(0, count - 1, most))


def _same_bits(a: float, b: float) -> bool:
    return a == b or (math.isnan(a) and math.isnan(b))


def _close(a: float, b: float, relative: float, scale: float) -> bool:
    if not (math.isfinite(a) and math.isfinite(b)):
        return _same_bits(a, b)
    return abs(a - b) <= relative * max(abs(a), abs(b), scale, 1e-3)
