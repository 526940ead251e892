"""The panel that explains the present moment of stepping."""

from ui.panels.explain.panel import ExplainPanel

__all__ = ["ExplainPanel"]
