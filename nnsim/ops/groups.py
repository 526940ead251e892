"""Groups of cells that share a statistic (a channel, a sample's features), and sums over the cells of each."""

from math import prod
from typing import Any

from nnsim.ops.base import Array, Index, Shape

Kept = tuple[int, ...]
"""Neighboring axes that a statistic keeps: cells alike in these belong to one group."""
_LONG = 64  # cells of a row from which one product per row is quicker than all products and one sum


def group_shape(shape: Shape, kept: Kept) -> Shape:
    """The shape of a statistic of an array of this shape."""
    return shape[kept[0]:kept[-1] + 1]


def group_of(index: Index, kept: Kept) -> Index:
    """The group that a cell belongs to."""
    return index[kept[0]:kept[-1] + 1]


def group_size(shape: Shape, kept: Kept) -> int:
    """How many cells a group has."""
    return prod(shape) // max(prod(group_shape(shape, kept)), 1)


def cell_of(group: Index, number: Any, shape: Shape, kept: Kept) -> Index:
    """The cell of a group that has this number in the order of the array (with an array of numbers: all of theirs)."""
    before, after = shape[:kept[0]], shape[kept[-1] + 1:]
    left, right = number // prod(after), number % prod(after)
    return (*unraveled(left, before), *group, *unraveled(right, after))


def unraveled(number: Any, shape: Shape) -> Index:
    """The index of the cell with this number, counted row by row; number may be an array."""
    index: list[Any] = []
    for size in reversed(shape):
        index.append(number % size)
        number = number // size
    return tuple(reversed(index))


def spread(statistic: Array, ndim: int, kept: Kept) -> Array:
    """A statistic as a view that NumPy spreads over the cells of its groups, in an array of so many axes."""
    return statistic.reshape((1,) * kept[0] + statistic.shape + (1,) * (ndim - kept[-1] - 1))


def sum_scratch(shape: Shape, kept: Kept) -> tuple[Shape, Shape]:
    """The shapes of the scratch arrays of `sum_groups` and `sum_products`."""
    before, groups, after = _blocks(shape, kept)
    return (max(before, after),), (before if after > 1 else 0, groups)


def sum_groups(xp: Any, out: Array, scratch: tuple[Array, ...], array: Array, kept: Kept) -> None:
    """out[group] = Σ of the group's cells; as products with ones where it can, several times as quick as a sum."""
    if not array.flags.c_contiguous:
        xp.add.reduce(array, tuple(axis for axis in range(array.ndim) if axis not in kept), None, out)
        return
    ones, rows = scratch
    before, groups, after = _blocks(array.shape, kept)
    xp.copyto(ones, 1.0)
    if after > 1:
        xp.dot(array.reshape(before * groups, after), ones[:after], (rows if before > 1 else out).reshape(-1))
    if before > 1 or after == 1:
        xp.dot(ones[:before], (rows if after > 1 else array).reshape(before, groups), out.reshape(-1))


def sum_products(
    xp: Any, out: Array, scratch: tuple[Array, ...], a: Array, b: Array, products: Array, kept: Kept,
) -> None:
    """out[group] = Σ a · b over the group's cells; `products` takes them (it may be a, and need not be filled)."""
    ones, rows = scratch
    before, groups, after = _blocks(a.shape, kept)
    if after < _LONG or not (a.flags.c_contiguous and b.flags.c_contiguous):
        xp.multiply(a, b, products)
        sum_groups(xp, out, scratch, products, kept)
        return
    sums = rows if before > 1 else out
    lying, standing = a.reshape(before * groups, 1, after), b.reshape(before * groups, after, 1)
    xp.matmul(lying, standing, sums.reshape(before * groups, 1, 1))
    if before > 1:
        xp.copyto(ones, 1.0)
        xp.dot(ones[:before], rows, out.reshape(-1))


def _blocks(shape: Shape, kept: Kept) -> tuple[int, int, int]:
    """An array in three axes: what comes before the groups, the groups, what comes after them."""
    return prod(shape[:kept[0]]), prod(group_shape(shape, kept)), prod(shape[kept[-1] + 1:])
