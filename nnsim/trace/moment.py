"""Where a step stands: the detail it is walked in, and the moment at hand."""

from dataclasses import dataclass
from typing import Literal, get_args

Detail = Literal["layer", "neuron", "term"]
DETAILS: tuple[Detail, ...] = get_args(Detail)


@dataclass(frozen=True, slots=True)
class Stop:
    """A place in a program: an instruction; which of its cells (None: all, in order of the walk, from 0); which term of
    that cell's sum (None: all of them)."""

    instruction: int
    cell: int | None = None
    term: int | None = None


@dataclass(frozen=True, slots=True)
class Moment:
    """A place in the training: the step (counted from 0), the stop in it (None: before the first), the sample."""

    step: int
    stop: Stop | None
    sample: int
