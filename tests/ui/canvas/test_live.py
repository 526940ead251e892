"""The canvas while training: weights, maps and gradient sizes follow the snapshots, at a measured pace."""

import math
from collections.abc import Callable

import numpy as np
import pytest
from msgspec.structs import replace
from PySide6.QtCore import QPointF
from pytestqt.qtbot import QtBot

from nnsim import edits
from nnsim.document import Document
from tests.ui.canvas.lab import Lab, network, snapshot
from ui.canvas.captions import value_text
from ui.canvas.delta_paint import SLIM_GAP
from ui.look import theme


def test_snapshots_move_weights_and_meters_while_training(lab: Lab) -> None:
    document = lab.store.document
    trained = edits.set_parameter(document, "dense1/weight", np.full((4, 2), 3.0))
    lab.trainer.running_changed.emit(True)
    lab.trainer.snapshot.emit(snapshot(trained))
    board = lab.view.board
    wire = board.wiring.into["dense1", 0][0]
    assert board.showing.weight(wire) == 3.0
    assert board.showing.gradient_norms["dense1"] == 0.1
    assert board.showing.loss == 0.25
    assert board.showing.scale == pytest.approx(3.0, rel=0.011)


def test_gradients_at_the_units_are_arcs_while_training_and_longer_for_larger_ones(lab: Lab) -> None:
    card, grad = lab.card("dense1"), theme().tokens.grad
    reach = card.shape.radius + SLIM_GAP
    shot = snapshot(lab.store.document)
    shot.activations |= {"dense1:delta": np.array([0.1, -0.4, 0.2, 0.0], np.float32),
                         "dense2:delta": np.array([-0.3], np.float32)}

    def violet(degrees: float) -> list[bool]:
        """Around each unit, whether the arc reaches so far clockwise from the top."""
        image, ratio = lab.view.grab().toImage(), lab.view.devicePixelRatio()
        found = []
        for center in card.center_of.values():
            turn = math.radians(degrees)
            at = lab.at(center + QPointF(math.sin(turn), -math.cos(turn)) * reach)
            color = image.pixelColor(round(at.x() * ratio), round(at.y() * ratio))
            found.append(abs(color.red() - grad.red()) + abs(color.green() - grad.green()) < 90)
        return found

    lab.trainer.snapshot.emit(shot)
    lab.view.finish()
    assert violet(10) == [False] * 4
    legend = lab.view.corners.legend
    assert "gradient" not in legend.accessibleName()
    lab.trainer.running_changed.emit(True)
    lab.trainer.snapshot.emit(shot)
    lab.view.live._take()
    lab.view.finish()
    assert violet(10) == [True] * 4
    assert "gradient" in legend.accessibleName()
    assert violet(40) == [True, True, True, False]
    assert violet(125) == [False, True, False, False]
    assert lab.view.board.showing.largest_felt("dense2") == np.float32(0.3)


def test_values_at_rest_can_be_left_to_be_foretold_but_training_shows_them(lab: Lab) -> None:
    card, showing = lab.card("dense1"), lab.view.board.showing
    shot = snapshot(lab.store.document)
    lab.trainer.snapshot.emit(shot)
    assert showing.at_hand("dense1", 0) == 0.5
    lab.view.live.show_at_rest(False)
    assert showing.at_hand("dense1", 0) is None
    assert value_text(card, 0, lab.view.board.look, showing)[0] == ""
    lab.trainer.snapshot.emit(shot)
    lab.view.live._take()
    assert showing.at_hand("dense1", 0) is None
    lab.trainer.running_changed.emit(True)
    assert showing.at_hand("dense1", 0) == 0.5
    lab.trainer.running_changed.emit(False)
    assert showing.at_hand("dense1", 0) is None
    lab.view.live.show_at_rest(True)
    assert showing.at_hand("dense1", 0) == 0.5


def test_the_newest_of_many_snapshots_is_shown_and_the_rest_are_skipped(lab: Lab, qtbot: QtBot) -> None:
    asked = []
    lab.view.live.due.connect(lambda: asked.append(1))
    lab.trainer.running_changed.emit(True)
    for value in range(20):
        lab.trainer.snapshot.emit(snapshot(lab.store.document, value / 20))
    assert len(asked) == 1
    qtbot.waitUntil(lambda: len(asked) == 2)
    assert lab.view.board.showing.maps["dense1"][0, 0, 0] == np.float32(0.95)


def test_widths_keep_their_scale_until_the_weights_outgrow_it(lab: Lab) -> None:
    lab.trainer.running_changed.emit(True)
    showing, live = lab.view.board.showing, lab.view.live
    for size, scale in ((2.0, 2.0), (2.3, 2.0), (2.8, 2.8)):
        grown = edits.set_parameter(lab.store.document, "dense1/weight", np.full((4, 2), size))
        live._waiting = snapshot(grown)
        live._take()
        assert showing.scale == pytest.approx(scale, rel=0.011)


def test_maps_are_shown_at_rest_but_not_the_figures_of_training(lab: Lab) -> None:
    lab.trainer.snapshot.emit(snapshot(lab.store.document))
    showing = lab.view.board.showing
    assert showing.maps
    assert not showing.gradient_norms
    assert showing.loss is None
    lab.trainer.cleared.emit()
    assert not showing.maps


@pytest.mark.parametrize("edited", [False, True])
def test_figures_stay_after_training_until_it_is_taken_back_or_a_weight_is_changed(lab: Lab, edited: bool) -> None:
    showing, untrained = lab.view.board.showing, lab.store.document
    trained = replace(untrained, state=replace(untrained.state, step=3))
    after = edits.set_weights(trained, [("dense1/weight", (0, 0))], [2.0]) if edited else untrained
    lab.trainer.running_changed.emit(True)
    lab.trainer.snapshot.emit(snapshot(trained))
    lab.view.live._take()
    lab.trainer.running_changed.emit(False)
    lab.trainer.snapshot.emit(snapshot(trained))
    assert showing.gradient_norms
    assert showing.loss == 0.25
    lab.trainer.snapshot.emit(snapshot(after))
    lab.view.live._take()
    assert not showing.gradient_norms
    assert showing.loss is None


def test_after_training_the_document_is_shown_again(lab: Lab) -> None:
    lab.trainer.running_changed.emit(True)
    lab.trainer.snapshot.emit(snapshot(lab.store.document))
    lab.trainer.running_changed.emit(False)
    assert lab.view.board.showing.parameters is lab.store.document.state.parameters


def test_painting_is_spread_over_frames(make_lab: Callable[[Document], Lab]) -> None:
    lab = make_lab(network(7, 8, 8, 8, 8, 8, 8, 1))
    assert sum(1 for _ in lab.view.board.work()) > 50  # turns between which the event loop runs


def test_a_refresh_asked_for_during_another_comes_after_it(lab: Lab) -> None:
    view = lab.view
    view.refresh()
    view.refresh()
    view.finish()
    assert not view.frames.working
    assert not view._again


def test_theme_and_language_are_followed(lab: Lab) -> None:
    light = lab.view.grab().toImage()
    theme().set_mode("dark")
    lab.view.finish()
    dark = lab.view.grab().toImage()
    assert light.pixelColor(4, 4) != dark.pixelColor(4, 4)
    assert dark.pixelColor(4, 4) == theme().tokens.canvas
    width = lab.view.corners.ahead.width()
    theme().set_language("ko")
    assert lab.view.corners.ahead.text() == "미리 보기"
    assert lab.view.corners.ahead.width() != width
    theme().set_scale(2.0)
    assert lab.view.transform().m11() == lab.view.zoom * 2.0


def test_maps_come_when_the_zoom_shows_them_though_other_painting_was_going_on(lab: Lab, qtbot: QtBot) -> None:
    view, discs = lab.view, lab.view.board.discs
    view.camera.place(0.2, view.camera.center)
    view.finish()
    lab.trainer.snapshot.emit(snapshot(lab.store.document))
    assert view.frames.working
    for _ in range(6):
        next(view.frames._work)  # the discs of the inputs are made, in plain colors
    view.camera.place(0.6, view.camera.center)
    view._settled()
    qtbot.waitUntil(lambda: not view.frames.working and not view._again)
    assert all(made.maps is not None for made in discs._made.values())
