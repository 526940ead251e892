"""Weights, masks and optimizer memory that go along when units move within a node, to another node, or away."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from nnsim.catalog import ParameterSpec
from nnsim.document import ArrayMap, Document
from nnsim.document.arrays import same_bits
from nnsim.edits.drawing_anew import drawn_anew
from nnsim.edits.parameters import reconcile
from nnsim.edits.placed import Column
from nnsim.edits.shapes import wiring
from nnsim.edits.wiring import Wiring

Origins = Mapping[str, Sequence[Column | None]]
"""For each node whose units are not those of the same places before: where each unit was (None: it is new)."""
OF_UNITS = ("dense", "neuron")
"""Kinds in which row j of every parameter belongs to unit j alone."""

_replace = msgspec.structs.replace


@dataclass(frozen=True)
class Piece:
    """Cells of a parameter that were cells of another, or of the same: path before, index here, index there."""

    path: str
    here: tuple[Any, ...]
    there: tuple[Any, ...]


def regrouped(before: Document, after: Document, origins: Origins, given: Origins | None = None) -> Document:
    """`after` with every cell of a parameter, a mask and the optimizer's memory from the unit and input it was before.

    A link between a unit and an input that both were there, but not linked, becomes a pruned cell of weight 0. What is
    new is drawn by its initializer, unlike anything that is there. Parameters without moved cells stay as they are.
    `given` is where what the units hand on was, if something else handed it on before.

    Raises:
        NnsimError: the network is larger than any that can be saved.
    """
    fitted = reconcile(before, after)
    old, new = wiring(before.network), wiring(after.network)
    parameters: dict[str, NDArray[Any]] = {}
    masks: dict[str, NDArray[Any]] = {}
    slots: dict[str, NDArray[Any]] = {}
    for path, spec in new.specs.items():
        node = path.rpartition("/")[0]
        columns = _came_from(new.columns(node) or (), origins if given is None else given)
        if node not in origins and columns == new.columns(node) == old.columns(node):
            continue
        pieces = tuple(_pieces(path, spec, columns, old, new, origins))
        absent = _absent(path, spec, columns, old, new, origins)
        fresh = drawn_anew(after, path, spec)
        values = np.where(absent, 0, _put_together(before.state.parameters, "", pieces, fresh))
        present = before.state.parameters.get(path, values)
        parameters[path] = present if same_bits(present, values) else values
        slots |= _beside(before.state.slots, path, spec, pieces)
        masks |= _beside(before.network.masks, path, spec, pieces)
        key = f"{path}:pruned"
        masks[key] = absent | masks[key] if key in masks else absent
    masks = {key: mask for key, mask in masks.items() if mask.any()}
    network = _replace(fitted.network, masks=_without(fitted.network.masks, parameters).with_(masks))
    state = _replace(fitted.state, parameters=fitted.state.parameters.with_(parameters),
                     slots=_without(fitted.state.slots, parameters).with_(slots))
    return _replace(fitted, network=network, state=state)


def _came_from(columns: Iterable[Column], origins: Origins) -> tuple[Column | None, ...]:
    return tuple(origins[node][unit] if node in origins else (node, unit) for node, unit in columns)


def _pieces(
    path: str, spec: ParameterSpec, columns: tuple[Column | None, ...], old: Wiring, new: Wiring, origins: Origins,
) -> Iterator[Piece]:
    node, _, name = path.rpartition("/")
    rows = origins[node] if node in origins and new.placed[node].node.kind in OF_UNITS else None
    for source in (node,) if rows is None else dict.fromkeys(row[0] for row in rows if row is not None):
        there = f"{source}/{name}"
        if there not in old.specs:
            continue
        of_columns, from_columns = _both(columns, old.columns(source) or ())
        if rows is None:
            axis = spec.inputs_axis
            common = tuple(slice(min(a, b)) for a, b in zip(spec.shape, old.specs[there].shape, strict=True))
            if axis is None:
                yield Piece(there, common, common)
            else:
                yield Piece(there, (*common[:axis], of_columns), (*common[:axis], from_columns))
            continue
        of_rows = [row for row, came in enumerate(rows) if came is not None and came[0] == source]
        from_rows = [came[1] for came in rows if came is not None and came[0] == source]
        if spec.inputs_axis is None:
            yield Piece(there, (of_rows,), (from_rows,))
        else:
            yield Piece(there, np.ix_(of_rows, of_columns), np.ix_(from_rows, from_columns))


def _both(columns: Sequence[Column | None], before: Sequence[Column]) -> tuple[list[int], list[int]]:
    """Places of the columns that are in both, here and before."""
    place = {column: k for k, column in enumerate(before)}
    pairs = [(k, place[each]) for k, each in enumerate(columns) if each is not None and each in place]
    return [here for here, _ in pairs], [there for _, there in pairs]


def _absent(
    path: str, spec: ParameterSpec, columns: tuple[Column | None, ...], old: Wiring, new: Wiring, origins: Origins,
) -> NDArray[np.bool_]:
    """Which cells of a weight stand for links that were not drawn before, though unit and input were there."""
    node = path.rpartition("/")[0]
    absent = np.zeros(spec.shape, np.bool_)
    if spec.inputs_axis is None or new.placed[node].node.kind not in OF_UNITS:
        return absent
    rows = origins.get(node) or [(node, row) for row in range(spec.shape[0])]
    for source in dict.fromkeys(row[0] for row in rows if row is not None):
        known = set(old.columns(source) or ())
        missing = [k for k, each in enumerate(columns) if each is not None and each not in known]
        absent[np.ix_([k for k, row in enumerate(rows) if row is not None and row[0] == source], missing)] = True
    return absent


def _put_together(arrays: ArrayMap, name: str, pieces: Iterable[Piece], fresh: NDArray[Any]) -> NDArray[Any]:
    """`fresh` with every piece put in that these arrays have."""
    whole = fresh.copy()
    for piece in pieces:
        if piece.path + name in arrays:
            whole[piece.here] = arrays[piece.path + name][piece.there]
    return whole


def _beside(arrays: ArrayMap, path: str, spec: ParameterSpec, pieces: tuple[Piece, ...]) -> dict[str, NDArray[Any]]:
    """What went with the cells as `<path>:<name>`, masks or memory, for the parameter here; 0 where there was none."""
    before = {piece.path for piece in pieces}
    names = {key.partition(":")[2]: array.dtype for key, array in arrays.items() if key.partition(":")[0] in before}
    return {
        f"{path}:{name}": _put_together(arrays, f":{name}", pieces, np.zeros(spec.shape, dtype))
        for name, dtype in names.items() if name
    }


def _without(arrays: ArrayMap, paths: Mapping[str, NDArray[Any]]) -> ArrayMap:
    return arrays.without(*(key for key in arrays if key.partition(":")[0] in paths))
