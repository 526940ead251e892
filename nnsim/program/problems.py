"""What keeps a network from running or learning, each with its place, in words, and with edits that mend it."""

from collections.abc import Iterator, Sequence
from itertools import chain

from nnsim.document import Document
from nnsim.edits.shapes import units
from nnsim.program.data_problems import data_problems
from nnsim.program.drawing_problems import search_drawing
from nnsim.program.idle_parts import idle_parts
from nnsim.program.plan_hints import plan_hints
from nnsim.program.plan_problems import plan_problems
from nnsim.program.problem import Problem


def problems(document: Document) -> tuple[Problem, ...]:
    """Everything that is wrong, errors of the drawing first."""
    return tuple(chain.from_iterable(search(document)))


def search(document: Document) -> Iterator[Sequence[Problem]]:
    """The same in portions, each found when it is asked for: for a window that has other things to do in between."""
    yield from search_drawing(document)
    if document.network.nodes:
        for part in (plan_problems, data_problems, idle_parts, plan_hints):
            yield part(document)


def shapes(document: Document) -> dict[str, int | None]:
    """How many units each node has; None where that is open."""
    return dict(units(document.network))
