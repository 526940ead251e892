"""The sum that a cell adds up, and which of its operands are written out."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence

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
    present: Sequence[int] = range(len(whole.terms))
    if not isinstance(whole.terms, Terms):
        present = [number for number, term in enumerate(whole.terms) if standing(term, fetch) is not None]
    at = None if current is None else max(bisect_right(present, current) - 1, 0)
    for each in shown_terms(len(present), at, shown):
        yield present[each] if isinstance(each, int) else present[each.start:each.stop]


def term_values(whole: Sum, fetch: Fetch) -> list[float]:
    """The values of all terms of a sum, in order."""
    if not isinstance(whole.terms, Terms):
        return [evaluate(term, fetch) for term in whole.terms]
    count = len(whole.terms)
    values: list[float] = np.broadcast_to(evaluate(whole.terms.make(np.arange(count)), fetch), count).tolist()
    return values


def operands_from(expression: Expression) -> Iterator[Operand]:
    """The operands of an expression, left to right; of a sum of very many terms alike those of some, evenly chosen."""
    if isinstance(expression, Operand):
        yield expression
    elif isinstance(expression, Sum) and isinstance(expression.terms, Terms):
        last = len(expression.terms) - 1
        for number in dict.fromkeys((*range(0, last, max(last // _CHOSEN, 1)), last)):
            yield from operands_from(expression.terms[number])
    else:
        for part in children(expression):
            yield from operands_from(part)


_CHOSEN = 64
CHOOSING = ("largest", "argmax")
"""Functions that choose among their arguments, which may be many."""


def written_arguments(call: Call, shown: int, fetch: Fetch) -> Iterator[int | range]:
    """What a maximum is chosen from, in order: a number is written out, the winner's among them; a range is not."""
    values = [evaluate(argument, fetch) for argument in call.arguments]
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
    return 1 if largest_of_row(expression) else 1 + sum(length(child) for child in children(expression))


def largest_of_row(expression: Expression) -> bool:
    """Whether this is the largest value of a row, which softmax subtracts: written as m."""
    if not isinstance(expression, Call) or expression.function != "max":
        return False
    inputs = {_input(argument) for argument in expression.arguments}
    return len(inputs) == 1 and None not in inputs


def _input(argument: Expression) -> int | None:
    """The input that a value of a row comes from, whether or not it counts there; None for what is no such value."""
    value = argument.then if isinstance(argument, Choose) else argument
    return value.position if isinstance(value, Operand) else None
