"""What the actions do: each is connected to the part of the workbench, the canvas or the files that does it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QObject
from PySide6.QtGui import QKeySequence, QShortcut

from nnsim.text import render
from ui.bridge.workbench import Workbench
from ui.canvas.acts import CanvasAct, possible_acts
from ui.canvas.acts import act as act_named
from ui.canvas.menu import editing_entries, fill_window_menu
from ui.canvas.view import CanvasView
from ui.panels.actions import ADDED_KINDS, DETAILS, Actions, CanvasCommands, Command, in_every_language
from ui.panels.document_files import DocumentFiles
from ui.panels.inspector.setting_commands import Setting, settings_of
from ui.panels.palette import Palette
from ui.panels.preferences import load_preferences, save_preferences


class Commands(QObject):
    """Connects the table of actions."""

    def __init__(
        self, actions: Actions, bench: Workbench, files: DocumentFiles, canvas: CanvasView, palette: Palette
    ) -> None:
        super().__init__(actions)
        self._actions, self._bench = actions, bench
        self._connect_files(files)
        self._connect_training()
        self._connect_steps()
        on = self._on
        on("undo", bench.store.undo)
        on("redo", bench.store.redo)
        on("search", palette.focus_search)
        on("palette", lambda: palette.set_rail(not palette.is_rail))
        on("zoom_in", canvas.zoom_in)
        on("zoom_out", canvas.zoom_out)
        on("fit", canvas.fit)
        on("export", canvas.figure_requested.emit)
        on("data", canvas.data_requested.emit)
        actions.canvas = CanvasCommands(
            lambda: _canvas_commands(canvas), lambda menu: fill_window_menu(menu, canvas),
            lambda menu: editing_entries(menu, canvas))
        mend = QShortcut(QKeySequence(act_named("mend").keys[0]), canvas)  # also while a panel has the keys
        mend.activated.connect(lambda: _run(canvas, act_named("mend")))
        canvas.show_ahead_toggled.connect(bench.clock.set_show_ahead)
        bench.clock.show_ahead_changed.connect(canvas.set_show_ahead)
        self._connect_values(canvas)
        for name, kind in ADDED_KINDS.items():
            on(name, lambda kind=kind: canvas.add(kind))
        palette.add_requested.connect(lambda entry: canvas.add(entry.payload))
        palette.taken.connect(lambda entry: canvas.carried.take(entry.payload))
        canvas.carried.changed.connect(palette.show_carried)
        for done in (palette.add_requested, palette.search.escaped):
            done.connect(lambda *_: canvas.setFocus())
        palette.rail_changed.connect(lambda rail: actions["palette"].setChecked(not rail))
        actions["palette"].setChecked(not palette.is_rail)

    def _on(self, name: str, act: Callable[[], object]) -> None:
        self._actions[name].triggered.connect(lambda _=False: act())

    def _connect_values(self, canvas: CanvasView) -> None:
        """Whether units show what they give before the first step: off, that is left to be foretold."""
        action = self._actions["values_at_rest"]

        def show(on: bool) -> None:
            save_preferences(replace(load_preferences(), values_at_rest=on))
            canvas.live.show_at_rest(on)

        action.setChecked(load_preferences().values_at_rest)
        canvas.live.show_at_rest(action.isChecked())
        action.triggered.connect(show)

    def _connect_files(self, files: DocumentFiles) -> None:
        self._on("new", files.new)
        self._on("new_window", files.open_window)
        self._on("open", files.ask_and_open)
        self._on("save", files.save)
        self._on("save_as", files.save_as)

    def _connect_training(self) -> None:
        trainer = self._bench.trainer
        self._on("train", self._train_or_pause)
        self._on("train_step", trainer.step)
        self._on("train_epoch", self._epoch_on)
        travel = self._bench.travel
        self._on("epoch_back", lambda: travel.turn(-1))
        self._on("latest", travel.leave)
        self._on("branch", travel.branch_off)
        self._on("reset", trainer.reset)

    def connect_marks(self, ask_name: Callable[[], object], choose: Callable[[], object]) -> None:
        """What names the moment that is shown, and what offers the moments that have names."""
        self._on("bookmark", ask_name)
        self._on("go_mark", choose)

    def _connect_steps(self) -> None:
        clock = self._bench.clock
        self._on("next", clock.next)
        self._on("back", clock.back)
        self._on("next_phase", clock.next_phase)
        self._on("previous_phase", clock.previous_phase)
        self._on("trail_back", clock.trail.back)
        self._on("trail_forward", clock.trail.forward)
        self._on("play", self._play_or_pause)
        self._on("run_to", clock.run.to_breakpoint)
        self._end_run = QShortcut(QKeySequence("Esc"), self._actions.parent())
        self._end_run.activated.connect(clock.give_up)
        self._end_run.setEnabled(False)
        for going in (clock.run, clock.going_back):
            going.changed.connect(self._end_run.setEnabled)
        for name, detail in DETAILS.items():
            self._on(name, lambda detail=detail: clock.set_detail(detail))
        self._on("show_ahead", lambda: clock.set_show_ahead(not clock.show_ahead))
        clock.show_ahead_changed.connect(self._actions["show_ahead"].setChecked)

    def _epoch_on(self) -> None:
        """The next epoch: the one that came then while looking back, else a new one."""
        if self._bench.store.visiting:
            self._bench.travel.turn(1)
        else:
            self._bench.trainer.epoch()

    def _train_or_pause(self) -> None:
        trainer = self._bench.trainer
        if trainer.running:
            trainer.pause()
        else:
            self._bench.clock.pause()
            trainer.start()

    def _play_or_pause(self) -> None:
        clock = self._bench.clock
        if self._bench.trainer.running:
            self._bench.trainer.pause()
        elif clock.playing or clock.run.on or clock.going_back.on:
            clock.pause()
        else:
            clock.play()


def setting_commands(bench: Workbench, enter: Callable[[Setting], object]) -> list[Command]:
    """A row for each setting, which leads to its field."""
    settings = settings_of(bench.store.document, tuple(bench.selection.nodes))
    return [Command(render(setting.text), "sliders-horizontal", "", partial(enter, setting),
                    in_every_language(setting.text)) for setting in settings]


def _canvas_commands(canvas: CanvasView) -> list[Command]:
    """What can be done on the canvas at the moment; nothing while no document is shown."""
    if not canvas.isVisible():
        return []

    return [
        Command(render(act.text_now(canvas)), act.icon, act.keys[0] if act.keys else "",
                lambda act=act: _run(canvas, act), in_every_language(act.text_now(canvas), act.text))
        for act in possible_acts(canvas) if not act.of_window
    ]  # fmt: skip


def _run(canvas: CanvasView, act: CanvasAct) -> None:
    canvas.setFocus()
    if act.possible(canvas):
        act.do(canvas)
