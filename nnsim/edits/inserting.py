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
    kind = catalog.kind(kind_id)
    if not kind.takes_links:
        return message("Nothing leads into '{kind}', so it cannot stand on a link.", kind=kind.title)
    if not kind.gives_links:
        return message("Nothing follows '{kind}', so it cannot stand on a link.", kind=kind.title)
    known = wiring(document.network).objections
    network, node = _inserted(document.network, link, kind_id, settings)
    found = wiring(network).objections
    first = next((found[each] for each in (node.id, link.target, *found) if each in found and each not in known), None)
    return first or too_large(network)


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
    network, node = _inserted(document.network, link, kind_id, settings)
    views = _replace(document.views, positions={**document.views.positions, node.id: position})
    after = reconcile(document, _replace(document, network=network, views=views))
    return _with_kept_weights(document, after, link.target), node.id


def _inserted(network: Network, link: Link, kind_id: str, settings: Settings | None) -> tuple[Network, Node]:
    """The network with the node; what it hands on takes the link's place among the target's inputs."""
    register = Register(network.nodes)
    settings = settings or catalog.kind(kind_id).default_settings()
    node = Node(register.free_id(kind_id), kind_id, register.free_name(kind_id), settings)
    links: list[Link] = []
    for each in network.links:
        halves = (Link(link.source, node.id, link.unit), Link(node.id, link.target, None, link.port))
        links += halves if each == link else (each,)
    return _replace(network, nodes=(*network.nodes, node), links=tuple(links)), node


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
