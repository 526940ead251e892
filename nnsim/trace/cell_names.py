"""The cells behind what a person points at: a unit of a node, a weight or bias of the document."""

import numpy as np

from nnsim.trace.cells import Cell
from nnsim.trace.frame import Plan


def parameter_cell(plan: Plan, path: str, index: tuple[int, ...]) -> Cell:
    """Where a parameter's cell lies in the program; raises KeyError for a parameter that the network does not have."""
    placement = plan.program.placements[path]
    if placement.index is None:
        return placement.slot, index
    shape = plan.program.slots[placement.slot].shape
    chosen = np.arange(int(np.prod(shape))).reshape(shape)[placement.index].reshape(placement.shape)
    return placement.slot, tuple(int(axis) for axis in np.unravel_index(int(chosen[index]), shape))


def unit_cell(plan: Plan, node: str, unit: int, sample: int) -> Cell:
    """Where the output of a node's unit lies, for a sample; raises KeyError for a node without values."""
    slots = plan.program.nodes[node]
    if len(slots.shape) == 1:
        return plan.cells.source(slots.output, (sample, slots.start + unit))
    where = tuple(int(axis) for axis in np.unravel_index(unit, slots.shape))
    return plan.cells.source(slots.output, (sample, *where))
