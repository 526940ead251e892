"""Very many terms alike, of which each is made when it is asked for, and all can be made as one."""

from collections.abc import Callable, Sequence
from math import prod
from typing import TYPE_CHECKING, Any, overload

import numpy as np

if TYPE_CHECKING:
    from nnsim.ops.expression import Expression

MANY_TERMS = 8
"""Terms alike up to which all are made at once: as many as a formula writes out."""


class Terms(Sequence["Expression"]):
    """Very many terms alike, each made when it is asked for: whoever looks at a few of 100 000 waits for those alone.

    They lie in a grid of this `shape`, and are counted row by row: `make(n, j)` gives the term at a place, with numbers
    from 0. Given arrays in place of the numbers it gives a term whose operands have arrays as indices: all terms at
    once. `rest` are others that follow, such as a bias.
    """

    __slots__ = ("_alike", "_made", "make", "rest", "shape")

    def __init__(
        self, shape: tuple[int, ...], make: Callable[..., "Expression"], rest: "tuple[Expression, ...]" = ()
    ) -> None:
        self.shape, self.make, self.rest = shape, make, rest
        self._alike = prod(shape)
        self._made: dict[int, Expression] = {}

    def at_once(self, axes: int = 0) -> "Expression":
        """All terms that are alike as one, with arrays as indices, before so many other axes."""
        count = len(self.shape)
        return self.make(*(
            np.arange(size).reshape(*(1,) * axis, size, *(1,) * (count - axis - 1 + axes))
            for axis, size in enumerate(self.shape)
        ))

    def changed(self, change: "Callable[[Expression], Expression]") -> "Terms":
        """The same with every term changed."""
        make = self.make
        return Terms(self.shape, lambda *place: change(make(*place)), tuple(map(change, self.rest)))

    def __len__(self) -> int:
        return self._alike + len(self.rest)

    @overload
    def __getitem__(self, at: int) -> "Expression": ...

    @overload
    def __getitem__(self, at: slice) -> "tuple[Expression, ...]": ...

    def __getitem__(self, at: int | slice) -> "Expression | tuple[Expression, ...]":
        numbers = range(len(self))[at]
        return self._term(numbers) if isinstance(numbers, int) else tuple(map(self._term, numbers))

    def _term(self, number: int) -> "Expression":
        if number >= self._alike:
            return self.rest[number - self._alike]
        if number not in self._made:
            self._made[number] = self.make(*(int(axis) for axis in np.unravel_index(number, self.shape)))
        return self._made[number]


def terms_of(
    shape: int | tuple[int, ...], make: Callable[..., "Expression"], *rest: "Expression"
) -> "tuple[Expression, ...] | Terms":
    """The terms alike of a grid of places, or so many in a row, and others behind them; all made where they are few."""
    terms = Terms((shape,) if isinstance(shape, int) else shape, make, rest)
    return terms if len(terms) > MANY_TERMS else tuple(terms)


def terms_among(
    numbers: Sequence[int], make: Callable[[Any], "Expression"], *rest: "Expression"
) -> "tuple[Expression, ...] | Terms":
    """The terms alike of these numbers, and others behind them; made at once where they are few."""
    if len(numbers) + len(rest) <= MANY_TERMS:
        return (*map(make, numbers), *rest)
    among = np.array(numbers)

    def term(at: Any) -> "Expression":
        return make(among[at] if isinstance(at, np.ndarray) else numbers[at])

    return Terms((len(numbers),), term, rest)
