"""Symbols taken apart: letters with names of their own, several numbers, time steps and samples."""

import pytest
from PySide6.QtWidgets import QApplication

from nnsim.trace.letters import ACCENTS
from ui.teaching.symbols import Symbol, derivative_of, symbol_of
from ui.teaching.typesetter import glyphs


@pytest.mark.parametrize(("latex", "symbol"), [
    ("h", Symbol("h")),
    ("w_{1,23}", Symbol("w", "1,23")),
    ("\\hat{y}_{2}^{(3)}", Symbol("\\hat{y}", "2", 0, ("(3)",))),
    ("w_{12}^{\\prime \\prime }", Symbol("w", "12", 2)),
    ("h_{3}^{[2]\\langle 14\\rangle (1)}", Symbol("h", "3", 0, ("[2]", "⟨14⟩", "(1)"))),
    ("{z^{i}}_{4}^{\\langle 2\\rangle }", Symbol("z", "4", 0, ("i", "⟨2⟩"))),
    ("{\\bar{\\sigma}^{2\\prime}}_{1}", Symbol("\\bar{\\sigma}", "1", 1, ("2",))),
])  # fmt: skip
def test_a_symbol_comes_apart(latex: str, symbol: Symbol) -> None:
    assert symbol_of(latex) == symbol


@pytest.mark.parametrize("latex", ["1-\\beta_{1}^{t}", "L_{\\mathrm{data}}", "a+b", "", "\\tanh c"])
def test_what_is_no_symbol_is_left_to_the_typesetter(latex: str) -> None:
    assert symbol_of(latex) is None


@pytest.mark.parametrize(("latex", "parts"), [
    ("\\frac{\\partial L}{\\partial w_{1,2}}", ("L", "w_{1,2}")),
    ("\\frac{\\partial L^{\\langle 7\\rangle }}{\\partial {u^{o}}_{8}}", ("L^{\\langle 7\\rangle }", "{u^{o}}_{8}")),
    ("\\frac{\\partial L}{\\partial z}x", None),
    ("\\frac{1}{\\partial z}", None),
    ("w", None),
])  # fmt: skip
def test_a_derivative_comes_apart_whatever_stands_above_its_letters(latex: str, parts: tuple[str, str] | None) -> None:
    assert derivative_of(latex) == parts


@pytest.mark.parametrize("letter", sorted(ACCENTS.values()))
def test_every_letter_of_the_lesson_stands_with_numbers_below_and_steps_above(qapp: QApplication, letter: str) -> None:
    plain, whole = glyphs(letter), glyphs(f"{letter}_{{1,2}}^{{\\langle 3\\rangle (4)}}")
    assert whole.boundingRect().right() > plain.boundingRect().right()
    assert whole.boundingRect().bottom() >= plain.boundingRect().bottom()
    assert whole.boundingRect().top() <= plain.boundingRect().top()
