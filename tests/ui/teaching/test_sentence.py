"""Sentences: numbers in the color of their sign, single letters as mathematics."""

import pytest
from PySide6.QtWidgets import QApplication

from nnsim.text import message
from ui.look import load_tokens
from ui.teaching import rich_sentence

LIGHT = load_tokens("light")


@pytest.fixture(autouse=True)
def _application(qapp: QApplication) -> None:
    """The formula font needs an application."""


def test_numbers_wear_their_sign() -> None:
    rich = rich_sentence(message("{a:signed} and {b:signed} and {c}", a=2.26, b=-0.99, c=0.0), LIGHT)
    assert f'{LIGHT.pos.name()}">+2.26<' in rich
    assert f'{LIGHT.neg.name()}">−0.99<' in rich
    assert f'{LIGHT.text.name()}">0.00<' in rich


def test_an_amount_whose_direction_is_said_wears_no_sign() -> None:
    rich = rich_sentence(message("{weight:signed} pulls it down by {amount}", weight=1.83, amount=1.72), LIGHT)
    assert f'{LIGHT.pos.name()}">+1.83<' in rich
    assert f'{LIGHT.text.name()}">1.72<' in rich


@pytest.mark.parametrize(("text", "letter"), [
    ("pulls z down", "𝑧"), ("h₄ of Dense", "ℎ₄"), ("so w₂₃ grows", "𝑤₂₃"), ("gives c₁⟨2⟩ = 0.5", "𝑐₁⟨2⟩"),
    ("the sum zⁱ₁⟨3⟩", "𝑧ⁱ₁⟨3⟩"), ("is a₁,₂ of Heads", "𝑎₁,₂"), ("back to ∂L₂/∂h₁,₃", "∂𝐿₂/∂ℎ₁,₃"),
    ("gradient of wQ₁,₂", "𝑤<sup>𝑄</sup>₁,₂"),
])  # fmt: skip
def test_letters_of_the_lesson_are_italic(text: str, letter: str) -> None:
    assert f">{letter}</span>" in rich_sentence(message("{text}", text=text), LIGHT)


@pytest.mark.parametrize("text", [
    "the bias", "hyper", "unit 4 of 5", "don't", "a way back", "편향은 b2c", "a gate o", "I see",
])  # fmt: skip
def test_words_and_counts_are_left_alone(text: str) -> None:
    assert "<span" not in rich_sentence(message("{text}", text=text), LIGHT)


def test_names_cannot_become_markup() -> None:
    assert "<b>" not in rich_sentence(message("{node}", node="<b>Dense</b>"), LIGHT)
