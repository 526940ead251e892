"""Automatic placement."""

from msgspec.structs import replace

from nnsim import edits
from nnsim.document import Document, Link, Views
from tests.ui.canvas.lab import network
from ui.canvas.diagram import diagram_of
from ui.canvas.layout import depths, placed


def _without_positions(document: Document) -> Document:
    return replace(document, views=Views())


def test_layers_stand_in_columns_from_left_to_right_without_overlap() -> None:
    cards = list(diagram_of(_without_positions(network(2, 4, 8, 1))).cards.values())
    order = ["input1", "dense1", "dense2", "dense3", "output1", "loss1"]
    assert [card.id for card in sorted(cards, key=lambda card: card.x)] == order
    for card in cards:
        assert not any(card.rect.intersects(other.rect) for other in cards if other is not card)
    axes = [card.y + card.shape.axis for card in cards]
    assert max(axes) - min(axes) <= 4


def test_nodes_of_one_depth_share_a_column() -> None:
    document = edits.new_document()
    document, source = edits.add_node(document, "input", (0, 0))
    for _ in range(3):
        document, node = edits.add_node(document, "neuron", (0, 0))
        document = edits.connect(document, source, node)
    assert sorted(depths(document.network).values()) == [0, 1, 1, 1]
    cards = diagram_of(_without_positions(document)).cards
    neurons = [cards[f"neuron{k}"] for k in (1, 2, 3)]
    assert len({card.x for card in neurons}) == 1
    assert not neurons[0].rect.intersects(neurons[1].rect)


def test_known_positions_stay_and_new_nodes_stand_below() -> None:
    document = network(2, 4, 1)
    known = {node: at for node, at in document.views.positions.items() if node != "dense1"}
    partly = replace(document, views=Views(positions=known))
    sizes = {card.id: card.shape.size for card in diagram_of(document).cards.values()}
    result = placed(partly, sizes)
    assert {node: result[node] for node in known} == known
    assert result["dense1"][1] >= max(y + sizes[node][1] for node, (_, y) in known.items())


def test_a_cycle_does_not_hang() -> None:
    document = network(2, 4, 1)
    links = (*document.network.links, Link("dense2", "dense1"))
    cyclic = replace(document, network=replace(document.network, links=links))
    assert set(depths(cyclic.network)) == set(cyclic.views.positions)
