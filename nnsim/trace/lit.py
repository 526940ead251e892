"""The links that are lit at a stop: those whose weights take part, and those over which its numbers came."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from nnsim.ops.expression import Expression, Operand
from nnsim.trace.moment import Stop
from nnsim.trace.scene import Scene
from nnsim.trace.sums import operands_at_once
from nnsim.trace.view import LitLink

MOST_LINKS = 64
"""Single links that are lit at once; beyond, all units of a node are lit together."""
MOST_CELLS = 1024
"""The same for cells that come over links without weights, such as those in the window of a kernel."""


def lit_links(scene: Scene | None, stop: Stop | None) -> tuple[LitLink, ...]:
    """The links whose weights, or their gradients and new values, take part."""
    if scene is None or stop is None:
        return ()
    plan = scene.frame.plan
    if stop.cell is None:
        weighed = tuple(
            LitLink(link.source, link.unit, node, None)
            for node in _nodes_with_weights(scene)
            for link in plan.document.network.into(node)
        )
        return weighed or _brought(scene, [(scene.frame.cells.source_slot(slot), None) for slot in _values(scene)])
    expression = (
        scene.sum.terms[scene.term] if scene.adding and scene.sum and scene.term is not None else scene.expression
    )
    slots = scene.frame.instruction(scene.walk.instruction).inputs
    weighs = any(plan.cells.parameter_slot(slot) is not None for slot in slots)
    links = _links_of(scene, list(operands_at_once(expression)) if weighs else [])
    if not links:
        return _brought(scene, _cells_of(scene, expression))
    if len(links) <= MOST_LINKS:
        return tuple(links)
    return tuple({LitLink(link.source, None, link.target, link.target_unit): None for link in links})


def _links_of(scene: Scene, operands: Sequence[Operand]) -> dict[LitLink, None]:
    """The links whose weights, or numbers that belong to them, are the result or among these operands.

    Of very many of them all that one node sends to one unit are one.
    """
    plan, inputs = scene.frame.plan, scene.frame.instruction(scene.walk.instruction).inputs
    links: dict[LitLink, None] = {}
    for slot, index in [(scene.output.slot, scene.index), *((inputs[each.position], each.index) for each in operands)]:
        parameter = plan.cells.parameter_slot(slot)
        if parameter is None:
            continue
        whole = plan.cells.whole_parameter(parameter)
        if whole and any(isinstance(axis, np.ndarray) for axis in index):
            links.update(dict.fromkeys(_links_of_whole(scene, whole, index)))
            continue
        for cell in _each_cell(index):
            path, at = plan.cells.parameter(slot, cell)
            node = path.rpartition("/")[0]
            if path.endswith("/weight") and len(at) == 2 and len(plan.columns(node)) > at[1]:
                source, unit = plan.columns(node)[at[1]]
                links[LitLink(source, unit, node, at[0])] = None
    return links


def _links_of_whole(scene: Scene, path: str, index: tuple[Any, ...]) -> list[LitLink]:
    """The links of a node's weights at an index with arrays."""
    node = path.rpartition("/")[0]
    columns = scene.frame.plan.columns(node)
    if not path.endswith("/weight") or len(index) != 2 or len(columns) <= int(np.max(index[1], initial=-1)):
        return []
    units, numbers = (axis.ravel() for axis in np.broadcast_arrays(*index))
    if len(units) <= MOST_LINKS:
        places = [(columns[number], unit) for unit, number in zip(units.tolist(), numbers.tolist(), strict=True)]
        return [LitLink(source, column, node, unit) for (source, column), unit in places]
    sources = list(dict.fromkeys(source for source, _ in columns))
    known = {source: number for number, source in enumerate(sources)}
    pairs = units * len(sources) + np.array([known[source] for source, _ in columns])[numbers]
    _, firsts = np.unique(pairs, return_index=True)
    each = pairs[np.sort(firsts)].tolist()
    return [LitLink(sources[pair % len(sources)], None, node, pair // len(sources)) for pair in each]


def _cells_of(scene: Scene, expression: Expression) -> list[tuple[int, tuple[int, ...]]]:
    """Where the operands of a part were made; of all that are alike in another sample, one, and of very many some."""
    cells, inputs = scene.frame.cells, scene.frame.instruction(scene.walk.instruction).inputs
    found: dict[tuple[int, tuple[int, ...]], None] = {}
    for operand in operands_at_once(expression):
        slot = inputs[operand.position]
        every = _each_cell(operand.index, per_sample=cells.meaning(slot).per_sample)
        found.update(dict.fromkeys((slot, cell) for cell in every[:: max(len(every) // MOST_CELLS, 1)]))
    return [cells.source(slot, cell) for slot, cell in found]


def _each_cell(index: tuple[Any, ...], per_sample: bool = False) -> list[tuple[int, ...]]:
    """The cells of an index with arrays, each once; of values per sample those of one sample."""
    if not any(isinstance(axis, np.ndarray) for axis in index):
        return [index]
    one = [np.ravel(index[0])[0], *index[1:]] if per_sample else index
    columns = np.stack([np.ravel(axis) for axis in np.broadcast_arrays(*one)], axis=1)
    return list(dict.fromkeys(map(tuple, columns.tolist())))


def _values(scene: Scene) -> list[int]:
    """The inputs of an instruction that the forward phase made."""
    slots = scene.frame.plan.program.slots
    inputs = scene.frame.instruction(scene.walk.instruction).inputs
    return [slot for slot in inputs if slots[slot].per_sample and slots[slot].quantity != "gradient"]


def _brought(scene: Scene, cells: Sequence[tuple[int, tuple[int, ...] | None]]) -> tuple[LitLink, ...]:
    """The links over which an instruction got these cells from other nodes, or sends their gradient back."""
    plan, found = scene.frame.plan, dict[LitLink, None]()
    here = (scene.walk.origin or scene.output.node).partition("/")[0]
    linked = {link.source for link in plan.document.network.links if link.target == here}
    back = plan.program.slots[scene.output.slot].of
    ends = [*cells, (scene.frame.cells.source_slot(back), None)] if back is not None else cells
    for slot, index in ends:
        meaning = plan.program.slots[slot]
        node, unit = plan.cells.unit(slot, index) if index else ("", None)
        node = (node or (meaning.members[0].node if meaning.members else meaning.origin)).partition("/")[0]
        if node in linked and node != here and meaning.quantity != "gradient":
            found[LitLink(node, unit, here, None)] = None
    if len(found) <= MOST_CELLS:
        return tuple(found)
    return tuple({LitLink(link.source, None, link.target, None): None for link in found})


def _nodes_with_weights(scene: Scene) -> tuple[str, ...]:
    """The nodes whose incoming links an instruction is about."""
    plan = scene.frame.plan
    instruction = scene.frame.instruction(scene.walk.instruction)
    found: dict[str, None] = {}
    for slot in (*instruction.inputs, instruction.output):
        own = plan.cells.parameter_slot(slot)
        if own is not None and plan.program.slots[own].quantity == "weight":
            found.update(dict.fromkeys(member.node for member in plan.program.slots[own].members))
    return tuple(found)
