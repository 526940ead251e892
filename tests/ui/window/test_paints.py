"""How often the plots are painted while training, and that nothing is painted with them."""

from collections import Counter
from collections.abc import Iterator
from time import perf_counter

import pytest
from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from ui.main_window import MainWindow


class Painted(QObject):
    """Counts the paintings of each widget."""

    def __init__(self) -> None:
        super().__init__()
        self.times: Counter[QObject] = Counter()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            self.times[watched] += 1
        return False


@pytest.fixture
def painted(lab: MainWindow, qapp: QApplication, qtbot: QtBot) -> Iterator[Painted]:
    """With the plots in front and everything at rest."""
    lab.dock.bring("plots")
    qtbot.wait(300)
    counting = Painted()
    qapp.installEventFilter(counting)
    yield counting
    qapp.removeEventFilter(counting)


def test_a_plot_that_moves_paints_nothing_below_or_beside_it(
    lab: MainWindow, painted: Painted, qtbot: QtBot
) -> None:
    plots = lab.plots
    moving = (plots.loss, plots.boundary.map, plots.boundary.accuracy, plots.layers.ridges, plots.layers.bars)
    for plot in moving:
        painted.times.clear()
        plot.update()
        qtbot.waitUntil(lambda plot=plot: painted.times[plot] > 0, timeout=20_000)
        around = {type(w).__name__ for w in _above(plot) if painted.times[w]} - {"Below"}
        assert not around, type(plot).__name__
        assert not any(painted.times[other] for other in moving if other is not plot), type(plot).__name__


def test_each_plot_follows_at_most_15_times_a_second(lab: MainWindow, painted: Painted, qtbot: QtBot) -> None:
    lab.bench.trainer.start()
    qtbot.waitUntil(lambda: lab.bench.trainer.running, timeout=20_000)
    often = QTimer(interval=10)  # far more snapshots than a screen could show
    often.timeout.connect(lambda: lab.bench.trainer.snapshot.emit(lab.bench.trainer.latest))
    often.start()
    qtbot.wait(300)
    plots = (lab.plots.loss, lab.plots.boundary.map, lab.plots.layers.ridges, lab.plots.layers.bars)
    painted.times.clear()
    begin = perf_counter()
    qtbot.wait(1500)
    qtbot.waitUntil(lambda: all(painted.times[plot] >= 4 for plot in plots), timeout=20_000)
    took = perf_counter() - begin
    often.stop()
    lab.bench.trainer.pause()
    for plot in plots:
        assert painted.times[plot] <= took * 15, type(plot).__name__


def _above(widget: QWidget) -> Iterator[QWidget]:
    above = widget.parentWidget()
    while above is not None:
        yield above
        above = above.parentWidget()
