"""The plots: loss, decision boundary, weights and gradients, live while the network trains."""

from ui.panels.plots.plots_panel import PlotsPanel

__all__ = ["PlotsPanel"]
