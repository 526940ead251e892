"""JSON read safely: its depth is measured before any parser recurses, and every fault is a FileError."""

from typing import Any, Final, TypeVar

import msgspec
import numpy as np

from nnsim.files import limits
from nnsim.files.errors import FileError, damaged, part_name
from nnsim.text import message

T = TypeVar("T")
_ALL_BUT_QUOTES_AND_BRACKETS: Final = bytes(byte for byte in range(256) if byte not in b'"[]{}')
_PIECE: Final = 2**20
_FOREIGN: Final = (msgspec.MsgspecError, UnicodeDecodeError, RecursionError, OverflowError, ValueError)


def nesting(data: bytes) -> tuple[int, int]:
    """How deep arrays and objects nest in a JSON text, and how many there are, found without parsing it.

    Up to the first fault of syntax this is what a parser would see, and there a parser stops. What is beyond the limits
    is not counted to its end.
    """
    without_escapes = data.replace(b"\\\\", b"").replace(b'\\"', b"")
    marks = np.frombuffer(without_escapes.translate(None, _ALL_BUT_QUOTES_AND_BRACKETS), np.uint8)
    quotes = level = deepest = count = 0
    for start in range(0, len(marks), _PIECE):
        piece = marks[start:start + _PIECE]
        quoted = np.cumsum(piece == ord('"'), dtype=np.int32) + quotes
        outside = quoted % 2 == 0
        opening = outside & ((piece == ord("[")) | (piece == ord("{")))
        closing = outside & ((piece == ord("]")) | (piece == ord("}")))
        levels = np.cumsum(opening.view(np.int8) - closing.view(np.int8), dtype=np.int32) + level
        quotes, level = int(quoted[-1]) % 2, int(levels[-1])
        deepest, count = max(deepest, int(levels.max())), count + int(np.count_nonzero(opening))
        if deepest > limits.DEEPEST_JSON or count > limits.MOST_JSON_CONTAINERS:
            break
    return deepest, count


def check_depth(data: bytes, member: str) -> None:
    """Refuse a JSON text that nests or branches beyond the limits. Raises FileError `file.depth`."""
    depth, count = nesting(data)
    if depth > limits.DEEPEST_JSON or count > limits.MOST_JSON_CONTAINERS:
        text = message("{file} is damaged: part {part} is nested too deep.", part=part_name(member))
        raise damaged("file.depth", text, member)


def parse(data: bytes, member: str) -> Any:
    """The values of a JSON text. Raises FileError `file.depth` or `file.json`."""
    check_depth(data, member)
    try:
        return msgspec.json.decode(data)
    except _FOREIGN as error:
        part = part_name(member)
        text = message("{file} is damaged: part {part} is not JSON ({reason}).", part=part, reason=str(error))
        raise damaged("file.json", text, member) from None


def typed(value: Any, type_: type[T], member: str, place: str = "") -> T:
    """A parsed value as a structure, every type and range checked. Raises FileError `file.value`."""
    try:
        return msgspec.convert(value, type_)
    except _FOREIGN as error:
        raise wrong_value(member, place + " " + str(error) if place else str(error)) from None


def wrong_value(member: str, reason: str) -> FileError:
    """A value of the wrong type, out of its range, or at odds with another."""
    text = message("{file} is damaged: part {part} has a wrong value: {reason}.", part=part_name(member),
                   reason=reason.rstrip("."))
    return damaged("file.value", text, member)
