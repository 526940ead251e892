"""Takes out of an expression what says nothing: factors of 1, a division by 1, and links that do not exist."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from nnsim.ops.expression import (
    Call,
    Choose,
    Difference,
    Expression,
    Negative,
    Number,
    Pick,
    Power,
    Product,
    Quotient,
    Sum,
    Terms,
    children,
    operands,
    terms_of,
)

_ONE = Number(1.0)


def simplified(expression: Expression) -> Expression:
    """The same value without factors of 1 and divisions by 1; itself where there are none."""
    if isinstance(expression, Pick):  # one of many rows, of which one is written
        return expression
    if isinstance(expression, Sum) and isinstance(expression.terms, Terms):
        return Sum(expression.terms.changed(simplified))
    if isinstance(expression, Call) and isinstance(expression.arguments, Terms):
        return Call(expression.function, expression.arguments.changed(simplified))
    parts = children(expression)
    simpler = tuple(map(simplified, parts))
    if isinstance(expression, Product) and _ONE in simpler and len(simpler) > 1:
        kept = tuple(factor for factor in simpler if factor != _ONE) or (_ONE,)
        return kept[0] if len(kept) == 1 else Product(kept)
    if isinstance(expression, Quotient) and simpler[1] == _ONE:
        return simpler[0]
    alike = all(new is old for new, old in zip(simpler, parts, strict=True))
    return expression if alike else _made_of(expression, simpler)


def without_cells(expression: Expression, absent: NDArray[np.bool_]) -> Expression:
    """A sum over the cells of the first input, or a product with one, without the terms of cells that are absent."""
    if isinstance(expression, Sum) and isinstance(expression.terms, Terms):
        make, linked = expression.terms.make, np.argwhere(~absent)
        return Sum(terms_of(len(linked), lambda number: make(*_places(linked, number))))
    if isinstance(expression, Sum):
        return Sum(tuple(term for term in expression.terms if not any(absent[each.index] for each in operands(term))))
    if isinstance(expression, Product):
        factors = expression.factors
        return Product(tuple(without_cells(each, absent) if isinstance(each, Sum) else each for each in factors))
    return expression


def _places(table: NDArray[np.intp], number: Any) -> tuple[Any, ...]:
    """A cell of a table by its number; with an array of numbers all of theirs, axis by axis."""
    return tuple(table[number].tolist() if isinstance(number, int) else np.moveaxis(table[number], -1, 0))


def _made_of(expression: Expression, parts: tuple[Expression, ...]) -> Expression:
    """An expression of the same kind with these parts; one that is not written out stays as it is."""
    match expression:
        case Sum():
            return Sum(parts)
        case Product():
            return Product(parts)
        case Quotient() | Difference():
            return type(expression)(parts[0], parts[1])
        case Negative():
            return Negative(parts[0])
        case Power(_, exponent):
            return Power(parts[0], exponent)
        case Call(function, _):
            return Call(function, parts)
        case Choose(_, comparison, _, _, _):
            return Choose(parts[0], comparison, parts[1], parts[2], parts[3])
        case _:
            return expression
