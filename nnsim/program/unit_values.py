"""What the nodes of a network give for one sample of a batch that was run, where attention looks, and gradients."""

from math import prod

import numpy as np
from numpy.typing import NDArray

from nnsim.ops.attention_weights import AttentionWeights
from nnsim.ops.recurrent import InitialState, StopGradient
from nnsim.program.executor import Executor
from nnsim.program.program import Program

STATES = ":states"
"""Ends the name of a recurrent node's states, of shape [time steps, units]; of one that reads both ways, both."""
MOST_VALUES = 2**18
"""What has more values than this is left out: nobody could see them all, and sending them would take time."""
MOST_WEIGHTS = 2**22
"""In a network with more parameters gradients of single samples would take too much memory."""
ATTENTION = ":attention"
"""Ends the name of the weights of a node's attention, of shape [heads, queries, keys]."""
DELTA = ":delta"
"""Ends the name of ∂L/∂z of a node's units; of a recurrent node, of ∂L/∂h, [time steps, units] as its states."""


def attention_slots(program: Program) -> dict[str, int]:
    """The slots of attention weights by the node whose they are; of a block, the first attention in it."""
    found: dict[str, int] = {}
    for each in program.instructions:
        if isinstance(each.op, AttentionWeights) and each.phase == "forward":
            found.setdefault(each.origin.partition("/")[0], each.output)
    return found


def state_slots(program: Program) -> dict[str, tuple[tuple[int, ...], ...]]:
    """The slots of the hidden states of recurrent nodes, by time step: one, or the one of each way of reading."""
    found: dict[str, dict[int, dict[str, int]]] = {}
    for each in program.instructions:
        slot = program.slots[each.output]
        known = each.phase == "forward" and slot.quantity in ("hidden_state", "reverse_hidden_state")
        if known and slot.step and not isinstance(each.op, InitialState | StopGradient):
            found.setdefault(each.origin, {}).setdefault(slot.step, {}).setdefault(slot.quantity, each.output)
    return {
        node: tuple(tuple(slots[name] for name in sorted(slots)) for _, slots in sorted(steps.items()))
        for node, steps in found.items()
    }


def delta_slots(program: Program) -> dict[str, tuple[tuple[int, int, int | None], ...]]:
    """Where gradients stand by node: slots and which of their units; ∂L/∂z of vectors, ∂L/∂h of recurrent nodes.

    A node that passes on what another computed has none of its own. In very large networks nobody looks.
    """
    sizes = [prod(slot.shape) for slot in program.slots if slot.role == "parameter"]
    if sum(sizes) > MOST_WEIGHTS:
        return {}
    found: dict[str, tuple[tuple[int, int, int | None], ...]] = {}
    seen: set[tuple[int, int]] = set()
    for node, slots in program.nodes.items():
        gradient = None if slots.total is None else program.gradient_of(slots.total)
        if gradient is None or slots.total is None or (slots.total, slots.start) in seen:
            continue
        seen.add((slots.total, slots.start))
        if program.slots[gradient].per_sample and len(slots.shape) == 1:
            found[node] = ((gradient, slots.start, slots.stop),)
    for node, steps in state_slots(program).items():
        gradients = [program.gradient_of(slot) for slots in steps for slot in slots]
        if None not in gradients:
            found[node] = tuple((slot, 0, None) for slot in gradients if slot is not None)
    return found


def value_counts(program: Program) -> dict[str, int]:
    """How many numbers `unit_values` has by name."""
    counts = {
        node: slots.stop - slots.start for node, slots in program.nodes.items()
        if program.slots[slots.output].per_sample
    }
    counts |= {
        node + ATTENTION: prod(program.slots[slot].shape[1:]) for node, slot in attention_slots(program).items()
    }
    counts |= {
        node + STATES: sum(program.slots[slot].shape[1] for slots in steps for slot in slots)
        for node, steps in state_slots(program).items()
    }
    counts |= {
        node + DELTA: sum((stop or program.slots[slot].shape[1]) - start for slot, start, stop in each)
        for node, each in delta_slots(program).items()
    }
    return {name: count for name, count in counts.items() if count <= MOST_VALUES}


def unit_values(executor: Executor, sample: int) -> dict[str, NDArray[np.float32]]:
    """The output of every node for one row of the batch, float32 [units], an image or a sequence in one row.

    A node with attention has its weights too, as `<node>:attention`, heads × queries × keys in one row, and a recurrent
    one its states, as `<node>:states`, time steps × units. The executor must keep all values. Nodes that give nothing
    for each sample, such as losses, have no entry.
    """
    program, to_host = executor.program, executor.memory.backend.to_host

    def of(slot: int) -> NDArray[np.float32]:
        return np.array(to_host(executor.value(slot)[sample]).reshape(-1), np.float32)

    values = {
        node: of(slots.output)[slots.start:slots.stop] for node, slots in program.nodes.items()
        if program.slots[slots.output].per_sample
    }
    values |= {node + ATTENTION: of(slot) for node, slot in attention_slots(program).items()}
    values |= {
        node + STATES: np.concatenate([of(slot) for slots in steps for slot in slots])
        for node, steps in state_slots(program).items()
    }
    return {name: each for name, each in values.items() if len(each) <= MOST_VALUES}


def unit_deltas(executor: Executor, sample: int) -> dict[str, NDArray[np.float32]]:
    """∂L/∂z of every node's units for one row of the batch, float32 [units], as `<node>:delta`.

    Of a recurrent node it is ∂L/∂h, time steps × units in one row. The executor must keep all values of the backward
    phase. A node to which no gradient flows has no entry.
    """
    to_host, rows = executor.memory.backend.to_host, dict[int, NDArray[np.float32]]()

    def of(slot: int) -> NDArray[np.float32]:
        if slot not in rows:
            rows[slot] = np.array(to_host(executor.value(slot)[sample]).reshape(-1), np.float32)
        return rows[slot]

    deltas = {
        node + DELTA: np.concatenate([of(slot)[start:stop] for slot, start, stop in each])
        for node, each in delta_slots(executor.program).items()
    }
    return {name: each for name, each in deltas.items() if len(each) <= MOST_VALUES}
