"""The sum that a cell adds up, and which of its operands are written out."""

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence

import numpy as np

from nnsim.ops.expression import (
    Call,
    Choose,
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
    values_of,
)
from nnsim.trace.elision import shown_terms


def running_sum(expression: Expression) -> Sum | None:
    """The sum of several terms that a cell adds up, found through what it is divided by, multiplied with or negated."""
    match expression:
        case Sum(terms):
            return expression if len(terms) > 1 else running_sum(terms[0]) if terms else None
        case Quotient(numerator, _):
            return running_sum(numerator)
        case Negative(of):
            return running_sum(of)
        case Product(factors):
            sums = [factor for factor in factors if not isinstance(factor, Number | Operand)]
            return running_sum(sums[0]) if len(sums) == 1 else None
        case _:
            return None


def standing(term: Expression, fetch: Fetch) -> Expression | None:
    """A term of a sum as it stands at this moment: None where it is left out, such as a place that is masked."""
    match term:
        case Choose(left, comparison, right, then, Number(0.0)):
            return then if compare(evaluate(left, fetch), comparison, evaluate(right, fetch)) else None
        case _:
            return term


def written_terms(whole: Sum, current: int | None, shown: int, fetch: Fetch) -> Iterator[int | Sequence[int]]:
    """The terms of a sum that stand, in order: a number is written out, several together are elided."""
    present = _present(whole, fetch)
    at = None if current is None else max(bisect_right(present, current) - 1, 0)
    for each in shown_terms(len(present), at, shown):
        yield present[each] if isinstance(each, int) else present[each.start:each.stop]


def _present(whole: Sum, fetch: Fetch) -> Sequence[int]:
    """The numbers of the terms of a sum that stand."""
    terms = whole.terms
    if not isinstance(terms, Terms):
        return [number for number, term in enumerate(terms) if standing(term, fetch) is not None]
    match terms.at_once():
        case Choose(left, comparison, right, _, Number(0.0)):
            axes = len(terms.shape)
            stand = compare(evaluate_cells(left, fetch, axes), comparison, evaluate_cells(right, fetch, axes))
            alike = np.flatnonzero(np.broadcast_to(stand, terms.shape)).tolist()
            return [*alike, *range(len(terms) - len(terms.rest), len(terms))]
        case _:
            return range(len(terms))


def first_operands(expression: Expression) -> Iterator[Operand]:
    """The operands of an expression, left to right; of very many terms alike those of the first."""
    yield from operands_of(expression, lambda terms: terms[0])


def operands_at_once(expression: Expression) -> Iterator[Operand]:
    """The operands of an expression, left to right; those of very many terms alike as one, with arrays as indices."""
    yield from operands_of(expression, Terms.at_once)


def operands_of(expression: Expression, stand_in: Callable[[Terms], Expression]) -> Iterator[Operand]:
    """The operands of an expression, with what stands for very many terms alike."""
    if isinstance(expression, Operand):
        yield expression
        return
    parts = many_terms(expression)
    for part in children(expression) if parts is None else (stand_in(parts), *parts.rest):
        yield from operands_of(part, stand_in)


def many_terms(expression: Expression) -> Terms | None:
    """The terms of a sum, or arguments of a function, where they are very many."""
    parts = expression.terms if isinstance(expression, Sum) else (
        expression.arguments if isinstance(expression, Call) else None)
    return parts if isinstance(parts, Terms) else None


CHOOSING = ("largest", "argmax")
"""Functions that choose among their arguments, which may be many."""


def written_arguments(call: Call, shown: int, fetch: Fetch) -> Iterator[int | range]:
    """What a maximum is chosen from, in order: a number is written out, the winner's among them; a range is not."""
    values = values_of(call.arguments, fetch)
    return shown_terms(len(values), values.index(max(values)), shown)


def written_operands(expression: Expression, current: int | None, shown: int, fetch: Fetch) -> Iterator[Operand]:
    """The operands that are written out, with long sums elided."""
    whole = running_sum(expression)

    def walk(part: Expression) -> Iterator[Operand]:
        if isinstance(part, Operand):
            yield part
        elif isinstance(part, Sum):
            for term in written_terms(part, current if part is whole else None, shown, fetch):
                stands = standing(part.terms[term], fetch) if isinstance(term, int) else None
                if stands is not None:
                    yield from walk(stands)
        elif isinstance(part, Call) and part.function in CHOOSING:
            for number in written_arguments(part, shown, fetch):
                yield from walk(part.arguments[number]) if isinstance(number, int) else ()
        elif isinstance(part, Pick):
            yield from walk(part.options[int(evaluate(part.which, fetch))])
        elif not largest_of_row(part):
            for child in children(part):
                yield from walk(child)

    yield from walk(expression)


def length(expression: Expression) -> int:
    """How many signs and letters an expression takes, roughly."""
    if largest_of_row(expression):
        return 1
    many = many_terms(expression)
    if many is not None:
        return 1 + (len(many) - len(many.rest)) * length(many[0]) + sum(map(length, many.rest))
    return 1 + sum(length(child) for child in children(expression))


def largest_of_row(expression: Expression) -> bool:
    """Whether this is the largest value of a row, which softmax subtracts: written as m."""
    if not isinstance(expression, Call) or expression.function != "max":
        return False
    arguments = expression.arguments[:1] if isinstance(expression.arguments, Terms) else expression.arguments
    inputs = {_input(argument) for argument in arguments}
    return len(inputs) == 1 and None not in inputs


def _input(argument: Expression) -> int | None:
    """The input that a value of a row comes from, whether or not it counts there; None for what is no such value."""
    value = argument.then if isinstance(argument, Choose) else argument
    return value.position if isinstance(value, Operand) else None
