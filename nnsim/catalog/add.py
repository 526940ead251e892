"""The sum of several values of one shape: where a residual connection joins in."""

from nnsim.catalog.cell_by_cell import CellByCell
from nnsim.ops.combining import Add as Addition
from nnsim.text.messages import message


class Add(CellByCell):
    """h = a + b + …"""

    id = "add"
    title = message("Add")
    meaning = message("Adds what links into it, cell by cell: a skip connection joins here.")
    operation = Addition
