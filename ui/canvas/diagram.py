"""What the canvas draws of a document: cards with units, and the links between them; values, without items."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from math import prod

from PySide6.QtCore import QPointF, QRectF

from nnsim import catalog, edits
from nnsim.catalog import ActivationSettings, DenseSettings, LossSettings, NeuronSettings
from nnsim.document import Document, Link, Network, Node
from nnsim.edits.shapes import wiring
from nnsim.text import Message, message, shown_name
from nnsim.trace import UnitNames
from ui.canvas.card import WEIGHTED, Bundle, Card, Sort
from ui.canvas.face import face_of, lined_face
from ui.canvas.geometry import MOST_UNITS, OPEN_SHAPE, Role, Shape, face_shape, shape_of, with_ports
from ui.canvas.layout import placed, tidy
from ui.look import has_glyph

_UNIT_BY_UNIT = ("neuron", "activation", "combine", "normalize")
"""Categories whose nodes hand on, or change, each unit by itself, so that each may have a wire of its own."""
_ALWAYS_UNITS = ("input", "dense", "neuron", "activation", "output", "loss")
"""Kinds whose vectors stand as discs however long they are."""

@dataclass(frozen=True)
class Diagram:
    """Everything that is drawn of one network."""

    cards: dict[str, Card] = field(default_factory=dict)
    bundles: tuple[Bundle, ...] = ()
    numbers: UnitNames | None = None

    def weight_number(self, node: str, unit: int, position: int) -> str:
        """The index of a weight's name as formulas write it."""
        return "" if self.numbers is None else self.numbers.weight(node, unit, position)

    @cached_property
    def bounds(self) -> QRectF:
        """The box around all cards, empty when there are none."""
        box = QRectF()
        for card in self.cards.values():
            box = box.united(card.rect)
        return box

    def resized(self, before: Diagram) -> bool:
        """Whether a card of both diagrams has another size than before."""
        both = self.cards.keys() & before.cards.keys()
        return any(self.cards[node].shape.size != before.cards[node].shape.size for node in both)

    def moved(self, positions: Mapping[str, tuple[float, float]]) -> Diagram:
        """The diagram with cards elsewhere; what did not move, and links between such cards, are the same objects."""
        cards = {
            node: card if positions.get(node, (card.x, card.y)) == (card.x, card.y)
            else replace(card, x=positions[node][0], y=positions[node][1])
            for node, card in self.cards.items()
        }  # fmt: skip
        bundles = tuple(
            bundle if cards[bundle.source.id] is bundle.source and cards[bundle.target.id] is bundle.target
            else replace(bundle, source=cards[bundle.source.id], target=cards[bundle.target.id])
            for bundle in self.bundles
        )  # fmt: skip
        return Diagram(cards, bundles, self.numbers)

    def into(self, node: str) -> Iterator[Bundle]:
        """The bundles that end at a node, in the order of its inputs."""
        return (bundle for bundle in self.bundles if bundle.target.id == node)

    def card_at(self, point: QPointF) -> Card | None:
        """The topmost card under the point."""
        for card in reversed(self.cards.values()):
            if card.free:
                if card.unit_at(point, 6.0) is not None:
                    return card
            elif card.rect.contains(point):
                return card
        return None


def diagram_of(document: Document) -> Diagram:
    """The diagram of a document; nodes without a position are placed in layers."""
    network = document.network
    known = wiring(network)
    roles = {node.id: _role(node, network) for node in network.nodes}
    large = {node.id: _feeds_output(node, network) for node in network.nodes}
    shapes = {
        node.id: _shape(node, roles[node.id], known.shapes.get(node.id), large[node.id]) for node in network.nodes
    }
    positions = placed(document, {node_id: shape.size for node_id, shape in shapes.items()})
    cards = {}
    for node in network.nodes:
        x, y = positions[node.id]
        count, role = known.units.get(node.id), roles[node.id]
        linked = frozenset(link.port for link in known.into.get(node.id, ()))
        cards[node.id] = Card(
            node.id, node.kind, shown_name(node.name), role, count, _facts(node, count), _brief(node, count),
            _glyph(node), _symbol(role, large[node.id]), shapes[node.id], x, y, _activation(node, network),
            large[node.id], _labels(document, node, role, count), linked,
        )  # fmt: skip
    return Diagram(cards, _bundles(network, cards), UnitNames(document))


def _shape(node: Node, role: Role, sample: tuple[int, ...] | None, large: bool) -> Shape:
    """The shape of a node's card: with discs for the units of a vector, with heat maps for a sequence or an image."""
    face, ports = face_of(sample), 1 if node.kind == "loss" else len(catalog.kind(node.kind).ports)
    if face is None and sample is not None and sample[0] > MOST_UNITS and node.kind not in _ALWAYS_UNITS:
        face = lined_face(sample[0])
    if face is not None:
        return face_shape(face, ports)
    if sample is None and role not in ("input", "output", "loss", "free"):
        return with_ports(OPEN_SHAPE, ports)
    return with_ports(shape_of(role, None if sample is None else prod(sample), large), ports)


def unit_symbol(node: Node, network: Network) -> str:
    """What the units of a node are called: x, h, or ŷ where they are what is predicted."""
    return _symbol(_role(node, network), _feeds_output(node, network))


def tidied(document: Document) -> Document:
    """The document with all of its nodes placed in layers."""
    cards = diagram_of(document).cards.values()
    return edits.move(document, tidy(document.network, {card.id: card.shape.size for card in cards}))


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
    targets = [network.node(link.target).kind for link in network.out_of(node.id) if network.has(link.target)]
    return node.kind in ("dense", "neuron", "activation") and bool(targets) and set(targets) <= {"output", "loss"}


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
        sources = [link.source for link in network.into(node.id) if network.has(link.source)]
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


def _bundles(network: Network, cards: dict[str, Card]) -> tuple[Bundle, ...]:
    at_port: dict[tuple[str, str], list[Link]] = defaultdict(list)
    for link in network.links:
        if link.source in cards and link.target in cards:
            at_port[link.target, link.port].append(link)
    made: dict[Link, Bundle] = {}
    for (target, port), links in at_port.items():
        carried = [_carried(link, cards[link.source]) for link in links]
        total, each = sum(map(len, carried)), {len(units) for units in carried}
        first = 0
        for link, units in zip(links, carried, strict=True):
            sort = _sort(cards[link.source], cards[target], port, total, each)
            alone = sort == "copy" and total != cards[target].units  # each of several inputs has all of the units
            made[link] = Bundle(link, cards[link.source], cards[target], 0 if alone else first, units, sort)
            first += len(units)
    return tuple(made[link] for link in network.links if link in made)


def _carried(link: Link, source: Card) -> tuple[int, ...]:
    return (link.unit,) if link.unit is not None else tuple(range(source.units or 0))


def _sort(source: Card, target: Card, port: str, total: int, each: set[int]) -> Sort:
    """How links into a port are drawn; `total` is what all of them carry, `each` how much one of them does."""
    flat = source.shape.face is None or source.shape.face.line > 0
    if flat and target.kind in WEIGHTED and target.shape.face is None and source.units:
        return "weight"
    if source.shape.face is not None or target.shape.face is not None or not source.units or port != "in":
        return "whole"
    if target.role == "loss":
        return "loss"
    if catalog.kind(target.kind).category not in _UNIT_BY_UNIT or target.units is None:
        return "whole"
    return "copy" if target.units == total or each == {target.units} else "whole"
