"""What the canvas draws of a document: cards with units, and the links between them; values, without items."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from PySide6.QtCore import QPointF, QRectF

from nnsim import catalog, edits
from nnsim.catalog import ActivationSettings, DenseSettings, LossSettings, NeuronSettings
from nnsim.document import Document, Link, Network, Node
from nnsim.text import Message, message
from nnsim.trace import UnitNames
from ui.canvas.geometry import Role, Shape, shape_of
from ui.canvas.layout import placed, tidy

WEIGHTED = ("dense", "neuron")


@dataclass(frozen=True)
class Card:
    """One node as it stands on the canvas.

    `symbol` names its units (x, h, ŷ), `activation` tells the range of their values, `labels` are names from the data.
    """

    id: str
    kind: str
    name: str
    role: Role
    units: int | None
    facts: Message | None
    brief: Message | None
    glyph: str
    symbol: str
    shape: Shape
    x: float
    y: float
    activation: str = ""
    large: bool = False
    labels: tuple[str, ...] = ()

    @property
    def free(self) -> bool:
        """Whether it is a circle without a card."""
        return self.role == "free"

    @cached_property
    def rect(self) -> QRectF:
        """The card in scene coordinates."""
        return QRectF(self.x, self.y, self.shape.width, self.shape.height)

    @cached_property
    def center_of(self) -> dict[int, QPointF]:
        """Centers of the drawn units in scene coordinates."""
        return {unit: QPointF(self.x + self.shape.middle, self.y + y) for unit, y in self.shape.rows}

    @property
    def unit_span(self) -> QRectF:
        """The box around the units, for ribbons and ports."""
        ys = [center.y() for center in self.center_of.values()] or [self.rect.center().y()]
        top, bottom = min(ys) - self.shape.radius, max(ys) + self.shape.radius
        return QRectF(self.x, top, self.shape.width, bottom - top)

    def unit_at(self, point: QPointF, slack: float = 4.0) -> int | None:
        """The unit whose disc is under the point."""
        reach = self.shape.radius + slack
        for unit, center in self.center_of.items():
            offset = point - center
            if offset.x() * offset.x() + offset.y() * offset.y() <= reach * reach:
                return unit
        return None


@dataclass(frozen=True)
class Bundle:
    """The wires of one link. Column `first + k` of the target's input belongs to unit k of what the link carries."""

    link: Link
    source: Card
    target: Card
    first: int
    carried: tuple[int, ...]

    @property
    def path(self) -> str:
        """The weights' parameter path, empty for links that carry values unchanged."""
        return f"{self.target.id}/weight" if self.target.kind in WEIGHTED else ""

    @property
    def count(self) -> int:
        """How many wires the link stands for."""
        return len(self.carried) * ((self.target.units or 0) if self.path else 1)


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
    units = edits.units(network)
    roles = {node.id: _role(node, network) for node in network.nodes}
    large = {node.id: _feeds_output(node, network) for node in network.nodes}
    shapes = {node.id: shape_of(roles[node.id], units[node.id], large[node.id]) for node in network.nodes}
    positions = placed(document, {node_id: shape.size for node_id, shape in shapes.items()})
    cards = {}
    for node in network.nodes:
        x, y = positions[node.id]
        count, role = units[node.id], roles[node.id]
        cards[node.id] = Card(
            node.id, node.kind, node.name, role, count, _facts(node, count), _brief(node, count), _glyph(node),
            _symbol(role, large[node.id]), shapes[node.id], x, y, _activation(node, network), large[node.id],
            _labels(document, node, role, count),
        )  # fmt: skip
    return Diagram(cards, _bundles(network, cards), UnitNames(document))


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
    return "unknown"


def _feeds_output(node: Node, network: Network) -> bool:
    targets = [network.node(link.target).kind for link in network.out_of(node.id) if network.has(link.target)]
    return node.kind in ("dense", "neuron", "activation") and bool(targets) and set(targets) <= {"output", "loss"}


def _symbol(role: Role, large: bool) -> str:
    if role == "input":
        return "x"
    return "ŷ" if role == "output" or large else "h"


def _glyph(node: Node) -> str:
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
    return _glyph(node)


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
    return message("{units} · {activation}", units=units, activation=catalog.activation(_glyph(node)).title)


def _labels(document: Document, node: Node, role: Role, units: int | None) -> tuple[str, ...]:
    """Class names at the output, where the data has classes."""
    if role != "output" or document.data is None:
        return ()
    outputs = [column for column in document.data.columns if column.role == "output"]
    if len(outputs) == 1 and outputs[0].encoding == "one_hot" and len(outputs[0].categories) == units:
        return outputs[0].categories
    return ()


def _bundles(network: Network, cards: dict[str, Card]) -> tuple[Bundle, ...]:
    first: dict[tuple[str, str], int] = {}
    bundles = []
    for link in network.links:
        source, target = cards.get(link.source), cards.get(link.target)
        if source is None or target is None:
            continue
        carried = (link.unit,) if link.unit is not None else tuple(range(source.units or 0))
        place = (link.target, link.port)
        bundles.append(Bundle(link, source, target, first.get(place, 0), carried))
        first[place] = first.get(place, 0) + len(carried)
    return tuple(bundles)
