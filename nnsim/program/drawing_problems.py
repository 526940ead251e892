"""What keeps the drawing itself from running: unknown kinds, refused settings, cycles, nodes without inputs."""

from collections.abc import Iterator, Sequence
from itertools import chain

from nnsim import catalog, edits
from nnsim.catalog import Port
from nnsim.catalog.port import said_of
from nnsim.document import Document, Node
from nnsim.edits.shapes import units, wiring
from nnsim.edits.wiring import Wiring
from nnsim.program.drawing_fixes import deletion, input_fixes, link_fixes, opening_fixes
from nnsim.program.last_layers import activation_fix, function_of
from nnsim.program.problem import Problem
from nnsim.program.shape_fixes import shape_fixes
from nnsim.text.messages import message

PORTION = 100  # nodes


def drawing_problems(document: Document) -> tuple[Problem, ...]:
    """What keeps the drawing itself from running: unknown kinds, cycles, nodes without inputs."""
    return tuple(chain.from_iterable(search_drawing(document)))


def search_drawing(document: Document) -> Iterator[Sequence[Problem]]:
    """What is wrong with the nodes, so many of them in each portion."""
    nodes = document.network.nodes
    for start in range(0, len(nodes), PORTION):
        yield _problems_of(document, nodes[start:start + PORTION])


def _problems_of(document: Document, nodes: Sequence[Node]) -> list[Problem]:
    network = document.network
    known = wiring(network)
    around = {node.id for node in known.cyclic}
    found: list[Problem] = []
    for node in nodes:
        if not catalog.is_known(node.kind):
            found.append(Problem("error", node.id, message(
                "'{name}' is of a kind that this version of nnsim does not have. Delete it, or open the file with the "
                "version that made it.", name=node.name)))
            continue
        objection = known.objections.get(node.id)
        if node.id in around:  # whose settings nobody has looked at
            objection = catalog.kind(node.kind).check(node.settings)
        if objection is not None:
            found.append(Problem("error", node.id, said_of(objection, node.name), shape_fixes(document, node)))
        if node.id in around:
            if _closes_cycle(document, node.id):
                found.append(Problem("error", node.id, message(
                    "'{name}' lies on a cycle. Remove one of the links of the cycle.", name=node.name),
                    opening_fixes(document, node)))
        elif _gets_nothing(known, node):
            if not any(_gets_nothing(known, network.node(link.source)) for link in network.into(node.id)):
                found.append(Problem("error", node.id, message(
                    "'{name}' has no input. Link a node to it, or delete it.", name=node.name),
                    (*(link_fixes(document, node) or input_fixes(document, node)), deletion(node))))
        elif (empty := _empty_port(known, node)) is not None:
            found.append(Problem("error", node.id, message(
                "'{name}' has nothing at '{port}'. Link a node to it there.", name=node.name, port=empty.title)))
        elif node.kind in ("dense", "activation") and function_of(node) == "softmax" and units(network)[node.id] == 1:
            found.append(Problem("warning", node.id, message(
                "Softmax of one unit is always 1. Give '{name}' one unit for each class, or use sigmoid.",
                name=node.name), activation_fix(node, "sigmoid")))
    return found


def _gets_nothing(known: Wiring, node: Node) -> bool:
    """Whether a node that needs links has none, or none that brings a value."""
    kind = catalog.kind(node.kind)
    if not kind.takes_links or all(port.optional for port in kind.ports):
        return False
    return not known.into.get(node.id) or (kind.port("in") is not None and known.columns(node.id) == ())


def _empty_port(known: Wiring, node: Node) -> Port | None:
    """A port that must be linked and is not."""
    linked = {link.port for link in known.into.get(node.id, ())}
    return next((p for p in catalog.kind(node.kind).ports if not p.optional and p.name not in linked), None)


def _closes_cycle(document: Document, node_id: str) -> bool:
    return any(edits.reaches(document.network, link.target, node_id) for link in document.network.out_of(node_id))
