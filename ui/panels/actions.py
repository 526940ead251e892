"""Everything a user can do by menu or key: one table of actions, their texts, keys and icons."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import get_args

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu

from nnsim.text import Language, Message, message, render
from ui.look import icon, theme


@dataclass(frozen=True)
class Act:
    """One thing to do: its text, its keys (the first is shown), its icon, and whether it needs an open document."""

    id: str
    text: Message
    keys: tuple[str, ...] = ()
    icon: str = ""
    checkable: bool = False
    always: bool = False


FILE = (
    Act("new", message("New network"), ("Ctrl+N",), "plus", always=True),
    Act("new_window", message("New window"), ("Ctrl+Shift+N",), always=True),
    Act("open", message("Open file…"), ("Ctrl+O",), "folder-open", always=True),
    Act("save", message("Save"), ("Ctrl+S",), "floppy-disk"),
    Act("save_as", message("Save as…"), ("Ctrl+Shift+S",)),
    Act("export", message("Export a figure…"), ("Ctrl+Shift+E",), "export"),
    Act("close", message("Close network"), ("Ctrl+W",)),
    Act("preferences", message("Preferences…"), ("Ctrl+,",), "gear-six", always=True),
    Act("quit", message("Quit"), ("Ctrl+Q",), always=True),
)
EDIT = (
    Act("undo", message("Undo"), ("Ctrl+Z",), "arrow-u-up-left"),
    Act("redo", message("Redo"), ("Ctrl+Shift+Z", "Ctrl+Y"), "arrow-u-up-right"),
    Act("search", message("Search layers"), ("/",), "magnifying-glass"),
)
ADD = (
    Act("add_neuron", message("Add a neuron"), ("N",)),
    Act("add_input", message("Add an input"), ("I",)),
    Act("add_output", message("Add an output"), ("O",)),
    Act("add_loss", message("Add a loss"), ("L",)),
    Act("add_dense", message("Add a dense layer"), ("D",)),
    Act("add_convolution", message("Add a convolution"), ("V",)),
)
VIEW = (
    Act("zoom_in", message("Zoom in"), ("+", "=", "Ctrl++"), "plus"),
    Act("zoom_out", message("Zoom out"), ("-", "Ctrl+-"), "minus"),
    Act("fit", message("Fit the network"), ("F",), "corners-out"),
    Act("show_ahead", message("Show ahead"), ("A",), "eye", checkable=True),
    Act("values_at_rest", message("Show values before the first step"), (), "list-numbers", checkable=True),
    Act("palette", message("Palette"), ("Ctrl+B",), "columns", checkable=True),
    Act("dock", message("Side panel"), ("Ctrl+J",), checkable=True),
    Act("panel_explain", message("Explain")),
    Act("panel_plots", message("Plots")),
    Act("panel_measures", message("Metrics")),
    Act("panel_layer", message("Settings")),
    Act("panel_slides", message("Slides")),
    Act("next_area", message("Next area"), ("F6",)),
    Act("previous_area", message("Previous area"), ("Shift+F6",)),
    Act("theme", message("Light or dark"), ("Ctrl+Shift+L",), "moon", always=True),
    Act("full_screen", message("Full screen"), ("F11",), "arrows-out", checkable=True, always=True),
)
TRAIN = (
    Act("data", message("Choose data…"), ("Ctrl+T",), "database"),
    Act("train", message("Train or pause"), ("T",), "play-fill"),
    Act("train_step", message("One training step"), ("Ctrl+Right",), "arrow-line-right"),
    Act("train_epoch", message("One epoch"), ("]",), "skip-forward"),
    Act("epoch_back", message("One epoch back"), ("[",), "skip-back"),
    Act("latest", message("To the latest moment"), ("Ctrl+End",), "arrow-line-right"),
    Act("branch", message("Branch here"), ("Ctrl+Shift+B",), "git-branch"),
    Act("bookmark", message("Bookmark this moment"), ("B",), "bookmark-simple"),
    Act("go_mark", message("Go to a bookmark…"), ("G",)),
    Act("reset", message("Reset the training"), ("Ctrl+R",), "arrow-counter-clockwise"),
)
STEP = (
    Act("next", message("Step"), ("Right",), "caret-right-bold"),
    Act("back", message("Step back"), ("Left",), "caret-left-bold"),
    Act("next_phase", message("Next phase"), ("Shift+Right",), "skip-forward"),
    Act("previous_phase", message("Previous phase"), ("Shift+Left",), "skip-back"),
    Act("trail_back", message("Back to where a number was followed from"), ("Alt+Left",), "arrow-left"),
    Act("trail_forward", message("Forward along the followed numbers"), ("Alt+Right",), "arrow-right"),
    Act("why", message("Where a gradient comes from"), ("Q",), "git-branch"),
    Act("predict", message("Predict first"), ("P",), "question"),
    Act("predict_always", message("Predict first at each step"), (), "question", checkable=True),
    Act("by_hand", message("Work it out by hand"), ("H",), "pencil-simple"),
    Act("play", message("Play or pause the steps"), ("Space",), "play-fill"),
    Act("run_to", message("Run to a breakpoint"), ("F9",), "fast-forward"),
    Act("stop_here", message("Stop here or no more"), ("Shift+F9",), "record"),
    Act("breakpoints", message("Breakpoints…"), ("Ctrl+F9",), "list-bullets"),
    Act("detail_layer", message("Step by layer"), ("1",)),
    Act("detail_neuron", message("Step by neuron"), ("2",)),
    Act("detail_term", message("Step by term"), ("3",)),
)
LECTURE = (
    Act("present", message("Present"), ("F5",), "presentation"),
    Act("present_here", message("Present from the chosen slide"), ("Shift+F5",)),
    Act("record_slide", message("Record slide"), ("Ctrl+M",), "record-fill"),
)
HELP = (
    Act("commands", message("Command palette"), ("Ctrl+K",), "command", always=True),
    Act("guide", message("Guide"), ("F1",), "book-open", always=True),
    Act("keys", message("Map of keys"), ("Shift+F1",), "keyboard", always=True),
    Act("about", message("About nnsim"), (), "info", always=True),
)
GROUPS: tuple[tuple[Message, tuple[Act, ...]], ...] = (
    (message("File"), FILE),
    (message("Edit"), EDIT),
    (message("Add nodes"), ADD),
    (message("View"), VIEW),
    (message("Train"), TRAIN),
    (message("Step through"), STEP),
    (message("Lecture"), LECTURE),
    (message("Help"), HELP),
)
DETAILS = {"detail_layer": "layer", "detail_neuron": "neuron", "detail_term": "term"}
ADDED_KINDS = {f"add_{kind}": kind for kind in ("neuron", "input", "output", "loss", "dense", "convolution")}


@dataclass(frozen=True)
class Command:
    """One row of the command palette: its text as shown, its icon and its key (or ""), and what it does.

    `also` is its text in every language, by which it is found.
    """

    text: str
    icon: str
    key: str
    run: Callable[[], object]
    also: str = ""


def _none(_menu: QMenu) -> list[QAction]:
    return []


@dataclass(frozen=True)
class CanvasCommands:
    """What can be done on the canvas at the moment: as rows of the command palette, and as entries of a menu.

    `editing` gives the entries of the Edit menu, of which those that are not possible are gray.
    """

    commands: Callable[[], list[Command]] = list
    fill: Callable[[QMenu], None] = QMenu.clear
    editing: Callable[[QMenu], list[QAction]] = _none


def in_every_language(*texts: Message) -> str:
    """Texts as they are found in whatever language is typed."""
    return " ".join(dict.fromkeys(render(text, language) for text in texts for language in get_args(Language)))


class Actions(QObject):
    """The QAction of each row of the table, which follow language and theme.

    `canvas` stands for the commands of the canvas, which has a table of its own, and `settings` gives a row for each
    setting that can be gone to; both are empty until there is a canvas.
    """

    canvas = CanvasCommands()
    settings: Callable[[], list[Command]] = list

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._acts = {act.id: act for _, acts in GROUPS for act in acts}
        self._actions = {act.id: self._made(act) for act in self._acts.values()}
        theme().language_changed.connect(self._retranslate)
        theme().changed.connect(self._redraw)
        self._retranslate()
        self._redraw()

    def __getitem__(self, name: str) -> QAction:
        return self._actions[name]

    def act(self, name: str) -> Act:
        """The row of the table."""
        return self._acts[name]

    def all(self) -> list[QAction]:
        """Every action, in the order of the table."""
        return list(self._actions.values())

    def set_document_open(self, open_: bool) -> None:
        """Switch on what needs a document, or all of that off on the welcome page."""
        for act in self._acts.values():
            if not act.always:
                self._actions[act.id].setEnabled(open_)

    def _made(self, act: Act) -> QAction:
        action = QAction(self)
        action.setObjectName(act.id)
        action.setShortcuts([QKeySequence(key) for key in act.keys])
        action.setCheckable(act.checkable)
        action.setIconVisibleInMenu(not act.checkable)  # it would stand where the check mark stands
        action.setAutoRepeat(act.id in ("next", "back", "next_phase", "previous_phase", "undo", "redo"))
        return action

    def _retranslate(self) -> None:
        for act in self._acts.values():
            self._actions[act.id].setText(render(act.text))

    def _redraw(self) -> None:
        for act in self._acts.values():
            if act.icon:
                self._actions[act.id].setIcon(icon(act.icon))
