"""The inspector, tab Layer: what is selected, with everything that can be set of it; else the training plan."""

from ui.panels.inspector.inspector import Inspector

__all__ = ["Inspector"]
