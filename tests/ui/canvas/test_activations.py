"""What the units give for the sample at hand: in discs, under them, in heat maps, and whole layers as strips."""

import math
from collections.abc import Callable
from types import SimpleNamespace

import numpy as np
import pytest
from PySide6.QtCore import QPointF
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QApplication

from nnsim import edits
from nnsim.catalog import InputSettings
from nnsim.document import Document
from tests.ui.canvas.lab import Lab, network, snapshot
from ui.canvas.appearance import Look
from ui.canvas.captions import value_text
from ui.canvas.card import Card
from ui.canvas.diagram import diagram_of, tidied
from ui.canvas.discs import Discs
from ui.canvas.face_paint import paint_face
from ui.canvas.layer_strip import known_values, paint_rest, paint_strip, rest_box, rest_grid
from ui.canvas.showing import Showing
from ui.canvas.unit_paint import unit_color
from ui.look import load_tokens


def told(lab: Lab, **activations: list[float]) -> None:
    figures = snapshot(lab.store.document)
    figures.unit_maps, figures.sample = {}, 2
    figures.activations = {node: np.array(values, np.float32) for node, values in activations.items()}
    lab.trainer.snapshot.emit(figures)
    lab.view.live._take()


def painted(card: Card, paint: Callable[[QPainter], None]) -> QImage:
    """A picture of a card, a pixel for each of the canvas."""
    image = QImage(round(card.rect.width()), round(card.rect.height()), QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(0)
    painter = QPainter(image)
    painter.translate(-card.rect.topLeft())
    paint(painter)
    painter.end()
    return image


def test_discs_take_the_color_of_the_values_and_near_ones_have_a_number(lab: Lab) -> None:
    told(lab, dense1=[0.5, -0.25, 0.0, np.inf])
    board = lab.view.board
    card, tokens = lab.card("dense1"), board.look.tokens
    colors = [unit_color(card, unit, board.look, board.showing) for unit in range(4)]
    assert colors[0].blue() > colors[0].red()
    assert colors[1].red() > colors[1].blue()
    assert board.showing.row == 2
    near, far = Look(tokens, 1.0), Look(tokens, 0.6)
    assert [value_text(card, unit, near, board.showing)[0] for unit in range(4)] == ["0.50", "−0.25", "0.00", "∞"]
    assert value_text(card, 0, far, board.showing)[0] == ""
    assert value_text(card, 3, near, board.showing)[1] == tokens.err
    lab.trainer.cleared.emit()
    assert value_text(card, 0, near, board.showing)[0] == ""
    assert unit_color(card, 0, board.look, board.showing) == tokens.sunken


def test_probabilities_have_a_decimal_more_and_shares_among_many_begin_at_no_color(
    make_lab: Callable[[Document], Lab]
) -> None:
    document = network(3, 4)
    settings = document.network.node("dense1").settings
    lab = make_lab(edits.change_settings(document, "dense1", type(settings)(4, "softmax")))
    told(lab, dense1=[0.0, 0.125, 0.875, 0.0])
    board, card = lab.view.board, lab.card("dense1")
    assert value_text(card, 1, Look(board.look.tokens), board.showing)[0] == "0.125"
    none, most = (unit_color(card, unit, board.look, board.showing) for unit in (0, 2))
    assert abs(none.red() - none.blue()) < 3
    assert most.blue() > most.red() + 100


def test_heat_maps_show_the_sample_at_hand() -> None:
    document, node = edits.add_node(
        edits.new_document(), "input", (0.0, 0.0), settings=InputSettings(tuple(range(4)), (1, 2, 2)))
    card = diagram_of(tidied(document)).cards[node]
    look, showing = Look(load_tokens("light")), Showing()
    blank = painted(card, lambda painter: paint_face(painter, card, look, showing))
    showing.activations = {node: np.array([0.0, 1.0, 1.0, 0.0], np.float32)}
    image = painted(card, lambda painter: paint_face(painter, card, look, showing))
    face = card.shape.face
    assert face is not None
    for cell, dark in ((0, False), (1, True), (2, True), (3, False)):
        found = face.place(cell)
        assert found is not None
        at = (face.cell_box(*found).center() + card.shape.face_corner + QPointF(-14, -14)).toPoint()
        assert (image.pixelColor(at).lightness() < blank.pixelColor(at).lightness() - 50) == dark


@pytest.mark.parametrize("count", [17, 24, 300, 4000])
def test_a_wide_layer_shows_every_unit(count: int) -> None:
    card = diagram_of(network(2, count)).cards["dense1"]
    showing, look = Showing(), Look(load_tokens("light"))
    values = np.zeros(count)
    values[count // 2] = 1.0
    showing.activations = {"dense1": values}
    grid, rows, columns = rest_grid(card)
    assert rest_box(card).contains(grid)
    assert rows * columns >= count - 8 > (rows - 1) * columns
    above, below = (card.center_of[unit].y() for unit in (5, count - 2))
    assert above + card.shape.radius < grid.top()
    assert grid.bottom() < below - card.shape.radius
    if count <= 300:
        row, column = divmod(count // 2 - 6, columns)
        at = QPointF(grid.x() + (column + 0.5) * grid.width() / columns, grid.y() + (row + 0.5) * grid.height() / rows)
        image = painted(card, lambda painter: paint_rest(painter, card, look, showing))
        color = image.pixelColor((at - card.rect.topLeft()).toPoint())
        assert color.blue() > color.red() + 100
        span = card.unit_span
        strip = painted(card, lambda painter: paint_strip(painter, card, look, showing))
        middle = QPointF(span.center().x(), span.top() + (count // 2 + 0.5) / count * span.height())
        color = strip.pixelColor((middle - card.rect.topLeft()).toPoint())
        assert color.blue() > color.red() + 100


def test_values_of_another_number_of_units_are_not_shown() -> None:
    card, showing = diagram_of(network(2, 20)).cards["dense1"], Showing()
    showing.activations = {"dense1": np.ones(5)}
    assert np.isnan(known_values(card, showing)).all()
    showing.maps = {"dense1": np.full((20, 2, 2), 0.5)}
    assert known_values(card, showing).tolist() == [0.5] * 20
    showing.step = SimpleNamespace(values={"dense1": np.arange(20.0)}, ahead=None)
    assert known_values(card, showing).tolist() == np.arange(20.0).tolist()


def test_a_disc_without_a_map_has_the_color_of_the_moment_that_is_stepped_to(qapp: QApplication) -> None:
    card, showing, look = diagram_of(network(2, 3)).cards["dense1"], Showing(), Look(load_tokens("light"), 1.0)
    discs, middle = Discs(), []
    for value in (math.nan, -0.9, 0.9):
        values = np.full(3, value)
        showing.step = SimpleNamespace(values={"dense1": values}, ahead=None)
        picture = discs.get(card, 0, look, showing).toImage()
        middle.append(picture.pixelColor(picture.width() // 2, picture.height() // 2))
    assert len({color.rgb() for color in middle}) == 3
    assert middle[1].red() > middle[1].blue()
    assert middle[2].blue() > middle[2].red()
