"""Covers what a stop comes to, in words, formula and table, for who foretells it or works it out by hand."""

from dataclasses import replace

import numpy as np

from nnsim.text.messages import Message, message
from nnsim.trace.explanation import Explanation, Tensor
from nnsim.trace.pieces import Case, Cases, Fraction, Group, Part, Piece, Place, Raised, Root, Row

HIDDEN = "?"


def covered(told: Explanation, sentence: Message | None = None, whole_row: bool = False) -> Explanation:
    """The explanation without the outcome and all that would give it away; `sentence` stands for the one that tells it.

    With `whole_row` all values that are of one kind with the outcome are covered, as those of a layer's other units.
    """
    return replace(
        told,
        sentence=message("What comes out here? Answer first.") if sentence is None else sentence,
        symbols=_open(told.symbols, told.result),
        numbers=_open(told.numbers, told.result),
        worked=(),
        outcome=float("nan"),
        outcome_text=HIDDEN,
        complete=True,
        terms=(),
        tensors=tuple(_hidden(tensor, told.result, whole_row) for tensor in told.tensors if tensor.places),
        hidden_terms=0,
    )


def _hidden(tensor: Tensor, result: Place, whole_row: bool) -> Tensor:
    """A row of values with those covered that are the outcome, or are of one kind with it."""
    covers = [place is not None and _is(place, result, whole_row) for place in tensor.places]
    if not any(covers):
        return tensor
    nan = float("nan")
    return replace(
        tensor,
        values=tuple(nan if cover else value for value, cover in zip(tensor.values, covers, strict=True)),
        texts=tuple("" if cover else text for text, cover in zip(tensor.texts, covers, strict=True)),
        places=tuple(None if cover else place for place, cover in zip(tensor.places, covers, strict=True)),
    )


def _is(place: Place, result: Place, whole_row: bool) -> bool:
    return place.slot == result.slot and (whole_row or place.index == result.index)


def _open(row: Row, result: Place) -> Row:
    """A row that tells neither which of several cases holds nor the outcome behind its letter."""
    return tuple(_opened(part, result) for part in row)


def _opened(part: Part, result: Place) -> Part:
    match part:
        case Piece(place=place) if place is not None and _is(place, result, False):
            return replace(part, place=None, value=None)
        case Fraction(numerator, denominator):
            return replace(part, numerator=_open(numerator, result), denominator=_open(denominator, result))
        case Root(inside) | Group(inside):
            return replace(part, inside=_open(inside, result))
        case Raised(base, exponent):
            return replace(part, base=_open(base, result), exponent=_open(exponent, result))
        case Cases(lines):
            cases = (Case(_open(line.value, result), _open(line.condition, result)) for line in lines)
            return replace(part, lines=tuple(cases))
        case _:
            return part


def is_covered(tensor: Tensor, at: int) -> bool:
    """Whether a value of a row is covered, rather than not computed yet."""
    return bool(tensor.places) and tensor.places[at] is None and bool(np.isnan(tensor.values[at]))
