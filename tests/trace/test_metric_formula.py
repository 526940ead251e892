"""The formula of every metric, with its numbers put in, gives the metric's value."""

import math

import numpy as np
import pytest

from nnsim.program import METRICS, Measures
from nnsim.program.measures import MeasureForm
from nnsim.program.metrics import confusion_matrix, f1, macro, precision, recall, tally
from nnsim.trace import Fraction, Group, Piece, Raised, Root, Row, metric_formula, plain_text

CLASSES = np.array([0, 0, 0, 0, 1, 1, 2, 2, 2])
TAKEN = np.array([0, 0, 1, 2, 1, 1, 0, 2, 2])


def worth(row: Row) -> float:
    """The value of a row of numbers: products, sums and differences of its parts."""
    total, factor, sign = 0.0, None, 1.0
    for part in row:
        if isinstance(part, Piece) and part.role == "operator":
            total, factor, sign = total + sign * (factor or 0.0), None, -1.0 if part.text == "−" else 1.0
        else:
            factor = (1.0 if factor is None else factor) * one(part)
    return total + sign * (factor or 0.0)


def one(part: object) -> float:
    match part:
        case Piece(text="e"):
            return math.e
        case Piece(text=text):
            return float(text.replace(",", "").replace("−", "-"))
        case Fraction(numerator, denominator):
            return worth(numerator) / worth(denominator)
        case Group(inside):
            return worth(inside)
        case Root(inside):
            return math.sqrt(worth(inside))
        case Raised(base, exponent):
            return worth(base) ** worth(exponent)
    raise AssertionError(part)


def of_classes() -> Measures:
    counts = tally(CLASSES, TAKEN, 3)
    each = {"precision": precision(counts), "recall": recall(counts), "f1": f1(counts)}
    values = {"accuracy": 6 / 9, "top_k": 8 / 9, "perplexity": math.exp(0.75)}
    sums = {"count": 9.0, "right": 6.0, "right_in_k": 8.0, "doubt": 0.75}
    return Measures(
        MeasureForm("sequences", (*values, *each), ("a", "b", "c"), 2, "largest"),
        values | {name: macro(shares) for name, shares in each.items()}, sums, counts,
        confusion_matrix(CLASSES, TAKEN, 3),
    )


def of_numbers() -> Measures:
    values = {"r_squared": 1 - 0.25 / 18.125, "mse": 0.25 / 4, "rmse": 0.25, "mae": 0.75 / 4}
    sums = {"count": 4.0, "squares": 0.25, "distances": 0.75, "spread": 18.125}
    return Measures(MeasureForm("numbers", tuple(values)), values, sums)


@pytest.mark.parametrize("metric", METRICS, ids=lambda metric: metric.id)
def test_the_numbers_give_the_value(metric: object) -> None:
    found = of_classes() if metric.id in of_classes().values else of_numbers()
    told = metric_formula(metric.id, found)
    assert worth(told.numbers) == pytest.approx(found.values[metric.id], abs=1e-3)
    assert plain_text(told.symbols)


@pytest.mark.parametrize("metric", ["precision", "recall", "f1"])
@pytest.mark.parametrize("of_class", [0, 1, 2])
def test_each_class_has_its_own_numbers(metric: str, of_class: int) -> None:
    found = of_classes()
    told = metric_formula(metric, found, of_class)
    assert worth(told.numbers) == pytest.approx(found.per_class[metric][of_class])


def test_many_classes_are_elided_and_unknown_ones_left_out() -> None:
    counts = tally(np.arange(30), np.arange(30), 31)
    found = Measures(MeasureForm("classes", ("precision",), tuple(map(str, range(31))), by="largest"),
                     {"precision": 1.0}, {"count": 30.0, "right": 30.0}, counts)
    told = metric_formula("precision", found)
    assert plain_text(told.numbers) == "1/30(1/(1 + 0) + 1/(1 + 0) + 1/(1 + 0) + … 26 more + 1/(1 + 0))"
    assert metric_formula("precision", found, 30).numbers == ()


def test_a_class_that_nothing_names_counts_as_nothing() -> None:
    counts = tally(np.array([0, 1]), np.array([0, 0]), 2)
    found = Measures(MeasureForm("classes", ("precision",), ("a", "b"), by="largest"), {}, {"count": 2.0}, counts)
    assert plain_text(metric_formula("precision", found, 1).numbers) == "0"
    assert plain_text(metric_formula("recall", found, 1).numbers) == "0/(0 + 1)"
