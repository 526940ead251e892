"""Parts of a network by themselves: taken out of one document, and put into the same or another."""

from collections.abc import Iterable, Mapping
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from nnsim.document import ArrayMap, Document, Link, Network, Objective, TrainingState, Views
from nnsim.edits.grouping import copied_groups
from nnsim.edits.naming import Register
from nnsim.edits.notes import copied_notes
from nnsim.edits.parameters import reconcile
from nnsim.edits.shapes import open_nodes, parameter_specs
from nnsim.edits.training import new_document

_replace = msgspec.structs.replace
Array = NDArray[Any]


def fragment_of(document: Document, node_ids: Iterable[str], notes: Iterable[str] = ()) -> Document:
    """These nodes as a document of their own: with the links among them, their weights, masks, places and blocks.

    Of the notes those named come along.

    Data, curves, texts, the rule's memory and what else the document holds stay behind; a weight keeps the columns of
    the inputs that come along.
    """
    chosen = set(node_ids)
    network = Network(
        tuple(node for node in document.network.nodes if node.id in chosen),
        tuple(link for link in document.network.links if link.source in chosen and link.target in chosen),
    )
    losses = (Objective(node.id) for node in network.nodes if node.kind == "loss")
    plan = _replace(new_document().plan, objectives=tuple(losses), precision=document.plan.precision)
    state, views = TrainingState(seed=document.state.seed), _views_of(document.views, chosen)
    alone = reconcile(document, Document(network, plan, state=state, views=views))
    alone = copied_notes(alone, notes, (0.0, 0.0), document)[0]
    return _replace(alone, state=_replace(alone.state, slots=ArrayMap()))


def paste(
    document: Document, fragment: Document, offset: tuple[float, float], weights: bool = True
) -> tuple[Document, tuple[str, ...]]:
    """With copies of all nodes of a fragment, moved by `offset` px; returns the new ids in the fragment's order.

    Args:
        weights: whether the copies have the fragment's weights and what of them is frozen, else new initial ones. Links
            that are cut stay so.

    Raises:
        NnsimError: the network would be larger than any that can be saved.
    """
    register = Register(document.network.nodes)
    ids = {node.id: register.free_id(node.kind) for node in fragment.network.nodes}
    copies = tuple(
        _replace(node, id=ids[node.id], name=register.name_of_copy(node)) for node in fragment.network.nodes
    )
    links = tuple(Link(ids[each.source], ids[each.target], each.unit, each.port) for each in fragment.network.links)
    network = _replace(
        document.network, nodes=(*document.network.nodes, *copies), links=(*document.network.links, *links)
    )
    places = {
        ids[node]: (x + offset[0], y + offset[1]) for node, (x, y) in fragment.views.positions.items() if node in ids
    }
    losses = (Objective(node.id) for node in copies if node.kind == "loss")
    plan = _replace(document.plan, objectives=(*document.plan.objectives, *losses))
    views = _replace(
        document.views, positions={**document.views.positions, **places},
        groups=copied_groups(fragment.views, ids, document.views),
        opened=document.views.opened | {ids[node] for node in fragment.views.opened if node in ids},
    )
    after = reconcile(document, _replace(document, network=network, plan=plan, views=views))
    after = copied_notes(after, (note.id for note in fragment.views.notes), offset, fragment)[0]
    return _filled(after, fragment, ids, weights), tuple(ids.values())


def duplicate(
    document: Document, node_ids: Iterable[str], offset: tuple[float, float], origin: Document | None = None,
    weights: bool = True,
) -> tuple[Document, tuple[str, ...]]:
    """With copies of these nodes, with the links among them, moved by `offset` px; returns the new ids.

    The nodes are those of `origin` where one is given: what was copied from another network, or cut from this one.
    """
    return paste(document, fragment_of(document if origin is None else origin, node_ids), offset, weights)


def _views_of(views: Views, chosen: set[str]) -> Views:
    """Places, whole blocks and opened layers of these nodes."""
    alone = Views({key: at for key, at in views.positions.items() if key in chosen}, opened=views.opened & chosen)
    return _replace(alone, groups=copied_groups(views, {node: node for node in chosen}, alone))


def _filled(document: Document, fragment: Document, ids: Mapping[str, str], weights: bool) -> Document:
    """The document with the numbers and masks of a fragment in the nodes that were pasted."""
    specs, undetermined = parameter_specs(document.network), open_nodes(document.network)

    def fits(path: str, array: Array) -> bool:
        return specs[path].shape == array.shape if path in specs else path.partition("/")[0] in undetermined

    masks = {
        new: mask for key, mask in fragment.network.masks.items()
        if (weights or key.endswith(":pruned")) and fits((new := _renamed(key, ids)).partition(":")[0], mask)
    }
    values: dict[str, Array] = {}
    if weights:
        values = {
            new: array.astype(document.plan.precision, copy=False)
            for path, array in fragment.state.parameters.items() if fits(new := _renamed(path, ids), array)
        }
    else:
        for key, cut in masks.items():
            path = key.partition(":")[0]
            if path in document.state.parameters:
                values[path] = np.where(cut, 0, document.state.parameters[path])
    network = _replace(document.network, masks=document.network.masks.with_(masks))
    state = _replace(document.state, parameters=document.state.parameters.with_(values))
    return _replace(document, network=network, state=state)


def _renamed(path: str, ids: Mapping[str, str]) -> str:
    """A path (`dense1/weight:frozen`) in which the node has its new id."""
    owner, slash, rest = path.partition("/")
    return ids[owner] + slash + rest
