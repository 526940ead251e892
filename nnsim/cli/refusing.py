"""Networks that a verb cannot run: the first error is told with its place before any work."""

from nnsim.document import Document, Link
from nnsim.program import Problem, problems
from nnsim.text import Message, NnsimError, message, render

_PLACES = {"data": message("Data"), "plan": message("Training plan")}


def refuse_errors(document: Document) -> None:
    """Raises NnsimError for the first problem that keeps the network from running or learning; warnings pass."""
    for problem in problems(document):
        if problem.severity == "error":
            place = problem.place.target if isinstance(problem.place, Link) else problem.place
            raise NnsimError("network.problem", _with_place(document, problem, place), place)


def _with_place(document: Document, problem: Problem, place: str) -> Message:
    """The problem's message, after the name of its place where it does not say it itself."""
    title: Message | str = _PLACES[place] if place in _PLACES else document.network.node(place).name
    if isinstance(title, str) and f"'{title}'" in render(problem.message, "en"):
        return problem.message
    return message("{place}: {problem}", place=title, problem=problem.message)
