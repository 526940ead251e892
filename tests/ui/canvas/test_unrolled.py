"""Recurrent layers unrolled in time: a column for each step, on request, as one edit."""

from collections.abc import Callable
from types import SimpleNamespace

import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QImage, QPainter

from nnsim import edits
from nnsim.catalog import RnnSettings
from nnsim.document import Document
from nnsim.trace import Stepper
from tests.trace.test_states_shown import STEPS, UNITS, reading
from tests.ui.canvas.lab import Lab, snapshot
from ui.canvas.appearance import Look
from ui.canvas.delta_paint import BAR_RISE
from ui.canvas.diagram import diagram_of, tidied
from ui.canvas.face_paint import face_state, paint_face
from ui.canvas.showing import Showing
from ui.canvas.unrolled import LAST_STEPS, MOST_STEPS, column_box, shown_steps, unrolled_face
from ui.canvas.unrolled_paint import reads_of, states_of
from ui.look import load_tokens

LOOK = Look(load_tokens("light"))


@pytest.mark.parametrize(("steps", "units", "features"), [
    (1, 1, 1), (4, 3, 2), (12, 64, 8), (24, 5, 1),
    (500, 16, 300),
])  # fmt: skip
def test_there_is_room_for_the_first_and_last_steps(steps: int, units: int, features: int) -> None:
    columns = shown_steps(steps)
    assert len(columns) <= MOST_STEPS
    assert columns[0] == 0
    assert columns[-1] == steps - 1
    if steps > MOST_STEPS:
        assert columns[-LAST_STEPS - 1] is None
    face = unrolled_face(steps, units, features)
    assert face.width <= 730.0
    assert face.height < 300.0
    assert face.place(0) is None  # its cells are not those of what the layer gives


def test_a_step_inside_a_layer_shows_it_unrolled_beside_its_card_and_edits_nothing(
    make_lab: Callable[[Document], Lab]
) -> None:
    document, node = reading(RnnSettings(UNITS))
    lab = make_lab(tidied(document))
    lab.view.resize(1200, 800)
    stepper, lens, seen = Stepper(lab.store.document, detail="layer"), lab.view.stepping._lens, set()
    for _ in range(stepper.timeline().total):
        stepper.next()
        view = stepper.view()
        lab.clock.moved.emit(view)
        inside = (view.active or ("",))[0] == node and view.phase in ("forward", "backward")
        assert (lens.card is not None) is inside
        if lens.card is None:
            continue
        assert not lens.card.rect.intersects(lab.card(node).rect)
        ways, what = lens.ways(), (view.phase, view.operation, view.time)
        if view.phase == "forward" and view.operation in ("WeightedSum", "RecurrentSum"):
            columns = [view.time] if view.time is not None else range(STEPS)
            ends = {(round(way[-1, 0]), round(way[-1, 1])) for way in ways}
            boxes = [column_box(lens.card, column).adjusted(-1, -1, 1, 1) for column in columns]
            assert all(any(box.contains(x, y) for box in boxes) for x, y in ends), what
            seen.add(what[:2])
        elif view.operation == "InputGradient" and view.time:
            assert column_box(lens.card, view.time - 1).adjusted(-1, -1, 1, 1).contains(QPointF(*ways[0][0])), what
            seen.add(what[:2])
    assert len(seen) == 3
    stepper.set_detail("neuron")
    stepper.seek(-1)
    times = set()
    while (view := stepper.view()).operation != "RecurrentSum":
        if view.operation == "WeightedSum":
            lab.clock.moved.emit(view)
            assert len(lens.ways()) == 1
            times.add(view.time)
        stepper.next()
    assert times == set(range(STEPS))
    assert lab.store.document.views == tidied(document).views
    lab.clock.moved.emit(None)
    assert lens.card is None


@pytest.mark.parametrize("settings", [RnnSettings(UNITS), RnnSettings(UNITS, returns="sequence")])
def test_a_key_unrolls_and_rolls_up(make_lab: Callable[[Document], Lab], settings: RnnSettings) -> None:
    document, node = reading(settings)
    lab = make_lab(tidied(document))
    before = lab.card(node)
    lab.selection.select(["input1"])
    lab.key(Qt.Key.Key_U)
    assert not lab.store.document.views.opened
    lab.selection.select([node])
    lab.key(Qt.Key.Key_U)
    face = lab.card(node).shape.face
    assert face is not None
    assert face.unrolled
    assert face.sample == (STEPS, UNITS)
    for column in range(STEPS):
        assert lab.card(node).rect.contains(column_box(lab.card(node), column))
    wiring = lab.view.board.wiring
    assert node in {link.source for link in (*wiring.wires, *wiring.ribbons)}
    assert node in {link.target for link in (*wiring.wires, *wiring.ribbons)}
    lab.trainer.snapshot.emit(snapshot(lab.store.document))
    lab.view.finish()
    assert not lab.view.grab().isNull()
    lab.key(Qt.Key.Key_U)
    assert lab.card(node) == before
    lab.store.undo()
    lab.store.undo()
    assert lab.card(node) == before


def test_columns_show_states_and_what_is_read_and_wait_for_their_turn() -> None:
    document, node = reading(RnnSettings(UNITS))
    document = edits.set_opened(tidied(document), node, True)
    card, showing = diagram_of(document).cards[node], Showing()
    showing.take(document)
    states = np.full((STEPS, UNITS), np.nan)
    states[0], states[1] = 1.0, -1.0
    inputs = np.arange(STEPS * 2.0)
    showing.step = SimpleNamespace(
        values={"input1": inputs}, sums={}, states={node: states}, time=1, active=(node, 0, None), phase="forward",
        ahead=None, state_deltas={node: np.full((STEPS, UNITS), np.nan)})  # fmt: skip
    assert states_of(card, showing) is not None
    reads = reads_of(card, showing)
    assert reads is not None
    assert reads.tolist() == inputs.reshape(STEPS, 2).tolist()
    image = QImage(round(card.rect.width()), round(card.rect.height()), QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(QColor("white"))
    painter = QPainter(image)
    painter.translate(-card.rect.topLeft())
    paint_face(painter, card, LOOK, showing)
    painter.end()

    def blue(column: int) -> int:
        color = image.pixelColor((column_box(card, column).center() - card.rect.topLeft()).toPoint())
        return color.blue() - color.red()

    assert blue(0) > 100
    assert blue(1) < -100
    assert abs(blue(2)) < 20
    edge = column_box(card, 1)
    at = (edge.topLeft() + (edge.bottomLeft() - edge.topLeft()) * 0.5 - card.rect.topLeft()).toPoint()
    phase = LOOK.tokens.phase("forward")[0]
    assert abs(image.pixelColor(at).green() - phase.green()) < 40
    before = face_state(card, LOOK, showing)
    showing.step.time = 2
    assert face_state(card, LOOK, showing) != before


def test_gradients_stand_over_their_time_steps_as_bars_in_training_and_as_they_come_in_a_step() -> None:
    document, node = reading(RnnSettings(UNITS))
    document = edits.set_opened(tidied(document), node, True)
    card, showing = diagram_of(document).cards[node], Showing()
    showing.take(document)

    def widths() -> list[int]:
        """How much violet stands over each column, px."""
        image = QImage(round(card.rect.width()), round(card.rect.height()), QImage.Format.Format_ARGB32_Premultiplied)
        image.fill(QColor("white"))
        painter = QPainter(image)
        painter.translate(-card.rect.topLeft())
        paint_face(painter, card, LOOK, showing)
        painter.end()
        found, grad = [], LOOK.tokens.grad
        for column in range(STEPS):
            box = column_box(card, column).translated(-card.rect.topLeft())
            row = [image.pixelColor(x, round(box.top() - BAR_RISE)) for x in range(int(box.left()), int(box.right()))]
            found.append(sum(abs(color.green() - grad.green()) < 60 for color in row))
        return found

    sizes = np.repeat(np.array([[0.1], [0.25], [0.5], [1.0]]), UNITS, axis=1)
    showing.activations = {f"{node}:delta": sizes.ravel()}
    assert widths() == [0] * STEPS, "only while it trains"
    showing.gradient_norms = {node: 1.0}
    seen = widths()
    assert seen == sorted(seen)
    assert seen[3] == pytest.approx(2 * seen[2], abs=3)
    coming = sizes.copy()
    coming[:3] = np.nan
    ahead = SimpleNamespace(values={}, sums={}, state_deltas={node: sizes * 2})
    showing.step = SimpleNamespace(values={}, sums={}, states={}, time=3, active=(node, 0, None), phase="backward",
                                   ahead=ahead, state_deltas={node: coming})  # fmt: skip
    stepped = widths()
    assert stepped[:3] == [0, 0, 0]
    assert stepped[3] == pytest.approx(seen[3] / 2, abs=3)


def test_states_of_another_length_are_not_shown() -> None:
    document, node = reading(RnnSettings(UNITS))
    opened = diagram_of(tidied(document)).cards[node]
    showing = Showing()
    showing.activations = {f"{node}:states": np.zeros(5)}
    assert states_of(opened, showing) is None
