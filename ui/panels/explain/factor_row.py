"""One row of the factors of a gradient: a factor, or several that come together, and what is said of it."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from nnsim.text import format_exact, message, render
from nnsim.trace import Factor, Place, plain_text
from ui.look import sized_font, theme
from ui.teaching import Box, set_row

_LABEL_SIZE, _LABEL_HEIGHT = 15, 24


@dataclass(slots=True)
class FactorRow:
    """A factor, or several together, with their product; `top`, and `high` without the note, are set when laid out."""

    factors: tuple[Factor, ...]
    value: float
    label: Box | None
    note: str
    top: float = 0.0
    high: float = 0.0
    height: float = 0.0

    @property
    def is_tall(self) -> bool:
        """Whether its name is a fraction or the like."""
        return self.label is not None and self.label.ascent + self.label.descent > _LABEL_HEIGHT * theme().scale


def row_of(each: Factor | tuple[Factor, ...]) -> FactorRow:
    """The row of a factor, or of several that come together."""
    if isinstance(each, tuple):
        return FactorRow(each, math.prod(factor.value for factor in each), None, "")
    label = set_row(each.name, _LABEL_SIZE * theme().scale, sized_font(11)) if each.kind != "way" else None
    note = meeting(each) if each.kind != "way" and each.ways > 1 else ""
    return FactorRow((each,), each.value, label, note)


def meeting(factor: Factor) -> str:
    """What the other summands add where several meet at a factor."""
    if factor.samples and factor.ways == 2:
        return render(message("the other sample adds {others:signed}", others=factor.others))
    if factor.samples:
        return render(
            message("the {count} other samples add {others:signed}", count=factor.ways - 1, others=factor.others))
    if factor.ways == 2:
        return render(message("one other way meets it and adds {others:signed}", others=factor.others))
    return render(
        message("{count} other ways meet it and add {others:signed}", count=factor.ways - 1, others=factor.others))


def together(row: FactorRow) -> str:
    """How many come together."""
    return render(message("{count} factors", count=len(row.factors)))


def tip(row: FactorRow, names: Callable[[Place], str]) -> str:
    """What a factor is worked out of, all its digits, and whose it is."""
    if len(row.factors) > 1:
        return format_exact(row.value)
    factor = row.factors[0]
    told = " = ".join(filter(None, (plain_text(factor.name), plain_text(factor.formula), format_exact(row.value))))
    return f"{told}\n{names(factor.place)}"
