"""What a unit is called in a line of text: h₂, the name of a column, or that of a free neuron."""

from __future__ import annotations

from ui.canvas.card import Card

_SUBSCRIPTS = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")


def subscript(number: int | str) -> str:
    """A number as a subscript."""
    return str(number).translate(_SUBSCRIPTS)


def unit_index(card: Card, unit: int) -> str:
    """The index of a unit's letter, from 1; empty for the only one that is predicted."""
    return "" if card.units == 1 and card.symbol == "ŷ" else str(unit + 1)


def unit_letter(card: Card, unit: int) -> tuple[str, str]:
    """The letter and the index of a unit: those of a prediction where an Output takes it by itself."""
    predicted = dict(card.predicted)
    return ("ŷ", predicted[unit]) if unit in predicted else (card.symbol, unit_index(card, unit))


def unit_title(card: Card, unit: int) -> str:
    """The name of a unit as its caption has it."""
    if unit < len(card.labels):
        return card.labels[unit]
    letter, index = unit_letter(card, unit)
    return card.name if card.free else f"{letter}{subscript(index)}"
