"""Feeds the top bar: title, undo, running, epoch and losses, as they change."""

from __future__ import annotations

import math

import numpy as np
from PySide6.QtCore import QObject, QTimer

from nnsim.text import render, tr
from ui.bridge.workbench import Workbench
from ui.charts.prediction import dataset_of
from ui.look import theme
from ui.panels.actions import Actions
from ui.panels.document_files import DocumentFiles
from ui.panels.plots.till_now import epochs_done, told_within
from ui.panels.top_bar import TopBar

_FIGURES_EVERY = 100


class TopBarFeed(QObject):
    """Follows document and training; figures change at most ten times a second."""

    def __init__(self, bar: TopBar, bench: Workbench, actions: Actions, files: DocumentFiles) -> None:
        super().__init__(bar)
        self._bar, self._bench, self._actions, self._files = bar, bench, actions, files
        self._timer = QTimer(self, interval=_FIGURES_EVERY, singleShot=True)
        self._timer.timeout.connect(self.show_figures)
        store, trainer = bench.store, bench.trainer
        store.changed.connect(self._follow_document)
        store.visited.connect(self.show_figures)
        store.path_changed.connect(self.show_title)
        store.modified_changed.connect(self.show_title)
        store.undo_stack.indexChanged.connect(self.show_undo)
        trainer.snapshot.connect(self._ask)
        trainer.cleared.connect(self._ask)
        trainer.running_changed.connect(self._follow_running)
        theme().language_changed.connect(self.show_all)
        files.opened.connect(self.show_all)
        self.show_all()

    def show_all(self) -> None:
        """Show everything anew."""
        self.show_title()
        self.show_undo()
        self.show_figures()
        self._bar.set_running(self._bench.trainer.running)
        dataset = dataset_of(self._bench.store.document)
        self._bar.set_test(dataset is not None and len(dataset.x_test) > 0)

    def show_title(self) -> None:
        """Show title and whether it is saved."""
        self._bar.title.set_document(self._files.title(), self._bench.store.modified)

    def show_undo(self) -> None:
        """Say what undo and redo would do."""
        store = self._bench.store
        undo, redo = store.undo_text, store.redo_text
        self._actions["undo"].setEnabled(undo is not None)
        self._actions["redo"].setEnabled(redo is not None)
        self._actions["undo"].setText(tr("Undo: {what}", what=render(undo)) if undo else tr("Undo"))
        self._actions["redo"].setText(tr("Redo: {what}", what=render(redo)) if redo else tr("Redo"))

    def show_figures(self) -> None:
        """Show epoch and losses of the newest snapshot; else the document's, if its last kept epoch has just ended.

        Of another moment than that of the snapshot, those of its last kept epoch stand until there is one of its own.
        """
        trainer, document = self._bench.trainer, self._bench.store.document
        snapshot, state, history = trainer.latest, document.state, document.history
        elsewhere = snapshot is not None and not trainer.running and snapshot.state.step != state.step
        self._bar.epoch.setToolTip("" if trainer.running else told_within(document))
        epoch = snapshot.epoch if snapshot is not None and trainer.running else epochs_done(document)
        if snapshot is not None and not elsewhere:
            losses = (snapshot.train_loss, snapshot.test_loss)
            train, test = (None if math.isnan(loss) and trainer.refused else loss for loss in losses)
            self._bar.set_figures(epoch, train, test)
        elif len(history) and (elsewhere or (history["epoch"][-1] == state.epoch and not state.position)):
            row = max(0, int(np.searchsorted(history["epoch"], state.epoch, side="right")) - 1)
            train, test = (float(history[name][row]) for name in ("train_loss", "test_loss"))
            self._bar.set_figures(epoch, train, test)
        else:
            self._bar.set_figures(epoch, None, None)

    def _ask(self, *_: object) -> None:
        if not self._timer.isActive():
            self._timer.start()

    def _follow_document(self, change: object) -> None:
        self.show_undo()
        self._ask()
        if getattr(change, "data", True):
            dataset = dataset_of(self._bench.store.document)
            self._bar.set_test(dataset is not None and len(dataset.x_test) > 0)
        if getattr(change, "title", True):
            self.show_title()

    def _follow_running(self, running: bool) -> None:
        self._bar.set_running(running)
        self.show_undo()
        self.show_title()
        self._ask()
