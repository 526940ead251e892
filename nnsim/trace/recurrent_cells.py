"""The cells of recurrent layers in a program: which slot holds which gate or state of which time step."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal
from weakref import WeakKeyDictionary

from nnsim.ops.base import Instruction
from nnsim.ops.gates import BlendedState, HiddenState
from nnsim.ops.recurrent import InitialState, RecurrentSum, StopGradient
from nnsim.trace.cells import Cell
from nnsim.trace.frame import Plan

CellKind = Literal["lstm", "gru", "rnn"]
Role = Literal[
    "hidden_before", "cell_before", "forget_sum", "input_sum", "candidate_sum", "output_sum", "reset_sum", "update_sum",
    "from_input", "from_state", "sum", "forget", "input", "candidate", "output", "reset", "update", "cell", "squashed",
    "hidden",
]


@dataclass(frozen=True)
class RecurrentCell:
    """One time step (from 1) of one way of reading a sequence: the slot of each of its values, [batch, units]."""

    kind: CellKind
    node: str
    step: int
    reverse: bool
    units: int
    slots: Mapping[Role, int]


class _Found:
    """The cells of a program, and the cells in which a slot plays a role, by slot."""

    def __init__(self, plan: Plan) -> None:
        found = (_cell(plan, each) for each in plan.program.instructions if _ends_a_step(plan, each))
        self.cells = tuple(sorted(found, key=lambda cell: (cell.node, cell.reverse, cell.step)))
        self.by_slot: dict[int, list[RecurrentCell]] = {}
        self.gradients: dict[int, list[int]] = {}
        for cell in self.cells:
            for slot in {each for own in cell.slots.values() for each in (own, plan.cells.source(own, (0, 0))[0])}:
                self.by_slot.setdefault(slot, []).append(cell)
        for number, meaning in enumerate(plan.program.slots if self.cells else ()):
            if meaning.of is not None and number in plan.cells.producer:
                self.gradients.setdefault(meaning.of, []).append(number)


_known: WeakKeyDictionary[Plan, _Found] = WeakKeyDictionary()


def _found(plan: Plan) -> _Found:
    if plan not in _known:
        _known[plan] = _Found(plan)
    return _known[plan]


def line_of(plan: Plan, cell: RecurrentCell) -> tuple[RecurrentCell, ...]:
    """The cells of all time steps of a layer's way of reading, in the order of time."""
    return cells_of(plan, cell.node, cell.reverse)


def cells_of(plan: Plan, node: str, reverse: bool) -> tuple[RecurrentCell, ...]:
    """The cells of all time steps of a node's way of reading, in the order of time; none where it has no such."""
    return tuple(each for each in _found(plan).cells if (each.node, each.reverse) == (node, reverse))


def gradients_of(plan: Plan, slot: int) -> list[int]:
    """The slots of ∂L/∂v by the slot of a cell's value v in the order in which they are computed: its parts, then all.
    """
    whole, found = plan.program.gradient_of(slot), _found(plan).gradients.get(slot, [])
    parts = sorted((each for each in found if each != whole), key=lambda each: plan.cells.producer[each])
    return parts if whole is None else [*parts, whole]


def cell_of(plan: Plan, instruction: int, forward: int | None) -> RecurrentCell | None:
    """The cell in which an instruction works; `forward` is the slot that it makes, or makes the gradient of.

    What two time steps share, such as the state between them, belongs to the step in which the instruction stands.
    None where it works in none, or in all time steps at once.
    """
    each, found = plan.program.instructions[instruction], _found(plan)
    step = plan.program.slots[each.output].step
    made = None if forward is None else plan.cells.source_slot(forward)
    if not found.cells or (made is None and step is None):
        return None
    for slot in (made, *worked_on(plan, instruction)) if step is not None else ():
        for cell in found.by_slot.get(-1 if slot is None else slot, ()):
            if (cell.node, cell.step) == (each.origin, step):
                return cell
    return next(iter(found.by_slot.get(-1 if made is None else made, ())), None)


def worked_on(plan: Plan, instruction: int) -> Iterator[int]:
    """The values that an instruction reads, or whose gradients it reads, where they were made."""
    for slot in plan.program.instructions[instruction].inputs:
        of = plan.program.slots[slot].of
        yield plan.cells.source_slot(slot if of is None else of)


def source(plan: Plan, cell: RecurrentCell, role: Role, sample: int, unit: int) -> Cell:
    """The cell of the program that holds a value of a unit (from 0), followed to where it was made."""
    return plan.cells.source(cell.slots[role], (sample, unit))


def _ends_a_step(plan: Plan, each: Instruction) -> bool:
    slot = plan.program.slots[each.output]
    state = each.phase == "forward" and slot.quantity in ("hidden_state", "reverse_hidden_state") and bool(slot.step)
    return state and not isinstance(each.op, InitialState | StopGradient) and len(slot.shape) == 2


def _cell(plan: Plan, last: Instruction) -> RecurrentCell:
    slot = plan.program.slots[last.output]
    kind, slots = _parts(plan, last)
    assert slot.step is not None
    reverse = slot.quantity.startswith("reverse_")
    return RecurrentCell(kind, last.origin, slot.step, reverse, slot.shape[1], slots)


def _parts(plan: Plan, last: Instruction) -> tuple[CellKind, dict[Role, int]]:
    """What a cell is made of, from its hidden state back to the state before."""

    def makes(slot: int) -> Instruction:
        return plan.program.instructions[plan.cells.producer[slot]]

    def state_before(sum_: int) -> int:
        while not isinstance(makes(sum_).op, RecurrentSum):
            sum_ = makes(sum_).inputs[0]
        return makes(sum_).inputs[1]

    if isinstance(last.op, HiddenState):
        output, squashed = last.inputs
        cell = makes(squashed).inputs[0]
        forget, before, write, candidate = makes(cell).inputs
        gates: dict[Role, int] = {"forget": forget, "input": write, "candidate": candidate, "output": output}
        sums: dict[Role, int] = {_SUMS[role]: makes(slot).inputs[0] for role, slot in gates.items()}
        return "lstm", {
            "hidden_before": state_before(sums["forget_sum"]), "cell_before": before, **sums, **gates, "cell": cell,
            "squashed": squashed, "hidden": last.output,
        }  # fmt: skip
    if isinstance(last.op, BlendedState):
        update, candidate, before = last.inputs
        from_input, reset, from_state = makes(candidate).inputs
        return "gru", {
            "hidden_before": before, "reset_sum": makes(reset).inputs[0], "update_sum": makes(update).inputs[0],
            "from_input": from_input, "from_state": from_state, "reset": reset, "update": update,
            "candidate": candidate, "hidden": last.output,
        }  # fmt: skip
    return "rnn", {"hidden_before": state_before(last.inputs[0]), "sum": last.inputs[0], "hidden": last.output}


_SUMS: dict[Role, Role] = {
    "forget": "forget_sum", "input": "input_sum", "candidate": "candidate_sum", "output": "output_sum",
}
