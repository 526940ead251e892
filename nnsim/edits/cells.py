"""Edits of single weights and biases, many at once: setting, drawing anew, freezing, pruning."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Literal

import msgspec
import numpy as np
from numpy.typing import NDArray

from nnsim import catalog
from nnsim.catalog import Initializer
from nnsim.document import ArrayMap, Document, Link
from nnsim.edits.drawing_anew import drawn_anew
from nnsim.edits.placed import features
from nnsim.edits.regrouping import OF_UNITS
from nnsim.edits.shapes import parameter_specs, placed, wiring
from nnsim.text.errors import NnsimError
from nnsim.text.messages import Message, message

Cell = tuple[str, tuple[int, ...]]
"""A parameter's path and the place in it: `("dense1/weight", (2, 0))`."""
Masks = dict[str, NDArray[np.bool_]]
"""Cells by the path of their parameter: True where they are."""
Cells = Iterable[Cell] | Mapping[str, NDArray[np.bool_]]
"""Cells one by one, or a mask of each parameter that has some."""

_replace = msgspec.structs.replace


def link_cells(document: Document, link: Link) -> Masks:
    """The weights of a link into a neuron or a Dense layer, one for each pair of units; none into another kind."""
    path = f"{link.target}/weight"
    if path not in document.state.parameters or document.network.node(link.target).kind not in OF_UNITS:
        return {}
    known, first = wiring(document.network), 0
    mask = np.zeros(document.state.parameters[path].shape, np.bool_)
    for other in document.network.into(link.target, link.port):
        count = features(known.shapes[other.source] or ()) if other.unit is None else 1
        if other == link:
            mask[:, first:first + count] = True
        first += count
    return {path: mask} if mask.any() else {}


def unit_cells(document: Document, node_id: str, unit: int) -> Masks:
    """The weights and the bias of one unit of a Dense layer, or of a neuron; none of another kind."""
    if document.network.node(node_id).kind not in OF_UNITS:
        return {}
    found: Masks = {}
    for path in (f"{node_id}/weight", f"{node_id}/bias"):
        values = document.state.parameters.get(path)
        if values is not None and unit < len(values):
            found[path] = np.zeros(values.shape, np.bool_)
            found[path][unit] = True
    return {path: mask for path, mask in found.items() if mask.any()}


def together(chosen: Iterable[Masks]) -> Masks:
    """Every cell that any of these has."""
    found: Masks = {}
    for masks in chosen:
        for path, mask in masks.items():
            found[path] = found[path] | mask if path in found else mask
    return found


def all_held(document: Document, cells: Cells, what: Literal["frozen", "pruned"]) -> bool:
    """Whether there are such cells and all of them are frozen, or cut."""
    chosen, masks = _by_path(document, cells), document.network.masks
    return bool(chosen) and all(
        f"{path}:{what}" in masks and bool(masks[f"{path}:{what}"][mask].all()) for path, mask in chosen.items())


def set_weights(document: Document, cells: Sequence[Cell], values: Sequence[float]) -> Document:
    """With other values in these cells; cut links among them keep weight 0.

    Raises:
        NnsimError: there is no such cell, all of them are cut links, or a value is not finite.
    """
    wrong = [value for value in values if not np.isfinite(value)]
    if wrong:
        raise NnsimError("parameter.finite", message(
            "A weight is a finite number, got {value}. Enter another.", value=float(wrong[0])))
    changes: dict[str, NDArray[Any]] = {}
    for (path, index), value in zip(cells, values, strict=True):
        if path not in changes:
            changes[path] = _checked(document, path, [at for other, at in cells if other == path]).copy()
        changes[path][index] = value
    for path, cut in _masks(document, changes, "pruned").items():
        changes[path][cut] = 0.0
    if cells and all(_held(document, cell, "pruned") for cell in cells):
        raise NnsimError("parameter.pruned", message(
            "This link is cut, so it has no weight. Put it back before you give it one."))
    return _with_arrays(document, changes)


def randomize(document: Document, cells: Cells, initializer: Initializer | None = None) -> Document:
    """With these cells drawn anew, as their initializers say or as this one does, and no memory of them.

    Frozen cells and cut links stay. Each draw differs from what is there; the same document gives the same.

    Raises:
        NnsimError: there is no such cell, or all of them are frozen or cut.
    """
    chosen = _by_path(document, cells)
    specs = parameter_specs(document.network)
    for what in ("frozen", "pruned"):
        for path, held in _masks(document, chosen, what).items():
            chosen[path] = chosen[path] & ~held
    if not any(mask.any() for mask in chosen.values()):
        raise NnsimError("cells.held", message(
            "Every weight that is chosen is frozen or cut. Release one before you draw it anew."))
    fresh = {path: np.where(mask, drawn_anew(document, path, specs[path], initializer), document.state.parameters[path])
             for path, mask in chosen.items()}
    return _with_arrays(_forgotten(document, chosen), fresh)


def freeze_cells(document: Document, cells: Cells, on: bool) -> Document:
    """With these cells frozen or released: training leaves frozen cells as they are."""
    return _masked(document, _by_path(document, cells), "frozen", on)


def prune_cells(document: Document, cells: Cells, on: bool) -> Document:
    """With the links of these weights cut or put back; a cut link has weight 0 and never computes.

    Raises:
        NnsimError: one of them is no link of a neuron or a Dense layer.
    """
    chosen = _by_path(document, cells)
    for path in chosen if on else ():
        objection = _uncuttable(document, path)
        if objection is not None:
            raise NnsimError("weight.not-prunable", objection, path.rpartition("/")[0])
    document = _masked(document, chosen, "pruned", on)
    if not on:
        return document
    values = {path: np.where(mask, 0.0, document.state.parameters[path]).astype(document.state.parameters[path].dtype)
              for path, mask in chosen.items()}
    return _with_arrays(_forgotten(document, chosen), values)


def _uncuttable(document: Document, path: str) -> Message | None:
    node, _, name = path.rpartition("/")
    each = placed(document.network).get(node)
    if name != "weight":
        return message("A link can be cut, a bias cannot. Set it to 0 and freeze it instead.")
    if each is not None and not catalog.kind(each.node.kind).can_prune:
        return message(
            "Single links can be cut in neurons and Dense layers; '{name}' has no such links. Set the weight to 0 and "
            "freeze it instead.", name=each.node.name)
    return None


def _checked(document: Document, path: str, indices: Iterable[tuple[int, ...]]) -> NDArray[Any]:
    """The parameter, after a look whether it has these cells."""
    if path not in document.state.parameters:
        raise NnsimError("parameter.unknown", message("There is no parameter '{path}'.", path=path), path)
    present = document.state.parameters[path]
    for index in indices:
        if len(index) != present.ndim or not all(0 <= at < size for at, size in zip(index, present.shape, strict=True)):
            raise NnsimError("parameter.cell", message(
                "'{path}' has shape {expected} and no cell ({got}). Choose one that it has.", path=path,
                expected="×".join(map(str, present.shape)), got=", ".join(str(at + 1) for at in index)), path)
    return present


def _by_path(document: Document, cells: Cells) -> Masks:
    """The cells as a mask of each parameter that has some."""
    if isinstance(cells, Mapping):
        return dict(cells)
    indices: dict[str, list[tuple[int, ...]]] = {}
    for path, index in cells:
        indices.setdefault(path, []).append(index)
    chosen: Masks = {}
    for path, found in indices.items():
        chosen[path] = np.zeros(_checked(document, path, found).shape, np.bool_)
        chosen[path][tuple(np.array(found).T)] = True
    return chosen


def _masks(document: Document, paths: Iterable[str], what: str) -> Masks:
    masks = document.network.masks
    return {path: masks[f"{path}:{what}"] for path in paths if f"{path}:{what}" in masks}


def _held(document: Document, cell: Cell, what: str) -> bool:
    mask = document.network.masks.get(f"{cell[0]}:{what}")
    return mask is not None and bool(mask[cell[1]])


def _masked(document: Document, chosen: Masks, what: str, on: bool) -> Document:
    masks = document.network.masks
    for path, mask in chosen.items():
        key = f"{path}:{what}"
        present = masks.get(key, np.zeros(mask.shape, np.bool_))
        changed = present | mask if on else present & ~mask
        masks = masks.with_({key: changed}) if changed.any() else masks.without(key)
    return _replace(document, network=_replace(document.network, masks=masks))


def _forgotten(document: Document, chosen: Masks) -> Document:
    """Without memory of these cells, or momentum would move them on."""
    slots = {
        key: np.where(chosen[path], 0, array).astype(array.dtype)
        for key, array in document.state.slots.items() for path in (key.partition(":")[0],) if path in chosen
    }
    return _replace(document, state=_replace(document.state, slots=document.state.slots.with_(slots)))


def _with_arrays(document: Document, changes: dict[str, NDArray[Any]]) -> Document:
    parameters: ArrayMap = document.state.parameters.with_(changes)
    return _replace(document, state=_replace(document.state, parameters=parameters))
