"""Putting the arrays of a file into its document: each must have the shape that the document gives it."""

from collections.abc import Mapping
from typing import Any

import msgspec
import numpy as np

from nnsim.document import ArrayMap, Document, History
from nnsim.edits import parameter_shapes
from nnsim.edits.shapes import carried_shapes, open_nodes
from nnsim.files.encoding import HISTORY, SLOT, is_finite
from nnsim.files.errors import FileError, damaged, part_name
from nnsim.files.limits import RUN, WEIGHTS
from nnsim.files.tensors import Array
from nnsim.text import Message, message

_MASKS = ("frozen", "pruned")
_FLOATS = (np.dtype(np.float64), np.dtype(np.float32))
Shape = tuple[int, ...]
_BOOL = np.dtype(np.bool_)


def with_weights(
    document: Document, weights: Mapping[str, Array], diverged: bool, member: str = WEIGHTS
) -> Document:
    """The document with its parameters and masks, which came in this part of the file.

    Raises:
        FileError: `file.shape` for arrays that do not fit the network, `file.not-finite`.
    """
    shapes = dict(parameter_shapes(document))
    masks = {name: array for name, array in weights.items() if ":" in name}
    parameters = {name: array for name, array in weights.items() if ":" not in name}
    for path in shapes.keys() - parameters.keys():
        raise _misfit(member, message("{array} is missing", array=path))
    undetermined = open_nodes(document.network)
    for path, array in parameters.items():
        if path not in shapes and path.partition("/")[0] not in undetermined:
            raise _misfit(member, message("{array} belongs to no node", array=path))
        _check(member, path, array, shapes.setdefault(path, array.shape), _FLOATS)
    for name, array in masks.items():
        path, _, role = name.partition(":")
        if role not in _MASKS or path not in shapes:
            raise _misfit(member, message("{array} belongs to no node", array=name))
        _check(member, name, array, shapes[path], (_BOOL,))
    ordered = {path: parameters[path] for path in shapes if path in parameters}
    state = msgspec.structs.replace(document.state, parameters=ArrayMap(ordered))
    network = msgspec.structs.replace(document.network, masks=ArrayMap(masks))
    document = msgspec.structs.replace(document, network=network, state=state)
    return _finite(document, member, diverged)


def with_run(
    document: Document, run: Mapping[str, Array], kept_epochs: int, diverged: bool, member: str = RUN
) -> Document:
    """The document with the rule's memory and the training curves; call it after `with_weights`.

    Raises:
        FileError: `file.shape`, `file.not-finite`.
    """
    slots: dict[str, Array] = {}
    series: dict[str, Array] = {}
    for name, array in run.items():
        path = name.removeprefix(SLOT).partition(":")[0]
        if name.startswith(HISTORY):
            _check(member, name, array, (kept_epochs,), _FLOATS)
            series[name.removeprefix(HISTORY)] = array
        elif name.startswith(SLOT) and path in document.state.parameters:
            _check(member, name, array, document.state.parameters[path].shape, _FLOATS)
            slots[name.removeprefix(SLOT)] = array
        elif name.startswith(SLOT) and (carried := carried_shapes(document.network).get(name.removeprefix(SLOT))):
            _check(member, name, array, (max(len(array), 1) if array.ndim else 1, *carried), _FLOATS)
            slots[name.removeprefix(SLOT)] = array
        else:
            raise _misfit(member, message("{array} belongs to no parameter", array=name))
    if kept_epochs and "epoch" not in series:
        raise _misfit(member, message("{array} is missing", array=HISTORY + "epoch"))
    state = msgspec.structs.replace(document.state, slots=ArrayMap(slots))
    document = msgspec.structs.replace(document, state=state, history=History(ArrayMap(series)))
    return _finite(document, member, diverged)


def _check(member: str, name: str, array: Array, shape: Shape, dtypes: tuple[np.dtype[Any], ...]) -> None:
    if array.shape == shape and array.dtype in dtypes:
        return
    got, expected = ("×".join(map(str, sides)) or "1" for sides in (array.shape, shape))
    reason = message(
        "{array} is {got} of {got_type}, the network needs {expected} of {expected_type}",
        array=name, got=got, got_type=array.dtype, expected=expected, expected_type=dtypes[0],
    )
    raise _misfit(member, reason)


def _finite(document: Document, member: str, diverged: bool) -> Document:
    if not diverged and not is_finite(document):
        text = message("{file} is damaged: part {part} has values that are not finite numbers.", part=part_name(member))
        raise damaged("file.not-finite", text, member)
    return document


def _misfit(member: str, reason: Message) -> FileError:
    part = part_name(member)
    text = message("{file} is damaged: part {part} does not fit the network: {reason}.", part=part, reason=reason)
    return damaged("file.shape", text, member)
