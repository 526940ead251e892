"""One cell of an operation as an expression of input cells: the formula that is shown and held against the run."""

import math
from collections.abc import Callable, Iterator
from typing import Any, Literal

import numpy as np
from msgspec import Struct

from nnsim.ops.functions import ON_ARRAYS, ON_NUMBERS
from nnsim.ops.terms import MANY_TERMS, Terms, terms_among, terms_of

__all__ = [
    "MANY_TERMS", "Call", "Choose", "Comparison", "Difference", "Expression", "Fetch", "Negative", "Number", "Operand",
    "Pick", "Power", "Product", "Quotient", "Sum", "Terms", "call", "children", "compare", "evaluate",
    "evaluate_cells", "minus", "operands", "plus", "terms_among", "terms_of", "times", "values_of",
]
Comparison = Literal[">", "≥", "<", "≤", "="]


class Operand(Struct, frozen=True):
    """The cell `index` of the operation's input number `position`."""

    position: int
    index: tuple[int, ...]


class Number(Struct, frozen=True):
    """A constant of the formula."""

    value: float


class Sum(Struct, frozen=True):
    """t₁ + t₂ + …; an empty sum is 0."""

    terms: "tuple[Expression, ...] | Terms"


class Difference(Struct, frozen=True):
    """a − b"""

    left: "Expression"
    right: "Expression"


class Product(Struct, frozen=True):
    """f₁ · f₂ · …"""

    factors: tuple["Expression", ...]


class Quotient(Struct, frozen=True):
    """a / b"""

    numerator: "Expression"
    denominator: "Expression"


class Power(Struct, frozen=True):
    """a to a whole power"""

    base: "Expression"
    exponent: int


class Negative(Struct, frozen=True):
    """−a"""

    of: "Expression"


class Call(Struct, frozen=True):
    """A named function of one argument, or of several for `max`, `min`, `largest` and `argmax`.

    `largest` is the maximum where it is the point of the formula, which shows what it is chosen from; `argmax` says
    which argument it is, the first of several alike, counted from 1.
    """

    function: str
    arguments: "tuple[Expression, ...] | Terms"


class Choose(Struct, frozen=True):
    """`then` where left ⋚ right, `otherwise` elsewhere."""

    left: "Expression"
    comparison: Comparison
    right: "Expression"
    then: "Expression"
    otherwise: "Expression"


class Pick(Struct, frozen=True):
    """The option whose number (from 0) is the value of `which`: a token's row of a table."""

    which: "Expression"
    options: "tuple[Expression, ...] | Terms"


Expression = Operand | Number | Sum | Difference | Product | Quotient | Power | Negative | Call | Choose | Pick
Fetch = Callable[[int, tuple[Any, ...]], Any]
"""Gives the number in a cell of an input, by position and index; of an index with arrays the array of all of them."""


_COMPARE: dict[str, Callable[[Any, Any], Any]] = {
    ">": lambda a, b: a > b, "≥": lambda a, b: a >= b, "<": lambda a, b: a < b, "≤": lambda a, b: a <= b,
    "=": lambda a, b: a == b,
}


def evaluate(expression: Expression, fetch: Fetch) -> float:
    """The expression's value, with `fetch(position, index)` giving the cells. Divides by zero as floats do."""
    value: float = evaluate_cells(expression, fetch, 0)
    return value


def values_of(parts: tuple[Expression, ...] | Terms, fetch: Fetch) -> list[float]:
    """The values of all terms of a sum, or arguments of a function, in order; of very many alike at once."""
    return _values(parts, fetch, 0)


def evaluate_cells(expression: Expression, fetch: Fetch, axes: int) -> Any:
    """The same where the indices of operands are arrays of so many axes: the values of all cells, in one array."""
    match expression:
        case Operand(position, index):
            return fetch(position, index)
        case Number(value):
            return value
        case Sum(terms):
            return sum(_values(terms, fetch, axes)) + 0.0
        case Difference(left, right):
            return evaluate_cells(left, fetch, axes) - evaluate_cells(right, fetch, axes)
        case Product(factors):
            return math.prod((evaluate_cells(factor, fetch, axes) for factor in factors), start=1.0)
        case Quotient(numerator, denominator):
            return _divide(evaluate_cells(numerator, fetch, axes), evaluate_cells(denominator, fetch, axes))
        case Power(base, exponent):  # ** raises where floats overflow
            return math.prod([evaluate_cells(base, fetch, axes)] * exponent, start=1.0)
        case Negative(of):
            return -evaluate_cells(of, fetch, axes)
        case Call(function, arguments):
            values = _values(arguments, fetch, axes)
            several = any(isinstance(value, np.ndarray) for value in values)
            return ON_ARRAYS[function](*values) if several else float(ON_NUMBERS[function](*values))
        case Choose(left, comparison, right, then, otherwise):
            holds = compare(evaluate_cells(left, fetch, axes), comparison, evaluate_cells(right, fetch, axes))
            if isinstance(holds, np.ndarray):
                return np.where(holds, evaluate_cells(then, fetch, axes), evaluate_cells(otherwise, fetch, axes))
            return evaluate_cells(then if holds else otherwise, fetch, axes)
        case Pick(which, options):
            return evaluate_cells(options[int(evaluate_cells(which, fetch, axes))], fetch, axes)


def _values(parts: tuple[Expression, ...] | Terms, fetch: Fetch, axes: int) -> list[Any]:
    if not isinstance(parts, Terms):
        return [evaluate_cells(part, fetch, axes) for part in parts]
    inner = len(parts.shape)
    with np.errstate(all="ignore"):  # as floats do
        values = np.asarray(evaluate_cells(parts.at_once(axes), fetch, axes + inner), float)
    values = values.reshape((1,) * (axes + inner - values.ndim) + values.shape)
    outer = values.shape[inner:]
    values = np.broadcast_to(values, (*parts.shape, *outer)).reshape(-1, *outer)
    rest = [evaluate_cells(part, fetch, axes) for part in parts.rest]
    return [*(values if axes else values.tolist()), *rest]


def compare(left: Any, comparison: Comparison, right: Any) -> Any:
    """Whether the comparison holds; for arrays an array of that."""
    return _COMPARE[comparison](left, right)


def _divide(a: Any, b: Any) -> Any:
    if isinstance(a, np.ndarray) or isinstance(b, np.ndarray):
        return np.divide(a, b)
    if b != 0:
        return a / b
    return math.nan if a == 0 or math.isnan(a) else math.copysign(math.inf, a) * math.copysign(1.0, b)


def children(expression: Expression) -> tuple[Expression, ...]:
    """The parts of an expression, left to right."""
    match expression:
        case Sum(parts) | Call(_, parts):
            return tuple(parts)
        case Product(parts):
            return parts
        case Difference(a, b) | Quotient(a, b):
            return (a, b)
        case Power(a, _) | Negative(a):
            return (a,)
        case Choose(a, _, b, c, d):
            return (a, b, c, d)
        case Pick(a, parts):
            return (a, *parts)
        case _:
            return ()


def operands(expression: Expression) -> Iterator[Operand]:
    """Every operand in the expression, left to right."""
    if isinstance(expression, Operand):
        yield expression
    for part in children(expression):
        yield from operands(part)


def minus(left: Expression, right: Expression) -> Difference:
    """left − right"""
    return Difference(left, right)


def times(*factors: Expression) -> Product:
    """f₁ · f₂ · …"""
    return Product(factors)


def plus(*terms: Expression) -> Sum:
    """t₁ + t₂ + …"""
    return Sum(terms)


def call(function: str, *arguments: Expression) -> Call:
    """function(arguments)"""
    return Call(function, arguments)
