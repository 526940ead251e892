"""What is told about one moment: title, sentence, the formula in letters and numbers, the running sum, the values."""

from dataclasses import dataclass
from typing import Literal

from nnsim.ops.base import Phase
from nnsim.text.messages import Message
from nnsim.trace.moment import Moment
from nnsim.trace.pieces import Place, Row

State = Literal["done", "current", "next"]


@dataclass(frozen=True, slots=True)
class Term:
    """A bar of the running sum: what is added, as the formula writes it, and from where.

    `count` terms share one bar when they are left out.
    """

    symbols: Row
    value: float
    text: str
    before: float
    state: State
    number: int
    count: int = 1


@dataclass(frozen=True, slots=True)
class Tensor:
    """A row of values that take part now, with the framed one's position; NaN where nothing is computed yet."""

    symbol: Row
    size: str
    values: tuple[float, ...]
    texts: tuple[str, ...]
    frame: int | None
    places: tuple[Place | None, ...] = ()


@dataclass(frozen=True, slots=True)
class Explanation:
    """One stop, explained.

    `place` says where it happens, `progress` how far it is. `symbols`, `numbers` and `worked` are the lines of the
    formula (either of the last two is empty when it would say nothing new); `relations` stand before `numbers` and
    `worked` and are `=`, or `≈` where the printed numbers would not give the printed result. `outcome` is the value
    so far, and `complete` says that it is the final one. `terms` are the bars of the running sum, `current` the term
    that is lit. `next` says what comes.
    """

    moment: Moment
    phase: Phase
    operation: str
    node: str
    place: Message
    progress: Message
    title: Message
    sentence: Message
    symbols: Row
    numbers: Row
    worked: Row
    relations: tuple[str, str]
    outcome: float
    outcome_text: str
    complete: bool
    current: int | None
    terms: tuple[Term, ...]
    tensors: tuple[Tensor, ...]
    result: Place
    next: Message
    hidden_terms: int = 0

    @property
    def relation(self) -> str:
        """What stands before the outcome when all is written on one line."""
        return self.relations[0]
