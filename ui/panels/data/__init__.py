"""The data: its card in the palette, and the dialog that chooses it and the use of its columns."""

from ui.panels.data.data_card import DataCard
from ui.panels.data.data_dialog import DataDialog

__all__ = ["DataCard", "DataDialog"]
