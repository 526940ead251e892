"""What a problem is: how bad, where, in words, and with edits that mend it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from nnsim.document import Document, Link
from nnsim.text.messages import Message


@dataclass(frozen=True)
class Fix:
    """A remedy: what its button says, and the edit that it makes."""

    label: Message
    apply: Callable[[Document], Document]


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong. `place` is a node's id, a link, `data` or `plan`.

    An error stops the network from running (or, at `data` and `plan`, from learning); a warning does not.
    """

    severity: Literal["error", "warning"]
    place: str | Link
    message: Message
    fixes: tuple[Fix, ...] = ()
