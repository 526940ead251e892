"""The card that says where a gradient comes from: its factors, what they lead to, and the words about them."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from nnsim import files
from nnsim.assets import asset_path
from nnsim.text import set_language
from nnsim.trace import Place
from ui.bridge import DocumentStore, StepClock, TrainerClient
from ui.look import theme
from ui.panels.explain import ExplainPanel
from ui.panels.explain.factor_rows import FactorRows


@pytest.fixture
def panel(qtbot: QtBot, qapp: QApplication) -> Iterator[ExplainPanel]:
    """On the last gradient of a hidden weight of the example that is worked by hand."""
    theme().apply(qapp)
    theme().set_scale(1.0)
    store = DocumentStore(files.load(asset_path("samples", "mlp-by-hand.nnsim")))
    trainer = TrainerClient(store)
    clock = StepClock(store, trainer)
    made = ExplainPanel(clock)
    qtbot.addWidget(made)
    made.resize(384, 900)
    made.show()
    timeline = clock.timeline()
    assert timeline is not None
    backward = next(track for track in timeline.tracks if track.phase == "backward")
    for tick in range(backward.start, backward.start + backward.count):
        clock.seek(tick)
        if made.told.result.path == "dense1/weight":
            break
    yield made
    clock.pause()
    trainer.shutdown()


def _shown(rows: FactorRows) -> list[str]:
    return rows.accessibleDescription().split("; ")


def test_the_question_is_there_for_gradients_alone(panel: ExplainPanel) -> None:
    assert panel.chain.ask.isVisible()
    assert panel.chain.ask.text() == "Why is it so small?"
    assert not panel.chain.rows.isVisible()
    panel._clock.seek(0)
    assert not panel.chain.ask.isVisible()


def test_the_answer_has_every_factor_and_stays_open_from_gradient_to_gradient(panel: ExplainPanel) -> None:
    QTest.mouseClick(panel.chain.ask, Qt.MouseButton.LeftButton)
    assert panel.chain.rows.isVisible()
    told = panel.chain.chain
    assert told is not None
    assert [text.split()[0] for text in _shown(panel.chain.rows)] == [
        "∂L/∂ŷ₁", "∂ŷ₁/∂z₁", "w₁₁", "∂h₁/∂z₁", "x₁"]
    assert "one other way meets it" in _shown(panel.chain.rows)[2]
    assert "of Input is" in panel.chain._words.text()
    panel._clock.next()
    assert panel.chain.rows.isVisible()
    assert panel.chain.chain != told
    panel.chain.toggle()
    assert not panel.chain.rows.isVisible()
    set_language("ko")
    panel.chain.toggle()
    panel.chain.retranslate()
    assert "경로" in panel.chain._words.text()


def test_a_factor_lights_its_place_and_leads_to_where_it_came_in(panel: ExplainPanel, qtbot: QtBot) -> None:
    panel.chain.toggle()
    rows, lit = panel.chain.rows, list[Place | None]()
    panel.place_hovered.connect(lit.append)
    rows.setFocus()
    told = panel.chain.chain
    assert told is not None
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Down):
        QTest.keyClick(rows, key)
    assert lit[-1] == told.factors[1].place
    before = panel._clock.cursor
    QTest.keyClick(rows, Qt.Key.Key_Return)
    assert panel._clock.cursor < before
    assert panel.told is not None
    assert panel.told.result.slot == told.factors[1].made.slot
    panel._clock.trail.back()
    assert panel._clock.cursor == before
    with qtbot.waitSignal(rows.place_clicked):
        QTest.mouseClick(rows, Qt.MouseButton.LeftButton, pos=QPoint(30, 10))
