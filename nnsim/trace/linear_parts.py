"""What each of some inputs adds to a cell that is linear in them, as a gradient is in those that it is made from."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from nnsim.ops.expression import (
    Choose,
    Difference,
    Expression,
    Fetch,
    Negative,
    Number,
    Operand,
    Pick,
    Product,
    Quotient,
    Sum,
    Terms,
    children,
    compare,
    evaluate,
    evaluate_cells,
)
from nnsim.trace.sums import first_operands, many_terms, operands_at_once

Carries = Callable[[int], bool]
"""Whether the input at a position is one of those that are asked about."""
_MOST_SCANNED = 4_096
"""Terms of a sum that are looked at one by one."""


class NotLinear(Exception):
    """The inputs asked about multiply each other, or are compared, or stand in a function."""


@dataclass(frozen=True, slots=True)
class Part:
    """One of the inputs' cells, and what one more of it would add."""

    operand: Operand
    factor: float


def linear_parts(expression: Expression, carries: Carries, fetch: Fetch) -> tuple[Part, ...]:
    """Every cell of the inputs asked about with its factor; a cell that stands in several terms has their sum.

    Raises:
        NotLinear: there are no such factors.
    """
    found: dict[Operand, float] = {}
    _collect(expression, 1.0, (), carries, fetch, found)
    return tuple(Part(operand, factor) for operand, factor in found.items())


def without(expression: Expression, carries: Carries, fetch: Fetch) -> float:
    """What the expression is where the inputs asked about are 0."""
    def others(position: int, index: tuple[Any, ...]) -> Any:
        return 0.0 * fetch(position, index) if carries(position) else fetch(position, index)

    return evaluate(expression, others)


def factor_of(expression: Expression, operand: Operand, fetch: Fetch) -> Expression:
    """The factor of one of the inputs' cells as an expression: `w₂₁` of δ₂ in `w₁₁ δ₁ + w₂₁ δ₂`.

    Raises:
        NotLinear: it has none.
    """
    match expression:
        case Operand():
            return Number(1.0 if expression == operand else 0.0)
        case Sum(terms):
            having = _terms_with(terms, operand) if isinstance(terms, Terms) else terms
            parts = [factor_of(term, operand, fetch) for term in having if _has(term, operand)]
            return parts[0] if len(parts) == 1 else Sum(tuple(parts))
        case Difference(left, right):
            sides = [factor_of(side, operand, fetch) for side in (left, right) if _has(side, operand)]
            if len(sides) != 1:
                return Difference(sides[0], sides[1]) if sides else Number(0.0)
            return sides[0] if _has(left, operand) else Negative(sides[0])
        case Negative(of):
            return Negative(factor_of(of, operand, fetch))
        case Product(factors):
            return Product(tuple(factor_of(each, operand, fetch) if _has(each, operand) else each for each in factors))
        case Quotient(numerator, denominator):
            return Quotient(factor_of(numerator, operand, fetch), denominator)
        case Choose(left, comparison, right, then, otherwise):
            holds = compare(evaluate(left, fetch), comparison, evaluate(right, fetch))
            return factor_of(then if holds else otherwise, operand, fetch)
        case Pick(which, options):
            return factor_of(options[int(evaluate(which, fetch))], operand, fetch)
        case Number():
            return Number(0.0)
        case _:
            raise NotLinear


def _collect(
    expression: Expression, factor: Any, grid: tuple[int, ...], carries: Carries, fetch: Fetch,
    found: dict[Operand, float],
) -> None:
    """Adds what is found in a part, times the factor before it; `grid` is the shape of the terms it stands for."""
    if not _carries(expression, carries):
        return
    axes = len(grid)

    def go(part: Expression, by: Any = 1.0) -> None:
        _collect(part, factor * by, grid, carries, fetch, found)

    match expression:
        case Operand(position, index):
            _put(position, index, factor, grid, found)
        case Sum(Terms() as terms):
            _collect(terms.at_once(axes), factor, (*terms.shape, *grid), carries, fetch, found)
            for part in terms.rest:
                go(part)
        case Sum(terms):
            for part in terms:
                go(part)
        case Difference(left, right):
            go(left)
            go(right, -1.0)
        case Negative(of):
            go(of, -1.0)
        case Product(factors):
            inside, others = _one_and_others(factors, carries)
            go(inside, math.prod((evaluate_cells(each, fetch, axes) for each in others), start=1.0))
        case Quotient(numerator, denominator) if not _carries(denominator, carries):
            go(numerator, evaluate_cells(Quotient(Number(1.0), denominator), fetch, axes))
        case Choose(left=left, right=right) as choice if not (_carries(left, carries) or _carries(right, carries)):
            for part, taken in _branches(choice, fetch, axes):
                go(part, taken)
        case Pick(which, options) if not _carries(which, carries):
            go(options[int(evaluate_cells(which, fetch, axes))])
        case _:
            raise NotLinear


def _one_and_others(factors: tuple[Expression, ...], carries: Carries) -> tuple[Expression, list[Expression]]:
    """The one factor in which something is found, and the others."""
    inside = [each for each in factors if _carries(each, carries)]
    if len(inside) > 1:
        raise NotLinear
    return inside[0], [each for each in factors if each is not inside[0]]


def _branches(choice: Choose, fetch: Fetch, axes: int) -> tuple[tuple[Expression, Any], tuple[Expression, Any]]:
    """Both branches with 1 where they are taken, and 0 where what would come through is there, though nothing does."""
    left, right = (evaluate_cells(side, fetch, axes) for side in (choice.left, choice.right))
    holds = compare(left, choice.comparison, right)
    if isinstance(holds, np.ndarray):
        return (choice.then, np.where(holds, 1.0, 0.0)), (choice.otherwise, np.where(holds, 0.0, 1.0))
    branches = (choice.then, choice.otherwise) if holds else (choice.otherwise, choice.then)
    return (branches[0], 1.0), (branches[1], 0.0)


def _put(
    position: int, index: tuple[Any, ...], factor: Any, grid: tuple[int, ...], found: dict[Operand, float]
) -> None:
    if not grid:
        operand = Operand(position, index)
        found[operand] = found.get(operand, 0.0) + float(factor)
        return
    factors = np.broadcast_to(np.asarray(factor, float), grid).ravel().tolist()
    columns = [np.broadcast_to(axis, grid).ravel().tolist() for axis in index]
    for cell, each in zip(zip(*columns, strict=True), factors, strict=True):
        operand = Operand(position, cell)
        found[operand] = found.get(operand, 0.0) + each


def _carries(expression: Expression, carries: Carries) -> bool:
    return any(carries(operand.position) for operand in first_operands(expression))


def _has(expression: Expression, operand: Operand) -> bool:
    """Whether a cell stands in a part."""
    if isinstance(expression, Operand):
        return expression == operand
    parts = many_terms(expression)
    if parts is not None:
        return bool(_terms_with(parts, operand))
    return any(_has(part, operand) for part in children(expression))


def _terms_with(terms: Terms, operand: Operand) -> list[Expression]:
    """Those of very many terms alike in which a cell stands, found by all their indices at once, and of the others."""
    found = [part for part in terms.rest if _has(part, operand)]
    for each in operands_at_once(terms.at_once()):
        if each.position != operand.position:
            continue
        if any(np.ndim(axis) > len(terms.shape) for axis in each.index):  # a sum within the sum
            return [*(term for term in terms[:_MOST_SCANNED] if _has(term, operand)), *found]
        same = np.ones(terms.shape, np.bool_)
        for axis, at in zip(each.index, operand.index, strict=True):
            same = same & (np.asarray(axis) == at)
        if same.any():
            return [*(terms[int(number)] for number in np.flatnonzero(same)[:_MOST_SCANNED]), *found]
    return found


__all__ = ["NotLinear", "Part", "factor_of", "linear_parts", "without"]
