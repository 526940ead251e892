"""The slides of the lecture in the side panel: their list, and everything about the one that is chosen."""

from ui.panels.slides.panel import SlidesPanel

__all__ = ["SlidesPanel"]
