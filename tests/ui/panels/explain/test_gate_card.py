"""The recurrent cell in one view: there while a stop is in a time step, and its values lead to their moments."""

from collections.abc import Iterator

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from nnsim import catalog
from nnsim.catalog import DenseSettings, InputSettings
from tests.batteries.drawing import Drawing, table
from ui.bridge import DocumentStore, StepClock, TrainerClient
from ui.look import theme
from ui.panels.explain import ExplainPanel
from ui.panels.explain.gate_layout import drawing_of

KINDS = ("lstm", "gru", "rnn")


@pytest.fixture
def panel(qtbot: QtBot, qapp: QApplication, request: pytest.FixtureRequest) -> Iterator[ExplainPanel]:
    """Before the first step of a recurrent layer of two units that reads two time steps."""
    theme().apply(qapp)
    theme().set_scale(1.0)
    x = np.random.default_rng(2).normal(size=(3, 4))
    drawing = Drawing(table(x, x[:, :1]))
    source = drawing.add("input", InputSettings((0, 1, 2, 3), (2, 2)))
    kind = getattr(request, "param", "lstm")
    node = drawing.add(kind, catalog.kind(kind).Settings(units=2), source)
    drawing.end(drawing.add("dense", DenseSettings(1, "linear"), node))
    store = DocumentStore(drawing.document)
    trainer = TrainerClient(store)
    clock = StepClock(store, trainer)
    made = ExplainPanel(clock)
    qtbot.addWidget(made)
    made.resize(384, 900)
    made.show()
    yield made
    clock.pause()
    trainer.shutdown()


def go_to(panel: ExplainPanel, operation: str, phase: str = "forward") -> None:
    while panel.told is None or (panel.told.operation, panel.told.phase) != (operation, phase):
        panel._clock.next()


def test_it_is_there_in_a_recurrent_layer_alone_and_says_what_it_shows(panel: ExplainPanel) -> None:
    panel._clock.next()
    assert panel.gates.isVisible()  # before the first time step, empty
    assert "Hidden state not computed yet" in panel.gates.drawing.accessibleDescription()
    go_to(panel, "CellState")
    assert panel.gates.isVisible()
    told = panel.gates.drawing.accessibleDescription().split("; ")
    assert told[0].startswith("Hidden state before")
    assert f"Cell state {panel.told.outcome_text}" in told
    assert "Hidden state not computed yet" in told
    assert panel.gates.strips.accessibleDescription().startswith("Forget gate: ")
    theme().set_language("ko")
    try:
        assert "망각 게이트" in panel.gates.drawing.accessibleDescription()
        assert panel.gates.drawing.accessibleName() == "한눈에 보는 셀"
    finally:
        theme().set_language("en")
    panel._clock.next_phase()
    assert not panel.gates.isVisible()


def test_keys_and_the_mouse_follow_a_value_to_its_moment(panel: ExplainPanel, qtbot: QtBot) -> None:
    go_to(panel, "HiddenState")
    drawing, hovered = panel.gates.drawing, []
    panel.place_hovered.connect(hovered.append)
    while drawing.pointed is None or drawing.pointed.role != "forget":
        QTest.keyClick(drawing, Qt.Key.Key_Down)
    assert hovered[-1] == drawing.pointed.place
    QTest.keyClick(drawing, Qt.Key.Key_Return)
    assert panel.told.operation == "Gate"
    assert panel._clock.trail.can_go_back
    box = drawing._box("hidden_before").center().toPoint()
    QTest.mouseClick(drawing, Qt.MouseButton.LeftButton, pos=box)
    assert panel.told.operation == "InitialState"
    strips = panel.gates.strips
    QTest.mouseClick(strips, Qt.MouseButton.LeftButton, pos=strips._cell((0, 1)).center().toPoint())
    assert panel.told.operation == "Gate"
    assert panel.gates.gates.step == 2


def test_the_unit_can_be_chosen_while_all_are_computed_at_once(panel: ExplainPanel) -> None:
    panel._clock.set_detail("layer")
    go_to(panel, "CellState")
    first = panel.gates.gates
    assert not panel.gates.before.isEnabled()
    QTest.mouseClick(panel.gates.after, Qt.MouseButton.LeftButton)
    assert panel.gates.gates.unit == 1
    assert panel.gates.gates.spots != first.spots
    panel._clock.next()
    assert panel.gates.gates.unit == 1
    panel._clock.set_detail("neuron")
    panel._clock.previous_phase()
    go_to(panel, "CellState")
    assert panel.gates.gates.unit == 0


def test_a_question_covers_the_outcome_here_too(panel: ExplainPanel) -> None:
    go_to(panel, "CellState")
    assert [spot.text for spot in panel.gates.gates.spots if spot.at_hand] != [""]
    panel.foretell()
    assert [spot.text for spot in panel.gates.gates.spots if spot.at_hand] == [""]


@pytest.mark.parametrize("panel", KINDS, indirect=True)
@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_every_value_has_a_place_of_its_own_in_the_drawing(panel: ExplainPanel, scale: float) -> None:
    theme().set_scale(scale)
    try:
        panel._clock.set_detail("layer")
        for phase in ("forward", "backward"):
            while panel.gates.gates is None or panel.gates.gates.phase != phase:
                panel._clock.next()
            gates, drawing = panel.gates.gates, panel.gates.drawing
            assert {spot.role for spot in gates.spots} == set(drawing_of(gates).values)
            boxes = [drawing._box(spot.role) for spot in gates.spots]
            for number, box in enumerate(boxes):
                assert not any(box.adjusted(1, 1, -1, -1).intersects(other) for other in boxes[:number])
                assert box.top() >= 0
                assert box.bottom() <= drawing.height()
            image = drawing.grab().toImage()
            assert len({image.pixel(QPoint(x, y)) for x in range(0, image.width(), 7)
                        for y in range(0, image.height(), 3)}) > 10
    finally:
        theme().set_scale(1.0)
