"""What a rule makes of a gradient, beside the weight: there in the update phase, and a way to each of its numbers."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from nnsim.catalog import DenseSettings
from tests.batteries.drawing import Drawing, table
from ui.bridge import DocumentStore, StepClock, TrainerClient
from ui.look import theme
from ui.panels.explain import ExplainPanel


@pytest.fixture
def panel(qtbot: QtBot, qapp: QApplication) -> Iterator[ExplainPanel]:
    """At the first new value of a neuron that learns by Adam."""
    theme().apply(qapp)
    theme().set_scale(1.0)
    drawing = Drawing(table([[1.0, -0.5], [0.25, 2.0]], [[1.0], [-1.0]]))
    drawing.end(drawing.add("dense", DenseSettings(1, "linear"), drawing.add("input")))
    store = DocumentStore(drawing.plan("adam"))
    trainer = TrainerClient(store)
    clock = StepClock(store, trainer)
    made = ExplainPanel(clock)
    qtbot.addWidget(made)
    made.resize(384, 900)
    made.show()
    while made.told is None or made.told.operation != "ScaledStep":
        clock.next()
    yield made
    clock.pause()
    trainer.shutdown()


def test_it_tells_memory_and_step_beside_the_weight_and_leads_to_each(panel: ExplainPanel) -> None:
    rows, hovered = panel.way.rows, []
    assert panel.way.isVisible()
    told = rows.accessibleDescription().split("; ")
    assert len(told) == 6
    assert told[1].startswith("m₁′ 0.00 → ")
    assert told[-1].endswith(panel.told.outcome_text)
    assert panel.way._step.text().startswith("step ")
    panel.place_hovered.connect(hovered.append)
    QTest.keyClick(rows, Qt.Key.Key_Down)
    QTest.keyClick(rows, Qt.Key.Key_Down)
    assert hovered[-1] == panel.way.way.stops[1].place
    QTest.keyClick(rows, Qt.Key.Key_Return)
    assert panel.told.operation == "FirstMoment"
    assert rows.accessibleDescription().split("; ")[2].endswith("→ –")
    QTest.mouseClick(rows, Qt.MouseButton.LeftButton, pos=QPoint(40, 8))
    assert panel.told.phase == "backward"
    assert not panel.way.isVisible()
