"""What lies under the pointer."""

from PySide6.QtCore import QPointF

from nnsim import edits
from nnsim.document import Document
from tests.ui.canvas.lab import network, xor_network
from ui.canvas.diagram import Diagram, diagram_of
from ui.canvas.geometry import link_point
from ui.canvas.hit import Hit, hit, in_port, out_port, targets_under, unit_port
from ui.canvas.weaving import wiring_of


def _found(document: Document, point: QPointF, zoom: float = 1.0) -> Hit:
    diagram = diagram_of(document)
    return hit(diagram, wiring_of(diagram), point, zoom)


def _diagram() -> Diagram:
    return diagram_of(xor_network())


def test_the_topmost_thing_is_found() -> None:
    document, dense = xor_network(), _diagram().cards["dense1"]
    unit = _found(document, dense.center_of[2])
    assert (unit.sort, unit.node, unit.unit) == ("unit", "dense1", 2)
    assert _found(document, dense.rect.topLeft() + QPointF(30, 20)).sort == "title"
    assert _found(document, dense.rect.bottomLeft() + QPointF(20, -14)).sort == "card"
    assert _found(document, QPointF(-900, -900)).sort == "nothing"


def test_ports_are_found_at_the_edge_and_at_the_units() -> None:
    cards = _diagram().cards
    edge = _found(xor_network(), out_port(cards["dense1"]))
    assert (edge.sort, edge.node, edge.unit) == ("port", "dense1", None)
    unit = _found(xor_network(), unit_port(cards["input1"], 1))
    assert (unit.sort, unit.node, unit.unit) == ("port", "input1", 1)
    card = diagram_of(network(9, 1)).cards["input1"]  # its middle unit stands as high as the edge's port
    edge = _found(network(9, 1), out_port(card), 0.5)
    assert (edge.sort, edge.unit) == ("port", None)
    assert _found(network(9, 1), unit_port(card, 4), 0.5).unit == 4
    for zoom in (0.5, 0.7):
        above = out_port(cards["dense1"]) - QPointF(0, 27.0 / zoom)
        assert (_found(xor_network(), above, zoom).sort, _found(xor_network(), above, 4.0).sort) == ("port", "card")
    assert out_port(cards["loss1"]) is None
    assert in_port(cards["input1"]) is None


def test_the_nearest_wire_is_found_near_its_curve_only() -> None:
    diagram = _diagram()
    wire = wiring_of(diagram).into["dense2", 0][0]
    middle = link_point(wire.start, wire.end, 0.4)
    found = _found(xor_network(), middle)
    assert found.wire is not None
    assert (found.wire.path, found.wire.column) == ("dense2/weight", 0)
    assert _found(xor_network(), middle + QPointF(0, -40)).sort == "nothing"


def test_small_things_are_easier_to_reach_when_zoomed_out() -> None:
    wire = wiring_of(_diagram()).into["dense2", 0][0]
    beside = link_point(wire.start, wire.end, 0.15) + QPointF(0, -12)
    assert _found(xor_network(), beside, 1.0).sort != "wire"
    assert _found(xor_network(), beside, 0.25).sort == "wire"


def test_a_link_can_be_dropped_on_the_port_beside_a_card() -> None:
    diagram = _diagram()
    beside = in_port(diagram.cards["dense1"]) - QPointF(12, 0)
    assert targets_under(diagram, beside) is diagram.cards["dense1"]


def test_the_name_below_a_free_neuron_stands_for_it() -> None:
    document, node = edits.add_node(edits.new_document(), "neuron", (0.0, 0.0))
    card = diagram_of(document).cards[node]
    below = card.center_of[0] + QPointF(20, card.shape.radius + 14)
    assert _found(document, below) == Hit("title", node)
    assert _found(document, below + QPointF(0, 40)).sort == "nothing"
    assert _found(document, below + QPointF(60, 0)).sort == "nothing"
