"""A recurrent cell in one view: its gates and states at the time step of a stop, and over time, with gradients."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from nnsim.ops.activation import Relu
from nnsim.ops.base import Phase
from nnsim.text.messages import Message, message
from nnsim.trace.cells import Cell
from nnsim.trace.frame import Plan
from nnsim.trace.gradient_slots import differentiated
from nnsim.trace.pieces import Piece, Place, Row
from nnsim.trace.recurrent_cells import (
    CellKind,
    RecurrentCell,
    Role,
    cell_of,
    cells_of,
    gradients_of,
    line_of,
    source,
    worked_on,
)
from nnsim.trace.scene import Scene

TITLES: dict[Role, Message] = {
    "hidden_before": message("Hidden state before"), "cell_before": message("Cell state before"),
    "forget_sum": message("Sum of the forget gate"), "input_sum": message("Sum of the input gate"),
    "candidate_sum": message("Sum of the candidate"), "output_sum": message("Sum of the output gate"),
    "reset_sum": message("Sum of the reset gate"), "update_sum": message("Sum of the update gate"),
    "from_input": message("Candidate's sum of the input"), "from_state": message("Candidate's sum of the state"),
    "sum": message("Weighted sum"), "forget": message("Forget gate"), "input": message("Input gate"),
    "candidate": message("Candidate"), "output": message("Output gate"), "reset": message("Reset gate"),
    "update": message("Update gate"), "cell": message("Cell state"), "squashed": message("Squashed cell state"),
    "hidden": message("Hidden state"),
}  # fmt: skip
"""What the values of a cell are called."""
_ROW = 2
"""Axes of a batch of vectors"""
_SEQUENCE = 3
"""Axes of a batch of sequences"""
_HANDED_ON = ("hidden_before", "cell_before", "hidden", "cell")
_OVER_TIME: dict[CellKind, tuple[Role, ...]] = {
    "lstm": ("forget", "input", "candidate", "output", "cell", "hidden"),
    "gru": ("reset", "update", "candidate", "hidden"),
    "rnn": ("hidden",),
}


@dataclass(frozen=True, slots=True)
class GateSpot:
    """A value of a cell: its name, its number and, once the error has come back to it, its gradient.

    `text` and `slope_text` are empty while they are not computed; `slope` is None where no gradient is worked out.
    `at_hand` says that the present stop is about it.
    """

    role: Role
    title: Message
    name: Row
    place: Place
    text: str
    slope: Place | None
    slope_text: str
    at_hand: bool


@dataclass(frozen=True, slots=True)
class GateStrip:
    """One gate or state of a unit over all time steps; NaN where nothing is computed yet."""

    role: Role
    title: Message
    name: Row
    values: tuple[float, ...]
    texts: tuple[str, ...]
    places: tuple[Place | None, ...]


@dataclass(frozen=True, slots=True)
class Gates:
    """One unit (from 0) of a cell at a time step (from 1) of so many, in a phase; in the backward phase `strips` are
    of gradients. `function` is what makes the new state or candidate: `tanh` or `relu`."""

    kind: CellKind
    node: str
    step: int
    steps: int
    unit: int
    units: int
    reverse: bool
    phase: Phase
    function: str
    spots: tuple[GateSpot, ...]
    strips: tuple[GateStrip, ...]


def gates(scene: Scene, unit: int | None = None, covers: bool = False) -> Gates | None:
    """The cell in which a stop happens; None where it is in no recurrent layer.

    What a layer computes for all time steps at once is shown at the step that is worked on right after or before it, or
    the one that the stop's value is of. `unit` (from 0; None: the one at hand) is shown; `covers` leaves out what the
    stop itself computes.
    """
    plan, value = scene.frame.plan, _value(scene)
    inside = cell_of(plan, scene.walk.instruction, None if value is None else value[0])
    cell = _nearest(scene, value) if inside is None else inside
    if cell is None or scene.walk.phase not in ("forward", "backward"):
        return None
    here = (scene.index[-1] if scene.walk.per_sample else scene.index[0]) % cell.units
    shown = here if unit is None else min(max(unit, 0), cell.units - 1)
    reader, line = _Reader(scene, covers), line_of(plan, cell)
    at_work = inside is not None and (shown == here or scene.whole_layer)
    lit = _lit(scene, cell, shown, value) if at_work else frozenset()
    return Gates(
        cell.kind, cell.node, cell.step, len(line), shown, cell.units, cell.reverse, scene.walk.phase,
        _function(plan, cell), tuple(reader.spot(cell, role, shown, role in lit) for role in cell.slots),
        tuple(reader.strip(line, role, shown) for role in _OVER_TIME[cell.kind]),
    )


def _nearest(scene: Scene, value: Cell | None) -> RecurrentCell | None:
    """The cell of the stop's layer that is worked on nearest to it, or whose time step its value is of."""
    plan, number = scene.frame.plan, scene.walk.instruction
    own = scene.frame.instruction(number)
    reverse = plan.program.slots[own.output].quantity.startswith("reverse_")
    line = cells_of(plan, own.origin, reverse) or cells_of(plan, own.origin, not reverse)
    if not line:
        return None
    index = scene.index if value is None else value[1]
    if scene.walk.per_sample and not scene.whole_layer and len(index) == _SEQUENCE:
        return line[min(index[1], len(line) - 1)]

    def apart(cell: RecurrentCell) -> int:
        """How many instructions lie between the stop and the cell's state, or its gradient."""
        slots = gradients_of(plan, cell.slots["hidden"]) if scene.walk.phase == "backward" else [cell.slots["hidden"]]
        return min((abs(plan.cells.producer[slot] - number) for slot in slots), default=number)

    return min(line, key=apart)


def _function(plan: Plan, cell: RecurrentCell) -> str:
    squashing = cell.slots["hidden" if cell.kind == "rnn" else "candidate"]
    return "relu" if isinstance(plan.program.instructions[plan.cells.producer[squashing]].op, Relu) else "tanh"


def _value(scene: Scene) -> Cell | None:
    """The value of one time step that a stop computes, or computes the gradient of; None where there is none."""
    cells, slot = scene.frame.cells, scene.frame.instruction(scene.walk.instruction).output
    of = differentiated(scene.frame.plan, slot) if scene.walk.phase == "backward" else slot
    if of is None or not cells.meaning(of).per_sample or len(cells.shape(of)) != _ROW or len(scene.index) != _ROW:
        return None
    return cells.source(of, scene.index)


def _lit(scene: Scene, cell: RecurrentCell, unit: int, value: Cell | None) -> frozenset[Role]:
    """What a stop is about: the values that it computes, else the sums that these go into; of a weight's gradient, the
    sum whose gradient it takes."""
    plan = scene.frame.plan
    if value is None:
        slot = next(worked_on(plan, scene.walk.instruction))
        value = slot, (scene.frame.sample, scene.index[0])
    found = {role: source(plan, cell, role, scene.frame.sample, unit) for role in cell.slots}
    shape = plan.cells.shape(scene.frame.instruction(scene.walk.instruction).output)
    here, wide = value, shape[-1] if scene.walk.per_sample else shape[0]

    def meant(at: Cell) -> bool:
        """Whether it is the value, or, where all are computed at once, one of those."""
        beside = at[1][-1] - here[1][-1]
        return at == here or (scene.whole_layer and at[0] == here[0] and 0 <= beside < wide)

    lit = {role for role, at in found.items() if meant(at)}
    return frozenset(lit or {
        role for role, at in found.items() if role.endswith("_sum") and any(map(meant, _read_by(plan, at)))})


def _read_by(plan: Plan, value: Cell) -> list[Cell]:
    """The cells at the same place that are added up to a value, where they were made."""
    slot, index = value
    inputs = plan.program.instructions[plan.cells.producer[slot]].inputs
    return [plan.cells.source(each, index) for each in inputs if plan.cells.shape(each) == plan.cells.shape(slot)]


class _Reader:
    """Reads the numbers of cells that are computed by now."""

    def __init__(self, scene: Scene, covers: bool) -> None:
        self.scene, self.frame, self.covers = scene, scene.frame, covers
        self.backward = scene.walk.phase == "backward"

    def spot(self, cell: RecurrentCell, role: Role, unit: int, lit: bool) -> GateSpot:
        """A value with its gradient."""
        at = source(self.frame.plan, cell, role, self.frame.sample, unit)
        place, slope = self.frame.place(at), self.slope(cell, role, unit)
        slope_text = "" if slope is None else self.text(slope)
        name = self.name(at, role in _HANDED_ON)
        return GateSpot(role, TITLES[role], name, place, self.text(place), slope, slope_text, lit)

    def strip(self, line: Sequence[RecurrentCell], role: Role, unit: int) -> GateStrip:
        """A value, or in the backward phase its gradient, at every time step."""
        places = [self.slope(cell, role, unit) if self.backward
                  else self.frame.place(source(self.frame.plan, cell, role, self.frame.sample, unit)) for cell in line]
        texts = tuple("" if place is None else self.text(place) for place in places)
        values = tuple(place.value if place is not None and text else float("nan")
                       for place, text in zip(places, texts, strict=True))
        first = source(self.frame.plan, line[0], role, self.frame.sample, unit)
        return GateStrip(role, TITLES[role], self.name(first), values, texts, tuple(places))

    def slope(self, cell: RecurrentCell, role: Role, unit: int) -> Place | None:
        """The gradient by a value: the last that is computed by now, of several that meet; None outside of the
        backward phase, and where none is ever computed."""
        if not self.backward:
            return None
        found = gradients_of(self.frame.plan, cell.slots[role])
        known = [slot for slot in found if self.known(slot, (self.frame.sample, unit))]
        if not found:
            return None
        return self.frame.place(self.frame.cells.source((known or found)[-1], (self.frame.sample, unit)))

    def name(self, cell: Cell, dated: bool = False) -> Row:
        """The letter of a value, with the time step where it is needed to tell it from another."""
        symbol = self.frame.plan.symbols.name(*cell)
        symbol = symbol if dated else replace(symbol, step=None)
        return (Piece(symbol.latex, symbol.text),)

    def text(self, place: Place) -> str:
        """Its number, once it is computed."""
        return self.frame.printed(place) if self.known(place.slot, place.index) else ""

    def known(self, slot: int, index: tuple[int, ...]) -> bool:
        """Whether a cell is computed by now."""
        slot, index = self.frame.cells.source(slot, index)
        number, walk = self.frame.cells.producer.get(slot), self.scene.walk
        if number is None or number != walk.instruction:
            return number is None or number < walk.instruction
        if self.covers:
            return False
        if self.scene.whole_layer:
            return True
        here, there = walk.cell_at(self.scene.index), walk.cell_at(index)
        if here is None or there is None or there != here:
            return here is None or there is None or there < here
        return self.scene.sum is None or self.scene.term is None or self.scene.term + 1 >= len(self.scene.sum.terms)
