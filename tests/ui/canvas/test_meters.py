"""How large the gradient of a card is stands as a number at every zoom at which discs are pictures."""

import math
from collections.abc import Callable

import pytest
from PySide6.QtCore import QRectF

from nnsim.document import Document
from tests.ui.canvas.lab import Lab, network, snapshot
from ui.canvas.captions import meter_foot, meter_place, names_fit
from ui.canvas.detail import Detail
from ui.canvas.meter_paint import beside_text, short_norm

ZOOMS = (0.4, 0.45, 0.5, 0.6, 0.7, 0.75)


@pytest.mark.parametrize(("norm", "text"), [
    (0.0, "<0.001"), (1.25e-4, "<0.001"), (0.0123, "0.012"), (1.2534, "1.25"), (12.34, "12.3"), (1234.5, "1,234"),
    (math.nan, "NaN"), (math.inf, "∞"),
])  # fmt: skip
def test_a_short_number_keeps_its_meaning(norm: float, text: str) -> None:
    assert short_norm(norm) == text


def test_the_usual_number_comes_first_and_a_bar_is_always_left() -> None:
    assert beside_text(0.0123, 200.0, 1.0) == "0.012"
    assert beside_text(3.052e-4, 200.0, 1.0) == "3.052×10⁻⁴"
    assert beside_text(1.25e-4, 62.0, 1.0) == "<0.001"
    assert beside_text(1.25e-4, 40.0, 1.0) == ""


@pytest.mark.parametrize("zoom", ZOOMS)
def test_every_crowded_card_has_its_number(make_lab: Callable[[Document], Lab], zoom: float) -> None:
    lab = make_lab(network(2, 4, 8, 16, 3, 1))
    lab.view.camera.place(zoom, lab.view.camera.center)
    look = lab.view.board.look
    assert look.detail == Detail.MAPS
    cards = [card for card in lab.view.board.diagram.cards.values() if card.kind == "dense"]
    assert all(names_fit(card, look) for card in cards)
    assert "" not in [meter_place(card, look) for card in cards]
    for card in cards:
        if meter_place(card, look) == "beside":
            width = card.shape.width - 2 * (16.0 if card.shape.width > 150 else 14.0)
            assert beside_text(0.0123, width, look.text_scale(11.5)) == "0.012"
            assert beside_text(1.25e-4, width, look.text_scale(11.5))


@pytest.mark.parametrize("zoom", ZOOMS[:-1])
def test_the_number_is_painted_beside_the_bar_and_clear_of_the_name(
    make_lab: Callable[[Document], Lab], zoom: float
) -> None:
    lab = make_lab(network(2, 8, 1))
    lab.view.camera.place(zoom, lab.card("dense1").rect.center() + (lab.card("dense1").rect.bottomLeft()
                          - lab.card("dense1").rect.topLeft()) * 0.4)  # fmt: skip
    told = snapshot(lab.store.document)
    told.gradient_norms = {"dense1": 1e-9}  # a bar of nothing, so that all ink is the number's
    lab.trainer.running_changed.emit(True)
    lab.trainer.snapshot.emit(told)
    lab.view.finish()
    card, look = lab.card("dense1"), lab.view.board.look
    assert meter_place(card, look) == "beside"
    foot = QRectF(card.rect.left() + 6, card.rect.bottom() - meter_foot(look) - 6.5 / zoom, card.rect.width() - 12,
                  meter_foot(look) + 6.5 / zoom - 3)  # fmt: skip
    image = lab.view.viewport().grab(lab.view.mapFromScene(foot).boundingRect()).toImage()
    ink = look.tokens.grad.hue()
    rows = {
        y for x in range(image.width()) for y in range(image.height())
        if image.pixelColor(x, y).saturation() > 90 and abs(image.pixelColor(x, y).hue() - ink) < 12
    }  # fmt: skip
    assert 7 <= len(rows) <= 12
    assert min(rows) > 0
    assert max(rows) < image.height() - 1


@pytest.mark.parametrize("zoom", [0.77, 0.9, 1.0, 1.5])
def test_from_near_the_number_is_clear_of_the_last_unit_s_caption(
    make_lab: Callable[[Document], Lab], zoom: float
) -> None:
    lab = make_lab(network(2, 4, 8, 2, 1))
    lab.view.camera.place(zoom, lab.view.camera.center)
    look = lab.view.board.look
    assert look.detail >= Detail.NAMES
    for card in lab.view.board.diagram.cards.values():
        if card.kind == "dense":
            assert meter_place(card, look) == "above"
            caption = card.shape.rows[-1][1] + card.shape.radius + 22.0 + 3.0 * look.text_scale(13.0)
            number = card.shape.height - meter_foot(look) - 9.0 - 8.0 * look.text_scale(11.5)
            assert number - caption >= 3.0
