"""The sum that a cell adds up, and which of its operands are written out."""

from collections.abc import Iterator

from nnsim.ops.expression import (
    Call,
    Expression,
    Negative,
    Number,
    Operand,
    Product,
    Quotient,
    Sum,
    children,
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


def written_operands(expression: Expression, current: int | None, shown: int) -> Iterator[Operand]:
    """The operands that are written out, with long sums elided."""
    whole = running_sum(expression)

    def walk(part: Expression) -> Iterator[Operand]:
        if isinstance(part, Operand):
            yield part
        elif isinstance(part, Sum):
            for term in shown_terms(len(part.terms), current if part is whole else None, shown):
                if isinstance(term, int):
                    yield from walk(part.terms[term])
        elif not largest_of_row(part):
            for child in children(part):
                yield from walk(child)

    yield from walk(expression)


def length(expression: Expression) -> int:
    """How many signs and letters an expression takes, roughly."""
    return 1 if largest_of_row(expression) else 1 + sum(length(child) for child in children(expression))


def largest_of_row(expression: Expression) -> bool:
    """Whether this is the largest value of a row, which softmax subtracts: written as m."""
    return (
        isinstance(expression, Call)
        and expression.function == "max"
        and len(expression.arguments) > 0
        and all(isinstance(argument, Operand) for argument in expression.arguments)
    )
