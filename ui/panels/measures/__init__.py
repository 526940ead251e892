"""The metrics of a network: how good its answers are on training and test samples, and who is taken for whom."""

from ui.panels.measures.measures_panel import MeasuresPanel

__all__ = ["MeasuresPanel"]
