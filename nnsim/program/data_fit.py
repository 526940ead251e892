"""Whether the ends of a network fit the columns of its data."""

from math import prod

from nnsim.data import Dataset
from nnsim.program.program import Program
from nnsim.text.errors import NnsimError
from nnsim.text.messages import message


def check_fits(program: Program, data: Dataset) -> None:
    """Raises NnsimError where the network's ends do not fit the data's columns."""
    for slot, columns in program.inputs:
        if max(columns) >= data.x_train.shape[1]:
            raise NnsimError("data.inputs", message(
                "The input uses column {column} but the data has {count} input columns. "
                "Choose other columns or other data.", column=max(columns) + 1, count=data.x_train.shape[1]),
                program.slots[slot].origin)
    for slot in program.targets:
        width = prod(program.slots[slot].shape[1:])
        if width != data.y_train.shape[1]:
            expected = data.y_train.shape[1]
            raise NnsimError("data.outputs", message(
                "The network predicts {got} values and the data has one output column. Give the last layer one unit.",
                got=width) if expected == 1 else message(
                "The network predicts {got} values and the data has {expected} output columns. "
                "Give the last layer {expected} units.", got=width, expected=expected),
                program.slots[slot].origin)
    if not len(data.x_train):
        raise NnsimError("data.empty", message(
            "The data has no training samples. Lower the share for testing."), "data")
