"""Names of units stay readable as far as a line has room below them."""

from collections.abc import Callable

import pytest

from nnsim import edits
from nnsim.document import Document, Link
from nnsim.text import message
from nnsim.trace import Stepper
from tests.ui.canvas.lab import Lab, network, xor_network
from ui.canvas.appearance import Weight, elided_name, text_width
from ui.canvas.captions import LINE_HEIGHT, names_fit, tail_room
from ui.canvas.detail import Detail
from ui.canvas.unit_title import unit_title


@pytest.mark.parametrize(("zoom", "named"), [(1.0, True), (0.82, True), (0.6, True), (0.45, True), (0.3, False)])
def test_names_outlive_the_first_level_of_detail(make_lab: Callable[[Document], Lab], zoom: float, named: bool) -> None:
    lab = make_lab(network(2, 4, 8, 1))
    lab.view.camera.place(zoom, lab.view.camera.center)
    look, cards = lab.view.board.look, lab.view.board.diagram.cards
    assert [names_fit(cards[node], look) for node in ("input1", "dense1", "dense2", "dense3")] == [named] * 4
    assert (look.detail >= Detail.MAPS) >= named


@pytest.mark.parametrize("zoom", [0.36, 0.45, 0.6, 0.75])
def test_no_name_touches_the_next_unit(make_lab: Callable[[Document], Lab], zoom: float) -> None:
    lab = make_lab(network(3, 8, 16, 1))
    lab.view.camera.place(zoom, lab.view.camera.center)
    look = lab.view.board.look
    for card in lab.view.board.diagram.cards.values():
        if card.role == "loss" or not names_fit(card, look):
            continue
        rows = card.shape.rows
        if len(rows) > 1:
            assert (rows[1][1] - rows[0][1] - 2 * card.shape.radius) * zoom >= LINE_HEIGHT
        assert tail_room(card) * zoom >= LINE_HEIGHT


def test_a_name_is_painted_below_eighty_percent(make_lab: Callable[[Document], Lab]) -> None:
    lab = make_lab(network(2, 4, 1))
    lab.view.camera.place(0.6, lab.view.camera.center)
    lab.view.finish()
    card, center = lab.card("dense1"), lab.card("dense1").center_of[0]
    image, ink = lab.view.viewport().grab().toImage(), lab.view.board.look.tokens.text2
    at = lab.at(center)
    top, foot = at.y() + round((card.shape.radius + 4) * 0.6), at.y() + round((card.shape.radius + 34) * 0.6)
    dark = [
        (x, y) for x in range(at.x() - 14, at.x() + 15) for y in range(top, foot)
        if image.pixelColor(x, y).lightness() < (ink.lightness() + 255) / 2
    ]  # fmt: skip
    assert len(dark) > 8


def test_a_unit_that_an_output_takes_alone_has_the_name_that_its_formula_has(
    make_lab: Callable[[Document], Lab],
) -> None:
    lab = make_lab(edits.disconnect(xor_network(), Link("dense2", "output1")))
    lab.store.commit(edits.connect(lab.store.document, "dense1", "output1", 2), message("Link"))
    assert [unit_title(lab.card("dense1"), unit) for unit in range(4)] == ["h₁", "h₂", "ŷ", "h₄"]
    stepper = Stepper(edits.delete(lab.store.document, ["dense2"]), detail="neuron")
    told = {}
    for _ in range(12):
        stepper.next()
        active = stepper.view().active
        if active is not None and active[0] == "dense1" and stepper.view().phase == "forward":
            explanation = stepper.explain()
            assert explanation is not None
            told[active[1]] = str(explanation.symbols)
    assert "hat{y}" in told[2]
    assert "hat{y}" not in told[1]
    lab.store.commit(edits.connect(lab.store.document, "dense1", "output1", 0), message("Link"))
    assert [unit_title(lab.card("dense1"), unit) for unit in range(4)] == ["ŷ₂", "h₂", "ŷ₁", "h₄"]
    lab.store.undo()
    assert unit_title(lab.card("dense1"), 2) == "ŷ"


def test_a_name_that_is_cut_keeps_its_number() -> None:
    whole, size, weight = "Convolution 12", 14.0, Weight.DemiBold
    width = text_width(whole, size, weight)
    assert elided_name(whole, size, weight, width + 1) == whole
    cut = elided_name(whole, size, weight, 0.7 * width)
    assert cut.startswith("Con")
    assert cut.endswith("… 12")
    assert text_width(cut, size, weight) <= 0.7 * width + 1
    assert elided_name("Hidden layer", size, weight, 50.0).endswith("…")
