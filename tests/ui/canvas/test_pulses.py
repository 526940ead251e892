"""Numbers on their way: where they begin and end, and that a frame paints what moves and no more."""

import math
from functools import cache

import numpy as np
import pytest
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QImage, QPainter

from nnsim.trace import Stepper, StepView
from tests.ui.canvas.lab import Lab, xor_network
from tests.ui.canvas.test_kernel_tiles import LOOK, convolution, shown
from ui.canvas.diagram import Diagram
from ui.canvas.face_paint import boxes
from ui.canvas.kernel_route import kernel_routes
from ui.canvas.pulses import Pulses
from ui.canvas.spotlight import spotlight_of
from ui.canvas.sum_paint import GrowingSum
from ui.canvas.weaving import wiring_of
from ui.look import theme

SIDE = 700


@cache
def moments() -> list[StepView]:
    """A moment of each operation of a step, by cells and by terms."""
    found: dict[tuple[object, ...], StepView] = {}
    for detail in ("neuron", "term"):
        stepper = Stepper(xor_network(), 1, detail)
        for _ in range(stepper.timeline().total):
            stepper.next()
            view = stepper.view()
            found.setdefault((detail, view.phase, view.operation), view)
    return list(found.values())


def inked(image: QImage) -> QRectF:
    """The box around all that is not clear."""
    pixels = np.frombuffer(image.constBits(), np.uint8).reshape(SIDE, SIDE, 4)
    rows, columns = np.nonzero(pixels[..., 3] > 8)
    if not len(rows):
        return QRectF()
    left, top, right, bottom = (float(each) for each in (columns.min(), rows.min(), columns.max(), rows.max()))
    return QRectF(left, top, right - left + 1, bottom - top + 1)


def test_what_moves_is_painted_where_it_says_and_nowhere_else(lab: Lab) -> None:
    board, travelled, grown = lab.view.board, 0, 0
    for view in moments():
        lab.clock.moved.emit(view)
        light = lab.view.stepping.light
        pulses, total = Pulses(light, LOOK), GrowingSum(light, board.diagram, LOOK, board.showing)
        travelled, grown = travelled + pulses.any, grown + total.moves
        for paint, bounds in ((pulses.paint, pulses.bounds(0.4)), (total.paint, total.bounds)):
            image = QImage(SIDE, SIDE, QImage.Format.Format_ARGB32_Premultiplied)
            image.fill(0)
            painter = QPainter(image)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            corner = board.diagram.bounds.topLeft() - QPointF(60, 60)
            painter.translate(-corner)
            paint(painter, 0.4)
            painter.end()
            assert bounds.adjusted(-2, -2, 2, 2).contains(inked(image).translated(corner)) or inked(image).isEmpty()
    assert travelled > 5
    assert grown > 1


def test_pulses_begin_at_the_port_and_rest_before_the_unit_that_they_come_to(lab: Lab) -> None:
    for view in moments():
        lab.clock.moved.emit(view)
        light = lab.view.stepping.light
        wires = [carried.wire for carried in light.hot if carried.wire.sort != "whole"]
        if view.phase in ("update", None) or len(wires) != 1 or math.isnan(light.hot[0].number):
            continue
        pulses, wire = Pulses(light, LOOK), wires[0]
        start = wire.end if view.phase == "backward" else wire.start
        x, y = pulses._at(0.0)[0]
        assert (QPointF(x, y) - start).manhattanLength() < 1e-6
        way = [float(pulses._at(share / 10)[0, 0]) for share in range(11)]
        assert way == sorted(way, reverse=view.phase == "backward")
        assert wire.start.x() < way[-1] < wire.end.x()


def test_where_nothing_moves_or_may_move_no_frame_is_asked_for(lab: Lab) -> None:
    frames, still = lab.view.frames, [view for view in moments() if not moves(lab, view)]
    theme().set_reduced_motion(True)
    lab.clock.playing, lab.clock.speed = True, 1.0
    for view in moments():
        lab.clock.moved.emit(None)
        lab.clock.moved.emit(view)
        assert "pulse" not in frames._animations
        assert lab.view.stepping._progress == 1.0
    theme().set_reduced_motion(False)
    for view in still:
        if view.phase != "update":
            lab.clock.moved.emit(None)
            lab.clock.moved.emit(view)
            assert "pulse" not in frames._animations
    assert still


def moves(lab: Lab, view: StepView) -> bool:
    lab.clock.moved.emit(view)
    light, board = lab.view.stepping.light, lab.view.board
    return Pulses(light, LOOK).any or GrowingSum(light, board.diagram, board.look, board.showing).moves


def test_a_gradient_that_is_passed_back_comes_near_where_the_wire_begins_and_a_weight_s_rests_at_it(lab: Lab) -> None:
    near = {}
    for view in moments():
        lab.clock.moved.emit(view)
        stepping = lab.view.stepping
        if view.phase == "backward" and len(stepping._pulses._numbers):
            wire, (x, _) = stepping._pulses._numbers[0].wire, stepping._pulses._at(1.0)[0]
            near[view.operation] = (x - wire.start.x()) / (wire.end.x() - wire.start.x()) < 0.5
    assert near["InputGradient"]
    assert not near["WeightGradient"]


@pytest.mark.parametrize("channels", [1, 2])
def test_a_kernel_s_pulse_goes_from_its_window_through_it_to_the_cell_that_it_makes(channels: int) -> None:
    document = convolution(4, channels)
    (diagram, showing), stepper = shown(document), Stepper(document)
    showing.kernels = frozenset(("convolution1",))
    for _ in range(3):
        stepper.next()
    showing.step = stepper.view()
    light = spotlight_of(showing.step, diagram, wiring_of(diagram), showing)
    ways = kernel_routes(light, diagram, showing)
    assert ways is not None
    assert len(ways) == channels
    for way, window in zip(ways, boxes_on(diagram, "input1", light.windows["input1"]), strict=True):
        assert window.contains(QPointF(*way[0]))
        assert light.unit is not None
        cell, = boxes_on(diagram, "convolution1", (light.unit,))
        assert (cell.center() - QPointF(*way[-1])).manhattanLength() < 1e-6
        assert Pulses(light, LOOK, ways).any
    stepper.set_detail("layer")
    showing.step = stepper.view()
    light = spotlight_of(showing.step, diagram, wiring_of(diagram), showing)
    ways = kernel_routes(light, diagram, showing)
    assert ways is not None
    assert len(ways) == 4


def boxes_on(diagram: Diagram, node: str, cells: tuple[int, ...]) -> list[QRectF]:
    card = diagram.cards[node]
    assert card.shape.face is not None
    corner = QPointF(card.x, card.y) + card.shape.face_corner
    return [box.translated(corner) for box in boxes(card.shape.face, cells)]
