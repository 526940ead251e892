"""What follows from the drawing alone: the order of the nodes, their shapes, their input columns and parameters."""

from collections import OrderedDict
from collections.abc import Sequence

from nnsim.catalog import ParameterSpec, Shape
from nnsim.document import Link, Network, Node
from nnsim.edits.placed import Column, Placed
from nnsim.edits.wiring import Wiring
from nnsim.text.messages import Message, message

MOST_WEIGHTS = 2**24
"""Weights that a drawing may have: a file holds them with the two memories that Adam keeps for each."""
REMEMBERED = 64
"""Drawings whose wiring is kept: an undo stack's neighborhood, a preview, a program."""

_known: OrderedDict[tuple[int, int], Wiring] = OrderedDict()


def wiring(network: Network) -> Wiring:
    """The wiring of a network, remembered for the latest drawings.

    Versions of a document share the tuples of nodes and links that an edit did not touch, so a drawing is known by
    their identity: comparing or hashing a large one would take longer than most edits.
    """
    key = (id(network.nodes), id(network.links))
    found = _known.get(key)
    if found is None or found.nodes is not network.nodes or found.links is not network.links:
        # It holds both tuples, so that their ids stay theirs.
        found = Wiring(network.nodes, network.links, _nearest(network))
        _known[key] = found
        while len(_known) > REMEMBERED:
            _known.popitem(last=False)
    return found


def _nearest(network: Network) -> Wiring | None:
    """The wiring of the drawing that this one most likely came from by an edit."""
    known = tuple(reversed(tuple(_known.values())))
    sharing = (each for each in known if each.nodes is network.nodes or each.links is network.links)
    return next(sharing, known[0] if known else None)


def order(network: Network) -> tuple[tuple[Node, ...], tuple[Node, ...]]:
    """The nodes sorted so that every link goes forward, and the nodes that lie on or behind a cycle."""
    known = wiring(network)
    return known.ordered, known.cyclic


def reaches(network: Network, start: str, end: str) -> bool:
    """Whether a path along links leads from one node to another (a node reaches itself)."""
    return wiring(network).reaches(start, end)


def units(network: Network) -> dict[str, int | None]:
    """How many cells each node's output has; None where a cycle, an unknown part or bad inputs leave it open."""
    return wiring(network).units


def sample_shapes(network: Network) -> dict[str, Shape | None]:
    """The shape of one sample of each node's output: (units,), (steps, features) or (channels, height, width)."""
    return wiring(network).shapes


def inputs(network: Network, node_id: str) -> tuple[Column, ...] | None:
    """The input columns of a node in order; None where the shape of a source is not known."""
    return wiring(network).columns(node_id)


def placed(network: Network) -> dict[str, Placed]:
    """Every node that computes, composites taken apart, in order, by path id."""
    return wiring(network).placed


def open_nodes(network: Network) -> frozenset[str]:
    """Nodes on the canvas whose inputs, or those of a part, are open or cannot be: what is theirs waits as it is."""
    return wiring(network).open_nodes


def links_into(network: Network, node_id: str) -> Sequence[Link]:
    """The links that end at a node, in order."""
    return wiring(network).into.get(node_id, ())


def too_large(network: Network) -> Message | None:
    """Why a network is larger than any that can be saved, or None."""
    count = wiring(network).weights
    if count <= MOST_WEIGHTS:
        return None
    return message("The network would have {count} weights and biases; nnsim holds at most {most}. Use fewer units.",
                   count=count, most=MOST_WEIGHTS)


def parameter_specs(network: Network) -> dict[str, ParameterSpec]:
    """Every parameter that the network has, by path (`<node id>/<name>`)."""
    return wiring(network).specs


def carried_shapes(network: Network) -> dict[str, Shape]:
    """The states that each sample hands on to the batch that follows, by path (`<node id>/<name>`): the shape of one.
    """
    return wiring(network).carried


__all__ = [
    "Column", "carried_shapes", "inputs", "links_into", "open_nodes", "order", "parameter_specs", "placed", "reaches",
    "sample_shapes", "too_large", "units", "wiring",
]
