"""The explain panel follows the clock, and leads from a number to where it was made."""

from collections.abc import Iterator

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from nnsim import files
from nnsim.assets import asset_path
from nnsim.catalog import DenseSettings, InputSettings
from nnsim.document import Document
from nnsim.text import Language, message, set_decimals
from tests.batteries.drawing import Drawing, table
from ui.bridge import DocumentStore, StepClock, TrainerClient
from ui.look import sized_font, theme
from ui.panels.explain import ExplainPanel
from ui.panels.explain.next_label import NextLabel
from ui.panels.right_dock import NARROW_WIDTH


@pytest.fixture
def clock(qtbot: QtBot, qapp: QApplication) -> Iterator[StepClock]:
    """Before the first step of the example that is worked by hand."""
    theme().apply(qapp)
    theme().set_scale(1.0)
    store = DocumentStore(files.load(asset_path("samples", "mlp-by-hand.nnsim")))
    trainer = TrainerClient(store)
    made = StepClock(store, trainer)
    made.set_detail("term")
    yield made
    made.pause()
    trainer.shutdown()


@pytest.fixture
def panel(qtbot: QtBot, clock: StepClock) -> ExplainPanel:
    made = ExplainPanel(clock)
    qtbot.addWidget(made)
    made.resize(384, 735)
    made.show()
    return made


def _texts(panel: ExplainPanel) -> list[str]:
    return [label.text() for label in panel.findChildren(QLabel) if label.isVisible()]


def test_before_the_first_step_it_says_what_to_press(panel: ExplainPanel) -> None:
    assert "Press → to run the first step." in _texts(panel)
    assert panel.told is None


def test_a_step_is_told_in_all_its_parts(panel: ExplainPanel, clock: StepClock) -> None:
    clock.seek(1)
    texts = _texts(panel)
    assert {"Weighted sum", "Hidden · unit 1", "term 2 of 3", "Running sum", "Values now"} <= set(texts)
    assert "z₁ = w₁₁x₁ + w₁₂x₂ + b₁" in panel.formula.accessibleDescription()
    assert panel.sum.accessibleDescription().startswith("w₁₁x₁ +0.01, w₁₂x₂ +0.02")
    assert panel.values.accessibleDescription().startswith("W 0.15 0.20; x 0.05 0.10")
    clock.end()
    assert "Press → to run the first step." in _texts(panel)


def test_what_is_no_sum_shows_no_bars(panel: ExplainPanel, clock: StepClock) -> None:
    clock.seek(7)
    assert panel.told is not None
    assert panel.told.operation == "Sigmoid"
    assert not panel.sum.isVisible()
    assert panel.values.isVisible()


def test_the_step_button_steps(panel: ExplainPanel, clock: StepClock) -> None:
    QTest.mouseClick(panel._step, Qt.MouseButton.LeftButton)
    assert clock.cursor == 0


def test_a_click_on_a_number_leads_to_where_it_was_made(panel: ExplainPanel, clock: StepClock) -> None:
    clock.seek(8)
    made_here = panel.formula.spots[0]
    clock.seek(9)
    assert panel.told is not None
    source = next(spot for spot in panel.formula.spots if spot.place is not None and spot.place.node == "dense1")
    panel.formula.operand_clicked.emit(source.place)
    assert panel.told.operation == "Sigmoid"
    assert panel.formula.spots[0].place != made_here.place or clock.cursor < 9


def test_who_follows_numbers_goes_back_the_same_way_and_forth_again(panel: ExplainPanel, clock: StepClock) -> None:
    buttons = panel.heading.trail
    clock.seek(30)
    assert not buttons.isVisible()
    way = [clock.cursor]
    for _ in range(2):
        assert panel.told is not None
        places = [spot.place for spot in panel.formula.spots if spot.place is not None]
        for place in reversed(places):
            clock.follow(place)
            if clock.cursor != way[-1]:
                break
        way.append(clock.cursor)
    assert len(set(way)) == len(way)
    assert buttons.back.isEnabled()
    assert not buttons.forward.isEnabled()
    for cursor in reversed(way[:-1]):
        QTest.mouseClick(buttons.back, Qt.MouseButton.LeftButton)
        assert clock.cursor == cursor
    assert not clock.trail.can_go_back
    clock.trail.back()
    for cursor in way[1:]:
        clock.trail.forward()
        assert clock.cursor == cursor
    clock.seek(clock.timeline().total - 1)
    assert clock.trail.can_go_back
    clock.next()
    assert not clock.trail.can_go_back
    assert not buttons.isVisible()


def test_a_long_sum_opens_on_demand_until_all_of_it_is_there(qtbot: QtBot, qapp: QApplication) -> None:
    theme().apply(qapp)
    store = DocumentStore(_wide(150))
    trainer = TrainerClient(store)
    long = StepClock(store, trainer)
    made = ExplainPanel(long)
    qtbot.addWidget(made)
    made.resize(384, 735)
    made.show()
    long.seek(0)
    qtbot.waitUntil(lambda: made.told is not None)
    written = []
    for _ in range(4):
        more = [spot for spot in made.formula.spots if spot.place is None]
        written.append(len(made.formula.spots))
        if not more:
            break
        QTest.mouseClick(made.formula, Qt.MouseButton.LeftButton, pos=more[0].rect.center().toPoint())
    assert not more
    assert written == sorted(set(written))
    assert made.told is not None
    assert made.told.hidden_terms == 0
    long.next()
    assert made.told.hidden_terms > 0
    trainer.shutdown()


def _wide(inputs: int) -> Document:
    """A neuron that adds up so many inputs."""
    drawing = Drawing(table(np.linspace(-1, 1, 2 * inputs).reshape(2, inputs), [[0], [1]]))
    x = drawing.add("input", InputSettings(tuple(range(inputs))))
    drawing.end(drawing.add("dense", DenseSettings(1, "linear"), drawing.add("dense", DenseSettings(2), x)))
    return drawing.document


def test_a_hidden_panel_catches_up_when_it_is_shown(panel: ExplainPanel, clock: StepClock) -> None:
    panel.hide()
    clock.seek(3)
    assert panel.told is None
    panel.show()
    assert panel.told is not None
    assert panel.told.moment.stop is not None


def test_language_decimals_and_scale_are_followed_at_once(panel: ExplainPanel, clock: StepClock) -> None:
    clock.seek(1)
    theme().set_language("ko")
    assert {"가중합", "누적 합", "항 2/3"} <= set(_texts(panel))
    theme().set_language("en")
    set_decimals(4)
    theme().language_changed.emit()
    assert "0.0200" in panel.formula.accessibleDescription()
    height = panel.formula.height()
    theme().set_scale(2.0)
    panel.resize(768, 1470)
    assert panel.formula.height() > 1.6 * height
    theme().set_scale(1.0)


def test_the_canvas_lights_the_numbers_of_a_unit(panel: ExplainPanel, clock: StepClock) -> None:
    clock.seek(12)
    plain = panel.formula.grab().toImage()
    panel.light("dense1", 0)
    assert panel.formula.grab().toImage() != plain
    panel.light("")
    assert panel.formula.grab().toImage() == plain


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_every_stop_can_be_drawn(panel: ExplainPanel, clock: StepClock, mode: str) -> None:
    theme().set_mode("dark" if mode == "dark" else "light")
    timeline = clock.timeline()
    assert timeline is not None
    for tick in range(0, timeline.total, 2):
        clock.seek(tick)
        assert not panel.grab().isNull()
        assert panel.formula.width() <= 384
    theme().set_mode("light")


def test_cells_grow_with_their_numbers(panel: ExplainPanel, clock: StepClock) -> None:
    timeline = clock.timeline()
    clock.seek(timeline.tracks[3].start)
    before = panel.values._layout.placed[0].cells[0][1].width()
    try:
        set_decimals(3)
        theme().language_changed.emit()
        after = panel.values._layout.placed[0].cells[0][1].width()
        metrics = QFontMetrics(sized_font(11))
        assert after > before
        assert after > max(metrics.horizontalAdvance(text) for row in panel.values._rows for text in row.texts)
    finally:
        set_decimals(2)


@pytest.mark.parametrize("language", ["en", "ko"])
def test_in_the_narrow_dock_of_a_small_window_the_next_stop_is_read_whole(
    panel: ExplainPanel, clock: StepClock, language: Language
) -> None:
    panel.resize(NARROW_WIDTH, 600)
    theme().set_language(language)
    try:
        label, told, lines = panel.findChild(NextLabel), list[str](), list[int]()
        for detail in ("layer", "neuron"):
            clock.end()
            clock.set_detail(detail)
            clock.next()
            while panel.told is not None and clock.cursor < clock.timeline().total - 1:
                shown = label.text().replace("\N{NO-BREAK SPACE}", " ")
                assert "…" not in shown, shown
                assert label.sizeHint().width() <= label.width(), shown
                assert label.sizeHint().height() <= label.parentWidget().height(), shown
                told.append(shown)
                lines.append(shown.count("<br>") + 1)
                clock.next()
        assert set(lines) == {1, 2}
        assert len(set(told)) > 10
    finally:
        theme().set_language("en")


def test_a_long_name_is_cut_before_the_unit_that_comes_next(panel: ExplainPanel) -> None:
    label = panel.findChild(NextLabel)
    whole = "Gradient of a weight · The layer that looks at the petals of the flower · w₁₁"
    label.set_sentence(message("{name}", name=whole))
    assert label.text().startswith("Gradient of a weight\nThe layer")
    assert label.text().endswith("w₁₁")
    assert label.toolTip() == whole


def test_what_plays_faster_than_one_reads_is_explained_now_and_then_and_where_it_rests(
    panel: ExplainPanel, clock: StepClock, qtbot: QtBot
) -> None:
    clock.next()
    clock.set_speed(8.0)
    clock.play()
    told = panel.told
    clock.next()
    assert panel.told is told
    clock.pause()
    assert panel.told is clock.explanation()
    clock.play()
    clock.next()
    told = panel.told
    qtbot.waitUntil(lambda: panel.told is not told, timeout=20_000)
    clock.pause()


def test_while_playing_a_moment_is_explained_in_turns_and_where_it_rests_all_of_it_is_there_at_once(
    panel: ExplainPanel, clock: StepClock, qtbot: QtBot
) -> None:
    clock.next()
    clock.play()
    clock._player.setInterval(1_000_000)  # moved by hand, so that a slow machine sees the same
    told = panel.told
    clock.next()
    qtbot.waitUntil(lambda: panel.told is not told and panel._body.updatesEnabled(), timeout=20_000)
    clock.next()
    assert not panel._body.updatesEnabled()  # until all of the moment is told
    clock.pause()
    assert panel._body.updatesEnabled()
    assert panel.told is clock.explanation()
    assert panel.told is not None
    assert panel.formula._pill == panel.told.outcome_text
