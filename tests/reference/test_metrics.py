"""The metrics give scikit-learn's numbers, and those that can be counted by hand."""

from typing import Any

import numpy as np
import pytest

from nnsim.program import metrics
from tests.reference.golden import assert_agrees, cases

CASES: dict[str, list[dict[str, Any]]] = cases("metrics")  # type: ignore[assignment]


@pytest.mark.parametrize("case", CASES["classes"], ids=lambda case: f"{case['classes']}-of-{len(case['true'])}")
def test_what_is_measured_of_classes_agrees(case: dict[str, Any]) -> None:
    true, shares = np.array(case["true"]), np.array(case["shares"])
    predicted, classes = shares.argmax(axis=1), case["classes"]
    assert metrics.confusion_matrix(true, predicted, classes).tolist() == case["confusion"]
    assert_agrees(metrics.accuracy(true, predicted), case["accuracy"])
    counts = metrics.tally(true, predicted, classes)
    for name, function in (("precision", metrics.precision), ("recall", metrics.recall), ("f1", metrics.f1)):
        found = function(counts)
        assert_agrees(found[case["named"]], case["per_class"][name])
        assert np.isnan(np.delete(found, case["named"])).all()
        assert_agrees(metrics.macro(found), case["macro"][name])
    assert_agrees([metrics.top_k_accuracy(shares, true, k) for k in range(1, classes + 1)], case["top"])
    assert_agrees(metrics.perplexity(shares, true), np.exp(case["log_loss"]))


@pytest.mark.parametrize("case", CASES["numbers"])
def test_r_squared_agrees(case: dict[str, Any]) -> None:
    assert_agrees(metrics.r_squared(np.array(case["true"]), np.array(case["predicted"])), case["r_squared"])


def test_the_cases_hold_what_they_should() -> None:
    assert {case["classes"] for case in CASES["classes"]} == {2, 3, 4, 5, 6}
    assert any(len(case["named"]) < case["classes"] for case in CASES["classes"])
    assert any(0.0 in case["per_class"]["precision"] for case in CASES["classes"])
    assert any(np.ptp(np.array(case["true"])[:, 0]) == 0 for case in CASES["numbers"])


def test_a_case_by_hand() -> None:
    true, predicted = np.array([0, 0, 0, 1, 1, 2]), np.array([0, 0, 1, 1, 2, 2])
    assert metrics.confusion_matrix(true, predicted, 4).tolist() == [
        [2, 1, 0, 0], [0, 1, 1, 0], [0, 0, 1, 0], [0, 0, 0, 0]]
    counts = metrics.tally(true, predicted, 4)
    np.testing.assert_allclose(metrics.precision(counts), [1, 1 / 2, 1 / 2, np.nan])
    np.testing.assert_allclose(metrics.recall(counts), [2 / 3, 1 / 2, 1, np.nan])
    np.testing.assert_allclose(metrics.f1(counts), [4 / 5, 1 / 2, 2 / 3, np.nan])
    assert metrics.macro(metrics.recall(counts)) == pytest.approx(13 / 18)
    assert metrics.accuracy(true, predicted) == pytest.approx(4 / 6)


def test_equal_scores_favor_the_first_class_as_the_largest_does() -> None:
    scores = np.array([[0.4, 0.4, 0.2], [0.4, 0.4, 0.2], [0.2, 0.4, 0.4]])
    true = np.array([0, 1, 2])
    assert metrics.top_k_accuracy(scores, true, 1) == pytest.approx(1 / 3)
    assert metrics.top_k_accuracy(scores, true, 1) == metrics.accuracy(true, scores.argmax(axis=1))
    assert metrics.top_k_accuracy(scores, true, 2) == 1.0


def test_perplexity_counts_the_classes_among_which_one_doubts() -> None:
    assert metrics.perplexity(np.full((5, 8), 1 / 8), np.arange(5)) == pytest.approx(8.0)
    assert metrics.perplexity(np.eye(3), np.arange(3)) == 1.0
    assert metrics.perplexity(np.eye(2), np.array([1, 0])) == pytest.approx(np.exp(100.0))


def test_nothing_to_measure_is_no_number() -> None:
    none, empty = np.zeros(0, np.intp), np.zeros((0, 3))
    found = (
        metrics.accuracy(none, none), metrics.top_k_accuracy(empty, none, 2), metrics.perplexity(empty, none),
        metrics.r_squared(np.ones((1, 1)), np.ones((1, 1))), metrics.macro(metrics.f1(metrics.tally(none, none, 3))),
    )
    assert np.isnan(found).all()
