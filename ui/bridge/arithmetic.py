"""Whether a graphics card can compute, in words for the window."""

from nnsim.backend import report
from nnsim.text import Message


def card_report() -> Message:
    """One sentence on whether a graphics card can be used, and why not. Slow at first with a card."""
    return report()
