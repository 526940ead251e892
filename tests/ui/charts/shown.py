"""Charts on show for tests, and what can be seen of them."""

import numpy as np
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from ui.look import theme

XOR = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])


def shown(qtbot: QtBot, chart: QWidget, width: int = 440, height: int = 160) -> QWidget:
    qtbot.addWidget(chart)
    chart.resize(width, height)
    chart.show()
    return chart


def picture(chart: QWidget) -> QImage:
    return chart.grab().toImage()


def has_color(chart: QWidget, name: str) -> bool:
    image, wanted = picture(chart), theme().tokens.color(name).name()
    return any(image.pixelColor(x, y).name() == wanted for x in range(image.width()) for y in range(image.height()))
