"""Walking through a step with mouse, wheel, keys and buttons."""

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QFontMetricsF, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from nnsim.edits import set_weight
from nnsim.text import message
from tests.ui.panels.timeline.conftest import network, press, settle
from ui.bridge import DocumentStore, StepClock
from ui.look import sized_font, theme
from ui.panels.timeline import TimelinePanel
from ui.panels.timeline.lane_layout import LaneLayout
from ui.panels.timeline.marks import Marks
from ui.panels.timeline.track_paint import ROOMY, TrackPainter


def layout_of(panel: TimelinePanel, clock: StepClock) -> LaneLayout:
    return LaneLayout(Marks(clock.timeline()), panel.steps.tracks.width(), 1.0)


def count_of(panel: TimelinePanel) -> str:
    return panel.steps.strides._count.text()


def test_the_pill_of_the_loss_says_loss_once(panel: TimelinePanel, clock: StepClock) -> None:
    clock.set_detail("layer")
    clock.seek(next(track.start for track in clock.timeline().tracks if track.phase == "loss"))
    assert panel.steps.tracks.pill == "Loss: mean squared error"
    theme().set_language("ko")
    assert panel.steps.tracks.pill == "손실: 평균 제곱 오차"


@pytest.mark.parametrize("scale", [1.0, 1.5, 2.0])
def test_the_pill_stands_clear_of_the_titles(panel: TimelinePanel, clock: StepClock, scale: float) -> None:
    theme().set_scale(scale)
    clock.set_detail("layer")
    clock.seek(0)
    layout = layout_of(panel, clock)
    pill = TrackPainter(layout, ROOMY, 0).pill_box(panel.steps.tracks.pill, panel.steps.tracks.width())
    cap = QFontMetricsF(sized_font(ROOMY.title_size)).capHeight()
    assert pill.left() < layout.boxes[0].x + 40 * scale, "it stands over the title"
    assert pill.top() >= 4 * scale
    assert pill.bottom() + 3 * scale <= theme().px(ROOMY.title) - cap / 2


def test_before_the_first_step_all_is_to_come(panel: TimelinePanel, clock: StepClock) -> None:
    assert panel.steps.tracks.tick == -1
    assert panel.steps.tracks.pill == ""
    assert count_of(panel) == f"{clock.timeline().total} steps"


def test_the_pill_says_where_it_is(panel: TimelinePanel, clock: StepClock) -> None:
    clock.set_detail("term")
    timeline = clock.timeline()
    second = timeline.tracks[0].segments[1]
    clock.seek(second.start + 3)
    assert panel.steps.tracks.pill == "Dense 2 · term 4 of 5"
    assert count_of(panel) == f"step {second.start + 4} of {timeline.total}"
    clock.seek(1)
    assert panel.steps.tracks.pill == "Dense 1 · unit 1 · term 2 of 3"
    clock.set_detail("layer")
    clock.seek(0)
    assert panel.steps.tracks.pill == "Dense 1 · Weighted sum"


def test_a_press_goes_there_at_once_and_a_drag_follows(panel: TimelinePanel, clock: StepClock) -> None:
    clock.set_detail("layer")
    layout = layout_of(panel, clock)
    press(panel, layout.x_of(5))
    assert clock.cursor == 5
    press(panel, layout.x_of(1), move_to=layout.x_of(9))
    assert clock.cursor == 9
    press(panel, layout.x_of(9), move_to=2)
    assert clock.cursor == -1


def test_a_drag_over_grouped_marks_keeps_them_in_place(
    panel: TimelinePanel, clock: StepClock, store: DocumentStore
) -> None:
    store.commit(network(40), message("Edit"))
    settle()
    clock.set_detail("term")
    clock.seek(0)
    tracks = panel.steps.tracks
    QTest.mousePress(tracks, Qt.MouseButton.LeftButton, pos=QPoint(700, 70))
    before = clock.cursor
    QTest.mouseMove(tracks, QPoint(800, 70))
    QTest.mouseMove(tracks, QPoint(700, 70))
    assert clock.cursor == before
    QTest.mouseRelease(tracks, Qt.MouseButton.LeftButton, pos=QPoint(700, 70))


def test_the_wheel_walks(panel: TimelinePanel, clock: StepClock) -> None:
    def turn(by: int) -> None:
        event = QWheelEvent(
            QPointF(300, 70), QPointF(300, 70), QPoint(), QPoint(0, by), Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
        )  # fmt: skip
        QApplication.sendEvent(panel.steps.tracks, event)

    turn(-240)
    assert clock.cursor == 1
    turn(60)
    turn(60)
    assert clock.cursor == 0


def test_keys_walk_when_the_tracks_have_the_focus(panel: TimelinePanel, clock: StepClock) -> None:
    tracks = panel.steps.tracks
    QTest.keyClick(tracks, Qt.Key.Key_Right)
    QTest.keyClick(tracks, Qt.Key.Key_Right)
    assert clock.cursor == 1
    QTest.keyClick(tracks, Qt.Key.Key_Left)
    assert clock.cursor == 0
    QTest.keyClick(tracks, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert clock.view.phase == "loss"
    QTest.keyClick(tracks, Qt.Key.Key_End)
    assert clock.cursor == clock.timeline().total - 1
    QTest.keyClick(tracks, Qt.Key.Key_Home)
    assert clock.cursor == 0


def test_the_buttons_drive_the_clock(panel: TimelinePanel, clock: StepClock) -> None:
    buttons = panel.steps.buttons
    buttons.next_phase.click()
    buttons.next_phase.click()
    assert clock.view.phase == "loss"
    buttons.previous_phase.click()
    buttons.next.click()
    buttons.back.click()
    assert clock.cursor == 0
    buttons.play.click()
    assert clock.playing
    assert buttons.play.accessibleName() == "Pause"
    buttons.play.click()
    assert not clock.playing


def test_the_stride_goes_both_ways(panel: TimelinePanel, clock: StepClock) -> None:
    panel.steps.strides.detail.chosen.emit("layer")
    assert clock.detail == "layer"
    clock.set_detail("term")
    assert panel.steps.strides.detail.current == "term"


def test_repeating_and_showing_ahead(panel: TimelinePanel, clock: StepClock) -> None:
    panel.steps.strides.ahead.click()
    assert clock.show_ahead
    clock.set_show_ahead(False)
    assert not panel.steps.strides.ahead.isChecked()
    panel.steps.strides.repeat.click()
    assert clock.repeat


def test_another_network_has_other_ticks(panel: TimelinePanel, clock: StepClock, store: DocumentStore) -> None:
    clock.next()
    store.commit(network(2), message("Edit"))
    settle()
    assert panel.steps.tracks.tick == -1
    assert count_of(panel) == f"{clock.timeline().total} steps"


def test_an_edited_weight_keeps_the_place(panel: TimelinePanel, clock: StepClock, store: DocumentStore) -> None:
    clock.seek(5)
    pill = panel.steps.tracks.pill
    store.commit(set_weight(store.document, "dense1/weight", (0, 0), 2.0), message("Edit"))
    settle()
    assert (panel.steps.tracks.tick, panel.steps.tracks.pill) == (5, pill)


def test_the_pill_follows_the_language(panel: TimelinePanel, clock: StepClock) -> None:
    clock.seek(1)
    assert panel.steps.tracks.pill == "Dense 1 · unit 2"
    theme().set_language("ko")
    assert panel.steps.tracks.pill == "완전 연결 층 1 · 유닛 2"


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_it_paints_at_every_size(panel: TimelinePanel, clock: StepClock, dark: bool, scale: float) -> None:
    theme().set_mode("dark" if dark else "light")
    theme().set_scale(scale)
    for width in (1600, 1366, 700, 320):
        for low in (False, True):
            panel.set_collapsed(low)
            panel.resize(width, panel.height())
            clock.next()
            assert not panel.grab().isNull()


def test_the_pace_of_playing_is_chosen_beside_the_keys(panel: TimelinePanel, clock: StepClock) -> None:
    pace = panel.steps.strides.pace
    assert pace.text() == "1×"
    pace.click()
    menu = pace.findChild(QMenu)
    next(action for action in menu.actions() if action.text() == "0.25×").trigger()
    assert clock.speed == 0.25
    assert pace.text() == "0.25×"
    menu.close()


def test_where_it_plays_too_fast_to_read_the_pill_names_the_node_and_all_of_the_place_where_it_rests(
    panel: TimelinePanel, clock: StepClock, qtbot: QtBot
) -> None:
    clock.seek(0)
    clock.set_speed(8.0)
    clock.play()
    clock._player.setInterval(1_000_000)  # moved by hand, so that a slow machine sees the same
    clock.next()
    qtbot.waitUntil(lambda: panel.steps.tracks.tick == clock.cursor, timeout=20_000)
    assert panel.steps.tracks.pill == "Dense 1"
    clock.pause()
    assert panel.steps.tracks.pill == "Dense 1 · unit 2"
    clock.play()
    clock.next()
    clock.pause()
    assert panel.steps.tracks.tick == clock.cursor  # at once
