"""The safetensors format, read strictly and written so that the same arrays give the same bytes."""

from collections.abc import Mapping
from math import prod
from typing import Annotated, Any, Final, Literal

import msgspec
import numpy as np
from msgspec import Meta
from numpy.typing import NDArray

from nnsim.files import json_text, limits
from nnsim.files.errors import FileError, damaged, part_name
from nnsim.text import Message, message

Array = NDArray[Any]
_Dtype = Literal["F64", "F32", "I32", "U8", "BOOL"]
_DTYPES: Final[Mapping[_Dtype, str]] = {"F64": "<f8", "F32": "<f4", "I32": "<i4", "U8": "|u1", "BOOL": "|b1"}
_CODES: Final = {np.dtype(name): code for code, name in _DTYPES.items()}
_ALIGNMENT: Final = 8
_Count = Annotated[int, Meta(ge=0, le=limits.LARGEST_FILE)]


class _Place(msgspec.Struct, forbid_unknown_fields=True):
    dtype: _Dtype
    shape: Annotated[tuple[_Count, ...], Meta(max_length=limits.MOST_DIMENSIONS)]
    data_offsets: tuple[_Count, _Count]


def read_tensors(data: bytes, member: str) -> dict[str, Array]:
    """The arrays of a safetensors file by name, in the order of their bytes, read-only.

    No size comes from a claim: an array is a view of bytes that are there.

    Raises:
        FileError: `file.tensors`, `file.depth` or `file.json`.
    """
    if len(data) < 8:
        raise _not_tensors(member, message("its header is missing"))
    header_size = int.from_bytes(data[:8], "little")
    if header_size > min(len(data) - 8, limits.LARGEST_TENSOR_HEADER):
        raise _not_tensors(member, message("its header claims {got} bytes", got=header_size))
    content = memoryview(data)[8 + header_size :]
    header = json_text.parse(data[8 : 8 + header_size], member)
    places = _places(header, member)
    arrays: dict[str, Array] = {}
    expected = 0
    for name, place in sorted(places.items(), key=lambda item: item[1].data_offsets):
        start, end = place.data_offsets
        dtype = np.dtype(_DTYPES[place.dtype])
        if start != expected or end - start != prod(place.shape) * dtype.itemsize or end > len(content):
            raise _not_tensors(member, message("the bytes of {array} do not fit its shape", array=name[:80]))
        arrays[name] = _view(content[start:end], dtype, place.shape, member)
        expected = end
    if expected != len(content):
        raise _not_tensors(member, message("it has bytes that belong to no array"))
    return arrays


def write_tensors(arrays: Mapping[str, Array]) -> bytes:
    """A safetensors file; larger item types come first, then names in order, as the format's own library does.

    Raises:
        FileError: `file.tensors` for an array of a type that the format here does not hold.
    """
    names = sorted(arrays, key=lambda name: (-arrays[name].dtype.itemsize, name))
    header: dict[str, _Place] = {}
    blocks: list[bytes] = []
    at = 0
    for name in names:
        array = arrays[name]
        code = _CODES.get(array.dtype.newbyteorder("<"))
        if code is None:
            text = message("{file} cannot be saved: {array} holds numbers of type {got}.", array=name, got=array.dtype)
            raise FileError("file.array-type", text, message("Use float64, float32, int32, uint8 or bool."), name)
        blocks.append(np.ascontiguousarray(array, dtype=_DTYPES[code]).tobytes())
        header[name] = _Place(code, array.shape, (at, at + array.nbytes))
        at += array.nbytes
    head = msgspec.json.encode(header)
    head += b" " * (-len(head) % _ALIGNMENT)
    return len(head).to_bytes(8, "little") + head + b"".join(blocks)


def _places(header: Any, member: str) -> dict[str, _Place]:
    if isinstance(header, dict) and len(header) > limits.MOST_TENSORS:
        many = message("it has {got} arrays, at most {most} are allowed", got=len(header), most=limits.MOST_TENSORS)
        raise _not_tensors(member, many)
    try:
        return msgspec.convert(header, dict[str, _Place])
    except (msgspec.MsgspecError, OverflowError) as error:
        raise _not_tensors(member, message("its header has a wrong value: {reason}", reason=error)) from None


def _view(block: memoryview, dtype: np.dtype[Any], shape: tuple[int, ...], member: str) -> Array:
    if dtype == np.bool_ and np.any(np.ndarray(len(block), np.uint8, block) > 1):
        raise _not_tensors(member, message("an array of yes and no holds other values"))
    return np.ndarray(shape, dtype, block)


def _not_tensors(member: str, reason: Message) -> FileError:
    part = part_name(member)
    text = message("{file} is damaged: part {part} is not safetensors: {reason}.", part=part, reason=reason)
    return damaged("file.tensors", text, member)
