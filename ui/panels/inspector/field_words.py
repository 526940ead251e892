"""What hovering over a setting tells: its meaning, what it counts, which values it takes and which are usual."""

from __future__ import annotations

from collections.abc import Sequence

from nnsim import catalog
from nnsim.catalog import Field
from nnsim.text import Message, format_count, format_exact, message, render
from ui.look.widgets import tip


def field_words(field: Field) -> tuple[Message, ...]:
    """One sentence to a line: meaning, unit, range, default."""
    unit = () if field.unit is None else (message("Counted in: {unit}", unit=field.unit),)
    return (field.meaning, *unit, *_range(field), *_default(field))


def paragraphs(words: Sequence[Message]) -> str:
    """The text of a tooltip with each sentence on a line of its own, or more where it is long."""
    return "\n".join(tip(render(each)) for each in words)


def _range(field: Field) -> tuple[Message, ...]:
    low, high = _written(field.low), _written(field.high)
    match low, high:
        case (None, None):
            return ()
        case (str(), None):
            return (message("At least {low}", low=low),)
        case (None, str()):
            return (message("At most {high}", high=high),)
    usual_low, usual_high = _written(field.soft_low), _written(field.soft_high)
    if usual_low is None or usual_high is None or (usual_low, usual_high) == (low, high):
        return (message("From {low} to {high}", low=low, high=high),)
    return (message("From {low} to {high}; usually {usual_low} to {usual_high}", low=low, high=high,
                    usual_low=usual_low, usual_high=usual_high),)


def _default(field: Field) -> tuple[Message, ...]:
    value: str | Message | None
    match field.type:
        case "int" | "float":
            value = _written(field.default)
        case "choice":
            value = dict(field.choices).get(field.default)
        case "bool":
            value = message("on") if field.default else message("off")
        case "initializer":
            value = next(kind.title for kind in catalog.initializers() if kind.type is type(field.default))
        case _:
            value = None
    return () if value is None else (message("Default: {value}", value=value),)


def _written(value: float | None) -> str | None:
    if value is None:
        return None
    return format_count(int(value)) if float(value).is_integer() and abs(value) < 1e15 else format_exact(value)
