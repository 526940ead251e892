"""The button that adds the first input leaves the keyboard where the network is."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from ui.main_window import MainWindow


def test_after_add_an_input_the_canvas_has_the_focus(window: MainWindow) -> None:
    window.acts["new"].trigger()
    window.activateWindow()
    button = window.timeline.steps.mend
    QTest.qWait(200)
    button.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    QApplication.processEvents()
    assert window.focusWidget() is window.canvas
    assert window.bench.selection.node == "input1"
    card = window.canvas.board.diagram.cards["input1"].rect
    middle = window.canvas.mapFromScene(card.center()) - window.canvas.viewport().rect().center()
    assert middle.manhattanLength() < 80
