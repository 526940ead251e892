"""Where attention looks, on its card: a lane for each head, an arc for each weight that counts."""

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from PySide6.QtGui import QColor, QImage, QPainter

from nnsim.catalog import AttentionSettings, MultiHeadSettings
from tests.catalog.placed_attention import PLACES, attending, crossing
from ui.canvas.appearance import Look
from ui.canvas.attention_arcs import attention_weights, lanes
from ui.canvas.card import Card
from ui.canvas.diagram import diagram_of, tidied
from ui.canvas.face_paint import face_state, paint_face
from ui.canvas.geometry import LANE, MOST_LANES
from ui.canvas.showing import Showing
from ui.look import load_tokens

LOOK = Look(load_tokens("light"))


def card_of(kind: str, settings: Any) -> Card:
    document, node = attending(kind, settings)
    return diagram_of(tidied(document)).cards[node]


def blue_at(card: Card, showing: Showing, x: float, y: float) -> int:
    """How much bluer than red a place of the painted card is."""
    image = QImage(round(card.rect.width()), round(card.rect.height()), QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(QColor("white"))
    painter = QPainter(image)
    painter.translate(-card.rect.topLeft())
    paint_face(painter, card, LOOK, showing)
    painter.end()
    color = image.pixelColor(round(x - card.rect.x()), round(y - card.rect.y()))
    return color.blue() - color.red()


@pytest.mark.parametrize(("kind", "settings", "heads"), [
    ("attention", AttentionSettings(), 1), ("multi_head", MultiHeadSettings(2), 2),
    ("multi_head", MultiHeadSettings(4), 4),
    ("transformer_encoder", None, 2),
])  # fmt: skip
def test_every_head_has_a_lane_on_the_card(kind: str, settings: Any, heads: int) -> None:
    card, showing = card_of(kind, settings), Showing()
    assert attention_weights(card, showing) is None
    showing.activations = {f"{card.id}:attention": np.full(heads * PLACES * PLACES, 1 / PLACES, np.float32)}
    weights = attention_weights(card, showing)
    assert weights is not None
    assert weights.shape == (heads, PLACES, PLACES)
    found = lanes(card, weights)
    assert len(found) == min(heads, MOST_LANES)
    for lane in found:
        assert card.rect.contains(lane.box)
        assert not any(lane.box.intersects(other.box) for other in found if other is not lane)
        face = card.shape.face
        assert face is not None
        for place in range(PLACES):  # a query stands under its column of the heat map
            column = face.cell_box(face.tiles[0], 0, place).center().x() + card.x + card.shape.face_corner.x()
            assert lane.query(place).x() == pytest.approx(column)


def test_an_arc_runs_from_a_query_to_what_it_looks_at_and_no_further() -> None:
    card, showing = card_of("attention", AttentionSettings()), Showing()
    weights = np.zeros((1, PLACES, PLACES))
    weights[0, 0, 2] = 1.0
    weights[0, 1, 1] = 1.0
    showing.activations = {f"{card.id}:attention": weights.ravel()}
    lane = lanes(card, weights)[0]
    middle = lane.arc(0, 2).pointAtPercent(0.5)
    assert blue_at(card, showing, middle.x(), middle.y()) > 100
    straight = lane.arc(2, 2).pointAtPercent(0.7)
    assert abs(blue_at(card, showing, straight.x(), straight.y())) < 30


def test_weights_that_are_not_computed_have_no_arc_and_a_new_one_repaints_the_card() -> None:
    card, showing = card_of("attention", AttentionSettings()), Showing()
    weights = np.full((1, PLACES, PLACES), np.nan)
    values = {card.id: np.full(PLACES * 4, np.nan)}
    showing.step = SimpleNamespace(values=values, sums={}, attention={card.id: weights}, active=None, ahead=None,
                                   looking=None, phase="forward")
    before = face_state(card, LOOK, showing)
    lane = lanes(card, weights)[0]
    at = lane.arc(1, 1).pointAtPercent(0.5)
    assert abs(blue_at(card, showing, at.x(), at.y())) < 10
    weights[0, 1, 1] = 0.9
    assert face_state(card, LOOK, showing) != before
    assert blue_at(card, showing, at.x(), at.y()) > 100
    before = face_state(card, LOOK, showing)
    showing.step.active = (card.id, 0, None)  # another query's turn: this one steps back
    assert face_state(card, LOOK, showing) != before
    assert blue_at(card, showing, at.x(), at.y()) < 100
    before = face_state(card, LOOK, showing)
    showing.step.active, showing.step.looking = (card.id, None, None), (card.id, 0, 1, 2)
    assert face_state(card, LOOK, showing) != before
    on_its_way = lane.arc(1, 2).pointAtPercent(0.5)
    assert blue_at(card, showing, on_its_way.x(), on_its_way.y()) > 60  # the score at hand, in the color of its phase


def test_looking_at_another_sequence_has_its_places_below() -> None:
    document, node = crossing("attention", AttentionSettings())
    card, showing = diagram_of(tidied(document)).cards[node], Showing()
    face = card.shape.face
    assert face is not None
    showing.activations = {f"{node}:attention": np.zeros(face.sample[0] * 7)}
    weights = attention_weights(card, showing)
    assert weights is not None
    assert weights.shape == (1, face.sample[0], 7)
    lane = lanes(card, weights)[0]
    assert lane.key(6).x() < lane.box.right()
    assert lane.key(0).y() - lane.query(0).y() == pytest.approx(LANE - 28.0)
