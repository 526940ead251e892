"""Putting a node into the middle of a link."""

import msgspec

from nnsim import catalog
from nnsim.document import Document, Link, Network, Node, Settings
from nnsim.edits.naming import Register
from nnsim.edits.parameters import reconcile
from nnsim.edits.shapes import parameter_specs, too_large, wiring
from nnsim.text.errors import NnsimError
from nnsim.text.messages import Message, message

_replace = msgspec.structs.replace


def can_insert_on_link(
    document: Document, link: Link, kind_id: str, settings: Settings | None = None
) -> Message | None:
    """Why a new node of a kind cannot stand in the middle of a link, or None."""
    if not catalog.is_known(kind_id):
        return message("There is no kind '{kind}'. Choose one from the palette.", kind=kind_id)
    node = _new(document.network, kind_id, settings)
    return _objection(document.network, link, node)


def insert_on_link(
    document: Document, link: Link, kind_id: str, position: tuple[float, float], settings: Settings | None = None
) -> tuple[Document, str]:
    """With a new node of a kind between the two ends of a link, at a canvas position (px), and the node's id.

    The link's target keeps its weights where as many values come to it as before.

    Raises:
        NnsimError: where `can_insert_on_link` objects.
    """
    objection = can_insert_on_link(document, link, kind_id, settings)
    if objection is not None:
        raise NnsimError("link.refused", objection, link.target)
    node = _new(document.network, kind_id, settings)
    views = _replace(document.views, positions={**document.views.positions, node.id: position})
    return _through(_replace(document, views=views), link, node, document), node.id


def can_put_on_link(document: Document, link: Link, node_id: str) -> Message | None:
    """Why a node that is there cannot come to stand in the middle of a link, or None."""
    node = document.network.node(node_id)
    if any(node_id in (each.source, each.target) for each in document.network.links):
        return message("'{name}' is linked already. Remove its links first.", name=node.name)
    return _objection(document.network, link, node)


def put_on_link(document: Document, link: Link, node_id: str) -> Document:
    """With a node that is not linked yet between the two ends of a link.

    The link's target keeps its weights where as many values come to it as before.

    Raises:
        NnsimError: where `can_put_on_link` objects.
    """
    objection = can_put_on_link(document, link, node_id)
    if objection is not None:
        raise NnsimError("link.refused", objection, link.target)
    return _through(document, link, document.network.node(node_id), document)


def _new(network: Network, kind_id: str, settings: Settings | None) -> Node:
    register = Register(network.nodes)
    settings = settings or catalog.kind(kind_id).default_settings()
    return Node(register.free_id(kind_id), kind_id, register.free_name(kind_id), settings)


def _objection(network: Network, link: Link, node: Node) -> Message | None:
    """Why a node cannot stand in a link: what its kind is, or what it or a node behind it could not compute then."""
    kind = catalog.kind(node.kind)
    if not kind.takes_links:
        return message("Nothing leads into '{kind}', so it cannot stand on a link.", kind=kind.title)
    if not kind.gives_links:
        return message("Nothing follows '{kind}', so it cannot stand on a link.", kind=kind.title)
    known, changed = wiring(network).objections, _split(network, link, node)
    found = wiring(changed).objections
    first = next((found[each] for each in (node.id, link.target, *found) if each in found and each not in known), None)
    return first or too_large(changed)


def _split(network: Network, link: Link, node: Node) -> Network:
    """The network with a node in a link; what it hands on takes the link's place among the target's inputs."""
    links: list[Link] = []
    for each in network.links:
        halves = (Link(link.source, node.id, link.unit), Link(node.id, link.target, None, link.port))
        links += halves if each == link else (each,)
    nodes = network.nodes if network.has(node.id) else (*network.nodes, node)
    return _replace(network, nodes=nodes, links=tuple(links))


def _through(document: Document, link: Link, node: Node, before: Document) -> Document:
    after = reconcile(before, _replace(document, network=_split(document.network, link, node)))
    return _with_kept_weights(before, after, link.target)


def _with_kept_weights(before: Document, after: Document, target: str) -> Document:
    """The document after with the target's parameters, memory and masks of before, where their shapes are the same."""
    old, new = parameter_specs(before.network), parameter_specs(after.network)
    same = {
        path for path, spec in new.items()
        if path.partition("/")[0] == target and path in old and old[path].shape == spec.shape
    }

    def kept(key: str) -> bool:
        return key.partition(":")[0] in same

    state, masks = before.state, before.network.masks
    return _replace(
        after,
        network=_replace(after.network, masks=after.network.masks.with_({k: v for k, v in masks.items() if kept(k)})),
        state=_replace(
            after.state,
            parameters=after.state.parameters.with_({k: v for k, v in state.parameters.items() if kept(k)}),
            slots=after.state.slots.with_({k: v for k, v in state.slots.items() if kept(k)}),
        ),
    )
