"""One thing that can be done on the canvas, and the groups that such things stand in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtGui import QKeySequence

from nnsim.text import Message, message

if TYPE_CHECKING:
    from ui.canvas.view import CanvasView


@dataclass(frozen=True)
class Group:
    """Acts that belong together: under one heading in the map of keys, between two lines in menus.

    `nested` groups hang in the context menu as a submenu as soon as several of their acts are possible.
    """

    id: str
    title: Message
    nested: bool = False


GROUPS = (
    Group("edit", message("Edit on the canvas")),
    Group("walk", message("By keyboard alone")),
    Group("neurons", message("Neurons and layers")),
    Group("values", message("Weights")),
    Group("arrange", message("Arrange"), nested=True),
    Group("showing", message("Show on the canvas")),
    Group("blocks", message("Blocks and notes"), nested=True),
    Group("stops", message("Breakpoints"), nested=True),
    Group("figures", message("Save as a picture"), nested=True),
)


def always(view: CanvasView) -> bool:
    """Possible at any time."""
    return True


@dataclass(frozen=True)
class CanvasAct:
    """What the canvas' keys, its context menu, the command palette and the map of keys know of one thing to do.

    Attributes:
        id: its name, once in the table.
        text: what it is called, as a command: `Freeze weights`.
        do: does it; called only while it is possible.
        keys: key sequences as Qt writes them (`Ctrl+D`), the first of them is shown.
        icon: a Phosphor icon, or none.
        group: the id of a group.
        possible: whether it can be done with what is selected; only then does the canvas claim its keys.
        named: what it is called at the moment, where that changes: `Unfreeze weights`.
        ticked: of what is on or off: whether it is on, which menus show by a tick.
        offered: whether the context menu shows it while it is possible; everywhere by default.
        repeats: whether a held key does it again and again.
        of_window: the window's own table has it too, with its key; the canvas has it for the context menu alone.
    """

    id: str
    text: Message
    do: Callable[[CanvasView], object]
    keys: tuple[str, ...] = ()
    icon: str = ""
    group: str = "edit"
    possible: Callable[[CanvasView], bool] = always
    named: Callable[[CanvasView], Message] | None = None
    ticked: Callable[[CanvasView], bool] | None = None
    offered: Callable[[CanvasView], bool] = always
    repeats: bool = False
    of_window: bool = False

    def text_now(self, view: CanvasView) -> Message:
        """What it is called with what is selected."""
        return self.text if self.named is None else self.named(view)

    @property
    def chords(self) -> tuple[int, ...]:
        """Its keys as numbers, as those of a key event with its modifiers."""
        return tuple(QKeySequence(keys)[0].toCombined() for keys in self.keys)


@dataclass(frozen=True)
class Held:
    """Keys that are no command of their own, such as the arrows: what they do and how they are shown."""

    text: Message
    keys: tuple[str, ...]
    group: str = "walk"
