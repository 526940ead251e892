"""A stop repaints the cards that show another moment, and those alone."""

from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtGui import QImage, QPainter

from nnsim.trace import Stepper, StepView
from tests.ui.canvas.lab import Lab, xor_network
from ui.canvas.items import CardUnits


def picture_of(item: CardUnits) -> QImage:
    """The units of a card as they are painted now."""
    box = item.boundingRect()
    image = QImage(box.size().toSize(), QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(0)
    with QPainter(image) as painter:
        painter.translate(-box.topLeft())
        item.paint(painter, None)  # type: ignore[arg-type]
    return image


def moments() -> Iterator[StepView]:
    """All stops of a step of the second sample, term by term at first, and some of the way back."""
    stepper = Stepper(xor_network(), 1, "term")
    for _ in range(12):
        stepper.next()
        yield stepper.view()
    stepper.set_detail("neuron")
    total = stepper.timeline().total
    for move in (stepper.next,) * total + (stepper.back,) * 12:
        move()
        yield stepper.view()


def test_a_card_that_is_not_painted_anew_would_look_the_same(lab: Lab, monkeypatch: pytest.MonkeyPatch) -> None:
    units, anew = lab.view.board._units, set()
    updated: Any = CardUnits.update
    monkeypatch.setattr(CardUnits, "update", lambda item, *args: (anew.add(item.card.id), updated(item, *args))[1])
    shown: dict[str, QImage] = {}
    left = stops = 0
    for stop in moments():
        anew.clear()
        lab.clock.moved.emit(stop)
        lab.view.finish()
        now = {node: picture_of(item) for node, item in units.items()}
        assert {node for node in shown if now[node] != shown[node]} <= anew, stop.moment
        left, stops, shown = left + len(units) - len(anew), stops + 1, now
    assert left > stops  # of most stops most cards stay as they are
