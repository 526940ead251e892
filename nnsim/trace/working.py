"""Works a formula out by one step, and asks whether its printed numbers agree with the printed result."""

import math
import re
from collections.abc import Callable
from functools import reduce
from typing import Any

import numpy as np

from nnsim.ops.expression import (
    Difference,
    Expression,
    Negative,
    Number,
    Operand,
    Product,
    Quotient,
    Sum,
    Terms,
    evaluate,
    values_of,
)
from nnsim.text.number_entry import parse_number
from nnsim.text.numbers import as_printed, format_loss, loss_decimals
from nnsim.trace.formula import Formula
from nnsim.trace.pieces import Fraction, Group, More, Part, Piece, Row, plain_text
from nnsim.trace.signs import MINUS, PLUS, TIMES, latex_number
from nnsim.trace.sums import running_sum, written_terms

_PLAIN = re.compile(r"−?[0-9]+(\.[0-9]+)?")
MOST_RECKONED = 1_000
"""Terms of a sum up to which its printed numbers are added up to see whether they agree with the printed result."""


class Working(Formula):
    """A formula that can be worked out."""

    def worked_out(self) -> Row:
        """The same with every part of the top worked out; empty where that says nothing new."""
        row = tuple(self._worked(self.running if self.is_partial and self.running is not None else self.expression))
        says_more = len(row) > 1 or any(isinstance(part, Fraction) for part in row)
        return row if says_more and not _same(row, self.in_numbers()) else ()

    @property
    def is_partial(self) -> bool:
        """Whether terms are still to be added."""
        return self.running is not None and self.current is not None and self.current < len(self.running.terms) - 1

    def agrees(self, value: float, text: Callable[[float], str]) -> tuple[bool, bool]:
        """Whether the line of numbers, and the one that is worked out, give the printed value as they are printed.

        Of a sum with very many terms, of which a line shows a few, neither is said to.
        """
        if self.running is not None and len(self.running.terms) > MOST_RECKONED:
            return False, False
        if self.is_partial and self.running is not None and self.current is not None:
            added = sum(values_of(self.running.terms, self._read)[: self.current + 1]) + 0.0
            reckoned = sum(self._rounded_terms(self.running.terms)[: self.current + 1]) + 0.0
        else:
            added, reckoned = evaluate(self.expression, self._read), self._reckoned(self.expression)
        return text(added) == text(value), text(reckoned) == text(value)

    def _read(self, position: int, index: tuple[Any, ...]) -> Any:
        """The number in a cell as one reads it; in one that is not written out, as it is."""
        if not any(isinstance(axis, np.ndarray) for axis in index):
            place = self.places.get(Operand(position, index))
            return self.fetch(position, index) if place is None else _reread(self.printed(place), place.value)
        values = np.array(self.fetch(position, index))
        for operand, place in self.places.items():
            if operand.position == position:
                here = reduce(np.logical_and, (axis == at for axis, at in zip(index, operand.index, strict=True)))
                values[np.broadcast_to(here, values.shape)] = _reread(self.printed(place), place.value)
        return values

    def _rounded_terms(self, terms: tuple[Expression, ...] | Terms) -> list[float]:
        """The values of the terms of a sum with the numbers as printed."""
        if not isinstance(terms, Terms) or isinstance(terms[0], Operand):
            return [self._rounded(term) for term in terms]
        alike = values_of(terms, self.fetch)[: len(terms) - len(terms.rest)]
        digits = loss_decimals() if self.text is format_loss else None
        return [*(as_printed(value, digits) for value in alike), *(self._rounded(term) for term in terms.rest)]

    def _reckoned(self, expression: Expression) -> float:
        """The value that the line which is worked out gives with the numbers as printed."""
        match expression:
            case Sum(terms):
                return sum(self._rounded_terms(terms)) + 0.0
            case Difference(left, right):
                return self._rounded(left) - self._rounded(right)
            case Negative(of):
                return -self._reckoned(of)
            case Product(factors):
                return math.prod(
                    self._reckoned(each) if running_sum(each) is not None else self._rounded(each) for each in factors
                )
            case Quotient(numerator, denominator):
                sides = [
                    self._reckoned(side) if running_sum(side) is not None else self._rounded(side)
                    for side in (numerator, denominator)
                ]
                return sides[0] / sides[1] if sides[1] else math.nan
            case _:
                return self._rounded(expression)

    def _rounded(self, expression: Expression) -> float:
        value = self.value(expression)
        if isinstance(expression, Number):
            return value
        place = self.places.get(expression) if isinstance(expression, Operand) else None
        return _reread(self.printed(place) if place is not None else self.text(value), value)

    def _worked(self, expression: Expression) -> list[Part]:
        match expression:
            case Sum():
                return self._worked_sum(expression)
            case Difference(left, right):
                return [self._leaf(left), MINUS, self._leaf(right)]
            case Negative(of):
                return [Piece("-", "−", "bracket"), *self._worked_tight(of)]
            case Product(factors):
                parts: list[Part] = []
                for factor in factors:
                    parts += [TIMES] if parts and isinstance(factor, Number) else []
                    parts += self._worked_factor(factor)
                return parts
            case Quotient(numerator, denominator):
                return [Fraction(tuple(self._worked_side(numerator)), tuple(self._worked_side(denominator)))]
            case _:
                return []

    def _worked_sum(self, whole: Sum) -> list[Part]:
        parts: list[Part] = []
        current = self.current if whole is self.running else None
        for term in written_terms(whole, current, self.shown, self.fetch):
            first = term[0] if not isinstance(term, int) else term
            if current is not None and first > current:
                break
            if not isinstance(term, int):
                parts += ([PLUS] if parts else []) + [More(len(term), first)]
                continue
            value = self.value(whole.terms[term])
            self._term = term if whole is self.running else None
            text = self._written_out(whole.terms[term])
            if parts:
                parts.append(MINUS if value < 0 else PLUS)
                text = text.removeprefix("−")
            parts.append(Piece(latex_number(text), text, "number", None, self._term, value))
            self._term = None
        return parts

    def _written_out(self, term: Expression) -> str:
        """The value of a term; of a number that is added as it is, as that is printed."""
        return self.printed(self.places[term]) if isinstance(term, Operand) else self.text(self.value(term))

    def _worked_tight(self, expression: Expression) -> list[Part]:
        if isinstance(expression, Sum) and len(expression.terms) > 1:
            return [Group(tuple(self._worked(expression)))]
        return [self._leaf(expression)]

    def _worked_factor(self, factor: Expression) -> list[Part]:
        if isinstance(factor, Number):
            return [self._constant(factor.value)]
        if isinstance(factor, Operand):
            return [self._operand(factor, True, True)]
        if factor is self.running or (isinstance(factor, Sum) and len(factor.terms) > 1):
            return [Group(tuple(self._worked(factor)))]
        return [self.number(self.value(factor), bracketed=True)]

    def _worked_side(self, side: Expression) -> list[Part]:
        if isinstance(side, Sum | Negative | Product) and running_sum(side) is not None:
            return self._worked(side)
        if isinstance(side, Number):
            return [self._constant(side.value)]
        return self._write(side, True) if isinstance(side, Operand) else [self.number(self.value(side))]

    def _leaf(self, expression: Expression) -> Part:
        """A part as one number."""
        if isinstance(expression, Number):
            return self._constant(expression.value)
        if isinstance(expression, Operand):
            return self._operand(expression, True, False)
        value = self.value(expression)
        return self.number(value, bracketed=self.text(value).startswith("−"))


def _reread(text: str, value: float) -> float:
    """A number as one reads it from its print."""
    if not math.isfinite(value):
        return value
    if _PLAIN.fullmatch(text):  # nearly all are, and there may be hundreds
        return float(text.replace("−", "-"))
    return parse_number(f"1×{text}" if text.startswith("10⁻") else text)


def _same(first: Row, second: Row) -> bool:
    def bare(row: Row) -> str:
        return plain_text(row).replace("(", "").replace(")", "").replace("+ −", "− ").replace(" · ", "")

    return bare(first) == bare(second)
