"""Folding neurons, and layers among them, into one Dense layer that computes and learns just what they did."""

from collections.abc import Iterable

import msgspec

from nnsim import catalog
from nnsim.catalog import ActivationSettings, DenseSettings, NeuronSettings
from nnsim.catalog.activations import activation
from nnsim.catalog.names import as_given
from nnsim.document import Document, Network, Node, TrainingPlan
from nnsim.edits.folded import Folded, links_of
from nnsim.edits.grouping import in_place_of
from nnsim.edits.naming import Register
from nnsim.edits.opening import ASIDE
from nnsim.edits.regrouping import OF_UNITS, regrouped
from nnsim.edits.shapes import wiring
from nnsim.edits.structure import delete
from nnsim.edits.unit_by_unit import add_unit, can_add_unit
from nnsim.text.errors import NnsimError
from nnsim.text.messages import Message, message

_replace = msgspec.structs.replace


def can_fold(document: Document, node_ids: Iterable[str]) -> Message | None:
    """Why these neurons and Dense layers (and an Activation that takes just them) cannot become one layer, or None."""
    return _objection(document, _gathered(document, node_ids))


def fold(
    document: Document, node_ids: Iterable[str], place: tuple[float, float] | None = None,
) -> tuple[Document, str]:
    """The document with a Dense layer in place of these neurons, and its id.

    Its units are in the order of the neurons on the canvas, from top to bottom. It is linked to all that any of them
    was linked to; links that were not drawn are pruned cells of weight 0. Where what follows takes some of the neurons
    only, or in another order that counts, single units are linked. `place` is its position (px); without it, the middle
    of theirs.

    Raises:
        NnsimError: `can_fold` objects.
    """
    folded = _gathered(document, node_ids)
    objection = _objection(document, folded)
    if objection is not None:
        raise NnsimError("fold.refused", objection)
    name = _name(document.network, folded)
    settings = _settings(document.network, folded, document.network.node(folded.members[0]).settings)
    positions = document.views.positions
    known = [(x - (ASIDE if document.network.node(node).kind == "neuron" else 0.0), y)
             for node in folded.members if node in positions for x, y in (positions[node],)]
    x, y = (sum(at) / len(known) for at in zip(*known, strict=True)) if known else (0.0, 0.0)
    return _become(document, folded, Node(folded.onto, "dense", name, settings), place or (x, y)), folded.onto


def side_by_side(document: Document, node_ids: Iterable[str]) -> tuple[tuple[str, ...], ...]:
    """The columns of these nodes, from left to right: none leads to another of its own, so that each can be folded.

    An Activation stands with what it follows. A column that is one layer already is left out, unless all are.
    """
    chosen, known = set(node_ids), wiring(document.network)
    depths: dict[str, int] = {}
    columns: dict[int, list[str]] = {}
    for node in (*known.ordered, *known.cyclic):
        depths[node.id] = max((depths.get(link.source, 0) + (link.source in chosen and _folds(document, link.source))
                               for link in known.into.get(node.id, ())), default=0)
        if node.id in chosen:
            columns.setdefault(depths[node.id] - (not _folds(document, node.id)), []).append(node.id)
    found = [tuple(columns[depth]) for depth in sorted(columns)]
    several = [column for column in found if len(column) > 1 or document.network.node(column[0]).kind != "dense"]
    return tuple(several) or (tuple(chosen),)


def can_join_layer(document: Document, neuron: str, layer: str) -> Message | None:
    """Why a neuron (or a Dense layer) cannot become part of a Dense layer, or None."""
    node = document.network.node(layer)
    if not isinstance(node.settings, DenseSettings):
        return message("Neurons join Dense layers; '{name}' is none.", name=node.name)
    if _alone(document.network, neuron):
        return can_add_unit(document, layer)
    return _objection(document, Folded(document.network, (layer, neuron), None, layer))


def join_layer(document: Document, neuron: str, layer: str) -> Document:
    """The document with a neuron as the last unit of a Dense layer, which keeps its name, place and settings.

    The unit has the links that the neuron had, the others are pruned; a neuron without any becomes a new unit, which is
    linked like the others.

    Raises:
        NnsimError: `can_join_layer` objects.
    """
    objection = can_join_layer(document, neuron, layer)
    if objection is not None:
        raise NnsimError("fold.refused", objection, neuron)
    if _alone(document.network, neuron):
        return add_unit(delete(document, [neuron]), layer)
    folded = Folded(document.network, (layer, neuron), None, layer)
    node = document.network.node(layer)
    node = _replace(node, settings=_settings(document.network, folded, node.settings))
    return _become(document, folded, node, document.views.positions.get(layer, (0.0, 0.0)))


def _folds(document: Document, node_id: str) -> bool:
    """Whether a node becomes units of a layer, rather than the activation of one."""
    return document.network.node(node_id).kind != "activation"


def _alone(network: Network, node_id: str) -> bool:
    """Whether a neuron is linked to nothing."""
    linked = network.into(node_id) or network.out_of(node_id)
    return network.node(node_id).kind == "neuron" and not linked


def _gathered(document: Document, node_ids: Iterable[str]) -> Folded:
    """The members in the order of the canvas, and the activation that was chosen with them."""
    network, positions = document.network, document.views.positions
    chosen = set(node_ids)
    nodes = [node for node in network.nodes if node.id in chosen]
    joints = [node.id for node in nodes if node.kind == "activation"]
    members = [node.id for node in nodes if node.id not in joints[:1]]
    members.sort(key=lambda node: positions.get(node, (0.0, 0.0))[::-1])
    free = Register(node for node in network.nodes if node.id not in chosen).free_id("dense")
    return Folded(network, tuple(members), joints[0] if joints else None, free)


def _objection(document: Document, folded: Folded) -> Message | None:
    network, known = document.network, wiring(document.network)
    nodes = [network.node(node) for node in folded.members]
    for node in nodes:
        if node.kind not in OF_UNITS:
            return message("Neurons and Dense layers become one layer; '{name}' is neither.", name=node.name)
        each = known.placed[node.id]
        if each.inputs is None or each.objection is not None:
            return message("What links into '{name}' is not clear yet. Mend that first.", name=node.name)
        if len(each.inputs["in"][0]) > 1:
            return message("'{name}' computes each step of a sequence by itself, so it cannot become one layer with "
                           "others.", name=node.name)
    if not nodes:
        return message("Nothing to fold is selected. Select neurons.")
    first = nodes[0]
    if len(nodes) == 1 and first.kind == "dense" and folded.joint is None:
        return message("'{name}' is a layer already. Select neurons, or several layers.", name=first.name)
    for node in nodes:
        if _form(node) != _form(first):
            return message("'{first}' and '{name}' differ in their activation or in whether they have a bias. Give "
                           "them the same ones first.", first=first.name, name=node.name)
    if len(nodes) > 1 and activation(_form(first)[0]).of_layer:
        return message("The units of a softmax layer depend on each other, so it cannot become one layer with others.")
    return _linked_objection(document, folded)


def _linked_objection(document: Document, folded: Folded) -> Message | None:
    """Why links around the members or the plan stand against it."""
    network = document.network
    if folded.joint is not None:
        joint = network.node(folded.joint)
        into = network.into(joint.id)
        alone = all(link.target == joint.id for node in folded.members for link in network.out_of(node))
        columns = wiring(network).columns(joint.id)
        if not alone or columns != folded.rows or len(into) != len(folded.members) or _form(
                network.node(folded.members[0]))[0] != "linear":
            return message("'{name}' can be folded in only where it takes just these neurons, all of them linear, from "
                           "top to bottom. Select the neurons alone.", name=joint.name)
    members = set(folded.members)
    seen = {folded.joint} if folded.joint is not None else set(folded.members)
    todo = list(seen)
    while todo:
        for link in network.out_of(todo.pop()):
            if link.target in members:
                return message("'{name}' follows from another of them, and units of one layer do not feed each other. "
                               "Choose neurons side by side.", name=network.node(link.target).name)
            if link.target not in seen:
                seen.add(link.target)
                todo.append(link.target)
    for node in folded.members if len(members) > 1 and folded.joint is None else ():
        for link in network.out_of(node):
            port = catalog.kind(network.node(link.target).kind).port(link.port)
            if link.unit is None and folded.units_of(node) > 1 and (port is None or port.links != "joined"):
                return message("'{target}' takes '{name}' as one input, of which its units would be a part only.",
                               target=network.node(link.target).name, name=network.node(node).name)
    for objective in document.plan.objectives:
        trained = [_trained_parts(objective.parameters, node) for node in folded.members]
        if objective.parameters is not None and any(part != trained[0] for part in trained):
            return message("An objective trains only some of these. Let it train all of them first.")
    settings = _settings(network, folded, network.node(folded.members[0]).settings)
    return catalog.kind("dense").check(settings)


def _form(node: Node) -> tuple[str, bool]:
    assert isinstance(node.settings, NeuronSettings | DenseSettings)
    return node.settings.activation, node.settings.bias


def _settings(network: Network, folded: Folded, model: object) -> DenseSettings:
    """Settings of the layer, with what the first of its parts says."""
    assert isinstance(model, NeuronSettings | DenseSettings)
    function = model.activation
    if folded.joint is not None:
        joint = network.node(folded.joint).settings
        assert isinstance(joint, ActivationSettings)
        function = joint.function
    return DenseSettings(len(folded.rows), function, model.bias, model.initializer, model.bias_initializer)


def _name(network: Network, folded: Folded) -> str:
    """The layer's name: what all its neurons' names begin with, followed by their numbers, or one that nnsim gives."""
    chosen = {*folded.members, folded.joint}
    others = [node for node in network.nodes if node.id not in chosen]
    if len(folded.members) == 1 and network.node(folded.members[0]).kind == "dense":
        return network.node(folded.members[0]).name
    parts = [str(network.node(node).name).rpartition(" ") for node in folded.members]
    stem = parts[0][0]
    numbered = all(part == (stem, " ", str(row + 1)) for row, part in enumerate(parts))
    if stem and numbered and stem != "Neuron" and all(str(node.name) != stem for node in others):
        return as_given("dense", stem)
    return Register(others).free_name("dense")


def _become(document: Document, folded: Folded, layer: Node, place: tuple[float, float]) -> Document:
    """The document with the layer in place of its parts."""
    network = document.network
    gone = {*folded.members, folded.joint}
    at = min(k for k, node in enumerate(network.nodes) if node.id in gone)
    rest = [node for node in network.nodes if node.id not in gone]
    nodes = (*rest[:at], layer, *rest[at:])
    views = in_place_of(document.views, {
        node: (layer.id,) if node == folded.members[0] else () for node in gone if node is not None})
    positions = {key: where for key, where in views.positions.items() if key not in gone}
    after = _replace(
        document, network=_replace(network, nodes=nodes, links=links_of(document.network, folded)),
        views=_replace(views, positions={**positions, layer.id: place}), plan=_trained(document.plan, folded),
    )
    given = {layer.id: [(node, unit) for node, units in folded.outlets.items() for unit in range(len(units))]}
    return regrouped(document, after, {layer.id: list(folded.rows)}, given)


def _trained_parts(parameters: tuple[str, ...] | None, node: str) -> set[str]:
    """Which parameters of a node an objective names: "" for the node as a whole."""
    return {path.partition("/")[2] for path in parameters or () if path.partition("/")[0] == node}


def _trained(plan: TrainingPlan, folded: Folded) -> TrainingPlan:
    objectives = []
    for objective in plan.objectives:
        paths: dict[str, None] = {}
        for path in objective.parameters or ():
            owner, slash, rest = path.partition("/")
            paths[f"{folded.onto}{slash}{rest}" if owner in folded.members else path] = None
        objectives.append(objective if objective.parameters is None else _replace(objective, parameters=tuple(paths)))
    return _replace(plan, objectives=tuple(objectives))
