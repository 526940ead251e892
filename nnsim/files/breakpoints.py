"""Breakpoints on their way into a file and out of it."""

from collections.abc import Iterable
from typing import get_args

import msgspec

from nnsim.document import Breakpoint, Condition, NodeBreakpoint
from nnsim.document.breakpoints import Quantity
from nnsim.files import json_text
from nnsim.files.limits import DOCUMENT
from nnsim.files.records import ConditionRecord, NodeBreakpointRecord

Records = tuple[NodeBreakpointRecord | ConditionRecord, ...]


def breakpoint_records(breakpoints: Iterable[Breakpoint]) -> Records:
    """The wire form of breakpoints."""
    return tuple(
        NodeBreakpointRecord(**msgspec.structs.asdict(each)) if isinstance(each, NodeBreakpoint)
        else ConditionRecord(**msgspec.structs.asdict(each))
        for each in breakpoints
    )


def breakpoints_of(records: Records, newer: bool) -> tuple[Breakpoint, ...]:
    """The breakpoints; conditions on what a later version measures and this one does not are left out.

    Raises:
        FileError: `file.value` for such a condition in a file of this version.
    """
    found: list[Breakpoint] = []
    for index, record in enumerate(records):
        if isinstance(record, NodeBreakpointRecord):
            found.append(NodeBreakpoint(record.node, record.phase, record.on))
            continue
        quantity = next((each for each in get_args(Quantity) if each == record.quantity), None)
        if quantity is not None:
            found.append(Condition(quantity, record.value, record.above, record.node, record.on))
        elif not newer:
            expected = ", ".join(get_args(Quantity))
            raise json_text.wrong_value(DOCUMENT, f"$.breakpoints[{index}].quantity: expected one of {expected}")
    return tuple(found)
