"""What the keys do in a lecture, for the map of keys: the presenter answers to them, the window does not."""

from __future__ import annotations

from nnsim.text import Message, message

TITLE = message("In a lecture")
LECTURE_KEYS: tuple[tuple[Message, tuple[str, ...]], ...] = (
    (message("Next slide, or the answer"), ("PgDown", "Space")),
    (message("Slide before"), ("PgUp",)),
    (message("Slide by its number"), ("G",)),
    (message("Blank the screen"), (".", "B")),
    (message("Larger type"), ("Ctrl++",)),
    (message("Smaller type"), ("Ctrl+-",)),
    (message("A hand for an option, 1 to 9"), ("1",)),
    (message("Take the last hand back"), ("Backspace",)),
    (message("Point at a neuron, draw the curve"), ("Up", "Down", "Tab")),
    (message("Open or close the sandbox"), ("S",)),
    (message("Sandbox: step, step back"), ("Right", "Left")),
    (message("Sandbox: train one epoch"), ("T",)),
    (message("Sandbox: as it was"), ("R",)),
    (message("Leave the lecture"), ("Esc", "F5")),
)
