"""The speeds of training and of playing: every place of the slider says and does something, and at once."""

import math

import msgspec
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from nnsim import edits
from nnsim.text import message
from ui.main_window import MainWindow
from ui.panels.speed import SPEEDS, SpeedControl
from ui.panels.timeline.pace_button import PACES


def test_every_place_of_the_slider_is_a_speed_of_its_own(lab: MainWindow, qtbot: QtBot) -> None:
    control = lab.findChild(SpeedControl)
    told = []
    lab.activateWindow()
    control.slider.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.waitUntil(control.slider.hasFocus)
    qtbot.keyClick(control.slider, Qt.Key.Key_Home)
    for speed in SPEEDS:
        assert lab.bench.trainer.speed == control.speed == speed
        told.append(control.value.text())
        qtbot.keyClick(control.slider, Qt.Key.Key_Right)
    assert len(set(told)) == len(SPEEDS)
    assert (told[0], told[6], told[-1]) == ("0.5/s", "50/s", "Max")


def test_the_slider_is_obeyed_at_once_while_training(lab: MainWindow, qtbot: QtBot) -> None:
    store, trainer, slider = lab.bench.store, lab.bench.trainer, lab.findChild(SpeedControl).slider
    plan = msgspec.structs.replace(store.document.plan, epochs=5_000_000)
    store.commit(edits.set_plan(store.document, plan), message("Choose data"))
    qtbot.keyClick(slider, Qt.Key.Key_End)
    assert math.isinf(trainer.speed)
    trainer.start()
    qtbot.waitUntil(lambda: trainer.latest.epoch > 500, timeout=30_000)
    qtbot.keyClick(slider, Qt.Key.Key_Home)
    qtbot.wait(600)  # what was on its way has come
    before = trainer.latest.epoch
    qtbot.wait(1500)
    assert trainer.latest.epoch - before <= 2
    qtbot.keyClick(slider, Qt.Key.Key_End)
    qtbot.waitUntil(lambda: trainer.latest.epoch > before + 200, timeout=30_000)
    trainer.pause()
    qtbot.waitUntil(lambda: not trainer.running, timeout=20_000)


def test_a_new_pace_is_obeyed_at_once_while_playing(lab: MainWindow, qtbot: QtBot) -> None:
    clock = lab.bench.clock
    clock.set_speed(min(PACES))
    clock.play()
    qtbot.waitUntil(lambda: clock.cursor == 0, timeout=2_000)  # the first comes at once
    clock.set_speed(max(PACES))
    qtbot.waitUntil(lambda: clock.cursor >= 3, timeout=6_000)  # at the old pace, this one comes after 7.2 s
    clock.set_speed(min(PACES))
    at = clock.cursor
    qtbot.wait(600)
    assert clock.cursor == at
    clock.pause()
