"""The part of an unfinished network that can run: what is drawn wrong elsewhere does not change what it computes."""

from nnsim.document import Document
from nnsim.edits import delete
from nnsim.program.problems import drawing_problems


def complete_part(document: Document) -> Document | None:
    """The document without the nodes that cannot run and all that follows them; None where every node of it can.

    No value of what stays depends on what is left out, so that it gives what it would give in the whole. It may be left
    without a loss.
    """
    network = document.network
    errors = (problem for problem in drawing_problems(document) if problem.severity == "error")
    waiting = [problem.place if isinstance(problem.place, str) else problem.place.target for problem in errors]
    gone: set[str] = set()
    while waiting:
        node = waiting.pop()
        if node not in gone:
            gone.add(node)
            waiting += [link.target for link in network.out_of(node)]
    return delete(document, gone) if gone else None
