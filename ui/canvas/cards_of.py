"""The card of each node of a network: its size, its words, its units and where it stands."""

from __future__ import annotations

from math import prod

from nnsim import catalog
from nnsim.catalog import (
    ActivationSettings,
    DenseSettings,
    LossSettings,
    MultiHeadSettings,
    NeuronSettings,
    TransformerSettings,
)
from nnsim.document import Document, Network, Node
from nnsim.edits.shapes import wiring
from nnsim.text import Message, message, shown_name
from ui.canvas.card import ALWAYS_UNITS, Card
from ui.canvas.face import face_of, lined_face
from ui.canvas.geometry import (
    MOST_DISCS,
    MOST_UNITS,
    OPEN_SHAPE,
    Role,
    Shape,
    face_shape,
    grid_shape,
    shape_of,
    with_ports,
)
from ui.canvas.layout import placed
from ui.canvas.unrolled import is_recurrent, unrolled_face
from ui.look import has_glyph

OPEN_SIDE = 320.0  # of the heat map of an opened layer


def cards_of(document: Document) -> dict[str, Card]:
    """The card of each node by its id; nodes without a position are placed in layers."""
    network = document.network
    opened = document.views.opened
    shapes = {node.id: card_shape(node, network, node.id in opened) for node in network.nodes}
    positions = placed(document, {node_id: shape.size for node_id, shape in shapes.items()})
    return {node.id: card_of(node, document, shapes[node.id], positions[node.id]) for node in network.nodes}


def card_shape(node: Node, network: Network, opened: bool = False) -> Shape:
    """The size of a node's card and the places of its units; all of them where a wide layer is opened."""
    role, known = _role(node, network), wiring(network)
    sample = known.shapes.get(node.id)
    if opened and is_recurrent(node.kind) and sample is not None:
        read = next((known.shapes.get(link.source) for link in known.into.get(node.id, ())), None)
        if read is not None and len(read) == 2:
            return face_shape(unrolled_face(read[0], sample[-1], read[1]))
    if opened and sample is not None and len(sample) == 1 and sample[0] > MOST_UNITS and node.kind in ALWAYS_UNITS:
        return _opened(sample[0])
    return _shape(node, role, sample, _feeds_output(node, network))


def _heads(node: Node) -> int:
    """How many heads look around in a node; 0 in one without attention."""
    if node.kind == "attention":
        return 1
    return node.settings.heads if isinstance(node.settings, MultiHeadSettings | TransformerSettings) else 0


def _opened(count: int) -> Shape:
    """All units of a wide layer: discs in a grid, or, where they are very many, a heat map."""
    return grid_shape(count) if count <= MOST_DISCS else face_shape(lined_face(count, OPEN_SIDE))


def card_of(node: Node, document: Document, shape: Shape, corner: tuple[float, float]) -> Card:
    """The card of one node, of this shape and with its upper left corner there."""
    network, known = document.network, wiring(document.network)
    count, role, large = known.units.get(node.id), _role(node, network), _feeds_output(node, network)
    linked = frozenset(link.port for link in known.into.get(node.id, ()))
    return Card(
        node.id, node.kind, shown_name(node.name), role, count, _facts(node, count), _brief(node, count),
        _glyph(node), _symbol(role, large), shape, *corner, _activation(node, network),
        large, _labels(document, node, role, count), linked, predicted=_predicted(node, network),
    )  # fmt: skip


def unit_symbol(node: Node, network: Network) -> str:
    """What the units of a node are called: x, h, or ŷ where they are what is predicted."""
    return _symbol(_role(node, network), _feeds_output(node, network))


def _shape(node: Node, role: Role, sample: tuple[int, ...] | None, large: bool) -> Shape:
    """The shape of a node's card: with discs for the units of a vector, with heat maps for a sequence or an image."""
    face, ports = face_of(sample), 1 if node.kind == "loss" else len(catalog.kind(node.kind).ports)
    if face is None and sample is not None and sample[0] > MOST_UNITS and node.kind not in ALWAYS_UNITS:
        face = lined_face(sample[0])
    if face is not None:
        return face_shape(face, ports, _heads(node))
    if sample is None and role not in ("input", "output", "loss", "free"):
        return with_ports(OPEN_SHAPE, ports)
    return with_ports(shape_of(role, None if sample is None else prod(sample), large), ports)


def _role(node: Node, network: Network) -> Role:
    match node.kind:
        case "input":
            return "input"
        case "output":
            return "output"
        case "loss":
            return "loss"
        case "neuron":
            return "free"
        case "dense" | "activation":
            return "final" if _feeds_output(node, network) else "hidden"
    return "hidden" if catalog.is_known(node.kind) else "unknown"


def _feeds_output(node: Node, network: Network) -> bool:
    """Whether all that a node gives is predicted: whole, or unit by unit. Asked of every node of a network that opens,
    so it ends at the first link that leads elsewhere."""
    if node.kind not in ("dense", "neuron", "activation"):
        return False
    known, linked = wiring(network), set()
    for link in known.out_of.get(node.id, ()):
        if network.has(link.target):
            if network.node(link.target).kind not in ("output", "loss"):
                return False
            linked.add(link.unit)
    return None in linked or 0 < len(linked) == known.units.get(node.id)


def _predicted(node: Node, network: Network) -> tuple[tuple[int, str], ...]:
    """The single units of a layer that an Output takes, each with its index among all that the Output predicts."""
    if node.kind not in ("dense", "activation"):
        return ()
    known, found = wiring(network), {}
    for link in known.out_of.get(node.id, ()):
        if link.unit is not None and network.has(link.target) and network.node(link.target).kind == "output":
            columns = known.columns(link.target) or ()
            if (node.id, link.unit) in columns:
                found[link.unit] = str(columns.index((node.id, link.unit)) + 1) if len(columns) > 1 else ""
    return tuple(sorted(found.items()))


def _symbol(role: Role, large: bool) -> str:
    if role == "input":
        return "x"
    return "ŷ" if role == "output" or large else "h"


def _glyph(node: Node) -> str:
    """The function of a layer, else what stands for its kind; none on the cards that everybody knows."""
    if node.kind in ("input", "output", "loss"):
        return ""
    return _function(node) or (node.kind if has_glyph(node.kind) else catalog.kind(node.kind).category)


def _function(node: Node) -> str:
    match node.settings:
        case DenseSettings(activation=function) | NeuronSettings(activation=function):
            return function
        case ActivationSettings(function=function):
            return function
    return ""


def _activation(node: Node, network: Network) -> str:
    """The function that made the node's values; an output passes on what it gets."""
    seen = {node.id}
    while node.kind == "output":
        into = wiring(network).into.get(node.id, ())
        sources = [link.source for link in into if link.port == "in" and network.has(link.source)]
        if not sources or sources[0] in seen:
            return ""
        node = network.node(sources[0])
        seen.add(node.id)
    return _function(node)


def _facts(node: Node, units: int | None) -> Message | None:
    if isinstance(node.settings, LossSettings):
        return catalog.loss_function(node.settings.function).short
    facts = catalog.kind(node.kind).facts(node.settings, units)
    if facts is not None or units is None:
        return facts
    return message("1 unit") if units == 1 else message("{units} units", units=units)


def _brief(node: Node, units: int | None) -> Message | None:
    """The facts for a narrow card."""
    if node.kind != "dense" or units is None:
        return None
    return message("{units} · {activation}", units=units, activation=catalog.activation(_function(node)).title)


def _labels(document: Document, node: Node, role: Role, units: int | None) -> tuple[str, ...]:
    """Class names at the output, where the data has classes."""
    if role != "output" or document.data is None:
        return ()
    outputs = [column for column in document.data.columns if column.role == "output"]
    if len(outputs) == 1 and outputs[0].encoding == "one_hot" and len(outputs[0].categories) == units:
        return outputs[0].categories
    return ()
