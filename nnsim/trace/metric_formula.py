"""The formula of a metric in symbols, and the same with the numbers of the moment."""

from dataclasses import dataclass

import numpy as np

from nnsim.program.measures import Measures
from nnsim.text.numbers import format_count, format_loss
from nnsim.trace.elision import shown_terms
from nnsim.trace.pieces import Fraction, Group, More, Part, Piece, Raised, Root, Row
from nnsim.trace.signs import latex_number

_TERMS = 4
"""Classes whose terms of a mean are written out."""
_PLUS, _MINUS = Piece("+", "+", "operator"), Piece("-", "−", "operator")
_MEAN_OF_CLASSES = Piece("\\frac{1}{K}\\sum_k", "1/K Σ ")
_RIGHT = "\\frac{1}{n}\\sum_k \\mathrm{TP}_k", "1/n Σ TP"
_SQUARES = "\\frac{1}{n}\\sum_i (y_i - \\hat{y}_i)^2", "1/n Σ (y − ŷ)²"
_SYMBOLS: dict[str, Row] = {
    "accuracy": (Piece(*_RIGHT),),
    "top_k": (Piece("\\frac{1}{n}\\sum_i [\\,y_i \\in \\mathrm{top}_k(\\hat{y}_i)\\,]", "1/n Σ [y ∈ top k of ŷ]"),),
    "perplexity": (Piece("e^{-\\frac{1}{n}\\sum_i \\ln p_i}", "e^(−1/n Σ ln p)"),),
    "r_squared": (Piece("1 - \\frac{\\sum_i (y_i - \\hat{y}_i)^2}{\\sum_i (y_i - \\bar{y})^2}",
                        "1 − Σ (y − ŷ)² / Σ (y − ȳ)²"),),
    "mse": (Piece(*_SQUARES),),
    "rmse": (Root((Piece(*_SQUARES),)),),
    "mae": (Piece("\\frac{1}{n}\\sum_i |y_i - \\hat{y}_i|", "1/n Σ |y − ŷ|"),),
}
_OF_CLASS: dict[str, Row] = {
    "precision": (Piece("\\frac{\\mathrm{TP}_k}{\\mathrm{TP}_k + \\mathrm{FP}_k}", "TP/(TP + FP)"),),
    "recall": (Piece("\\frac{\\mathrm{TP}_k}{\\mathrm{TP}_k + \\mathrm{FN}_k}", "TP/(TP + FN)"),),
    "f1": (Piece("\\frac{2\\,\\mathrm{TP}_k}{2\\,\\mathrm{TP}_k + \\mathrm{FP}_k + \\mathrm{FN}_k}",
                 "2 TP/(2 TP + FP + FN)"),),
}


@dataclass(frozen=True, slots=True)
class MetricFormula:
    """A metric's formula: in symbols, and with numbers, empty where there are none to put in."""

    symbols: Row
    numbers: Row = ()


def metric_formula(metric: str, found: Measures, of_class: int | None = None) -> MetricFormula:
    """The formula of a metric by its id, for all classes or for one of them (from 0).

    TP counts the answers that name a class rightly, FP those that name it wrongly, FN its samples that are missed; p is
    the share that the true class is given.
    """
    if metric in _OF_CLASS:
        if of_class is not None:
            return MetricFormula(_OF_CLASS[metric], _class_numbers(metric, found, of_class))
        return MetricFormula((_MEAN_OF_CLASSES, *_OF_CLASS[metric]), _mean_numbers(metric, found))
    return MetricFormula(_SYMBOLS[metric], _numbers(metric, found) if found.sums.get("count") else ())


def _numbers(metric: str, found: Measures) -> Row:
    sums, count = found.sums, _count(found.sums["count"])
    match metric:
        case "accuracy":
            return (Fraction((_count(sums["right"]),), (count,)),)
        case "top_k":
            return (Fraction((_count(sums["right_in_k"]),), (count,)),)
        case "perplexity":
            return (Raised((Piece("e", "e"),), (_number(sums["doubt"]),)),)
        case "mse":
            return (Fraction((_number(sums["squares"]),), (count,)),)
        case "rmse":
            return (Root((Fraction((_number(sums["squares"]),), (count,)),)),)
        case "mae":
            return (Fraction((_number(sums["distances"]),), (count,)),)
    if not sums.get("spread"):
        return ()  # several columns, or targets that are all alike
    return (_count(1), _MINUS, Fraction((_number(sums["squares"]),), (_number(sums["spread"]),)))


def _class_numbers(metric: str, found: Measures, of_class: int) -> Row:
    """The fraction of one class; empty for one that neither occurs nor is named, 0 where nothing names or is it."""
    assert found.tally is not None
    right, named, occurs = (int(counts[of_class]) for counts in (
        found.tally.right, found.tally.named, found.tally.occurs))
    if not named + occurs:
        return ()
    wrong, missed = named - right, occurs - right
    above = 2 * right if metric == "f1" else right
    below = {"precision": (above, wrong), "recall": (above, missed), "f1": (above, wrong, missed)}[metric]
    return (Fraction((_count(above),), _sum(below)),) if sum(below) else (_count(0),)


def _mean_numbers(metric: str, found: Measures) -> Row:
    """The mean over the classes that occur or are named, term by term."""
    present = np.flatnonzero(~np.isnan(found.per_class[metric])).tolist()
    if not present:
        return ()
    terms: list[Part] = []
    for term in shown_terms(len(present), shown=_TERMS):
        if terms:
            terms.append(_PLUS)
        if isinstance(term, range):
            terms.append(More(len(term)))
        else:
            terms += _class_numbers(metric, found, present[term])
    if len(present) == 1:
        return tuple(terms)
    return (Fraction((_count(1),), (_count(len(present)),)), Group(tuple(terms)))


def _sum(counts: tuple[int, ...]) -> Row:
    parts: list[Part] = []
    for count in counts:
        parts += [_PLUS, _count(count)] if parts else [_count(count)]
    return tuple(parts)


def _count(value: float) -> Piece:
    text = format_count(round(value))
    return Piece(latex_number(text), text, "number")


def _number(value: float) -> Piece:
    text = format_loss(value)
    return Piece(latex_number(text), text, "number")
