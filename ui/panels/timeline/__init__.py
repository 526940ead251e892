"""The timeline: buttons, the ticks of a training step by phase, the row of a running training, and the history."""

from ui.panels.timeline.timeline_panel import TimelinePanel

__all__ = ["TimelinePanel"]
