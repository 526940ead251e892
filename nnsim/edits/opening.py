"""Opening a Dense layer into its free neurons, which compute and learn just what it did."""

from collections.abc import Sequence

import msgspec

from nnsim import catalog
from nnsim.catalog import ActivationSettings, DenseSettings, NeuronSettings
from nnsim.catalog.activations import activation
from nnsim.catalog.names import as_given, second_name
from nnsim.document import Document, Link, Network, Node, TrainingPlan
from nnsim.edits.grouping import LONGEST_NAME, in_place_of
from nnsim.edits.naming import Register
from nnsim.edits.placed import Column
from nnsim.edits.regrouping import regrouped
from nnsim.edits.shapes import wiring
from nnsim.text.errors import NnsimError
from nnsim.text.messages import Message, message

MOST_OPENED = 512
"""Units up to which a layer can be opened: as many cards stand on the canvas then."""
ROW, ASIDE = 146.0, 32.0
"""Distance of the neurons on the canvas, and of their left edge from that of the layer, px."""
JOINT = 220.0
"""How far to the right of the neurons their activation stands, px."""

_replace = msgspec.structs.replace


def can_open_layer(document: Document, node_id: str) -> Message | None:
    """Why a node cannot be opened into neurons, or None."""
    node = document.network.node(node_id)
    settings = node.settings
    if not isinstance(settings, DenseSettings):
        return message("Only a Dense layer is made of neurons; '{name}' is none.", name=node.name)
    each = wiring(document.network).placed[node_id]
    if each.inputs is None or each.objection is not None:
        return message("What links into '{name}' is not clear yet. Mend that first, then open the layer.",
                       name=node.name)
    if len(each.inputs["in"][0]) > 1:
        return message("'{name}' computes each step of a sequence by itself, and a free neuron takes single values. "
                       "Put a Flatten or a Split before it to open it.", name=node.name)
    if settings.units > MOST_OPENED:
        return message("'{name}' has {count} units; up to {most} fit on the canvas one by one. Use fewer units.",
                       name=node.name, count=settings.units, most=MOST_OPENED)
    return None


def open_layer(
    document: Document, node_id: str, places: Sequence[tuple[float, float]] = (),
) -> tuple[Document, tuple[str, ...]]:
    """The document with a free neuron for each unit of a Dense layer, and the new ids, from the first unit to the last.

    Links, weights, masks and the optimizer's memory are those of the layer. Where softmax needs all units together, or
    something takes the layer as one input, the neurons are linear and an Activation node follows them, whose id is the
    last. `places` are positions on the canvas (px), one for each neuron; without them they stand in a column.

    Raises:
        NnsimError: `can_open_layer` objects.
    """
    objection = can_open_layer(document, node_id)
    if objection is not None:
        raise NnsimError("open.refused", objection, node_id)
    network = document.network
    layer, settings = network.node(node_id), network.node(node_id).settings
    assert isinstance(settings, DenseSettings)
    joined = _needs_joint(network, node_id, settings)
    neurons, joint = _nodes(network, layer, settings, joined)
    new = [node.id for node in (*neurons, *joint)]
    at = next(place for place, node in enumerate(network.nodes) if node.id == node_id)
    opened = _replace(
        network, nodes=(*network.nodes[:at], *neurons, *joint, *network.nodes[at + 1:]),
        links=_links(network, node_id, [node.id for node in neurons], joint[0].id if joint else None),
    )
    views = in_place_of(document.views, {node_id: new})
    positions = {key: place for key, place in views.positions.items() if key != node_id}
    x, y = document.views.positions.get(node_id, (0.0, 0.0))
    middle = (settings.units - 1) / 2
    column = places or [(x + ASIDE, y + ROW * (row - middle)) for row in range(settings.units)]
    positions |= {node.id: place for node, place in zip(neurons, column, strict=True)}
    positions |= {node.id: (x + JOINT, y) for node in joint}
    origins: dict[str, list[Column]] = {node.id: [(node_id, row)] for row, node in enumerate(neurons)}
    origins |= {node.id: [(node_id, row) for row in range(settings.units)] for node in joint}
    after = _replace(document, network=opened, views=_replace(views, positions=positions),
                     plan=_trained(document.plan, node_id, [node.id for node in neurons]))
    return regrouped(document, after, origins), tuple(new)


def _needs_joint(network: Network, node_id: str, settings: DenseSettings) -> bool:
    """Whether the units are needed as one value: by softmax, or by a port that takes no links side by side."""
    if activation(settings.activation).of_layer:
        return True
    for link in network.out_of(node_id):
        kind = catalog.kind(network.node(link.target).kind)
        port = kind.port(link.port)
        if link.unit is None and settings.units > 1 and (kind.id == "loss" or port is None or port.links != "joined"):
            return True
    return False


def _nodes(
    network: Network, layer: Node, settings: DenseSettings, joined: bool,
) -> tuple[tuple[Node, ...], tuple[Node, ...]]:
    """The neurons, and the Activation node where one is needed."""
    register = Register(node for node in network.nodes if node.id != layer.id)
    names = [second_name(layer.name, row + 1) for row in range(settings.units)]
    taken = {str(node.name) for node in network.nodes}
    if str(layer.name)[-1:].isdecimal() or taken & set(map(str, names)) or len(names[-1]) > LONGEST_NAME:
        names = [register.free_name("neuron") for _ in names]
    each = NeuronSettings("linear" if joined else settings.activation, settings.bias, settings.initializer,
                          settings.bias_initializer)
    neurons = tuple(Node(register.free_id("neuron"), "neuron", as_given("neuron", name), each) for name in names)
    if not joined:
        return neurons, ()
    register = Register((*network.nodes, *neurons))
    return neurons, (Node(register.free_id("activation"), "activation", register.free_name("activation"),
                          ActivationSettings(settings.activation)),)


def _links(network: Network, node_id: str, neurons: Sequence[str], joint: str | None) -> tuple[Link, ...]:
    """All links, those of the layer in the places of the neurons."""
    links: list[Link] = []
    for link in network.links:
        if link.target == node_id:
            links += [_replace(link, target=neuron) for neuron in neurons]
        elif link.source != node_id:
            links.append(link)
        elif joint is not None:
            links.append(_replace(link, source=joint))
        elif link.unit is not None:
            links.append(_replace(link, source=neurons[link.unit], unit=None))
        else:
            links += [_replace(link, source=neuron) for neuron in neurons]
    return (*links, *(Link(neuron, joint) for neuron in neurons)) if joint is not None else tuple(links)


def _trained(plan: TrainingPlan, node_id: str, neurons: Sequence[str]) -> TrainingPlan:
    """The plan with the neurons among what each objective trains, where the layer was."""
    objectives = []
    for objective in plan.objectives:
        paths: list[str] = []
        for path in objective.parameters or ():
            owner, slash, rest = path.partition("/")
            paths += [f"{neuron}{slash}{rest}" for neuron in neurons] if owner == node_id else [path]
        objectives.append(objective if objective.parameters is None else _replace(objective, parameters=tuple(paths)))
    return _replace(plan, objectives=tuple(objectives))
