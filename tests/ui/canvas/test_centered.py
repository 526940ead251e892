"""A card that gets other units stays level with its links."""

from nnsim import edits
from nnsim.catalog import DenseSettings
from nnsim.document import Document
from tests.batteries.drawing import Drawing
from ui.canvas.cards_of import card_shape
from ui.canvas.centered import centered


def axis(document: Document, node: str) -> float:
    """The height on the canvas at which links lead to a node."""
    return document.views.positions[node][1] + card_shape(document.network.node(node), document.network).axis


def test_cards_grow_and_shrink_around_their_axis() -> None:
    drawing = Drawing()
    first = drawing.add("dense", DenseSettings(6), drawing.add("input"))
    drawing.end(drawing.add("dense", DenseSettings(6), first))
    before = edits.move(drawing.document, {node.id: (300.0 * k, 20.0 * k)
                                           for k, node in enumerate(drawing.document.network.nodes)})
    after = centered(before, edits.change_settings(before, "dense2", DenseSettings(1)))
    assert after.views.positions["dense2"][1] > before.views.positions["dense2"][1] + 50
    for node in ("input1", "dense1", "dense2", "output1", "loss1"):
        assert abs(axis(after, node) - axis(before, node)) < 1e-9
    assert centered(before, edits.rename(before, "dense2", "Answer")).views == before.views
    moved = edits.move(edits.change_settings(before, "dense2", DenseSettings(1)), {"dense2": (0.0, 0.0)})
    assert centered(before, moved).views.positions["dense2"] == (0.0, 0.0)
