"""The part of an unfinished network that can run: what is drawn wrong elsewhere does not change what it computes."""

from collections.abc import Iterator

from nnsim.document import Document
from nnsim.edits import delete
from nnsim.program.drawing_problems import drawing_problems


def runnable_parts(document: Document) -> Iterator[Document]:
    """What of a document may run though the whole cannot be trained: without what is drawn wrong, then without losses.

    No value of what stays depends on what is left out, so that it gives what it would give in the whole. The second
    computes where there is no loss, or one that does not fit the data. None where there is no input.
    """
    part = _complete_part(document)
    if not any(node.kind == "input" for node in part.network.nodes):
        return
    yield part
    losses = {node.id for node in part.network.nodes if node.kind == "loss"}
    if losses:
        yield delete(part, losses)


def _complete_part(document: Document) -> Document:
    """The document without the nodes that cannot run and all that follows them."""
    network = document.network
    errors = (problem for problem in drawing_problems(document) if problem.severity == "error")
    waiting = [problem.place if isinstance(problem.place, str) else problem.place.target for problem in errors]
    gone: set[str] = set()
    while waiting:
        node = waiting.pop()
        if node not in gone:
            gone.add(node)
            waiting += [link.target for link in network.out_of(node)]
    return delete(document, gone) if gone else document
