"""Automatic placement."""

import random
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from nnsim import catalog, edits
from nnsim.document import Document, Link, Network, Node, Views
from nnsim.edits.naming import Register
from tests.ui.canvas.lab import network
from ui.canvas.columns import columns_of, crossings, depths
from ui.canvas.diagram import diagram_of
from ui.canvas.layout import placed, tidy


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


def test_many_wires_have_a_wider_gap_and_a_ribbon_has_none() -> None:
    gaps = []
    for wide in (4, 8, 30):
        cards = diagram_of(_without_positions(network(2, wide, wide, 1))).cards
        gaps.append(cards["dense2"].rect.left() - cards["dense1"].rect.right())
    assert gaps == [136.0, 220.0, 120.0]


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


def _linked(*pairs: tuple[str, str]) -> Network:
    """Neurons by these names, linked so; the first sources are inputs."""
    names = dict.fromkeys(name for pair in pairs for name in pair)
    targets = {target for _, target in pairs}
    register, nodes = Register(()), {}
    for name in names:
        kind = "neuron" if name in targets else "input"
        nodes[name] = Node(register.free_id(kind), kind, name, catalog.kind(kind).default_settings())
    return Network(tuple(nodes.values()), tuple(Link(nodes[a].id, nodes[b].id) for a, b in pairs))


def _order(network: Network) -> list[list[str]]:
    """The names of the nodes of each column, from above; a link that passes by is a dash."""
    names = {node.id: node.name for node in network.nodes}
    return [[names[item] if isinstance(item, str) else "–" for item in column] for column in columns_of(network)]


def test_columns_are_ordered_so_that_links_do_not_cross() -> None:
    tangled = _linked(("a", "f"), ("b", "e"), ("c", "d"), ("d", "g"), ("e", "h"), ("f", "i"))
    assert _order(tangled) == [["a", "b", "c"], ["f", "e", "d"], ["i", "h", "g"]]
    assert _order(_linked(("a", "b"), ("a", "c"), ("b", "d"), ("c", "d"))) == [["a"], ["b", "c"], ["d"]]


@given(st.integers(0, 2**32))
def test_no_order_has_more_crossings_than_the_one_drawn(seed: int) -> None:
    chance = random.Random(seed)
    names = [[f"{layer}{place}" for place in range(chance.randint(1, 5))] for layer in "abcd"]
    pairs = [
        (source, target) for first, second in pairwise(names) for target in second
        for source in chance.sample(first, chance.randint(1, len(first)))
    ]
    network = _linked(*pairs)
    found, depth = columns_of(network), depths(network)
    following = {node.id: [link.target for link in network.out_of(node.id)] for node in network.nodes}
    drawn = [[node.id for node in network.nodes if depth[node.id] == at] for at in range(len(found))]
    assert [set(column) for column in found] == [set(column) for column in drawn]
    assert crossings(found, following) <= crossings(drawn, following)


def test_a_link_that_passes_a_column_runs_free_of_its_cards() -> None:
    network = _linked(("x", "h"), ("x", "y"), ("h", "y"))
    assert _order(network) == [["x"], ["–", "h"], ["y"]]
    sizes = {node.id: (100.0, 150.0, 60.0) for node in network.nodes}
    tops = {node: y for node, (_, y) in tidy(network, sizes).items()}
    assert (tops["input1"], tops["neuron2"]) == (-60.0, -60.0)
    assert tops["neuron1"] >= 40.0
    two = _linked(("x", "h"), ("x", "k"), ("x", "y"), ("h", "y"), ("k", "y"))
    assert _order(two) == [["x"], ["h", "–", "k"], ["y"]]


def test_what_is_used_late_stands_close_to_its_end_and_a_long_chain_is_placed() -> None:
    network = _linked(("x", "a"), ("a", "b"), ("b", "c"), ("z", "w"), ("w", "c"))
    columns = _order(network)
    assert [column.index(name) >= 0 for name, column in (("z", columns[1]), ("w", columns[2]))] == [True, True]
    chain = _linked(*((f"n{place}", f"n{place + 1}") for place in range(1200)))
    assert len(columns_of(chain)) == 1201
