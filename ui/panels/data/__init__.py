"""The data: its card in the palette, and the dialog that chooses it and the use of its columns."""
