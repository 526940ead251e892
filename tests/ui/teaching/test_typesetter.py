"""Outlines of formulas: complete, the right way up, and put together from parts that are kept."""

import pytest
from PySide6.QtWidgets import QApplication

from ui.teaching.typesetter import EM, glyphs, text_outline


@pytest.fixture(autouse=True)
def _application(qapp: QApplication) -> None:
    """Fonts need an application."""


@pytest.mark.parametrize(
    "latex",
    ["z", "\\delta", "\\hat{y}", "w_{11}", "w_{3,14}", "h_{2}^{(3)}", "h_{2}^{[1](3)}", "w_{11}^{\\prime }", "\\tanh",
     "\\frac{\\partial L}{\\partial w_{11}}", "\\frac{\\partial R}{\\partial h_{1}^{(2)}}", "1-\\beta_{1}^{t}",
     "L_{\\mathrm{data}}", "\\mathbf{W}", "\\hat{m}_{b}", "\\eta", "\\odot"],
)  # fmt: skip
def test_every_fragment_leaves_ink_around_the_baseline(latex: str) -> None:
    bounds = glyphs(latex).boundingRect()
    assert 0.2 * EM < bounds.width() < 4 * EM
    assert -2 * EM < bounds.top() < 0
    assert bounds.bottom() < 1.2 * EM


def test_numbers_below_and_above_stand_below_and_above() -> None:
    plain, below, above = (glyphs(latex).boundingRect() for latex in ("x", "x_{1}", "x^{(2)}"))
    assert below.bottom() > plain.bottom() + 0.1 * EM
    assert above.top() < plain.top() - 0.1 * EM
    assert below.width() > plain.width() < above.width()


def test_powers_of_ten_are_raised_and_digits_are_equally_wide() -> None:
    assert text_outline("1.25×10⁻⁴")[1] < text_outline("1.25×10−4")[1]
    assert text_outline("1.25×10⁻⁴")[0].boundingRect().top() < text_outline("1.25×10")[0].boundingRect().top()
    assert {round(text_outline(digit)[1], 3) for digit in "0123456789"} == {round(text_outline("0")[1], 3)}
