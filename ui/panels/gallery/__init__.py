"""The welcome page: new, open, recent files, and the sample networks."""

from ui.panels.gallery.page import SUFFIX, Gallery

__all__ = ["SUFFIX", "Gallery"]
