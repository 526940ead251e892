"""What a sentence-maker gives: a title and one plain sentence; and the table of who speaks for which operation."""

from collections.abc import Callable
from dataclasses import dataclass

from nnsim.ops.base import Op
from nnsim.text.messages import Message
from nnsim.text.numbers import MOST_DECIMALS, decimals, format_count, format_exact, format_number
from nnsim.trace.scene import Scene


@dataclass(frozen=True, slots=True)
class Words:
    """Title and sentence of a stop."""

    title: Message
    sentence: Message


def setting(value: float) -> str:
    """A number that the student set, with every digit: 1, 0.5."""
    return format_count(int(value)) if value.is_integer() else format_exact(value)


def added(value: float) -> str:
    """What a term adds to a loss, with its sign and as many decimals as the loss has."""
    return format_number(value, min(decimals() + 1, MOST_DECIMALS), signed=True)


Speaker = Callable[[Scene], Words]
Speakers = dict[type[Op], Speaker]
