"""What must hold between the parts of a read document: known ends of links, no cycle, objectives that exist."""

from collections import Counter
from math import prod
from typing import TypeVar

from msgspec.structs import replace

from nnsim.document import Document, Views
from nnsim.edits import objection_to, parameter_shapes, units
from nnsim.edits.grouping import DEEPEST_GROUP
from nnsim.edits.shapes import order
from nnsim.files.errors import FileError, damaged
from nnsim.files.limits import DOCUMENT, MOST_INPUTS, MOST_WEIGHTS
from nnsim.text import Message, message

T = TypeVar("T")


def check_structure(document: Document) -> None:
    """Refuse a network that no series of edits can draw. Raises FileError `file.network`."""
    network = document.network
    ids = [node.id for node in network.nodes]
    known = set(ids)
    if len(known) != len(ids):
        raise _impossible(message("two nodes have the id {node}", node=_repeated(ids)))
    for link in network.links:
        for end in (link.source, link.target):
            if end not in known:
                raise _impossible(message("a link ends at {node}, which is not there", node=end))
    if len(set(network.links)) != len(network.links):
        twice = _repeated(list(network.links))
        raise _impossible(message("it has a link from {source} twice", source=twice.source))
    if order(network)[1]:
        raise _impossible(message("its links form a circle"))
    for node in document.views.positions:
        if node not in known:
            raise _impossible(message("it places {node}, which is not there", node=node))
    for objective in document.plan.objectives:
        if objective.loss not in known:
            raise _impossible(message("it minimizes {node}, which is not there", node=objective.loss))
    _check_views(document.views, known)
    _check_breakpoints(document)


def _check_views(views: Views, known: set[str]) -> None:
    """Refuse notes and groups that no series of edits can make."""
    for ids in ([note.id for note in views.notes], [group.id for group in views.groups]):
        if len(set(ids)) != len(ids):
            raise _impossible(message("two notes or groups have the id {id}", id=_repeated(ids)))
    members = [node for group in views.groups for node in group.members]
    if len(set(members)) != len(members):
        raise _impossible(message("{node} stands in two groups", node=_repeated(members)))
    for node in (*members, *sorted(views.opened)):
        if node not in known:
            raise _impossible(message("it groups or opens {node}, which is not there", node=node))
    parents = {group.id: group.parent for group in views.groups}
    around = set(parents.values())
    for group in views.groups:
        if not group.members and group.id not in around:
            raise _impossible(message("the group {group} is empty", group=group.id))
    for begin in parents:
        at, depth = parents[begin], 1
        while at is not None:
            if at not in parents:
                raise _impossible(message("a group stands in {group}, which is not there", group=at))
            if depth == DEEPEST_GROUP:
                raise _impossible(message("its groups stand in one another without end"))
            at, depth = parents[at], depth + 1


def _check_breakpoints(document: Document) -> None:
    """Refuse breakpoints that no edit can make."""
    seen = set()
    for each in document.views.breakpoints:
        objection = objection_to(document, each)
        if objection is not None:
            raise _impossible(message("one of its breakpoints cannot be ({reason})", reason=objection))
        key = replace(each, on=True)
        if key in seen:
            raise _impossible(message("it has a breakpoint twice"))
        seen.add(key)


def check_claims(document: Document) -> None:
    """Refuse a network that asks for more weights than a file can hold, before anything of its size is made.

    Raises:
        FileError: `file.too-many-weights`.
    """
    known = units(document.network)
    inputs = sum(1 if link.unit is not None else known.get(link.source) or 0 for link in document.network.links)
    weights = sum(prod(shape) for shape in parameter_shapes(document).values())
    if inputs > MOST_INPUTS or weights > MOST_WEIGHTS:
        text = message(
            "{file} describes {got} weights and {inputs} inputs; at most {most} and {most_inputs} are allowed.",
            got=weights, inputs=inputs, most=MOST_WEIGHTS, most_inputs=MOST_INPUTS,
        )
        raise damaged("file.too-many-weights", text, DOCUMENT)


def _repeated(items: list[T]) -> T:
    return Counter(items).most_common(1)[0][0]


def _impossible(reason: Message) -> FileError:
    text = message("{file} is damaged: its network cannot be: {reason}.", reason=reason)
    return damaged("file.network", text, DOCUMENT)
