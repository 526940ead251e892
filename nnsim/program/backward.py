"""Emitting the backward phase: the chain rule, instruction by instruction from the loss to the parameters."""

from dataclasses import replace

from nnsim.ops.activation import PassThrough, Sign, Step
from nnsim.ops.arranging import Part, Placed
from nnsim.ops.base import Op
from nnsim.ops.wiring import AddUp
from nnsim.program.builder import Builder

_FORWARD = ("forward", "loss")


def emit_backward(
    builder: Builder, summands: list[int], wanted: frozenset[int], pass_threshold: bool,
) -> dict[int, int]:
    """Emits ∂L/∂v for all that the wanted slots need and returns the slot of each gradient, by slot of v.

    L is the sum of the summands (the data loss and the penalties), so its derivative by each of them is 1. With
    `pass_threshold` (the perceptron rule), the slope of a step is taken as 1.
    """
    forward = [each for each in builder.instructions if each.when != "inference" and each.phase in _FORWARD]
    needed = _depending(builder, wanted)
    partial: dict[int, list[int]] = {summand: [] for summand in summands}
    gradients: dict[int, int] = {}
    builder.phase = "backward"
    for instruction in reversed(forward):
        if instruction.output not in partial or instruction.output not in needed:
            continue
        builder.origin, made = instruction.origin, builder.slots[instruction.output]
        builder.step, builder.members = made.step, made.members
        upstream = _added(builder, instruction.output, partial[instruction.output], gradients)
        op: Op = instruction.op
        if pass_threshold and isinstance(op, Step | Sign) and upstream is not None:
            emitted: tuple[int | None, ...] = (builder.emit(PassThrough(), upstream),)
        else:
            emitted = op.gradient(builder.emit, instruction.inputs, instruction.output, upstream)
        for slot, gradient in zip(instruction.inputs, emitted, strict=False):
            if gradient is not None and slot in needed:
                members = builder.slots[slot].members
                builder.name(gradient, quantity="gradient", name="gradient", of=slot, members=members)
                partial.setdefault(slot, []).append(gradient)
    builder.step = None
    for slot in sorted(wanted):
        if slot in partial:
            builder.origin = builder.slots[slot].origin
            _added(builder, slot, partial[slot], gradients)
    _mark(builder, gradients)
    return gradients


def drop_unused(builder: Builder, kept: set[int]) -> None:
    """Removes backward instructions whose outputs nothing reads (such as the gradient of the data)."""
    used = set(kept)
    remaining = []
    for instruction in reversed(builder.instructions):
        if instruction.phase != "backward" or instruction.output in used:
            used.update(instruction.inputs)
            remaining.append(instruction)
    builder.instructions[:] = reversed(remaining)


def _depending(builder: Builder, wanted: frozenset[int]) -> set[int]:
    """Slots through which the wanted ones influence the loss."""
    depending = set(wanted)
    for instruction in builder.instructions:
        onward = instruction.when != "inference" and instruction.phase in _FORWARD
        if onward and any(slot in depending for slot in instruction.inputs):
            depending.add(instruction.output)
    return depending


def _added(builder: Builder, slot: int, parts: list[int], gradients: dict[int, int]) -> int | None:
    """The whole gradient of a slot: its one part, or the sum of what reaches it along several paths.

    Parts come in the order of the backward phase; they are added in the order in which the forward phase used the slot.
    """
    if not parts:
        return None
    if slot not in gradients:
        parts = _joined(builder, parts)
        gradients[slot] = parts[0] if len(parts) == 1 else builder.emit(AddUp(), *reversed(parts), of=slot)
        builder.name(gradients[slot], quantity="gradient", members=builder.slots[slot].members)
    return gradients[slot]


def _joined(builder: Builder, parts: list[int]) -> list[int]:
    """The partial gradients with those of disjoint parts put into one array at once, instead of added with zeros.

    The steps of a sequence or the heads of an attention each give back the gradient of their own part. Nobody reads
    what is joined any more, so it is dropped with all that is unused.
    """
    makers = builder.makers
    placed: dict[Part, tuple[int, int]] = {}
    for slot in parts:
        op = makers[slot].op if slot in makers else None
        if isinstance(op, Placed) and len(op.parts) == 1 and all(_apart(op.parts[0], other) for other in placed):
            placed[op.parts[0]] = (slot, makers[slot].inputs[0])
    if len(placed) < 2:
        return parts
    joined = {slot for slot, _ in placed.values()}
    x = makers[next(iter(joined))].inputs[-1]
    whole = builder.emit(Placed(tuple(placed)), *(upstream for _, upstream in placed.values()), x)
    builder.name(whole, quantity="gradient", name="gradient", of=builder.slots[next(iter(joined))].of)
    return [slot for slot in parts if slot not in joined] + [whole]


def _apart(a: Part, b: Part) -> bool:
    return a.axis == b.axis and (a.stop <= b.start or b.stop <= a.start)


def _mark(builder: Builder, gradients: dict[int, int]) -> None:
    for gradient in gradients.values():
        builder.slots[gradient] = replace(builder.slots[gradient], role="gradient")
