"""The timeline: walking through a training step, watching training run, and the history of the loss."""

from ui.panels.timeline.panel import TimelinePanel

__all__ = ["TimelinePanel"]
