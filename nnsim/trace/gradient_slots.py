"""Which values of a program are gradients, or on the way to one: what is made from the loss backwards."""

from weakref import WeakKeyDictionary

from nnsim.trace.frame import Plan

_known: WeakKeyDictionary[Plan, frozenset[int]] = WeakKeyDictionary()


def gradient_slots(plan: Plan) -> frozenset[int]:
    """The slots of derivatives of the loss: where they begin, and all that is made from them in the backward phase."""
    if plan not in _known:
        _known[plan] = _found(plan)
    return _known[plan]


def upstream_of(plan: Plan, instruction: int) -> frozenset[int]:
    """The positions of an instruction's inputs that hold such derivatives: none where the way back begins."""
    slots, each = gradient_slots(plan), plan.program.instructions[instruction]
    return frozenset(position for position, slot in enumerate(each.inputs) if slot in slots)


def differentiated(plan: Plan, slot: int) -> int | None:
    """The slot that a gradient is the derivative by; None where it is none of a value by itself."""
    of = plan.program.slots[slot].of
    if of is not None:
        return of
    return next((value for value, gradient in plan.program.gradients.items() if gradient == slot), None)


def _found(plan: Plan) -> frozenset[int]:
    program, found = plan.program, set[int]()
    for number, each in enumerate(program.instructions):
        if each.phase != "backward" or not program.runs(number, plan.cells.turn):
            continue
        begins = program.slots[each.output].quantity == "gradient"
        if begins or any(slot in found for slot in each.inputs):
            found.add(each.output)
    return frozenset(found)
