"""Edits of the drawing: adding, linking, renaming, moving, deleting nodes and changing their settings."""

from collections.abc import Iterable, Mapping

import msgspec

from nnsim import catalog
from nnsim.catalog.names import as_given
from nnsim.document import Document, Link, Network, Node, Objective, Settings
from nnsim.edits.grouping import without_nodes
from nnsim.edits.naming import Register
from nnsim.edits.notes import delete_notes
from nnsim.edits.parameters import reconcile
from nnsim.edits.shapes import links_into, reaches, sample_shapes, too_large, units, wiring
from nnsim.text.errors import NnsimError
from nnsim.text.messages import Message, message

_replace = msgspec.structs.replace
MANY_WEIGHTS = 2**16  # of one link, from which on the whole is counted before it is drawn


def add_node(
    document: Document, kind_id: str, position: tuple[float, float], name: str | None = None,
    settings: Settings | None = None,
) -> tuple[Document, str]:
    """A new node of a kind at a canvas position (px), and its id. Raises NnsimError for a kind that does not exist."""
    if not catalog.is_known(kind_id):
        raise NnsimError("kind.unknown", message(
            "There is no kind '{kind}'. Choose one from the palette.", kind=kind_id))
    kind = catalog.kind(kind_id)
    register = Register(document.network.nodes)
    node_id = register.free_id(kind_id)
    node = Node(node_id, kind_id, name or register.free_name(kind_id), settings or kind.default_settings())
    network = _replace(document.network, nodes=(*document.network.nodes, node))
    views = _replace(document.views, positions={**document.views.positions, node_id: position})
    plan = document.plan
    if kind_id == "loss":
        plan = _replace(plan, objectives=(*plan.objectives, Objective(node_id)))
    return reconcile(document, _replace(document, network=network, views=views, plan=plan)), node_id


def add_output(document: Document, position: tuple[float, float]) -> tuple[Document, str]:
    """An output, and a loss linked from it, since an output without a loss cannot learn; returns the output's id."""
    document, output = add_node(document, "output", position)
    document, loss = add_node(document, "loss", (position[0] + 220.0, position[1]))
    return connect(document, output, loss), output


def can_connect(
    document: Document, source: str, target: str, unit: int | None = None, port: str = "in"
) -> Message | None:
    """Why a link from one node to another is not possible, or None."""
    network = document.network
    start, end = network.node(source), network.node(target)
    if source == target:
        return message("'{name}' cannot link to itself. Choose another node.", name=start.name)
    if not catalog.kind(start.kind).gives_links:
        return message("Nothing follows '{name}': it is where the network ends.", name=start.name)
    if not catalog.kind(end.kind).takes_links:
        return message("'{name}' takes its values from the data, not from links. Link from it instead.", name=end.name)
    if reaches(network, target, source):
        return message(
            "A link from '{source}' to '{target}' would close a cycle, since '{target}' already leads to '{source}'. "
            "Remove a link on that way first.", source=start.name, target=end.name,
        )
    objection = _unit_objection(document, start, unit) or _port_objection(network, Link(source, target, unit, port))
    if objection is not None:
        return objection
    if unit is None and (units(network).get(source) or 0) * (units(network).get(target) or 0) > MANY_WEIGHTS:
        return too_large(_replace(network, links=(*network.links, Link(source, target, unit, port))))
    return None


def _unit_objection(document: Document, start: Node, unit: int | None) -> Message | None:
    """Why a single unit of a node cannot be linked, or None."""
    if unit is None:
        return None
    count, shape = units(document.network).get(start.id), sample_shapes(document.network).get(start.id)
    if shape is not None and len(shape) > 1:
        return message("A single unit of '{name}' cannot be linked, since its output is no vector. Link all of it.",
                       name=start.name)
    if count is not None and not 0 <= unit < count:
        return message(
            "'{name}' has {count} units; there is no unit {unit}. Choose one of them.", name=start.name, count=count,
            unit=unit + 1)
    return None


def _port_objection(network: Network, new: Link) -> Message | None:
    """Why a port of a node takes no such link, or not one more."""
    start, end = network.node(new.source), network.node(new.target)
    port, present = catalog.kind(end.kind).port(new.port), [
        link for link in links_into(network, new.target) if link.port == new.port]
    if port is None:
        return message("'{name}' has no port '{port}'. Link to another.", name=end.name, port=new.port)
    for link in present:
        if link.source == new.source and (link.unit is None or new.unit is None or link.unit == new.unit):
            return message("'{source}' is already linked to '{target}'.", source=start.name, target=end.name)
    if present and port.links == "one":
        return message("'{target}' already has its input at '{port}'. Remove that link first.",
                       target=end.name, port=port.title)
    if present and end.kind == "loss":
        return message(
            "'{target}' already has its prediction. Remove that link first, or link several nodes to one Output.",
            target=end.name,
        )
    return None


def connect(document: Document, source: str, target: str, unit: int | None = None, port: str = "in") -> Document:
    """A link from a node (or one of its units) to another. Raises NnsimError where `can_connect` objects."""
    objection = can_connect(document, source, target, unit, port)
    if objection is not None:
        raise NnsimError("link.refused", objection, target)
    links = (*document.network.links, Link(source, target, unit, port))
    return reconcile(document, _replace(document, network=_replace(document.network, links=links)))


def disconnect(document: Document, link: Link) -> Document:
    """Without this link; its weights go with it."""
    links = tuple(other for other in document.network.links if other != link)
    return reconcile(document, _replace(document, network=_replace(document.network, links=links)))


def delete(
    document: Document, node_ids: Iterable[str], links: Iterable[Link] = (), notes: Iterable[str] = (),
) -> Document:
    """Without these nodes, every link at them, these links and these notes; a block that is left empty goes too."""
    document = delete_notes(document, frozenset(notes))
    gone, cut = set(node_ids), set(links)
    wires, before = wiring(document.network), document.network
    lost = {id(link) for node in gone for link in (*wires.into.get(node, ()), *wires.out_of.get(node, ()))}
    links = before.links  # the same object where none is lost: what follows from them need not be looked at again
    if lost or cut:
        links = tuple([link for link in links if id(link) not in lost and not (cut and link in cut)])
    nodes = tuple([node for node in before.nodes if node.id not in gone]) if gone else before.nodes
    network = _replace(before, nodes=nodes, links=links)
    plan = _replace(document.plan, objectives=tuple(o for o in document.plan.objectives if o.loss not in gone))
    views = without_nodes(document.views, gone)
    return reconcile(document, _replace(document, network=network, plan=plan, views=views))


def rename(document: Document, node_id: str, name: str) -> Document:
    """With another name for a node. Raises NnsimError for an empty or overlong name, or one that another node has."""
    name = " ".join(name.split())
    if not name or len(name) > 80:
        raise NnsimError("name.length", message(
            "A name has 1 to 80 characters, got {count}. Write another.", count=len(name)), node_id)
    name = as_given(document.network.node(node_id).kind, name)
    if any(node.name == name and node.id != node_id for node in document.network.nodes):
        raise NnsimError("name.taken", message(
            "Another node is called '{name}'. Choose a different name.", name=name), node_id)
    return _replace(document, network=_with_node(document, _replace(document.network.node(node_id), name=name)))


def move(document: Document, positions: Mapping[str, tuple[float, float]]) -> Document:
    """With these nodes at other canvas positions (px)."""
    known = {key: at for key, at in positions.items() if document.network.has(key)}
    views = _replace(document.views, positions={**document.views.positions, **known})
    return _replace(document, views=views)


def change_settings(document: Document, node_id: str, settings: Settings) -> Document:
    """With other settings for a node. Raises NnsimError when the kind does not accept them."""
    node = document.network.node(node_id)
    objection = catalog.kind(node.kind).check(settings)
    if objection is not None:
        raise NnsimError("settings.range", objection, node_id)
    changed = _with_node(document, _replace(node, settings=settings))
    return reconcile(document, _replace(document, network=changed))


def _with_node(document: Document, node: Node) -> Network:
    """The network with this node in place of the one of its id."""
    nodes = [node if other.id == node.id else other for other in document.network.nodes]
    return _replace(document.network, nodes=tuple(nodes))
