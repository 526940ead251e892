"""A stop repaints the units that show another moment, and those alone."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QStyleOptionGraphicsItem

from nnsim.trace import Stepper, StepView
from tests.ui.canvas.lab import Lab, xor_network
from ui.canvas.items import CardUnits


def picture_of(item: CardUnits, exposed: QRectF | None = None) -> QImage:
    """The units of a card as they are painted now, all of them or those alone that are exposed."""
    box, option = item.boundingRect(), QStyleOptionGraphicsItem()
    option.exposedRect = box if exposed is None else exposed
    image = QImage(box.size().toSize(), QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(0)
    with QPainter(image) as painter:
        painter.translate(-box.topLeft())
        painter.setClipRect(option.exposedRect)
        item.paint(painter, option)
    return image


def outside(image: QImage, item: CardUnits, areas: list[QRectF]) -> QImage:
    """The picture with a hole where these areas of the scene are."""
    left = image.copy()
    with QPainter(left) as painter:
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Clear)
        for area in areas:
            painter.fillRect(area.translated(-item.boundingRect().topLeft()).toAlignedRect(), Qt.GlobalColor.black)
    return left


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


def test_what_is_not_painted_anew_would_look_the_same(lab: Lab, monkeypatch: pytest.MonkeyPatch) -> None:
    units, anew = lab.view.board._units, dict[str, list[QRectF]]()

    def update(item: CardUnits, area: QRectF | None = None) -> None:
        anew.setdefault(item.card.id, []).append(item.boundingRect() if area is None else QRectF(area))

    monkeypatch.setattr(CardUnits, "update", update)
    shown: dict[str, QImage] = {}
    left = stops = parts = 0
    for stop in moments():
        anew.clear()
        lab.clock.moved.emit(stop)
        lab.view.finish()
        now = {node: picture_of(item) for node, item in units.items()}
        for node, before in shown.items():
            item, areas = units[node], anew.get(node, [])
            assert outside(now[node], item, areas) == outside(before, item, areas), (node, stop.moment)
            for area in areas[:2]:
                parts += not area.contains(item.boundingRect())
                box = area.translated(-item.boundingRect().topLeft()).toRect().adjusted(1, 1, -1, -1)
                assert picture_of(item, area).copy(box) == now[node].copy(box), (node, stop.moment)
        left, stops, shown = left + len(units) - len(anew), stops + 1, now
    assert left > stops  # of most stops most cards stay as they are
    assert parts > stops / 2  # and of the others one unit is painted
