"""Cards brought onto one line and spread at equal distances."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnsim import edits
from nnsim.document import Document
from nnsim.edits import Box
from nnsim.edits.arranging import LEAST_GAP, Edge

BOXES = {"dense1": Box(0, 10, 100, 300, 120), "dense2": Box(250, 80, 140, 80, 30), "dense3": Box(180, 400, 60, 60, 30)}


def three() -> Document:
    document = edits.new_document()
    for box in BOXES.values():
        document, _ = edits.add_node(document, "dense", (box.x, box.y))
    return document


@pytest.mark.parametrize(("edge", "expected"), [
    ("left", [(0, 10), (0, 80), (0, 400)]), ("right", [(290, 10), (250, 80), (330, 400)]),
    ("center", [(135, 10), (115, 80), (155, 400)]), ("top", [(0, 10), (250, 10), (180, 10)]),
    ("bottom", [(0, 160), (250, 380), (180, 400)]), ("middle", [(0, 150), (250, 240), (180, 240)]),
])  # fmt: skip
def test_cards_come_onto_one_line(edge: Edge, expected: list[tuple[float, float]]) -> None:
    after = edits.align(three(), BOXES, edge)
    assert [after.views.positions[node] for node in BOXES] == expected
    assert after.network is three().network or after.network == three().network
    assert edits.align(after, {n: Box(*after.views.positions[n], *BOXES[n][2:]) for n in BOXES}, edge) == after


sides = st.floats(10, 400)


@given(st.lists(st.builds(Box, st.floats(-900, 900), st.floats(-900, 900), sides, sides, st.just(5.0)), min_size=3,
                max_size=9), st.sampled_from(["across", "down"]))
def test_spread_cards_stand_at_equal_distances_and_in_their_order(boxes: list[Box], axis: str) -> None:
    named = {f"dense{number}": box for number, box in enumerate(boxes, 1)}
    document = edits.new_document()
    for box in boxes:
        document, _ = edits.add_node(document, "dense", (box.x, box.y))
    after = edits.distribute(document, named, "across" if axis == "across" else "down").views.positions
    at, size = (0, 2) if axis == "across" else (1, 3)
    order = sorted(named, key=lambda node: (named[node][at] + named[node][size] / 2, node))
    gaps = [after[b][at] - after[a][at] - named[a][size] for a, b in pairwise(order)]
    assert gaps == pytest.approx([gaps[0]] * len(gaps))
    assert gaps[0] >= LEAST_GAP - 1e-6
    assert after[order[0]][at] == named[order[0]][at]
    if gaps[0] > LEAST_GAP + 1e-6:
        assert after[order[-1]][at] == pytest.approx(named[order[-1]][at])
    assert all(after[node][1 - at] == named[node][1 - at] for node in named)


def test_too_few_cards_stay_where_they_are() -> None:
    document = three()
    assert edits.align(document, {"dense1": BOXES["dense1"]}, "left") is document
    assert edits.distribute(document, {node: BOXES[node] for node in ("dense1", "dense2")}, "across") is document
