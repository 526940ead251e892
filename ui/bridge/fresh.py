"""Which nodes are still being built, so that what they lack is a hint and not yet a mistake."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from nnsim import catalog
from nnsim.document import Document, Link, Node
from nnsim.edits import ChangeSet
from nnsim.edits.shapes import wiring
from nnsim.program import Fix, Problem
from nnsim.text import Message


@dataclass(frozen=True)
class Hint:
    """A problem that need not be mended yet; it reads like a `Problem`."""

    place: str | Link
    message: Message
    fixes: tuple[Fix, ...] = ()
    severity: Literal["hint"] = "hint"


class FreshNodes:
    """Nodes that the student has placed and built nothing on.

    Whoever draws a network places a card first and links it then, and often places several first. To call each of them
    a mistake at once teaches to overlook the red. So a missing link is a hint as long as it concerns nobody, and an
    error from the moment on at which it does:

    * something is linked *from* the node: what comes behind it cannot be computed (links that come with a node, such as
      those of an output to its loss, do not count);
    * training or a step is asked for (`insist`): then every node has to run;
    * the node was in the file that was opened: nobody is busy with it.

    What a node does wrong in another way, such as a setting that cannot be, is an error from the beginning.
    """

    def __init__(self) -> None:
        self._nodes: frozenset[str] = frozenset()

    def follow(self, change: ChangeSet, document: Document) -> None:
        """Take in an edit that led to this document."""
        used = {link.source for link in change.added_links}
        there = {node.id for node in document.network.nodes}
        self._nodes = ((self._nodes - used) & there) | change.added_nodes

    def insist(self) -> bool:
        """Training or a step is asked for: nothing is fresh any more. Tells whether anything was."""
        before, self._nodes = self._nodes, frozenset()
        return bool(before)

    def told(self, problem: Problem, document: Document) -> Problem | Hint:
        """The problem, as a hint where it is only that a fresh node is not linked yet."""
        if problem.severity != "error" or problem.place not in self._nodes or not document.network.has(problem.place):
            return problem
        node = document.network.node(problem.place)
        objection = catalog.kind(node.kind).check(node.settings) or wiring(document.network).objections.get(node.id)
        if objection == problem.message or not _waits(document, node):
            return problem
        return Hint(problem.place, problem.message, problem.fixes)


def _waits(document: Document, node: Node) -> bool:
    """Whether a port at which something must end has nothing yet."""
    linked = {link.port for link in document.network.into(node.id)}
    kind = catalog.kind(node.kind)
    return kind.takes_links and any(not port.optional and port.name not in linked for port in kind.ports)
