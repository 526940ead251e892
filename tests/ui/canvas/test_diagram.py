"""What is drawn of a document: cards, bundles, wires and ribbons."""

import random
from contextlib import suppress

import pytest
from PySide6.QtCore import QPointF

from nnsim import edits
from nnsim.catalog import DenseSettings, LossSettings
from nnsim.text import NnsimError, render
from tests.batteries.random_edits import STRUCTURAL, choose_data
from tests.ui.canvas.lab import network, xor_network
from ui.canvas.diagram import diagram_of
from ui.canvas.weaving import unit_wires, wiring_of
from ui.canvas.wires import Wiring


def test_cards_carry_names_facts_and_roles() -> None:
    cards = diagram_of(xor_network()).cards
    assert [(card.name, card.role, card.units, card.symbol) for card in cards.values()] == [
        ("Input", "input", 2, "x"),
        ("Dense 1", "hidden", 4, "h"),
        ("Dense 2", "final", 1, "ŷ"),
        ("Output", "output", 1, "ŷ"),
        ("Loss", "loss", 1, "h"),
    ]
    assert render(cards["dense1"].facts, "en") == "4 units · tanh"
    assert render(cards["dense1"].brief, "en") == "4 · tanh"
    assert render(cards["loss1"].facts, "en") == "MSE loss"
    assert cards["output1"].activation == "tanh"  # an output passes on what it gets


def test_units_are_predictions_where_all_of_them_are_handed_to_the_output() -> None:
    document = edits.delete(xor_network(), ("dense2",))
    for unit in range(4):
        document = edits.connect(document, "dense1", "output1", unit=unit)
        card = diagram_of(document).cards["dense1"]
        assert (card.role, card.symbol) == (("final", "ŷ") if unit == 3 else ("hidden", "h"))


def test_the_loss_names_its_function() -> None:
    document = edits.change_settings(network(2, 1), "loss1", LossSettings("binary_cross_entropy"))
    assert render(diagram_of(document).cards["loss1"].facts, "en") == "BCE loss"


def test_every_weight_has_one_wire_and_knows_its_cell() -> None:
    wires = wiring_of(diagram_of(xor_network())).wires
    weights = {(wire.path, wire.row, wire.column) for wire in wires if wire.sort == "weight"}
    assert len(weights) == 2 * 4 + 4
    assert ("dense1/weight", 3, 1) in weights
    assert [wire.sort for wire in wires if wire.target == "output1"] == ["copy"]
    assert [wire.sort for wire in wires if wire.target == "loss1"] == ["loss"]


def test_columns_of_a_weight_follow_the_order_of_the_links() -> None:
    document = edits.new_document()
    document, first = edits.add_node(document, "input", (0, 0))
    document, neuron = edits.add_node(document, "neuron", (0, 300))
    document, dense = edits.add_node(document, "dense", (300, 0), settings=DenseSettings(units=2))
    document = edits.connect(document, first, neuron, unit=1)
    document = edits.connect(document, neuron, dense)
    document = edits.connect(document, first, dense)
    wires = wiring_of(diagram_of(document)).into[dense, 0]
    assert [(wire.source, wire.source_unit, wire.column) for wire in wires] == [
        (neuron, 0, 0), (first, 0, 1), (first, 1, 2),
    ]  # fmt: skip
    single = wiring_of(diagram_of(document)).into[neuron, 0]
    assert [(wire.source_unit, wire.column) for wire in single] == [(1, 0)]


def test_arrivals_are_ordered_by_where_they_come_from() -> None:
    diagram = diagram_of(network(8, 1))
    wires = wiring_of(diagram).into["dense1", 0]
    heights = [wire.end.y() for wire in wires]
    assert heights == sorted(heights)


def test_more_than_six_hundred_weights_become_a_ribbon_and_a_hovered_unit_has_its_own_wires() -> None:
    diagram = diagram_of(network(2, 40, 16, 1))
    wiring = wiring_of(diagram)
    assert [(ribbon.source, ribbon.target, ribbon.count) for ribbon in wiring.ribbons] == [("dense1", "dense2", 640)]
    assert not wiring.between.get(("dense1", "dense2"))
    mine = unit_wires(diagram, "dense2", 3)
    from_layer = [wire for wire in mine if wire.source == "dense1"]
    assert [wire.source_unit for wire in from_layer] == [0, 1, 2, 3, 4, 5, 38, 39]
    assert {wire.row for wire in from_layer} == {3}


def test_far_away_every_layer_is_one_ribbon() -> None:
    diagram = diagram_of(network(2, 4, 1))
    wiring = wiring_of(diagram, strips=True)
    assert {(ribbon.source, ribbon.target) for ribbon in wiring.ribbons} == {("input1", "dense1"), ("dense1", "dense2")}


def test_links_end_further_out_while_stepping() -> None:
    diagram = diagram_of(xor_network())
    near, far = wiring_of(diagram).into["dense2", 0][0], wiring_of(diagram, summing=True).into["dense2", 0][0]
    center = diagram.cards["dense2"].center_of[0]
    assert (far.end - center).manhattanLength() > (near.end - center).manhattanLength()


def test_a_weight_of_a_free_neuron_has_the_name_that_formulas_give_it() -> None:
    document, source = edits.add_node(edits.new_document(), "input", (0.0, 0.0))
    names = []
    for y in (0.0, 150.0):
        document, neuron = edits.add_node(document, "neuron", (200.0, y))
        document = edits.connect(document, source, neuron, 1)
        names.append(neuron)
    diagram = diagram_of(document)
    assert [diagram.weight_number(neuron, 0, 0) for neuron in names] == ["11", "21"]


def wire_places(wiring: Wiring) -> list[tuple[object, ...]]:
    return [(wire.key, wire.source, wire.target, wire.start.toTuple(), wire.end.toTuple()) for wire in wiring.wires]


@pytest.mark.parametrize("summing", [False, True])
@pytest.mark.parametrize("strips", [False, True])
def test_moved_cards_give_the_diagram_and_the_wires_of_a_new_one(strips: bool, summing: bool) -> None:
    document = network(3, 5, 4, 2)
    diagram = diagram_of(document)
    wiring = wiring_of(diagram, strips, summing)
    for node, at in (("dense1", (404.0, -300.0)), ("input1", (-90.0, 250.0)), ("output1", (1500.0, 20.0))):
        document = edits.move(document, {node: at})
        diagram = diagram_of(document, diagram)
        wiring = wiring_of(diagram, strips, summing, wiring)
        fresh = diagram_of(document)
        assert diagram.cards == fresh.cards
        assert wire_places(wiring) == wire_places(wiring_of(fresh, strips, summing))
        assert [ribbon.band for ribbon in wiring.ribbons] == [
            ribbon.band for ribbon in wiring_of(fresh, strips, summing).ribbons
        ]


@pytest.mark.parametrize("seed", range(3))
def test_a_diagram_that_follows_edits_is_as_a_new_one(seed: int) -> None:
    drawn = random.Random(seed)
    document = network(3, 5, 4, 2)
    diagram = diagram_of(document)
    wiring = wiring_of(diagram)
    for _ in range(120):
        with suppress(NnsimError, KeyError):
            document = drawn.choice((*STRUCTURAL, choose_data))(document, drawn)
        diagram = diagram_of(document, diagram)
        wiring = wiring_of(diagram, before=wiring)
        fresh = diagram_of(document)
        assert list(diagram.cards.items()) == list(fresh.cards.items())
        assert diagram.bundles == fresh.bundles
        assert diagram.boxes.tolist() == fresh.boxes.tolist()
        assert diagram.ending == fresh.ending
        anew = wiring_of(fresh)
        assert wire_places(wiring) == wire_places(anew)
        for name in ("runs", "crowded", "edges"):
            assert getattr(wiring, name).tolist() == getattr(anew, name).tolist()
        assert [[cell.tolist() for cell in wiring.cells[path]] for path in wiring.cells] == [
            [cell.tolist() for cell in anew.cells[path]] for path in anew.cells
        ]


def test_the_card_under_the_pointer_is_the_one_that_is_drawn_last() -> None:
    document = edits.move(network(2, 4, 1), {"dense1": (100.0, 100.0), "dense2": (150.0, 120.0)})
    diagram = diagram_of(document)
    for x in range(0, 400, 13):
        for y in range(0, 500, 17):
            point = QPointF(x, y)
            slowly = next((c for c in reversed(diagram.cards.values()) if c.rect.contains(point)), None)
            assert diagram.card_at(point) is slowly


def test_wires_between_cards_that_stay_are_not_made_again() -> None:
    document = network(3, 5, 4, 2)
    diagram = diagram_of(document)
    wiring = wiring_of(diagram)
    moved = wiring_of(diagram_of(edits.move(document, {"dense3": (2000.0, 0.0)}), diagram), before=wiring)
    assert moved.between["input1", "dense1"][0] is wiring.between["input1", "dense1"][0]
    assert moved.between["dense2", "dense3"][0] is not wiring.between["dense2", "dense3"][0]
