"""How much NumPy copies at a time where the cells of an operand do not lie side by side."""

import numpy as np

CELLS = 1024
"""Cells of such a copy: as fast as NumPy's 8192, but three operands in float64 on two threads stay below 64 kB."""


def use_small_buffers() -> None:
    """Lets NumPy's functions, called from this thread from now on, copy strided operands in small pieces."""
    if np.getbufsize() != CELLS:
        np.setbufsize(CELLS)
