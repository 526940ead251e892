"""A sentence as rich text: numbers in the color of their sign, letters of the lesson as in a formula."""

from __future__ import annotations

import re
from html import escape

from nnsim.text import Message, format_number, render
from ui.look import Tokens
from ui.teaching.typesetter import math_family

_NUMBER = r"[+−]?\d[\d,]*\.\d+(?:×10[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)?"
_NAME = r"[²ⁱᶠᵍᵒʳᶻⁿˣʰ]?[←′]*"
_ABOVE = r"(?:⟨\d+⟩)?[′⁽⁾⁰¹²³⁴⁵⁶⁷⁸⁹]*"
_ACCENT = "[\u0302\u0303\u0304]?"
_BEFORE, _BEHIND = r"(?<![A-Za-zÀ-ÿ'’])(?:∂[LR][₀-₉]*/∂)?", r"(?![A-Za-zÀ-ÿ0-9'’])"
# Some letters are words too, so they are taken for names only where a number stands below or a time step above them.
_LETTER = (
    rf"{_BEFORE}(?:[xhzwbyŷpmvLRδηβλμεσγ]{_ACCENT}{_NAME}(?:[₀-₉][₀-₉,]*)?{_ABOVE}"
    rf"|[A-Za-zα-ωΔ]{_ACCENT}[QKVO]?{_NAME}(?:[₀-₉][₀-₉,]*{_ABOVE}|⟨\d+⟩)){_BEHIND}"
)
_MARKED = re.compile(f"(?P<number>{_NUMBER})|(?P<letter>{_LETTER})")
_RAISED = re.compile("(?<=[𝑤𝑏])([𝑄𝐾𝑉𝑂])")
_ITALIC = {"h": "ℎ"}


def rich_sentence(sentence: Message, tokens: Tokens) -> str:
    """The sentence in the language of the moment, for a QLabel with rich text.

    A parameter `amount` is a size whose direction stands in words, so it wears no sign's color.
    """
    amount = sentence.params.get("amount")
    bare = format_number(amount) if isinstance(amount, float) else ""
    text, parts, at = render(sentence).replace(" = ", "\u00a0=\u00a0"), list[str](), 0
    for mark in _MARKED.finditer(text):
        parts += [escape(text[at : mark.start()]), _marked(mark, tokens, bare)]
        at = mark.end()
    return "".join([*parts, escape(text[at:])])


def _marked(mark: re.Match[str], tokens: Tokens, bare: str) -> str:
    text = mark.group()
    if mark["letter"]:
        letters = _RAISED.sub(r"<sup>\1</sup>", "".join(_italic(letter) for letter in text))
        style = f"font-family:'{math_family()}'; font-size:105%; color:{tokens.text.name()}"
        return f'<span style="{style}">{letters}</span>'
    value = (-1.0 if text.startswith("−") else 1.0) if any(digit in text for digit in "123456789") else 0.0
    value = 0.0 if text == bare else value
    return f'<span style="font-weight:600; color:{tokens.sign(value).name()}">{text}</span>'


def _italic(letter: str) -> str:
    """The letter as mathematics writes it."""
    if letter in _ITALIC:
        return _ITALIC[letter]
    if letter.isascii() and letter.isalpha():
        first, base = (0x1D434, "A") if letter.isupper() else (0x1D44E, "a")
        return chr(first + ord(letter) - ord(base))
    return letter
