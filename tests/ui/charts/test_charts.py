"""The charts as a user meets them: empty at first, alive while numbers come, right where the pointer is."""

import math
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from nnsim.text import NnsimError
from tests.ui.charts.shown import has_color, picture, shown
from ui.charts import (
    AccuracyBars,
    DecisionMap,
    GradientBars,
    HistoryStrip,
    LossChart,
    SamplePlot,
    WeightRidges,
)
from ui.charts.confusion_matrix import ConfusionMatrix
from ui.look import theme

EPOCHS = np.arange(50.0)
LOSS = 0.7 * np.exp(-EPOCHS / 20)


@pytest.mark.parametrize("make", [LossChart, DecisionMap, WeightRidges, GradientBars, HistoryStrip, SamplePlot])
def test_an_empty_chart_says_so_in_the_language_of_the_moment(qtbot: QtBot, make: type[QWidget]) -> None:
    chart = shown(qtbot, make())
    assert chart.is_empty
    english = picture(chart)
    theme().set_language("ko")
    assert picture(chart) != english
    assert chart.accessibleName()


def test_curves_wear_the_loss_colour_and_follow_the_theme(qtbot: QtBot) -> None:
    chart = shown(qtbot, LossChart())
    chart.set_data(EPOCHS, LOSS, LOSS + 0.1)
    assert not chart.is_empty
    assert has_color(chart, "loss")
    theme().set_mode("dark")
    assert has_color(chart, "loss")
    chart.clear()
    assert chart.is_empty
    assert not has_color(chart, "loss")


@pytest.mark.parametrize("log", [False, True])
@pytest.mark.parametrize(
    "loss",
    [
        [0.5],
        [math.nan, math.nan],
        [0.5, math.nan, 0.25, math.inf, 0.1],
        [0.0, 0.0, 0.0],
        [-1.0, 0.5, -0.25],
        [1e300, 1e-300, 1.0],
    ],
)
def test_no_run_of_losses_breaks_the_curves(qtbot: QtBot, loss: list[float], log: bool) -> None:
    values = np.array(loss)
    epochs = np.arange(float(len(loss)))
    for chart in (LossChart(), HistoryStrip()):
        shown(qtbot, chart)
        if isinstance(chart, LossChart):
            chart.set_log(log)
            chart.set_data(epochs, values, values[::-1])
        else:
            chart.set_data(epochs, values)
        assert not picture(chart).isNull()


def test_the_log_toggle_is_a_button_of_the_chart(qtbot: QtBot) -> None:
    chart = shown(qtbot, LossChart())
    chart.set_data(EPOCHS, LOSS)
    with qtbot.waitSignal(chart.log_changed) as changed:
        chart.set_log(True)
    assert changed.args == [True]
    assert chart.log
    assert chart.to_pixels(0, 0.0)[1] == pytest.approx(chart.area.top(), abs=1)


def test_the_pointer_reads_the_epoch_under_it(qtbot: QtBot) -> None:
    chart = shown(qtbot, LossChart())
    chart.set_data(EPOCHS, LOSS, LOSS + 0.1)
    at_rest = picture(chart)
    x, y = chart.to_pixels(10.0, 0.3)
    qtbot.mouseMove(chart, QPoint(round(x), round(y)))
    assert picture(chart) != at_rest
    qtbot.mouseMove(chart, QPoint(chart.width() - 2, 2))
    assert picture(chart) == at_rest


def test_dragging_the_playhead_tells_every_moment(qtbot: QtBot) -> None:
    strip = shown(qtbot, HistoryStrip(), 412, 48)
    strip.set_data(EPOCHS, LOSS)
    strip.set_bookmarks([(30.2, "here")])
    assert strip.now == 49
    heard: list[float] = []
    strip.sought.connect(heard.append)
    at = [QPoint(round(strip.to_pixels(epoch, 0)[0]), 24) for epoch in (20.5, 30.0)]
    qtbot.mousePress(strip, Qt.MouseButton.LeftButton, pos=at[0])
    assert heard == [pytest.approx(20.5, abs=0.1)]
    qtbot.mouseMove(strip, at[1])
    strip.set_data(np.arange(51.0), np.append(LOSS, 0.01))
    assert strip.now == 30.2
    qtbot.mouseRelease(strip, Qt.MouseButton.LeftButton, pos=at[1])
    assert heard[1:] == [30.2]
    strip.set_now(12.0)
    assert strip.now == 12


def test_the_playhead_is_moved_by_keys(qtbot: QtBot) -> None:
    strip = shown(qtbot, HistoryStrip(), 412, 48)
    strip.set_data(EPOCHS, LOSS, 1)
    heard: list[object] = []
    for signal in (strip.sought, strip.turned):
        signal.connect(heard.append)
    strip.left.connect(lambda: heard.append("left"))
    for key in (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_End, Qt.Key.Key_Home):
        qtbot.keyClick(strip, key)
    assert heard == [-1, 1, "left", 0]


def test_what_is_out_of_reach_is_refused_with_a_word(qtbot: QtBot) -> None:
    strip = shown(qtbot, HistoryStrip(), 400, 60)
    strip.set_data(EPOCHS, LOSS)
    sought: list[float] = []
    refused: list[bool] = []
    strip.sought.connect(sought.append)
    strip.refused.connect(lambda: refused.append(True))
    for reach, epoch, goes in ((math.inf, 30.0, False), (20.0, 10.0, False), (20.0, 30.0, True)):
        strip.set_reach(reach)
        x = round(strip.to_pixels(epoch, 0.0)[0])
        qtbot.mouseClick(strip, Qt.MouseButton.LeftButton, pos=QPoint(x, 20))
        assert bool(sought) == goes
        assert (strip.now == 49.0) != goes, "the playhead stands where the network is"
    assert len(refused) == 2
    qtbot.keyClick(strip, Qt.Key.Key_Home)
    assert sought[-1] == 20.0


def test_earlier_runs_stay_in_the_strip(qtbot: QtBot) -> None:
    strip = shown(qtbot, HistoryStrip(), 412, 48)
    strip.set_data(EPOCHS[:20], LOSS[:20])
    alone, end = picture(strip), strip.to_pixels(19.0, 0)[0]
    strip.set_earlier([(EPOCHS, LOSS)])
    assert picture(strip) != alone
    assert strip.to_pixels(19.0, 0)[0] < end


def test_ridges_show_the_sign_and_leave_out_what_is_not_finite(qtbot: QtBot) -> None:
    chart = shown(qtbot, WeightRidges(), 212, 192)
    chart.set_data([("Dense 1", np.array([[1.0, -1.0], [np.nan, np.inf]])), ("gone", np.array([np.nan]))])
    assert not chart.is_empty
    assert has_color(chart, "pos")
    assert has_color(chart, "neg")
    chart.set_data([("Dense 1", np.zeros((3, 3)))])
    assert not picture(chart).isNull()


def test_gradients_of_every_size_have_their_value(qtbot: QtBot) -> None:
    chart = shown(qtbot, GradientBars(), 240, 220)
    chart.set_data([("a", 0.267), ("b", 0.0), ("c", 1e-12), ("d", 1e9)])
    assert has_color(chart, "grad")
    chart.set_data([("a", math.nan)])
    assert has_color(chart, "err")
    assert not has_color(chart, "grad")


def test_accuracy_without_test_data_has_one_bar(qtbot: QtBot) -> None:
    bars = shown(qtbot, AccuracyBars(), 166, 120)
    bars.set_data(1.0, None)
    two = shown(qtbot, AccuracyBars(), 166, 120)
    two.set_data(math.nan, 0.964)
    assert picture(bars) != picture(two)
    assert has_color(bars, "loss")


@pytest.mark.parametrize("suffix", ["png", "svg"])
def test_a_chart_is_exported_with_its_axes(qtbot: QtBot, tmp_path: Path, suffix: str) -> None:
    chart = shown(qtbot, LossChart())
    chart.set_data(EPOCHS, LOSS)
    file = tmp_path / f"손실.{suffix}"
    chart.export(file)
    if suffix == "png":
        assert QImage(str(file)).width() == 2 * chart.width()
    else:
        assert "<text" in file.read_text(encoding="utf-8")


def test_an_export_to_nowhere_says_where(qtbot: QtBot, tmp_path: Path) -> None:
    chart = shown(qtbot, GradientBars())
    with pytest.raises(NnsimError, match="Choose another folder"):
        chart.export(tmp_path / "missing" / "chart.png")


def test_charts_follow_the_scale(qtbot: QtBot) -> None:
    chart = shown(qtbot, LossChart(), 440, 160)
    chart.set_data(EPOCHS, LOSS)
    left = chart.area.left()
    theme().set_scale(2.0)
    assert chart.area.left() == 2 * left
    assert not picture(chart).isNull()


def test_names_in_a_saved_matrix_are_never_formulas(tmp_path: Path, qtbot: QtBot) -> None:
    chart = shown(qtbot, ConfusionMatrix())
    chart.set_data(np.array([[5, 1], [0, 1234]]), ("=1+2", "계란, 흰자"))
    chart.export_table(tmp_path / "table.csv")
    written = (tmp_path / "table.csv").read_bytes()
    assert written.startswith(b"\xef\xbb\xbf")
    text = written.decode("utf-8-sig").splitlines()[1:]
    assert text == ["'=1+2,5,1", '"계란, 흰자",0,1234']


def test_a_matrix_that_cannot_be_written_is_told(tmp_path: Path, qtbot: QtBot) -> None:
    with pytest.raises(NnsimError, match="table could not be written"):
        shown(qtbot, ConfusionMatrix()).export_table(tmp_path / "gone" / "table.csv")
