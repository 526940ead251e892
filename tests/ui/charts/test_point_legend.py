"""The legend of the points names every class of a few, and the first ones of many."""

from pytestqt.qtbot import QtBot

from ui.charts import PointLegend


def test_of_many_classes_the_first_are_named_and_the_others_counted(qtbot: QtBot) -> None:
    legend = PointLegend()
    qtbot.addWidget(legend)
    heights = []
    for count in (2, 10, 11, 100):
        legend.set_data([f"c{number}" for number in range(count)], True)
        heights.append(legend.height())
    assert heights == [20 + 3 * 24, 20 + 11 * 24, 20 + 11 * 24, 20 + 11 * 24]
    assert legend._classes == tuple(f"c{number}" for number in range(9))
    assert legend._more() == ["… 91 more"]
