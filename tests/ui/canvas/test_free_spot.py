"""Words stand near to the card that they belong to, over as little as can be and never over what floats."""

import numpy as np
import pytest
from PySide6.QtCore import QRectF, QSizeF

from ui.canvas.free_spot import free_spot

ROOM, SIZE, GAP = QRectF(0, 0, 1000, 800), QSizeF(270, 140), 10.0


def _boxes(*rects: QRectF) -> np.ndarray:
    return np.array([rect.getCoords() for rect in rects], np.float64).reshape(-1, 4)


def test_alone_the_words_stand_in_the_middle_below() -> None:
    card = QRectF(400, 100, 150, 300)
    spot = free_spot(SIZE, card, ROOM, _boxes(card), _boxes(), GAP)
    assert spot.toTuple() == (card.center().x() - 135, 410.0)


def test_words_go_a_little_further_rather_than_over_a_card_and_stay_off_the_zoom_bar() -> None:
    loss, output, zoom_bar = QRectF(836, 236, 152, 264), QRectF(664, 80, 124, 545), QRectF(828, 760, 156, 34)
    spot = free_spot(SIZE, loss, ROOM, _boxes(output, loss), _boxes(zoom_bar), GAP)
    box = QRectF(spot, SIZE)
    assert ROOM.contains(box)
    assert not any(box.intersects(other) for other in (loss, output, zoom_bar))
    assert box.top() == pytest.approx(output.bottom() + GAP)


def test_where_nothing_is_free_the_words_stay_near_and_cover_little() -> None:
    cards = [QRectF(x, y, 140, 190) for x in range(0, 1000, 150) for y in range(0, 800, 200)]
    own = cards[9]
    box = QRectF(free_spot(SIZE, own, ROOM, _boxes(*cards), _boxes(), GAP), SIZE)
    assert ROOM.contains(box)
    assert box.adjusted(-200, -200, 200, 200).intersects(own)
    assert not box.intersects(own)
