"""The parts of the window around the canvas: bars, palette, inspector, plots, dialogs."""
