"""Edits of numbers: weights and biases by hand, freezing, pruning, and beginning anew."""

from collections.abc import Callable, Iterable
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from nnsim import catalog
from nnsim.catalog import ParameterSpec
from nnsim.document import ArrayMap, Document, History, TrainingState
from nnsim.edits.drawing_anew import drawn_anew
from nnsim.edits.parameters import initial
from nnsim.edits.past import put_away
from nnsim.edits.shapes import parameter_specs, placed
from nnsim.text.errors import NnsimError
from nnsim.text.messages import message

_replace = msgspec.structs.replace


def set_parameter(document: Document, path: str, values: NDArray[Any]) -> Document:
    """With other values for a whole parameter; cut links keep weight 0.

    Raises:
        NnsimError: another shape, or values that are not finite.
    """
    present = _present(document, path)
    values = np.asarray(values, present.dtype)
    if values.shape != present.shape:
        raise NnsimError("parameter.shape", message(
            "'{path}' has shape {expected}, but {got} came. Paste as many rows and columns as it has.", path=path,
            expected="×".join(map(str, present.shape)), got="×".join(map(str, values.shape))), path)
    _check_finite(path, values)
    cut = document.network.masks.get(f"{path}:pruned")
    return _with_parameters(document, {path: values if cut is None else np.where(cut, 0, values)})


def set_weight(document: Document, path: str, index: tuple[int, ...], value: float) -> Document:
    """With another value in one cell of a parameter.

    Raises:
        NnsimError: the link is cut, there is no such cell, or the value is not finite.
    """
    _check_finite(path, np.asarray(value))
    values = _present(document, path).copy()
    if len(index) != values.ndim or not all(0 <= at < size for at, size in zip(index, values.shape, strict=True)):
        raise NnsimError("parameter.cell", message(
            "'{path}' has shape {expected} and no cell ({got}). Choose one that it has.", path=path,
            expected="×".join(map(str, values.shape)), got=", ".join(str(at + 1) for at in index)), path)
    cut = document.network.masks.get(f"{path}:pruned")
    if cut is not None and cut[index].any():
        raise NnsimError("parameter.pruned", message(
            "This link is cut, so it has no weight. Put it back before you give it one."), path)
    values[index] = value
    return _with_parameters(document, {path: values})


def freeze(document: Document, path: str, index: tuple[int, ...] | None, on: bool) -> Document:
    """With one cell of a parameter (None: all of it) frozen or released: training leaves frozen cells as they are."""
    return _masked(document, path, "frozen", index, on)


def prune(document: Document, path: str, index: tuple[int, ...] | None, on: bool) -> Document:
    """With one link (None: all links) of a weight cut or put back; a cut link has weight 0 and never computes.

    Raises:
        NnsimError: the weight is not one of a neuron or a Dense layer.
    """
    each = placed(document.network).get(path.rpartition("/")[0])
    if on and each is not None and not catalog.kind(each.node.kind).can_prune:
        raise NnsimError("weight.not-prunable", message(
            "Single links can be cut in neurons and Dense layers; '{name}' has no such links. Set the weight to 0 and "
            "freeze it instead.", name=each.node.name), each.id)
    document = _masked(document, path, "pruned", index, on)
    if not on:
        return document
    values = _present(document, path).copy()
    cells = index if index is not None else ...
    values[cells] = 0.0
    slots = {key: array.copy() for key, array in document.state.slots.items() if key.split(":")[0] == path}
    for memory in slots.values():
        memory[cells] = 0.0  # or momentum would move the cut link away from 0
    state = _replace(document.state, slots=document.state.slots.with_(slots))
    return _with_parameters(_replace(document, state=state), {path: values})


def initialize(document: Document, node_ids: Iterable[str]) -> Document:
    """With the parameters of these nodes drawn anew, but for frozen cells; their optimizer memory is cleared.

    Each draw differs from what is there; the same document gives the same.
    """
    return _begun(document, set(node_ids), drawn_anew)


def reset_training(document: Document, seed: int | None = None) -> Document:
    """As before any training: initial parameters from the seed (a new one if given), step 0, no history.

    Frozen cells and pruned links stay as they are, since training never set them. The run so far is put away.
    """
    past = _replace(put_away(document), stretches=(), bookmarks=())
    state = TrainingState(document.state.parameters, ArrayMap(), seed=document.state.seed if seed is None else seed)
    document = _replace(document, state=state, history=History(), past=past)
    return _begun(document, {node.id for node in document.network.nodes}, initial)


def _begun(
    document: Document, nodes: set[str], begin: Callable[[Document, str, ParameterSpec], NDArray[Any]],
) -> Document:
    """With the parameters of these nodes as `begin` says, and nothing remembered of them."""
    specs = {path: spec for path, spec in parameter_specs(document.network).items() if path.split("/")[0] in nodes}
    fresh = {path: _kept_where_fixed(document, path, begin(document, path, spec)) for path, spec in specs.items()}
    document = _with_parameters(document, fresh)
    slots = document.state.slots.without(*(key for key in document.state.slots if key.split("/")[0] in nodes))
    return _replace(document, state=_replace(document.state, slots=slots))


def _present(document: Document, path: str) -> NDArray[Any]:
    if path not in document.state.parameters:
        raise NnsimError("parameter.unknown", message("There is no parameter '{path}'.", path=path), path)
    return document.state.parameters[path]


def _check_finite(path: str, values: NDArray[Any]) -> None:
    wrong = values[~np.isfinite(values)]
    if wrong.size:
        raise NnsimError("parameter.finite", message(
            "'{path}' takes finite numbers only, got {value}. Enter another.", path=path, value=float(wrong[0])), path)


def _with_parameters(document: Document, changes: dict[str, NDArray[Any]]) -> Document:
    state = _replace(document.state, parameters=document.state.parameters.with_(changes))
    return _replace(document, state=state)


def _masked(document: Document, path: str, what: str, index: tuple[int, ...] | None, on: bool) -> Document:
    key = f"{path}:{what}"
    present = _present(document, path)
    mask = document.network.masks[key].copy() if key in document.network.masks else np.zeros(present.shape, np.bool_)
    mask[index if index is not None else ...] = on
    masks = document.network.masks.with_({key: mask}) if mask.any() else document.network.masks.without(key)
    return _replace(document, network=_replace(document.network, masks=masks))


def _kept_where_fixed(document: Document, path: str, fresh: NDArray[Any]) -> NDArray[Any]:
    masks = document.network.masks
    fixed = [masks[key] for key in (f"{path}:frozen", f"{path}:pruned") if key in masks]
    if not fixed or path not in document.state.parameters:
        return fresh
    return np.where(np.logical_or.reduce(fixed), document.state.parameters[path], fresh)
