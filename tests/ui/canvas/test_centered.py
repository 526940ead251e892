"""A card that gets other units stays level with its links."""

from itertools import pairwise

import pytest
from PySide6.QtCore import QRectF

from nnsim import edits
from nnsim.catalog import DenseSettings, InputSettings, RecurrentSettings
from nnsim.document import Document
from nnsim.program import problems
from tests.batteries.drawing import Drawing, table
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


def box(document: Document, node: str) -> QRectF:
    shape = card_shape(document.network.node(node), document.network, node in document.views.opened)
    return QRectF(*document.views.positions[node], *shape.size[:2])


@pytest.mark.parametrize("last", ["dense", "lstm"])
def test_what_a_remedy_adds_stands_level_and_clear_of_what_links_into_it(last: str) -> None:
    steps = last == "lstm"
    drawing = Drawing(table([[0.0] * 12] * 4, [[0.0], [1.0], [1.0], [0.0]]))
    drawing.add("input", InputSettings(tuple(range(12)), (4, 3) if steps else ()))
    middle = drawing.add(last, RecurrentSettings(5) if steps else DenseSettings(5), "input1")
    drawing.end(middle)
    document = edits.set_opened(drawing.document, middle, True) if steps else drawing.document
    document = edits.move(document, {
        node.id: (280.0 * k, 300.0 - card_shape(node, document.network, node.id in document.views.opened).axis)
        for k, node in enumerate(document.network.nodes)})
    remedy = next(fix for problem in problems(document) for fix in problem.fixes
                  if str(fix.label) == "Insert a layer of one unit")
    after = centered(document, remedy.apply(document))
    assert [axis(after, node.id) for node in after.network.nodes if node.id not in after.views.opened] == [
        pytest.approx(300.0)] * (4 if steps else 5)
    boxes = sorted((box(after, node.id) for node in after.network.nodes), key=lambda each: each.left())
    assert len(boxes) == 5
    assert all(one.right() + 40 < other.left() for one, other in pairwise(boxes))
    askew = edits.move(document, {end: (place[0], place[1] + 7.0) for end, place in document.views.positions.items()
                                  if end in ("output1", "loss1")})  # fmt: skip
    straight = centered(askew, remedy.apply(askew))
    added = next(node.id for node in straight.network.nodes if not askew.network.has(node.id))
    assert axis(straight, added) == axis(straight, "output1") == pytest.approx(307.0)
    bare = edits.delete(document, ["output1", "loss1"])
    end = next(fix for problem in problems(bare) for fix in problem.fixes)
    ended = centered(bare, end.apply(bare))
    assert axis(ended, "output1") == axis(ended, "loss1") == pytest.approx(300.0)
    assert box(ended, "output1").left() > box(ended, middle).right() + 40


def test_what_a_growing_card_would_cover_makes_way_and_its_row_with_it() -> None:
    drawing = Drawing()
    for _ in range(5):
        drawing.add("dense", DenseSettings(2))
    places = {"dense1": (0.0, 400.0), "dense2": (20.0, 760.0), "dense3": (300.0, 780.0), "dense4": (0.0, 10.0),
              "dense5": (300.0, 400.0)}  # fmt: skip
    before = edits.move(drawing.document, places)
    after = centered(before, edits.change_settings(before, "dense1", DenseSettings(5)))
    boxes = {node: box(after, node) for node in places}
    assert axis(after, "dense1") == axis(before, "dense1")
    assert boxes["dense2"].top() >= boxes["dense1"].bottom() + 40
    assert boxes["dense4"].bottom() <= boxes["dense1"].top() - 40
    assert boxes["dense3"].top() - boxes["dense2"].top() == pytest.approx(20.0)  # the row below stays a row
    assert after.views.positions["dense5"] == places["dense5"]  # what stands beside stays
    less = centered(before, edits.change_settings(before, "dense1", DenseSettings(3)))
    assert less.views.positions["dense5"] == places["dense5"]
