"""The product of several values of one shape: what a gate does."""

from nnsim.catalog.cell_by_cell import CellByCell
from nnsim.ops.combining import Multiply as Multiplication
from nnsim.text.messages import message


class Multiply(CellByCell):
    """h = a · b · …"""

    id = "multiply"
    title = message("Multiply")
    meaning = message("Multiplies what links into it, cell by cell: a gate from 0 to 1 lets a part through.")
    operation = Multiplication
