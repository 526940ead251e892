"""What a sentence-maker gives: a title and one plain sentence; and the table of who speaks for which operation."""

from collections.abc import Callable
from dataclasses import dataclass

from nnsim.ops.base import Op
from nnsim.text.messages import Message
from nnsim.trace.scene import Scene


@dataclass(frozen=True, slots=True)
class Words:
    """Title and sentence of a stop."""

    title: Message
    sentence: Message


Speaker = Callable[[Scene], Words]
Speakers = dict[type[Op], Speaker]
