"""The lab is built after the welcome page, and whoever needs it sooner has it at once."""

import subprocess
import sys

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ui.look import theme
from ui.main_window import MainWindow


def made(qtbot: QtBot, qapp: QApplication) -> MainWindow:
    theme().apply(qapp)
    window = MainWindow()
    qtbot.addWidget(window, before_close_func=lambda _: window.gallery.finish_reading())
    window.show()
    return window


def test_the_welcome_page_needs_neither_numpy_nor_the_simulator() -> None:
    read = "import sys, ui.app, ui.main_window, ui.panels.application; print(*sys.modules)"
    names = subprocess.run([sys.executable, "-c", read], capture_output=True, text=True, check=True).stdout.split()
    assert not {"numpy", "msgspec", "nnsim.document", "nnsim.ops", "ui.canvas", "ui.lab"} & set(names)


def test_the_lab_is_built_between_the_events_of_the_welcome_page(qtbot: QtBot, qapp: QApplication) -> None:
    window = made(qtbot, qapp)
    assert not window.has_lab
    with qtbot.waitSignal(window.furnished, timeout=20_000):
        window.furnish()
    assert window.has_lab
    assert window.pages.currentWidget() is window.gallery
    assert window.bench.store.document.network.nodes == ()


def test_an_action_that_comes_first_has_the_lab_built_and_is_done_once(qtbot: QtBot, qapp: QApplication) -> None:
    window = made(qtbot, qapp)
    window.furnish()
    dark = theme().dark
    window.acts["theme"].trigger()
    assert window.has_lab
    assert theme().dark != dark
    window.acts["theme"].trigger()
    assert theme().dark == dark
    window.acts["new"].trigger()
    assert window.pages.currentWidget() is window.lab
    assert window.focusWidget() is window.canvas


def test_a_click_on_a_sample_need_not_wait_for_the_lab(qtbot: QtBot, qapp: QApplication) -> None:
    window = made(qtbot, qapp)
    window.gallery.finish_reading()
    qtbot.waitUntil(lambda: bool(window.gallery.samples.cards))
    assert not window.has_lab
    window.gallery.samples.cards[0].click()
    assert window.pages.currentWidget() is window.lab
    assert window.bench.store.document.network.nodes


def test_a_window_that_is_closed_first_leaves_nothing_running(qtbot: QtBot, qapp: QApplication) -> None:
    theme().apply(qapp)
    window = MainWindow()
    window.show()
    window.furnish()
    qtbot.waitUntil(lambda: window._lab is not None, timeout=20_000)
    assert not window.has_lab
    assert window.close()
    qtbot.wait(50)
    assert not window.has_lab
    window.gallery.finish_reading()
    window.deleteLater()
