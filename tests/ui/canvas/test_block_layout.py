"""Tidying keeps what stands in a block together, and everything else out of its frame."""

import random

import pytest

from nnsim import edits
from nnsim.catalog import DenseSettings
from nnsim.document import Document
from tests.ui.canvas.lab import network
from ui.canvas.diagram import diagram_of, tidied


def _drawing(seed: int) -> Document:
    """Layers with links that pass some, and blocks in blocks, strewn over the canvas."""
    chance = random.Random(seed)
    document = network(2, 3, 4, 2, 5, 1)
    layers = [node.id for node in document.network.nodes if node.kind == "dense"]
    for number in range(4):
        document, node = edits.add_node(document, "dense", (0.0, 0.0), settings=DenseSettings(2 + number))
        first = chance.randrange(len(layers) - 1)
        document = edits.connect(document, layers[first], node)
        document = edits.connect(document, node, layers[-1])
        layers.insert(first + 1, node)
    inner = chance.sample(layers, 3)
    document, _ = edits.group(document, inner, "Inner")
    document, _ = edits.group(document, [*inner, chance.choice([n for n in layers if n not in inner])], "Outer")
    rest = [node for node in layers if document.views.group_of(node) is None]
    document, other = edits.group(document, rest[:2], "Other")
    if seed % 3 == 0:
        document = edits.set_folded(document, other, True)
    return edits.move(document, {
        node.id: (chance.uniform(0, 2000), chance.uniform(0, 2000)) for node in document.network.nodes})  # fmt: skip


@pytest.mark.parametrize("seed", range(6))
def test_nothing_else_stands_in_the_frame_of_a_block(seed: int) -> None:
    document = tidied(_drawing(seed))
    diagram = diagram_of(document)
    assert len(diagram.blocks) == 3
    for block in diagram.blocks:
        for node, card in diagram.seen.items():
            if node not in block.nodes:
                assert not block.rect.intersects(card.rect)
            elif not block.folded:
                assert block.rect.contains(card.rect)
        for other in diagram.blocks:
            nested = set(block.nodes) <= set(other.nodes) or set(other.nodes) <= set(block.nodes)
            assert nested or not block.rect.intersects(other.rect)
    cards = list(diagram.seen.values())
    assert not any(a.rect.intersects(b.rect) for place, a in enumerate(cards) for b in cards[:place])
    assert tidied(document).views == document.views
