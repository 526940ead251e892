"""Keeping parameters in step with the drawing: what an edit did not touch keeps its trained values to the bit."""

from collections.abc import Sequence
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from nnsim.catalog import ParameterSpec, draw
from nnsim.document import ArrayMap, Document, Network
from nnsim.document.arrays import paths_of_others, same_bits
from nnsim.document.others import keys_of_others
from nnsim.edits.shapes import Column, inputs, open_nodes, parameter_specs, placed, too_large
from nnsim.text.errors import NnsimError

Array = NDArray[Any]


def parameter_shapes(document: Document) -> dict[str, tuple[int, ...]]:
    """The shape that each parameter must have, by path."""
    return {path: spec.shape for path, spec in parameter_specs(document.network).items()}


def initial(document: Document, path: str, spec: ParameterSpec) -> Array:
    """A parameter's initial values, from the document's seed, in the plan's precision."""
    values = draw(spec.initializer, spec.shape, spec.fan_in, spec.fan_out, document.state.seed, path)
    return values.astype(document.plan.precision)


def reconcile(before: Document, after: Document) -> Document:
    """`after` with parameters, optimizer memory and masks brought to the shapes that its network asks for.

    Rows of units and columns of inputs that both documents have are carried over; new ones begin as their initializer
    says; a parameter that was never touched since it began is drawn anew as a whole, so that a freshly drawn network
    is what a reset gives.

    Raises:
        NnsimError: the network is larger than any that can be saved.
    """
    old, new = parameter_specs(before.network), parameter_specs(after.network)
    objection = None if old is new else too_large(after.network)
    if objection is not None and too_large(before.network) is None:
        raise NnsimError("network.too-large", objection)
    present, reached = before.state.parameters, _reached(before.network, after.network)
    pending = open_nodes(after.network)
    waiting = [path for path in present if path.split("/")[0] in pending] if pending else []
    missing = () if [*present] == [*new] else new.keys() - present.keys()
    fresh = {path: _carried(before, after, path, old.get(path), new[path])
             for path in {path for path in reached if path in new}.union(missing)}
    parameters = present.arranged(dict.fromkeys((*waiting, *new)) if waiting else new, fresh)
    slots = _beside(before.state.slots, before, after, new, reached)
    masks = _beside(before.network.masks, before, after, new, reached)
    masks = {key: mask for key, mask in masks.items() if mask.any()}
    state = msgspec.structs.replace(after.state, parameters=parameters, slots=_map(before.state.slots, slots))
    network = msgspec.structs.replace(after.network, masks=_map(before.network.masks, masks))
    return msgspec.structs.replace(after, network=network, state=state)


def _reached(before: Network, after: Network) -> frozenset[str]:
    """The paths of parameters whose node the edit reached: any other has the shape and the inputs that it had."""
    new = placed(after)
    return frozenset(path for name in keys_of_others(placed(before), new) if name in new for path in new[name].specs)


def _map(before: ArrayMap, values: dict[str, Array]) -> ArrayMap:
    """The map of these arrays, the same object as before when nothing changed."""
    return before.replaced(values) if paths_of_others(before, values) else before


def _carried(before: Document, after: Document, path: str, old: ParameterSpec | None, spec: ParameterSpec) -> Array:
    present = before.state.parameters.get(path)
    if present is None or old is None:
        return initial(after, path, spec)
    if old == spec and _columns(before.network, path) == _columns(after.network, path):
        return present
    masked = any(f"{path}:{what}" in before.network.masks for what in ("frozen", "pruned"))
    if before.state.step == 0 and not masked and same_bits(present, initial(before, path, old)):
        return initial(after, path, spec)
    return _resized(present, initial(after, path, spec), before.network, after.network, path, {path: spec})


def _beside(
    arrays: ArrayMap, before: Document, after: Document, specs: dict[str, ParameterSpec], reached: frozenset[str]
) -> dict[str, Array]:
    """What goes with parameters (`<path>:<name>`, 0 for new cells), brought to their shapes."""
    carried: dict[str, Array] = {}
    for key, array in arrays.items() if arrays else ():
        path = key.split(":")[0]
        if path in specs and path not in reached and array.shape == specs[path].shape:
            carried[key] = array
        elif path in specs:
            fresh = np.zeros(specs[path].shape, array.dtype)
            carried[key] = _resized(array, fresh, before.network, after.network, path, specs)
    return carried


def _resized(
    old: Array, fresh: Array, before: Network, after: Network, path: str, specs: dict[str, ParameterSpec]
) -> Array:
    """`fresh` with every cell of `old` put in whose unit and input exist in both networks."""
    old_columns, new_columns = _columns(before, path), _columns(after, path)
    if old.shape == fresh.shape and old_columns == new_columns:
        return old
    fresh = fresh.copy()
    axis = specs[path].inputs_axis
    if old.ndim != fresh.ndim:
        return fresh
    common = tuple(slice(0, min(a, b)) for a, b in zip(old.shape, fresh.shape, strict=True))
    if axis is None or old.shape[axis] != len(old_columns) or fresh.shape[axis] != len(new_columns):
        fresh[common] = old[common]
        return fresh
    position = {column: index for index, column in enumerate(old_columns)}
    for index, column in enumerate(new_columns):
        if column in position:
            there, here = list[Any](common), list[Any](common)
            there[axis], here[axis] = position[column], index
            fresh[tuple(here)] = old[tuple(there)]
    return fresh


def _columns(network: Network, path: str) -> Sequence[Column]:
    return inputs(network, path.rpartition("/")[0]) or ()
