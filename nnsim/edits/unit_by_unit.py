"""Adding a unit to a layer at any place and taking units away: all other weights, masks and links follow."""

from collections.abc import Iterable, Sequence

import msgspec

from nnsim import catalog
from nnsim.catalog import DenseSettings, InputSettings
from nnsim.document import Document, Link, Network
from nnsim.edits.placed import features
from nnsim.edits.regrouping import regrouped
from nnsim.edits.shapes import wiring
from nnsim.edits.structure import delete
from nnsim.text.errors import NnsimError
from nnsim.text.messages import Message, message

Kept = Sequence[int | None]
"""The units of a node, each by the place that it had before (None: it is new)."""
PASSING = (
    "activation", "output", "dropout", "noise", "batch_normalization", "layer_normalization", "group_normalization",
    "add", "multiply", "concatenate",
)
"""Kinds whose units are those of what links into them."""

_replace = msgspec.structs.replace


def can_add_unit(document: Document, node_id: str) -> Message | None:
    """Why a node cannot get one more unit, or None."""
    node = document.network.node(node_id)
    if not isinstance(node.settings, DenseSettings):
        return message("Units are added to Dense layers; '{name}' is none.", name=node.name)
    return catalog.kind(node.kind).check(_replace(node.settings, units=node.settings.units + 1))


def add_unit(document: Document, node_id: str, at: int | None = None) -> Document:
    """One more unit in a Dense layer, before the unit `at` (counted from 0; None: as the last one).

    The other units keep their weights and links; the new one is linked to all that the layer is linked to as a whole.

    Raises:
        NnsimError: `can_add_unit` objects.
    """
    objection = can_add_unit(document, node_id)
    if objection is not None:
        raise NnsimError("unit.refused", objection, node_id)
    settings = document.network.node(node_id).settings
    assert isinstance(settings, DenseSettings)
    place = settings.units if at is None else min(max(at, 0), settings.units)
    kept = [*range(place), None, *range(place, settings.units)]
    return _with_units(document, node_id, _replace(settings, units=settings.units + 1), kept)


def can_remove_units(document: Document, node_id: str) -> Message | None:
    """Why single units of a node cannot be taken away, or None."""
    node = document.network.node(node_id)
    if isinstance(node.settings, InputSettings) and node.settings.shape:
        return message("'{name}' is arranged as a sequence or an image, which has no single units to take away. Choose "
                       "other columns instead.", name=node.name)
    if isinstance(node.settings, InputSettings | DenseSettings) or node.kind == "neuron":
        return None
    return message("Units can be taken from Input and Dense layers; those of '{name}' follow from its settings or from "
                   "what links into it.", name=node.name)


def remove_units(document: Document, node_id: str, units: Iterable[int]) -> Document:
    """Without these units (counted from 0) of an Input or a Dense layer, or without the node when they are all it has.

    The units that remain keep their weights, and single links to them follow; links to the units that go are gone.

    Raises:
        NnsimError: `can_remove_units` objects.
    """
    objection = can_remove_units(document, node_id)
    if objection is not None:
        raise NnsimError("unit.refused", objection, node_id)
    settings = document.network.node(node_id).settings
    count = 1
    if isinstance(settings, DenseSettings):
        count = settings.units
    elif isinstance(settings, InputSettings):
        count = len(settings.columns)
    gone = set(units)
    kept = [unit for unit in range(count) if unit not in gone]
    if not kept:
        return delete(document, [node_id])
    if len(kept) == count:
        return document
    if isinstance(settings, InputSettings):
        changed = _replace(settings, columns=tuple(settings.columns[unit] for unit in kept))
        return _with_units(document, node_id, changed, kept)
    assert isinstance(settings, DenseSettings)
    return _with_units(document, node_id, _replace(settings, units=len(kept)), kept)


def _with_units(document: Document, node_id: str, settings: DenseSettings | InputSettings, kept: Kept) -> Document:
    network = document.network
    known = _followers(network, node_id, kept)
    nodes = tuple(_replace(node, settings=settings) if node.id == node_id else node for node in network.nodes)
    links = tuple(found for link in network.links for found in _link(network, link, known))
    after = _replace(document, network=_replace(network, nodes=nodes, links=links))
    origins = {
        node: [None if unit is None else (node, unit) for unit in units] for node, units in known.items()
    }
    return regrouped(document, after, origins)


def _followers(network: Network, node_id: str, kept: Kept) -> dict[str, Kept]:
    """The units of the node and of all nodes that pass them on, by the places that they had before."""
    old = wiring(network)
    known: dict[str, Kept] = {node_id: kept}
    for each in old.placed.values():
        if each.node.kind not in PASSING or each.id in known or each.shape is None:
            continue
        units: list[int | None] = []
        offset = 0
        for source in each.sources.get("in", ()):
            count = features(old.shapes[source.node] or ()) if source.unit is None else 1
            of_source = known.get(source.node, range(count)) if source.unit is None else (
                [0] if source.unit in known.get(source.node, (source.unit,)) else [])
            units += [None if unit is None else offset + unit for unit in of_source]
            offset += count
            if each.node.kind in ("add", "multiply"):
                break  # the units of all inputs are the same
        if units != list(range(offset)):
            known[each.id] = units
    return known


def _link(network: Network, link: Link, known: dict[str, Kept]) -> tuple[Link, ...]:
    """The link to the unit where it is now; nothing when that is gone."""
    kept = known.get(wiring(network).result.get(link.source, link.source))
    if kept is None or link.unit is None:
        return (link,)
    return (_replace(link, unit=list(kept).index(link.unit)),) if link.unit in kept else ()
