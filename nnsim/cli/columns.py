"""Text in the columns of a terminal, where a Hangul letter takes two."""

import unicodedata


def columns(text: str) -> int:
    """How many columns a text takes."""
    return sum(_columns_of(letter) for letter in text)


def padded(text: str, width: int, right: bool = False) -> str:
    """The text with blanks behind it (`right`: before it) up to a width in columns."""
    blanks = " " * max(0, width - columns(text))
    return blanks + text if right else text + blanks


def wrapped(text: str, width: int) -> list[str]:
    """The text in lines of at most so many columns, broken between words where one fits."""
    lines: list[str] = []
    for word in text.split():
        if lines and columns(f"{lines[-1]} {word}") <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


def _columns_of(letter: str) -> int:
    if unicodedata.combining(letter):
        return 0
    return 2 if unicodedata.east_asian_width(letter) in "WF" else 1
