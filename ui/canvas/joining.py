"""What a card is linked to that is added by key or from the palette: what follows the selected one, or feeds it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from nnsim import catalog, edits
from nnsim.catalog.port import rank_objection, said_of
from nnsim.document import Document, Link, Network, Node
from nnsim.text import Message

Side = Literal["right", "left", "below", "between", "near"]
_ENDS = ("output", "loss")


@dataclass(frozen=True)
class Joint:
    """Where a new node stands to another, the links that end at it, those that begin at it, and those it replaces."""

    beside: str | None = None
    side: Side = "near"
    sources: tuple[Link, ...] = ()
    targets: tuple[Link, ...] = ()
    replaced: tuple[Link, ...] = ()


def joint_of(network: Network, kind: str, selected: str | None) -> Joint:
    """How a new node of a kind joins the selected one, or the open end of the network where none is selected."""
    if selected is None:
        selected = _end(network, kind)
    if selected is None or not network.has(selected):
        return Joint()
    node = network.node(selected)
    if kind == "input":
        return _before_inputs(network, node)
    if kind == "neuron" and (side_by_side := _neuron_in(network, node)) is not None:
        return _abreast(network, side_by_side)
    if node.kind in _ENDS and kind != "loss":
        return _before_end(network, node, kind)
    return _after(network, node, kind)


def joined(document: Document, node: str, joint: Joint) -> tuple[Document, Joint, Message | None]:
    """A document with the links of a joint at this node, or, where they are not possible, with those that lead to it.

    What follows the end of the network is linked to it even where the shape does not fit: the remedies are told at it
    then. No link that is there gives way to one that does not fit. The joint that comes back is the one that was made,
    with why none was.
    """
    sources, targets = ([_at(link, node, end) for link in links] for links, end in (
        (joint.sources, "target"), (joint.targets, "source")))  # fmt: skip
    cut = document
    for link in joint.replaced:
        cut = edits.disconnect(cut, link)
    whole = _linked(cut, [*sources, *targets])
    if isinstance(whole, Document):
        return whole, joint, None
    alone = Joint(joint.beside, "right" if joint.side == "between" else joint.side)
    following = whole if joint.replaced else _linked(document, sources, fitting=bool(targets))
    if isinstance(following, Document):
        return following, alone, None
    return document, alone, following


def _end(network: Network, kind: str) -> str | None:
    """The only node that leads nowhere yet; None when there are several, or none since the network is finished."""
    if kind in ("input", "neuron"):
        return None
    giving = [node for node in network.nodes if node.kind != "output" and catalog.kind(node.kind).gives_links]
    open_ = [node.id for node in giving if not network.out_of(node.id)]
    return open_[0] if len(open_) == 1 else None


def _before_inputs(network: Network, node: Node) -> Joint:
    """An input stands before a node that has none yet, else below the one that is there."""
    if catalog.kind(node.kind).takes_links and not network.into(node.id) and node.kind not in _ENDS:
        return Joint(node.id, "left", targets=(Link("", node.id),))
    inputs = [other.id for other in network.nodes if other.kind == "input"]
    return Joint(inputs[-1], "below") if inputs else Joint(node.id, "near")


def _neuron_in(network: Network, node: Node) -> Node | None:
    """The neuron beside which another one stands: the selected one, one that follows it, or one before an output."""
    if node.kind == "neuron":
        return node
    if node.kind in _ENDS:
        near = [link.source for link in network.into(node.id)]
    else:
        near = [link.target for link in network.out_of(node.id)]
    found = [network.node(other) for other in near if network.node(other).kind == "neuron"]
    return found[-1] if found else None


def _abreast(network: Network, neuron: Node) -> Joint:
    """Another neuron of the same layer: it gets what the neuron gets, and feeds the layers that the neuron feeds."""
    targets = tuple(link for link in network.out_of(neuron.id) if network.node(link.target).kind not in _ENDS)
    return Joint(neuron.id, "below", network.into(neuron.id), targets)


def _before_end(network: Network, end: Node, kind: str) -> Joint:
    """A layer comes before the output, and takes over what leads there; an output never follows one."""
    output = next((link.source for link in network.into(end.id)), end.id) if end.kind == "loss" else end.id
    if kind == "output" or not catalog.kind(kind).takes_links:
        return Joint(end.id, "near")
    into = network.into(output)
    if not into:
        return Joint(output, "left", targets=(Link("", output),))
    return Joint(into[-1].source, "between", into, (Link("", output),), into)


def _after(network: Network, node: Node, kind: str) -> Joint:
    """What is added follows the selected node: at its end, or between it and what it feeds."""
    if not catalog.kind(kind).takes_links or not catalog.kind(node.kind).gives_links:
        return Joint(node.id, "right")
    following = network.out_of(node.id)
    sources = tuple(Link(other, "") for other in _layer(network, node))
    if not following:
        learns = kind not in _ENDS or node.kind != "input"
        return Joint(node.id, "right", sources if learns else ())
    whole = all(link.unit is None for link in following) and _single(kind)
    if kind in _ENDS or not whole or len(sources) > 1 or kind == "neuron":
        return Joint(node.id, "right", () if kind in _ENDS else sources)
    return Joint(node.id, "between", sources, following, following)


def _layer(network: Network, node: Node) -> list[str]:
    """The node, and the neurons that stand side by side with it: they get the same, and feed the same."""
    if node.kind != "neuron":
        return [node.id]

    def ends(other: Node) -> tuple[frozenset[tuple[str, int | None]], frozenset[str]]:
        into = frozenset((link.source, link.unit) for link in network.into(other.id))
        return into, frozenset(link.target for link in network.out_of(other.id))

    alike = [other.id for other in network.nodes if other.kind == "neuron" and ends(other) == ends(node)]
    return alike if network.into(node.id) else [node.id]


def _single(kind: str) -> bool:
    """Whether one thing goes in and one comes out, so that a node of this kind can stand in the middle of a link."""
    chosen = catalog.kind(kind)
    return chosen.gives_links and [port.name for port in chosen.ports if not port.optional] == ["in"]


def _at(link: Link, node: str, end: Literal["source", "target"]) -> Link:
    if end == "target":
        return Link(link.source, node, link.unit)
    return Link(node, link.target, None, link.port)


def _linked(document: Document, links: Iterable[Link], fitting: bool = True) -> Document | Message:
    """The document with all of these links, or why one of them is not possible; `fitting` asks for its shape, too."""
    for link in links:
        objection = edits.can_connect(document, link.source, link.target, link.unit, link.port)
        if objection is None and fitting:
            objection = _shape_objection(document, link)
        if objection is not None:
            return objection
        document = edits.connect(document, link.source, link.target, link.unit, link.port)
    return document


def _shape_objection(document: Document, link: Link) -> Message | None:
    """Why what leads through a link does not fit where it ends, or None."""
    port = catalog.kind(document.network.node(link.target).kind).port(link.port)
    shape = edits.sample_shapes(document.network).get(link.source)
    objection = rank_objection(port, shape) if port is not None and shape is not None else None
    return None if objection is None else said_of(objection, document.network.node(link.target).name)
