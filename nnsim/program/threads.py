"""Who shares the work of a step between two threads: nnsim's two hands, the library's products, or nobody."""

from collections.abc import Sequence
from math import prod

import numpy as np

from nnsim.backend import takes_two_threads
from nnsim.ops.base import BATCH, Instruction, Shape
from nnsim.ops.expression import Sum
from nnsim.program.program import Program
from nnsim.program.side_by_side import CELL, worth_two_hands

RATHER_BY_HAND_FROM = 64_000_000
"""Work of a forward phase from which two hands are quicker than the library even at products, in multiplications of a
product in single precision. Below, they spend more on handing over than the products take."""


def library_threads(program: Program, batch: int, itemsize: int) -> int:
    """BLAS threads of a program: 2 where large products are most of its work, and that work is not very large.

    With 1, two hands may share the samples of a batch, each with products of its own. Never both at once: they would
    wait for each other.
    """
    shapes = [tuple(batch if size == BATCH else size for size in slot.shape) for slot in program.slots]
    products: list[float] = []
    others: list[float] = []
    for each in program.instructions:
        if each.phase == "forward" and each.when != "inference" and not each.op.wiring:
            work = work_of(each, shapes)
            large = each.op.one_product and takes_two_threads(work, itemsize)
            (products if large else others).append(work)
    all_of_it = sum(products) + sum(others)
    by_hand = worth_two_hands(sum(others), itemsize, len(others)) or all_of_it * itemsize >= RATHER_BY_HAND_FROM * 4
    return 2 if products and (batch == 1 or not by_hand) else 1


def work_of(each: Instruction, shapes: Sequence[Shape]) -> float:
    """How long an instruction takes on slots of these shapes, in multiplications of a product."""
    out, inputs = shapes[each.output], tuple(shapes[slot] for slot in each.inputs)
    if not prod(out):
        return 0.0  # as the conditions of no rules, which have no cell to look at
    terms = None if each.op.elementwise else each.op.terms(*inputs)
    count = 0.0 if terms is None else float(np.mean(terms))
    if terms is None and not each.op.elementwise:
        cell = each.op.element((0,) * len(out), inputs)
        count = float(len(cell.terms)) if isinstance(cell, Sum) else 0.0
    return prod(out) * (CELL + count)
