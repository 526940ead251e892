"""Breakpoints in the timeline: set and removed by mouse and keys, listed, changed, run to."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from nnsim.document import Condition, NodeBreakpoint
from nnsim.edits import add_breakpoint
from nnsim.text import message
from ui.bridge import DocumentStore, StepClock
from ui.look import theme
from ui.panels.timeline import TimelinePanel
from ui.panels.timeline.track_paint import ROOMY


def press_below(panel: TimelinePanel, clock: StepClock, tick: int) -> None:
    """Press under the track where a tick's node begins."""
    tracks = panel.steps.tracks
    x = tracks._layout.x_of(tick)
    at = QPoint(round(x), theme().px(ROOMY.lane + ROOMY.lane_height + 6))
    QTest.mouseMove(tracks, at)
    QTest.mouseClick(tracks, Qt.MouseButton.LeftButton, pos=at)


def test_a_press_under_a_track_sets_a_breakpoint_and_another_one_removes_it(
    panel: TimelinePanel, clock: StepClock, store: DocumentStore
) -> None:
    for track in clock.timeline().tracks:
        for segment in track.segments:
            before = store.document.views.breakpoints
            press_below(panel, clock, segment.start + segment.count - 1)
            stop = NodeBreakpoint(segment.node, track.phase)
            assert store.document.views.breakpoints == (*before, stop)
            assert panel.steps.tracks.tick == -1, "it did not move"
            if segment.node == "dense2":
                press_below(panel, clock, segment.start)
                assert store.document.views.breakpoints == before
    assert store.undo_text == message("Remove a breakpoint")
    store.undo()
    assert len(panel.steps.tracks._stops) == len(store.document.views.breakpoints)


def test_it_is_set_where_the_playhead_stands_and_run_to_from_the_menu(
    qtbot: QtBot, panel: TimelinePanel, clock: StepClock, store: DocumentStore
) -> None:
    backward = clock.timeline().tracks[2]
    clock.seek(backward.segments[-1].start + 1)
    panel.stopping.toggle_here()
    assert store.document.views.breakpoints == (NodeBreakpoint("dense1", "backward"),)
    clock.seek(0)
    asked = QSignalSpy(panel.steps.tracks.menu_wanted)
    panel.steps.tracks.menu_wanted.emit(panel.steps.tracks.here, QPoint(0, 0))
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    assert [action.text() for action in menu.actions() if action.text()] == ["Run to here", "Stop here", "Breakpoints…"]
    clock.seek(-1)
    menu.actions()[0].trigger()
    menu.close()
    qtbot.waitUntil(lambda: not clock.run.on, timeout=20_000)
    assert asked.count() == 1
    assert clock.cursor >= 0


@pytest.mark.parametrize("language", ["en", "ko"])
def test_the_list_switches_changes_removes_and_adds(
    panel: TimelinePanel, store: DocumentStore, language: str
) -> None:
    theme().set_language(language)
    store.commit(add_breakpoint(store.document, NodeBreakpoint("dense1", "forward")), message("Edit"))
    store.commit(add_breakpoint(store.document, Condition("loss", 0.1)), message("Edit"))
    card = panel.stopping.card
    card.show_above()
    assert card.rows[0].switch.hasFocus()
    card.rows[0].switch.click()
    assert store.document.views.breakpoints[0] == NodeBreakpoint("dense1", "forward", False)
    field = card.rows[1].field
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, "0,25")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert store.document.views.breakpoints[1] == Condition("loss", 0.25)
    card.rows[0].remove.click()
    assert store.document.views.breakpoints == (Condition("loss", 0.25),)
    card.add.click()
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    assert len([action for action in menu.actions() if action.text()]) == 9
    menu.actions()[2].trigger()
    menu.close()
    assert store.document.views.breakpoints[1] == Condition("accuracy", 0.95, True)
    assert card.rows[1].field.value == 0.95
    card.rows[0].remove.click()
    card.rows[0].remove.click()
    assert not card.rows
    assert card.hint.isVisible()
    assert not card.run.isEnabled()
    QTest.keyClick(card, Qt.Key.Key_Escape)
    assert not card.isVisible()
    for _ in range(8):
        store.undo()
    assert store.document.views.breakpoints == ()


def test_f9_without_breakpoints_opens_the_list(panel: TimelinePanel, clock: StepClock) -> None:
    clock.run.to_breakpoint()
    assert panel.stopping.card.isVisible()
    panel.stopping.card.hide()
