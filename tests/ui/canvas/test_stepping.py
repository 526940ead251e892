"""The canvas at moments of a real step: what is lit, what is empty, what has grown."""

import math
from dataclasses import replace

import numpy as np
import pytest
from msgspec.structs import replace as replace_fields
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtTest import QTest

from nnsim.catalog import DenseSettings, LossSettings
from nnsim.edits import change_settings, set_plan
from nnsim.text import Language, format_loss, format_number
from nnsim.trace import Stepper, StepView
from tests.ui.canvas.lab import Lab, snapshot, xor_network
from ui.canvas import loss_paint
from ui.canvas.appearance import text_width
from ui.canvas.captions import value_text
from ui.canvas.pulses import travelling
from ui.canvas.spotlight import Spotlight, spotlight_of
from ui.canvas.stepping import Stepping
from ui.canvas.sum_paint import counted
from ui.look import theme


def _moment(detail: str, phase: str, node: str, operation: str, term: int | None = None) -> StepView:
    """The first moment of this kind in a step of the second sample."""
    stepper = Stepper(xor_network(), 1, detail)
    for _ in range(400):
        stepper.next()
        view = stepper.view()
        active = view.active or ("", None, None)
        if (view.phase, active[0], view.operation) == (phase, node, operation) and active[2] == term:
            return view
    raise AssertionError("the step has no such moment")


def _light(lab: Lab, view: StepView) -> Spotlight:
    lab.clock.moved.emit(view)
    return lab.view.stepping.light


def test_a_term_lights_the_unit_s_wires_and_makes_one_of_them_carry_its_product(lab: Lab) -> None:
    view = _moment("term", "forward", "dense2", "WeightedSum", term=2)
    light = _light(lab, view)
    assert [wire.column for wire in light.lit] == [0, 1, 2, 3]
    assert [carried.wire.column for carried in light.hot] == [2]
    weights = lab.store.document.state.parameters["dense2/weight"][0]
    hidden = view.values["dense1"]
    assert light.hot[0].number == pytest.approx(weights[2] * hidden[2])
    assert light.sum is not None
    assert light.sum.count == 5
    assert light.sum.parts == pytest.approx(tuple(weights[:3] * hidden[:3]))
    assert light.sum.before == pytest.approx(float(weights[:2] @ hidden[:2]))
    assert light.sum.after == pytest.approx(float(weights[:3] @ hidden[:3]))
    assert light.sum.in_progress
    assert not light.sum.whole


def test_the_node_at_work_wears_its_phase_and_idle_links_are_dimmed(lab: Lab) -> None:
    _light(lab, _moment("neuron", "forward", "dense1", "WeightedSum"))
    board = lab.view.board
    assert board.dimmed
    state = board.state_of(board.diagram.cards["dense1"])
    assert state.border == board.look.tokens.fwd
    lab.clock.moved.emit(None)
    assert not board.dimmed
    assert board.state_of(board.diagram.cards["dense1"]).border is None


def test_the_future_is_empty_and_show_ahead_fills_it(lab: Lab) -> None:
    view = _moment("neuron", "forward", "dense1", "WeightedSum")
    _light(lab, view)
    showing = lab.view.board.showing
    assert math.isnan(showing.value("dense2", 0))
    assert math.isnan(showing.coming("dense2", 0))
    lab.clock.show_ahead_changed.emit(True)
    assert showing.coming("dense2", 0) == pytest.approx(float(view.ahead.values["dense2"][0]))
    assert lab.view.corners.ahead.isChecked()


def test_the_backward_pass_runs_along_the_same_wires_with_gradients(lab: Lab) -> None:
    light = _light(lab, _moment("neuron", "backward", "dense2", "WeightGradient"))
    assert light.phase == "backward"
    assert [(carried.wire.source, carried.wire.target) for carried in light.hot] == [("dense1", "dense2")]
    assert ("dense2", 0) in light.deltas
    assert light.sum is None


@pytest.mark.parametrize("detail", ["layer", "neuron", "term"])
def test_blame_passed_back_carries_gradient_times_weight_though_the_weight_s_own_gradient_is_known(
    lab: Lab, detail: str
) -> None:
    view = _moment(detail, "backward", "dense1", "InputGradient", term=0 if detail == "term" else None)
    light = _light(lab, view)
    weights = lab.store.document.state.parameters["dense2/weight"]
    assert not math.isnan(view.weight_gradients["dense2/weight"][0, 0])
    assert light.hot
    for carried in light.hot:
        wire = carried.wire
        product = view.deltas["dense2"][wire.row] * weights[wire.row, wire.column]
        assert carried.number == pytest.approx(product)
        assert carried.number != pytest.approx(view.weight_gradients["dense2/weight"][wire.row, wire.column])


def test_the_update_shows_the_new_weight_beside_the_old_one(lab: Lab) -> None:
    view = _moment("neuron", "update", "dense1", "Descend")
    light = _light(lab, view)
    wire = light.hot[0].wire
    showing = lab.view.board.showing
    assert showing.old_weight(wire) == lab.store.document.state.parameters["dense1/weight"][wire.row, wire.column]
    assert showing.weight(wire) == view.new_parameters["dense1/weight"][wire.row, wire.column]


def test_the_loss_is_empty_until_it_is_known(lab: Lab) -> None:
    _light(lab, _moment("layer", "forward", "dense1", "WeightedSum"))
    showing = lab.view.board.showing
    assert showing.loss is None
    assert math.isnan(showing.value("output1", 0))
    lab.clock.show_ahead_changed.emit(True)
    assert showing.coming_loss is not None
    _light(lab, _moment("layer", "loss", "loss1", "MeanSquaredError"))
    assert showing.loss is not None
    assert showing.targets("loss1") in ((0.0,), (1.0,))


@pytest.mark.parametrize("language", ["en", "ko"])
@pytest.mark.parametrize("zoom", [0.36, 0.45, 0.55, 0.7, 0.85, 1.0])
def test_that_the_loss_is_to_come_stands_within_its_card(
    lab: Lab, zoom: float, language: Language, monkeypatch: pytest.MonkeyPatch
) -> None:
    theme().set_language(language)
    lab.view.camera.place(zoom, lab.view.camera.center)
    _light(lab, _moment("layer", "forward", "dense1", "WeightedSum"))
    drawn: list[tuple[float, float, float]] = []

    def note(_painter, at, text, size, weight, _color, _align=None, scale=1.0):  # type: ignore[no-untyped-def]
        wide = text_width(text, size, weight) * scale
        drawn.append((at.x() - wide / 2, at.x() + wide / 2, at.y()))

    monkeypatch.setattr(loss_paint, "draw_text", note)
    card, picture = lab.card("loss1"), QImage(10, 10, QImage.Format.Format_ARGB32)
    painter = QPainter(picture)
    loss_paint._say_waiting(painter, card, card.center_of[0], QColor(), lab.view.board.look.text_scale(11.5))
    painter.end()
    assert drawn or zoom < 0.5
    for left, right, level in drawn:
        assert card.rect.left() + 4 < left
        assert right < card.rect.right() - 4
        assert level < card.rect.bottom() - 60


def test_training_ends_stepping(lab: Lab) -> None:
    _light(lab, _moment("neuron", "forward", "dense1", "WeightedSum"))
    lab.trainer.running_changed.emit(True)
    assert lab.view.board.showing.step is None
    assert not lab.view.board.dimmed


def test_a_moment_of_a_node_that_is_gone_lights_nothing(lab: Lab) -> None:
    view = _moment("neuron", "forward", "dense1", "WeightedSum")
    board = lab.view.board
    gone = replace(view, active=("dense9", 0, None), lit_links=())
    assert spotlight_of(gone, board.diagram, board.wiring, board.showing).node is None


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize("phase", ["forward", "loss", "backward", "update"])
def test_every_phase_can_be_painted(lab: Lab, phase: str, mode: str) -> None:
    theme().set_mode(mode)
    theme().set_reduced_motion(False)
    lab.trainer.snapshot.emit(snapshot(lab.store.document))
    stepper = Stepper(xor_network(), 0, "neuron")
    for _ in range(200):
        stepper.next()
        if stepper.view().phase == phase:
            break
    lab.clock.moved.emit(stepper.view())
    plain = lab.view.grab().toImage()
    lab.view.frames.tick()
    lab.clock.moved.emit(None)
    lab.view.finish()
    assert lab.view.grab().toImage() != plain


def test_pulses_travel_forward_only_and_not_when_keys_are_held(lab: Lab) -> None:
    theme().set_reduced_motion(False)
    first = _moment("term", "forward", "dense2", "WeightedSum", term=0)
    second = _moment("term", "forward", "dense2", "WeightedSum", term=1)
    stepping: Stepping = lab.view.stepping
    stepping.show(first, 10.0)
    assert lab.view.frames.animating
    stepping.show(second, 10.1)  # a held key
    assert not lab.view.frames.animating
    stepping.show(first, 20.0)  # back
    assert not lab.view.frames.animating
    assert np.isfinite(stepping.light.hot[0].number)


@pytest.mark.parametrize("node", ["dense1", "dense2", "output1"])
def test_a_unit_shows_its_number_as_the_formula_writes_it(lab: Lab, node: str) -> None:
    document = change_settings(xor_network(), "dense2", DenseSettings(1, "sigmoid"))
    stepper = Stepper(change_settings(document, "loss1", LossSettings("binary_cross_entropy")), 1, "layer")
    stepper.seek(stepper.timeline().total - 1)
    lab.clock.moved.emit(stepper.view())
    showing, card = lab.view.board.showing, lab.card(node)
    value = showing.value(node, 0)
    expected = format_number(value) if node == "dense1" else format_loss(value)
    assert value_text(card, 0, lab.view.board.look, showing)[0] == expected


def test_a_weight_gradient_that_is_added_up_carries_what_the_formula_has_so_far(lab: Lab) -> None:
    view = _moment("term", "backward", "dense2", "WeightGradient", term=1)
    light = _light(lab, view)
    assert view.so_far is not None
    assert [carried.number for carried in light.hot] == [view.so_far]


def test_a_gradient_travels_only_once_it_is_known(lab: Lab) -> None:
    document = xor_network()
    stepper = Stepper(set_plan(document, replace_fields(document.plan, l2=0.1)), 1, "neuron")
    numbers = []
    for _ in range(stepper.timeline().total):
        stepper.next()
        view = stepper.view()
        if view.phase == "backward":
            light = _light(lab, view)
            numbers += [carried.number for carried in travelling(light)]
    assert numbers
    assert not any(math.isnan(number) for number in numbers)


def test_while_playing_numbers_travel_however_fast_and_an_animation_begins_with_its_first_frame(lab: Lab) -> None:
    theme().set_reduced_motion(False)
    stepper, frames = Stepper(xor_network(), detail="neuron"), lab.view.frames
    lab.view.resize(1200, 800)
    for playing in (True, False):
        lab.clock.playing, lab.clock.speed = playing, 8.0
        for _ in range(3):  # one right after the other
            stepper.next()
            lab.clock.moved.emit(stepper.view())
        assert ("pulse" in frames._animations) is playing
        frames.stop("pulse")
    seconds: list[float] = []
    frames.animate("test", lambda passed: (seconds.append(passed), len(seconds) < 2)[1])
    QTest.qWait(30)
    frames.tick()
    frames.tick()
    assert seconds[0] == 0.0


def test_a_sum_counts_from_what_it_was_to_what_it_is(lab: Lab) -> None:
    total = _light(lab, _moment("term", "forward", "dense2", "WeightedSum", term=2)).sum
    assert total is not None
    assert counted(total, 0.0) == total.before
    assert counted(total, 1.0) == total.after
    assert counted(total, 0.5) == pytest.approx((total.before + total.after) / 2)
    whole = _light(lab, _moment("neuron", "forward", "dense2", "WeightedSum")).sum
    assert whole is not None
    assert (counted(whole, 0.0), counted(whole, 1.0)) == (0.0, whole.after)
