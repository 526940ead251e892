"""The decision map and the samples in it: colors, classes, and what a click picks."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot

from tests.ui.charts.shown import XOR, has_color, picture, shown
from ui.charts import (
    DecisionMap,
    PointLegend,
    SamplePlot,
)
from ui.look import theme


def test_the_map_stands_upright_and_takes_the_end_colours(qtbot: QtBot) -> None:
    chart = shown(qtbot, DecisionMap(), 200, 200)
    values = np.zeros((64, 64), dtype=np.float32)
    values[:32] = 1.0  # the lower half of the plane is class 1, blue
    chart.set_data(values)
    image = picture(chart)
    below, above = image.pixelColor(100, 180), image.pixelColor(100, 20)
    assert below.blue() > below.red()
    assert above.red() > above.blue()


def test_the_colors_meet_where_the_decision_turns(qtbot: QtBot) -> None:
    chart = shown(qtbot, DecisionMap(), 200, 200)
    rising = np.repeat(np.linspace(0.0, 1.0, 101)[:, None], 101, axis=1)  # from below upwards
    at_middle, at_quarter = QColor(), QColor()
    for threshold, color, place in ((0.5, at_middle, 100), (0.25, at_quarter, 150)):
        chart.set_data(rising, threshold=threshold)
        image = picture(chart)
        color.setRgb(image.pixel(100, place))
        above, below = image.pixelColor(100, place - 30), image.pixelColor(100, place + 30)
        assert above.blue() > above.red()
        assert below.red() > below.blue()
    assert abs(at_middle.lightness() - at_quarter.lightness()) < 4


def test_many_classes_are_mapped_by_the_likeliest(qtbot: QtBot) -> None:
    chart = shown(qtbot, DecisionMap(), 200, 200)
    shares = np.zeros((3, 8, 8))
    shares[2] = 1.0
    chart.set_data(shares)
    color = picture(chart).pixelColor(100, 100)
    assert color.green() > color.red()
    shares[:] = np.nan
    chart.set_data(shares)
    assert not picture(chart).isNull()


def test_a_click_on_a_point_of_the_map_tells_the_sample(qtbot: QtBot) -> None:
    chart = shown(qtbot, DecisionMap(), 200, 200)
    chart.set_data(np.zeros((8, 8)), ((-1.0, 2.0), (-1.0, 2.0)))
    chart.set_points(XOR, np.array([0, 1, 1, 0]), np.array([False, False, True, False]))
    chart.set_current(2)
    with qtbot.waitSignal(chart.sample_clicked) as clicked:
        qtbot.mouseClick(chart, Qt.MouseButton.LeftButton, pos=QPointF(200 * 2 / 3, 200 * 2 / 3).toPoint())
    assert clicked.args == [2]
    with qtbot.assertNotEmitted(chart.sample_clicked):
        qtbot.mouseClick(chart, Qt.MouseButton.LeftButton, pos=QPoint(100, 100))


def test_samples_are_picked_by_click_and_by_key(qtbot: QtBot) -> None:
    plot = shown(qtbot, SamplePlot(), 192, 104)
    plot.set_data(XOR, np.array([0, 1, 1, 0]), ("0, 0", "0, 1", "1, 0", "1, 1"), current=2)
    with qtbot.waitSignal(plot.sample_clicked) as clicked:
        qtbot.mouseClick(plot, Qt.MouseButton.LeftButton, pos=QPoint(34, 24))
    assert clicked.args == [1]
    with qtbot.waitSignal(plot.sample_clicked) as moved:
        qtbot.keyClick(plot, Qt.Key.Key_Right)
    assert moved.args == [3]


def test_a_circle_of_samples_is_round_and_inputs_of_different_size_fill_the_plot(qtbot: QtBot) -> None:
    plot = shown(qtbot, SamplePlot(), 192, 104)
    turn = np.linspace(0, 2 * np.pi, 40)
    circle = np.column_stack((np.cos(turn), np.sin(turn)))
    for factor, round_ in ((1.0, True), (50.0, False)):
        plot.set_data(circle * (factor, 1.0), np.zeros(40, int))
        across, down = np.ptp(plot._places(), axis=0)
        assert bool(abs(across - down) < 1) == round_
        assert down == pytest.approx(104 - 2 * 12, abs=1)


def test_samples_of_one_input_and_of_numbers_are_drawn(qtbot: QtBot) -> None:
    plot = shown(qtbot, SamplePlot(), 192, 104)
    plot.set_data(np.arange(30.0)[:, None], np.linspace(-1, 1, 30), numbers=True)
    assert has_color(plot, "sunken")
    assert not plot.is_empty


def test_the_legend_grows_with_its_classes(qtbot: QtBot) -> None:
    legend = shown(qtbot, PointLegend())
    legend.set_data(["setosa", "versicolor", "virginica"], has_test=True)
    height = legend.height()
    legend.set_data(["a", "b"], has_test=False)
    assert legend.height() < height


def test_words_never_lie_under_the_samples_of_a_map_that_is_to_come(qtbot: QtBot) -> None:
    chart = shown(qtbot, DecisionMap())
    chart.set_points(XOR, np.array([0, 1, 1, 0]), np.zeros(4, bool))
    english = picture(chart)
    theme().set_language("ko")
    assert chart.is_empty
    assert picture(chart) == english
