"""What a column holds and what it becomes for the network, in words."""

from __future__ import annotations

from nnsim.data import ColumnSummary
from nnsim.text import Message, format_number, message
from ui.look.widgets import Text

_MOST_NAMES, _MOST_LETTERS = 6, 18
_AS_IT_IS = message("its values as they are")

ROLES: tuple[tuple[str, Message], ...] = (
    ("input", message("Input")),
    ("output", message("Output")),
    ("ignore", message("Not used")),
)
ENCODINGS: dict[str, Message] = {
    "number": message("Number"),
    "one_hot": message("One-hot"),
    "binary": message("0 or 1"),
    "signed": message("−1 or 1"),
    "classes": message("Classes"),
    "codes": message("Class numbers"),
}


def facts(summary: ColumnSummary) -> Text:
    """What the column holds: its range, mean and spread, or how often each class occurs."""
    if summary.type == "classes":
        told = ", ".join(f"{_short(name)}\u00a0({count})" for name, count in summary.categories[:_MOST_NAMES])
        classes = told + (" …" if len(summary.categories) > _MOST_NAMES else "")
        if len(summary.categories) == 1:
            return message("1 class: {classes}", classes=classes)
        return message("{count} classes: {classes}", count=len(summary.categories), classes=classes)
    return message(
        "{low} to {high} · mean {mean} · std {std}",
        low=summary.minimum, high=summary.maximum, mean=summary.mean, std=summary.std,
    )


def becomes(summary: ColumnSummary) -> Text:
    """What the network sees of the column."""
    column, encoded = summary.column, summary.encoded
    if not encoded:
        return message("not seen by the network")
    names = [_short(part.name) for part in encoded]
    if column.encoding == "one_hot":
        shown = ", ".join(names[:_MOST_NAMES]) + (" …" if len(names) > _MOST_NAMES else "")
        return message("{count} columns of 0 and 1: {names}", count=len(names), names=shown)
    if column.encoding in ("binary", "signed") and column.categories:
        low, high = ("0", "1") if column.encoding == "binary" else ("−1", "1")
        first, second = column.categories
        if (first.replace("-", "−"), second) == (low, high):
            return _AS_IT_IS
        return f"{_short(first)} = {low}, {_short(second)} = {high}"
    if column.categories:
        return message("one column of class numbers, 0 to {last}", last=len(column.categories) - 1)
    part = encoded[0]
    if (part.mean, part.std) == (0.0, 1.0):
        return _AS_IT_IS
    mean, std = format_number(abs(part.mean)), format_number(part.std)
    if part.mean < 0:
        return message("(value + {mean}) / {std} · from the training samples", mean=mean, std=std)
    return message("(value − {mean}) / {std} · from the training samples", mean=mean, std=std)


def _short(name: str) -> str:
    """A class in one line that leaves room for the others."""
    name = " ".join(name.split())
    return name if len(name) <= _MOST_LETTERS else name[: _MOST_LETTERS - 1].rstrip() + "…"
