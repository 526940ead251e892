"""Formulas with blanks: every one is solved by what is printed, and what is wrong is named with its reason."""

from collections.abc import Callable

import pytest

from nnsim.document import Document
from nnsim.edits import set_parameter
from nnsim.text import render
from nnsim.trace import Sheet, Stepper, plain_text, sheet


@pytest.fixture
def weighted(make_layered: Callable[..., Document]) -> Sheet:
    """z = 0.50 · 1 − 2.00 · 1 + 0.25."""
    document = set_parameter(make_layered((1, "sigmoid"), batches="full"), "dense1/weight", [[0.5, -2.0]])
    stepper = Stepper(set_parameter(document, "dense1/bias", [0.25]), sample=3)
    stepper.seek(0)
    told = stepper.explain()
    assert told is not None
    made = sheet(told)
    assert made is not None
    return made


RIGHT = ("0,5", "1", "−2", "1", "1/4", "0.5", "2", ".25", "-1,25")


def test_numbers_are_read_as_people_write_them(weighted: Sheet) -> None:
    assert plain_text(weighted.numbers) == "(▁▁)(▁▁) + (▁▁)(▁▁) + ▁▁"
    assert plain_text(weighted.worked) == "▁▁ − ▁▁ + ▁▁"
    assert [render(entry.name) for entry in weighted.entries] == [
        "w₁", "x₁", "w₂", "x₂", "b", "w₁x₁", "w₂x₂", "b", "z"]
    verdict = weighted.check(RIGHT)
    assert (verdict.right, verdict.wrong, render(verdict.words)) == (9, None, "All of it is right.")


@pytest.mark.parametrize(
    ("number", "typed", "words"),
    [
        (0, "", "Next comes w₁."),
        (2, "2", "The sign of w₂ is the other one."),
        (0, "-2", "This is w₂, not w₁."),
        (4, "0.26", "b is nearly right: write it as exactly as the numbers here are."),
        (4, "2.5", "In b the decimal point stands at another place."),
        (2, "-1.7", "w₂ has another value: look for it in the network or in the table."),
        (5, "0.7", "w₁x₁ comes to something else: work it out from the line above."),
        (8, "-1.5", "In z the term b is missing."),
        (8, "2.75", "In z the term w₂x₂ has the other sign."),
        (8, "4", "z comes to something else, although all before it is right."),
        (1, "one", "'one' is not a number. Write it like 0.5, −1.25, 1/3 or 2e-4."),
    ],
)  # fmt: skip
def test_the_first_wrong_quantity_is_named_with_the_reason(
    weighted: Sheet, number: int, typed: str, words: str
) -> None:
    answers = [typed if number == at else right for at, right in enumerate(RIGHT)]
    verdict = weighted.check([*answers[: number + 1], *("7" for _ in answers[number + 1 :])])
    assert (verdict.right, verdict.wrong, render(verdict.words)) == (number, number, words)


def test_every_formula_of_every_network_is_solved_by_its_prints(network: Document) -> None:
    stepper, made = Stepper(network, sample=1), 0
    total = stepper.timeline().total
    for tick in range(0, total, max(1, total // 12)):
        stepper.seek(tick)
        told = stepper.explain()
        assert told is not None
        blank = sheet(told)
        if blank is not None:
            made += 1
            verdict = blank.check([entry.text for entry in blank.entries])
            assert verdict.wrong is None, (told.operation, plain_text(told.numbers), render(verdict.words))
            marks = plain_text(blank.numbers) + plain_text(blank.worked)
            assert marks.count("▁▁") == len(blank.entries) - 1
    assert made


def test_terms_that_are_left_out_come_with_what_they_add(make_layered: Callable[..., Document]) -> None:
    stepper = Stepper(make_layered((1, "tanh"), data="circles", batches="full"))
    told = None
    while told is None or told.operation != "BiasGradient":
        stepper.next()
        told = stepper.explain()
    made = sheet(told)
    assert made is not None
    given = next(term for term in told.terms if term.count > 1)
    text = given.text.removeprefix("+")
    assert not made.worked  # the terms are numbers as they are
    assert f"{f'({text})' if text.startswith('−') else text} … {given.count} more" in plain_text(made.numbers)
    shown = [entry.value for entry in made.entries if entry.line == "numbers"]
    assert made.entries[-1].takes(sum(shown) + given.value)
