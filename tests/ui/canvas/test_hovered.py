"""What the pointer rests on: it comes up softly, tells its number where none is written, and goes again."""

import math
from collections.abc import Callable
from time import sleep

import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from nnsim import edits
from nnsim.catalog import InputSettings
from nnsim.document import Document
from nnsim.text import message
from tests.ui.canvas.lab import Lab, network, snapshot
from ui.canvas.diagram import tidied
from ui.canvas.geometry import link_point
from ui.canvas.hovered import FADE, RING, Hovered
from ui.canvas.readout import HEIGHT, readout_box
from ui.look import theme

EDIT = message("Edit")


def point_at(lab: Lab, point: QPointF) -> Hovered:
    QTest.mouseMove(lab.view.viewport(), lab.at(point))
    return lab.view.overlays[Hovered]


def numbers(lab: Lab, **values: list[float]) -> None:
    figures = snapshot(lab.store.document)
    figures.activations = {node: np.array(each, np.float32) for node, each in values.items()}
    lab.trainer.snapshot.emit(figures)
    lab.view.live._take()


def test_a_unit_that_is_small_tells_its_value_and_lights_its_links(lab: Lab) -> None:
    numbers(lab, dense1=[0.5, -0.25, 0.0, 1.0])
    lab.view.camera.place(0.6, lab.card("dense1").rect.center())
    hovered = point_at(lab, lab.card("dense1").center_of[1])
    told = hovered.readout()
    assert told is not None
    assert (told.symbol, told.index, told.number) == ("h", "2", "−0.25")
    assert told.color == lab.view.board.look.tokens.neg
    assert {(wire.source, wire.target) for wire in hovered._wires()} == {("input1", "dense1"), ("dense1", "dense2")}
    assert all(("dense1", 1) in ((w.source, w.source_unit), (w.target, w.target_unit)) for w in hovered._wires())
    lab.view.camera.place(1.0, lab.card("dense1").rect.center())
    assert point_at(lab, lab.card("dense1").center_of[0]).readout() is None  # it is written below the disc


def test_a_link_tells_its_weight(lab: Lab) -> None:
    lab.store.commit(edits.set_weight(lab.store.document, "dense1/weight", (2, 1), -1.5), EDIT)
    wire = lab.view.board.wiring.into["dense1", 2][1]
    hovered = point_at(lab, link_point(wire.start, wire.end, 0.6))
    told = hovered.readout()
    assert told is not None
    assert (told.symbol, told.number) == ("w", "−1.50")
    assert told.index == lab.view.board.diagram.weight_number("dense1", 2, 1)
    assert [each.key for each in hovered._wires()] == [wire.key]
    lab.selection.select_cell(wire.link, wire.key)
    assert hovered.readout() is None  # a window of its own tells more
    lab.view.grab()


def test_a_cell_of_a_heat_map_tells_its_value(make_lab: Callable[[Document], Lab]) -> None:
    document, node = edits.add_node(
        edits.new_document(), "input", (0.0, 0.0), settings=InputSettings(tuple(range(6)), (1, 2, 3)))
    lab = make_lab(tidied(document))
    numbers(lab, **{node: [0.0, 1.0, 2.0, 3.0, 4.0, 5.0]})
    card = lab.card(node)
    face = card.shape.face
    assert face is not None
    for cell in range(6):
        found = face.place(cell)
        assert found is not None
        at = face.cell_box(*found).center() + QPointF(card.x, card.y) + card.shape.face_corner
        told = point_at(lab, at).readout()
        assert told is not None
        assert told.words == f"row {cell // 3}, column {cell % 3}"
        assert told.number == f"{cell}.00"


def test_it_comes_and_goes_within_an_eye_blink(lab: Lab, qtbot: QtBot) -> None:
    theme().set_reduced_motion(False)
    assert FADE < 200
    hovered = point_at(lab, lab.card("dense1").center_of[0])
    assert hovered.strength < 0.6
    qtbot.waitUntil(lambda: hovered.strength == 1.0, timeout=20_000)
    point_at(lab, QPointF(lab.card("input1").x - 60, lab.card("input1").y - 60))
    assert 0.0 < hovered.strength <= 1.0
    qtbot.waitUntil(lambda: hovered.strength == 0.0, timeout=20_000)
    assert not hovered._wires()
    sleep(0.02)
    lab.view.frames.tick()
    assert not lab.view.frames.animating


def test_reduced_motion_and_another_document_leave_nothing_moving(lab: Lab) -> None:
    hovered = point_at(lab, lab.card("dense1").center_of[0])
    assert hovered.strength == 1.0
    lab.store.commit(edits.move(lab.store.document, {"dense1": (900.0, 0.0)}), EDIT)
    point_at(lab, QPointF(lab.card("input1").x - 60, lab.card("input1").y - 60))
    assert hovered.strength == 0.0
    assert not lab.view.frames.animating


@pytest.mark.parametrize("zoom", [0.25, 1.0, 3.0])
def test_a_readout_is_as_large_on_the_screen_at_every_zoom(zoom: float) -> None:
    box = readout_box(QPointF(10, 20), "h", "12", "", "−0.25", zoom)
    assert box.height() * zoom == pytest.approx(HEIGHT)
    assert box.bottom() == pytest.approx(20)
    assert math.isclose(box.center().x(), 10)
    assert readout_box(QPointF(), "h", "12", "", "−0.25", 1.0).width() == pytest.approx(box.width() * zoom)


def test_what_is_hidden_in_a_ribbon_has_no_links_to_light(make_lab: Callable[[Document], Lab]) -> None:
    lab = make_lab(network(2, 64, 64, 1))
    hovered = point_at(lab, lab.card("dense2").center_of[0])
    assert {(wire.source, wire.target) for wire in hovered._wires()} == {("dense2", "dense3")}


def test_what_is_pressed_stands_out_at_once_and_no_longer(lab: Lab) -> None:
    lab.view.camera.place(0.6, lab.card("dense1").rect.center())
    at = lab.card("dense1").center_of[1]
    point_at(lab, at)
    viewport, spot = lab.view.viewport(), lab.at(at)
    ring = lab.at(at + QPointF(0.0, lab.card("dense1").shape.radius + RING))

    def darkest() -> int:
        seen = viewport.grab().toImage()
        return min(seen.pixelColor(ring.x(), ring.y() + shift).lightness() for shift in (-1, 0, 1))

    lab.view.finish()
    before = darkest()
    QTest.mousePress(viewport, Qt.MouseButton.LeftButton, pos=spot)
    pressed = darkest()
    QTest.mouseMove(viewport, lab.at(lab.card("dense1").rect.topLeft() - QPointF(40, 40)))
    QTest.mouseRelease(viewport, Qt.MouseButton.LeftButton, pos=spot)
    assert pressed < before - 20
    assert not lab.view.overlays[Hovered]._pressed
