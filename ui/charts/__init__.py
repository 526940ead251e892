"""Charts of training and data: curves, maps, ridges and bars, fed with plain arrays and names."""

from ui.charts.accuracy_bars import AccuracyBars
from ui.charts.chart import Chart
from ui.charts.decision_map import DecisionMap
from ui.charts.gradient_bars import GradientBars
from ui.charts.history_strip import HistoryStrip
from ui.charts.loss_chart import LossChart
from ui.charts.point_legend import PointLegend
from ui.charts.sample_pictures import SamplePictures
from ui.charts.sample_plot import SamplePlot
from ui.charts.ticks import epoch_text
from ui.charts.weight_ridges import WeightRidges

__all__ = [
    "AccuracyBars",
    "Chart",
    "DecisionMap",
    "GradientBars",
    "HistoryStrip",
    "LossChart",
    "PointLegend",
    "SamplePictures",
    "SamplePlot",
    "WeightRidges",
    "epoch_text",
]
